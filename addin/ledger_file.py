"""The ledger as a CSV file: rows are added at its end, and nothing else of it is touched.

So columns, rows and notes of the user's own stay, in the file's own delimiter, encoding and order of columns.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import numpy as np
import pandas as pd

from addin.deals.tables.headers import find_headers
from addin.deals.values.formula_texts import guarded
from addin.errors import InputError
from addin.file_lock import HeldFile
from addin.output_files import OutputFiles
from addin.readers.encoding import decoded
from addin.readers.text import TextGrid
from addin.refresh import LEDGER, LoadedData, Progress, Request, content_of, digest_of, load, new_ledger_rows

_SEARCHED = 40
_WITHOUT_MARK = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}
_GUARDED = ("id", "status", "manager")
"""Columns of text: what would be a formula in a spreadsheet is told from one by an apostrophe."""


def ledger_lock(path: Path | None, progress: Progress = lambda _: None) -> AbstractContextManager[object]:
    """Hold the ledger while it is read again and written; without one, nothing.

    Raises:
        InputError: ``ledger_busy``: another run has held it for a minute.
    """
    return nullcontext() if path is None else HeldFile(path, "ledger_busy", lambda: progress("waiting"))


def append_to_ledger(request: Request, loaded: LoadedData, outputs: OutputFiles) -> int:
    """Add to the ledger, as a draft, what changed since the last state stored; how many rows are new.

    A ledger that has changed since it was read is read again. Call it under :func:`ledger_lock`.

    Raises:
        InputError: the file cannot be read or written.
    """
    path = request.ledger
    if path is None:
        return 0
    content = content_of(path)
    if digest_of(content) != loaded.ledger_digest:
        loaded = load(request)
    if not content.strip(b"\xef\xbb\xbf\r\n\t ;,"):
        new = new_ledger_rows(loaded)
        text = _text_of([list(LEDGER), *_lines(new, dict(enumerate(LEDGER)))], ",", "\n")
        outputs.write_text(path, text)
        return len(new)
    columns, delimiter, encoding = _form_of(path, content, loaded)
    new = new_ledger_rows(loaded, columns.values())
    if len(new):
        ending = "\r\n" if b"\r\n" in content else "\n"
        between = "" if content.rstrip(b"\0").endswith((b"\n", b"\r")) else ending
        added = _encoded(between + _text_of(_lines(new, columns), delimiter, ending), encoding, path)
        outputs.write(path, lambda file: file.write(content + added))
    return len(new)


def _form_of(path: Path, content: bytes, loaded: LoadedData) -> tuple[dict[int, str], str, str]:
    """Place in a record → our column, as the headings were understood; the delimiter, and the encoding."""
    found = decoded(content)
    if found is None:
        raise InputError("text_encoding", path=path)
    grid, told = TextGrid(path), loaded.data.matched.get("ledger", {})
    headers = find_headers("ledger", grid.top(_SEARCHED), told)
    columns = {at: column for column, at in headers.columns.items() if column in LEDGER}
    return dict(sorted(columns.items())), grid.delimiter, found[1]


def _lines(new: pd.DataFrame, columns: Mapping[int, str]) -> list[list[str]]:
    """New rows as records; nothing in columns of the user's own."""
    texts = {
        at: new[column].dt.strftime("%Y-%m-%d %H:%M:%S").fillna("")
        if new[column].dtype.kind == "M"
        else guarded(new[column])
        if column in _GUARDED
        else new[column].map(lambda value: "" if pd.isna(value) else _number(value))
        for at, column in columns.items()
    }
    nothing = [""] * len(new)
    cells = [texts[at].tolist() if at in texts else nothing for at in range(max(columns) + 1)]
    return [list(line) for line in zip(*cells, strict=True)]


def _number(value: float) -> str:
    """A number as text, its decimals never three, which might be taken for thousands."""
    text = np.format_float_positional(value, trim="-")
    return f"{text}0" if text[-4:-3] == "." else text


def _text_of(lines: list[list[str]], delimiter: str, ending: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=ending).writerows(lines)
    return out.getvalue()


def _encoded(text: str, encoding: str, path: Path) -> bytes:
    """The text in a file's encoding, which may lack a letter of it.

    Raises:
        InputError: ``ledger_encoding``.
    """
    try:
        return text.encode(_WITHOUT_MARK.get(encoding, encoding))
    except UnicodeEncodeError as error:
        letter = error.object[error.start]
        raise InputError("ledger_encoding", file=path, encoding=encoding, letter=letter) from error
