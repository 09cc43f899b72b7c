"""What is said where a needed column is not among the headings of a sheet."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from addin.deals.tables.columns import ALIASES
from addin.deals.tables.headers import Headers
from addin.errors import InputError


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
    near = [h for h in headers if any(_alike(h, name, column) for column in found.missing)]
    return InputError(
        "column_missing",
        sheet=sheet,
        columns=", ".join(_described(name, column) for column in found.missing),
        row=found.row,
        found=_quoted(headers[:30]),
        nearest=_quoted(near[:5]),
    )


def _alike(header: str, table: str, column: str) -> bool:
    names = [alias.casefold() for c in column.split("|") for alias in ALIASES[table][c]]
    return bool(difflib.get_close_matches(header.casefold(), names, 1, 0.6))


def _described(table: str, column: str) -> str:
    """``created («Дата создания»)``: our name and a header that would be understood."""
    shown = [f"{c} («{next(a for a in ALIASES[table][c] if not a.isascii())}»)" for c in column.split("|")]
    return " / ".join(shown)


def _quoted(texts: list[str]) -> str:
    return ", ".join(f"«{text}»" for text in texts) or "—"
