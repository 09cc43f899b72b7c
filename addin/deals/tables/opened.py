"""Columns of deals known by what they hold; where only the outcome is told, deals are open until they end."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd

from addin.deals.grids import Grid
from addin.deals.tables.headers import Headers
from addin.deals.tables.heading_parts import with_parts
from addin.deals.tables.outcome import with_outcome
from addin.deals.values.nothing import is_said

_OPEN = ("Open", "Открыта")
_CYRILLIC = ("\u0400", "\u04ff")
_YES, _NO = "1", "0"


def headers_by_cells(found: Headers, grid: Grid, mapping: Collection[str]) -> Headers:
    """The headers of deals with the columns that are known by what they hold beside what heads them.

    Args:
        found: the headers.
        grid: their sheet.
        mapping: our columns that the user has mapped.
    """
    if found.table != "deals" or found.unmapped:
        return found
    body = grid.body(found.row)
    found = with_outcome(with_parts(found, body, mapping), body, mapping)
    if "status" in found.missing and _is_told(found):
        found = replace(found, missing=[column for column in found.missing if column != "status"])
    return found


def _is_told(found: Headers) -> bool:
    """Whether columns beside the missing status tell sales: words, yes and no, days of both ends."""
    columns = set(found.columns)
    return bool({"outcome", "is_won"} & columns) or {"won_at", "lost_at"} <= columns


def opened(columns: Mapping[str, pd.Series], headings: str, length: int) -> dict[str, pd.Series]:
    """The columns with a status that says of every deal that it is open; its outcome goes before it.

    Args:
        columns: our columns, without a status.
        headings: their headings, for the language.
        length: how many deals there are.
    """
    word = _OPEN[any(_CYRILLIC[0] <= letter <= _CYRILLIC[1] for letter in headings)]
    found = {**columns, "status": pd.Series([word] * length, dtype="str")}
    if not {"outcome", "is_won"} & set(columns):
        days = {"is_won": columns["won_at"], "is_lost": columns["lost_at"]}
        found |= {
            name: pd.Series(is_said(cells, "date")).map({True: _YES, False: _NO}).astype("str")
            for name, cells in days.items()
        }
    return found
