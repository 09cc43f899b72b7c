"""A text file of values (csv, tsv, txt) as a grid."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd

from addin.deals.grids import Body, TopRow
from addin.errors import InputError
from addin.readers.bounds import check_cells
from addin.readers.encoding import text_of
from addin.readers.rows import without_written_returns

_DELIMITERS = (";", "\t", ",", "|")
_SNIFFED = 40
_WIDEST = 16_384
csv.field_size_limit(2**24)
"""Python's own bound of 131,072 letters a cell is less than a long note has."""


@dataclass(frozen=True)
class TextGrid:
    """A csv file.

    Args:
        path: the file; encoding and delimiter are found by looking.
    """

    path: Path

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    def top(self, n: int) -> list[TopRow]:
        """The first ``n`` rows that hold anything; rows are records, as a spreadsheet would number them."""
        text, delimiter = self._content
        found: list[TopRow] = []
        try:
            for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
                if any(cell.strip() for cell in cells):
                    found.append(TopRow(number, [cell.strip() for cell in cells]))
                if len(found) == n:
                    break
        except csv.Error as error:
            raise InputError("text_broken", path=self.path) from error
        return found

    def body(self, after: int) -> Body:
        """All rows below record ``after``.

        Raises:
            InputError: a quotation mark is never closed, or a row is absurdly wide.
        """
        table = self._table
        if len(table) <= after:
            return Body([], np.empty(0, dtype=np.int64))
        below = table.iloc[after:].reset_index(drop=True)
        columns = [_without_blanks(below[name]) for name in below]
        held = np.zeros(len(below), dtype=bool)
        for column in columns:
            held |= column.notna().to_numpy()
        rows = np.arange(after + 1, after + 1 + len(below), dtype=np.int64)
        return Body([column[held].reset_index(drop=True) for column in columns], rows[held])

    @property
    def delimiter(self) -> str:
        """What parts its cells."""
        return self._content[1]

    @cached_property
    def _content(self) -> tuple[str, str]:
        text = without_written_returns(decode(self.path.read_bytes(), self.path))
        declared = re.match(r"sep=(.)\r?\n", text)
        if declared:
            return text[declared.end() :], declared[1]
        return text, sniff(text)

    @cached_property
    def _table(self) -> pd.DataFrame:
        text, delimiter = self._content
        try:
            width = _width(text, delimiter)
            if width > _WIDEST:
                raise InputError("text_broken", path=self.path)
            check_cells(self.path, self.name, width * (max(text.count("\n"), text.count("\r")) + 1))
            return pd.read_csv(
                io.StringIO(text, newline=""),
                sep=delimiter,
                header=None,
                names=list(range(width)),
                index_col=False,
                dtype="str",
                keep_default_na=False,
                na_values=[""],
                skip_blank_lines=False,
                low_memory=False,
            )
        except pd.errors.EmptyDataError:
            return pd.DataFrame()
        except (pd.errors.ParserError, csv.Error) as error:
            raise InputError("text_broken", path=self.path) from error


def _width(text: str, delimiter: str) -> int:
    """Cells of the widest record."""
    if '"' in text:
        records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return max((len(record) for record in records), default=0)
    return 1 + max(line.count(delimiter) for line in text.replace("\r", "\n").split("\n"))


def decode(content: bytes, path: Path) -> str:
    """The text of a file.

    Raises:
        InputError: it is no text in any encoding we know.
    """
    text = text_of(content)
    if text is None:
        raise InputError("text_encoding", path=path)
    return text


def sniff(text: str) -> str:
    """The delimiter: what cuts most of the first lines into equally many cells; a comma if nothing does."""
    lines = [line for line in islice(text.splitlines(), 10 * _SNIFFED) if line.strip()][:_SNIFFED]
    return max((",", *_DELIMITERS), key=lambda mark: _evenness(lines, mark))


def _evenness(lines: list[str], mark: str) -> tuple[float, int]:
    """Share of the lines with the commonest number of cells, and that number; nothing where it is one."""
    try:
        counts = [len(cells) for cells in csv.reader(lines, delimiter=mark) if len(cells) > 1]
    except csv.Error:
        return 0.0, 0
    if not counts:
        return 0.0, 0
    commonest = max(set(counts), key=lambda count: (counts.count(count), count))
    return counts.count(commonest) / len(lines), commonest


def _without_blanks(column: pd.Series) -> pd.Series:
    """Text with its outer spaces dropped, None where only spaces stood."""
    stripped = column.str.strip()
    return stripped.mask(stripped == "")
