"""A row that may hold the headings: its cells in their comparison forms, and whose export they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from addin.deals.grids import WRITTEN_RETURN
from addin.deals.tables.exports import Export, recognise
from addin.deals.tables.headings import currency_of, normalise_header, shorter_forms
from addin.deals.tables.planned import is_planned

_VAGUE = frozenset(map(normalise_header, ("Дата", "Date", "Datum", "Fecha", "Data", "Tarih", "Күні")))
"""What says too little once its brackets are gone."""

_NUMBER = re.compile(
    r"[#№]|\bn[°º]|\b(?:no|nr|num|number|nummer|num[eé]ro|número|numer|номер|нөмірі|numarası)\b",
    re.IGNORECASE,
)

Places = Mapping[str, list[int]]
"""A comparison form → the indices of the cells that have it."""


@dataclass(frozen=True)
class HeadingRow:
    """A row as headings of a table.

    Args:
        table: our name of the table, that of the export where it is one.
        cells: their texts, one a column of the sheet, "" where there is none.
        places: where each heading stands.
        export: whose export it is, if that is known.
        left: the same as ``places`` of cells that the export does not ignore: as they stand, without their
            units, without the word for a deal.
        planned: the cells left that date nothing that has happened.
        money: the cells that name a currency: "Deal $" is no id.
        numbers: the cells that speak of a number: "Quote #" is no sum.
    """

    table: str
    cells: tuple[str, ...]
    places: Places
    export: Export | None
    left: tuple[Places, Places, Places]
    planned: frozenset[int]
    money: frozenset[int]
    numbers: frozenset[int]


@lru_cache(maxsize=1_000)
def row_of(table: str, texts: tuple[str, ...], status_mapped: bool) -> HeadingRow:
    """A row of texts as headings; kept, as the same rows are tried with one mapping after another.

    Args:
        table: our name of the table it is asked for.
        texts: the cells as they stand.
        status_mapped: whether the user says which column the status is.
    """
    cells = tuple(" ".join(cell.replace(WRITTEN_RETURN, " ").split()) for cell in texts)
    places = _places(cells)
    export = recognise(table, places, ("status",) if status_mapped else ())
    left, exact = cells, places
    if export is not None and export.ignored:
        left = tuple(cell if normalise_header(cell) not in export.ignored else "" for cell in cells)
        exact = _places(left)
    table = export.table if export is not None else table
    planned = frozenset(index for index, cell in enumerate(left) if cell and is_planned(cell))
    money = frozenset(index for index, cell in enumerate(left) if cell and currency_of(cell))
    numbers = frozenset(index for index, cell in enumerate(left) if says_number(cell))
    shorter = (exact, _shorter(left, 0), _shorter(left, 1))
    return HeadingRow(table, cells, places, export, shorter, planned, money, numbers)


def says_number(heading: str) -> bool:
    """Whether a heading speaks of a number: "Quote #", «№ сметы»."""
    return _NUMBER.search(heading) is not None


def _places(cells: Sequence[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for index, cell in enumerate(cells):
        key = normalise_header(cell)
        if key:
            places.setdefault(key, []).append(index)
    return places


def _shorter(cells: Sequence[str], rule: int) -> dict[str, list[int]]:
    """Where each heading stands, by what a rule leaves of it."""
    places: dict[str, list[int]] = {}
    for index, cell in enumerate(cells):
        for key in shorter_forms(cell)[rule] if cell else ():
            if rule or key not in _VAGUE:
                places.setdefault(key, []).append(index)
    return places
