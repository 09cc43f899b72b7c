"""What is said where a needed column is not among the headings of a sheet."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from addin.deals.tables.columns import ALIASES, HEADINGS, LEAVING
from addin.deals.tables.headers import Headers
from addin.errors import InputError
from addin.words import Bilingual


def missing_columns(name: str, sheet: str, found: Headers, mapping: Mapping[str, str]) -> InputError:
    """The error that names what is missing, the headings there are, and those alike."""
    headers = [text for text in found.cells if text]
    if found.unmapped:
        column = found.unmapped[0]
        near = difflib.get_close_matches(mapping[column], headers, 3, 0.4)
        return InputError(
            "mapped_header_missing",
            sheet=sheet,
            column=column,
            header=mapping[column],
            nearest=_quoted(near or headers[:20]),
        )
    free = [text for index, text in enumerate(found.cells) if text and index != found.columns.get("id")]
    likeness = {header: max(_likeness(header, name, column) for column in found.missing) for header in free}
    near = sorted(filter(likeness.__getitem__, likeness), key=likeness.__getitem__, reverse=True)
    return InputError(
        "column_missing",
        sheet=sheet,
        columns=_described(name, found.missing),
        row=found.row,
        found=_quoted(headers[:30]),
        nearest=_quoted(near[:5]),
    )


def _likeness(header: str, table: str, column: str) -> float:
    """How like the best of the column's headings it is, to 1; 0 where it is hardly like any."""
    if LEAVING & set(header.casefold().split()):
        return 0.0
    names = [alias.casefold() for c in column.split("|") for alias in ALIASES[table][c]]
    best = difflib.get_close_matches(header.casefold(), names, 1, 0.6)
    return difflib.SequenceMatcher(None, best[0], header.casefold()).ratio() if best else 0.0


def _described(table: str, columns: Sequence[str]) -> Bilingual:
    """``created ("Creation Date")``: our names, each with a header that would be understood."""

    def shown(lang: str, quoted: str) -> str:
        return ", ".join(
            " / ".join(f"{c} ({quoted.format(HEADINGS[table][c][lang])})" for c in column.split("|"))
            for column in columns
        )

    return Bilingual(ru=shown("ru", "«{}»"), en=shown("en", '"{}"'))


def _quoted(texts: list[str]) -> str:
    return ", ".join(f"«{text}»" for text in texts) or "—"
