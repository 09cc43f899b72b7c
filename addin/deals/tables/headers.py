"""The row of headers among the first rows of a sheet, and which of its cells is which column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from addin.deals.grids import TopRow
from addin.deals.tables.changed_fields import add_field
from addin.deals.tables.columns import (
    ALIASES,
    REQUIRED,
    SHOWN,
    Alias,
    aliases_by_key,
)
from addin.deals.tables.entered import entered_quoted, entered_status
from addin.deals.tables.exports import Export
from addin.deals.tables.heading_row import HeadingRow, row_of
from addin.deals.tables.headings import normalise_header
from addin.deals.tables.id_columns import add_candidates
from addin.deals.tables.planned import HAPPENED


@dataclass(frozen=True)
class Headers:
    """Headers as found.

    Args:
        table: our name of the table they are of; changes may stand where deals were looked for.
        row: the sheet row they stand in (the lower one of two).
        cells: their texts, one a column of the sheet, "" where there is none.
        columns: our column → index of the cell; what is to be put together with it as ``column+1``.
        duplicates: further cells that name a column already found.
        missing: needed columns that are not there, ``a|b`` for one of two.
        unmapped: columns whose header, as the user's mapping has it, is not there.
        export: whose export it is, if that is known.
        weak: columns that a heading which says little was taken for.
        by_parts: columns taken by parts of a heading, which may be others.
    """

    table: str
    row: int
    cells: list[str]
    columns: dict[str, int]
    duplicates: list[tuple[str, int]]
    missing: list[str]
    unmapped: list[str]
    export: Export | None
    weak: frozenset[str] = frozenset()
    by_parts: frozenset[str] = frozenset()


def find_headers(table: str, top: list[TopRow], mapping: Mapping[str, str]) -> Headers:
    """The best row of headers: nothing missing first, then most columns found, then the uppermost.

    Two rows are read as one (a group above, its parts below) where no single row will do, or where the row
    below the best holds no record and names further columns.

    Args:
        table: our name of the table.
        top: the first rows; at least one.
        mapping: our column → the user's header.
    """
    best = max((_match(table, row, mapping) for row in top), key=_worth)
    below = [_joined(upper, lower) for upper, lower in pairwise(top) if _parts(table, best, upper, lower)]
    best = max((best, *(_match(table, row, mapping) for row in below)), key=_worth)
    if best.missing or best.unmapped or (table == "deals" and "id" not in best.columns):
        two = [_joined(upper, lower) for upper, lower in pairwise(top)]
        pairs = [_match(table, row, mapping) for row in two]
        best = max((best, *(p for p in pairs if not p.missing and not p.unmapped)), key=_worth)
    return best


def _worth(headers: Headers) -> tuple[bool, int, int]:
    whole = not headers.missing and not headers.unmapped
    # a single match may be a value; where nothing matches, the fullest row is the likeliest to hold headers
    matched = len(headers.columns) if whole or len(headers.columns) > 1 else 0
    return whole, matched, 0 if matched else sum(map(bool, headers.cells))


def _parts(table: str, best: Headers, upper: TopRow, lower: TopRow) -> bool:
    """Whether ``lower`` stands right below the best row and has nothing where a record has what it needs."""
    if upper.row != best.row or lower.row != upper.row + 1 or best.missing or best.unmapped:
        return False
    needed = [c for one in REQUIRED[table] for c in one.split("|") if c in best.columns]
    at = [best.columns[column] for column in (["id"] if "id" in best.columns else needed)]
    return not any(lower.cells[index].strip() for index in at if index < len(lower.cells))


def _joined(upper: TopRow, lower: TopRow) -> TopRow:
    """Two rows as one: the lower text, the upper one where the lower is blank (a merged cell)."""
    width = max(len(upper.cells), len(lower.cells))
    above, below = ((row.cells + [""] * width)[:width] for row in (upper, lower))
    return TopRow(lower.row, [b.strip() or a for a, b in zip(above, below, strict=True)])


def _match(table: str, top: TopRow, mapping: Mapping[str, str]) -> Headers:
    row = row_of(table, tuple(top.cells), "status" in mapping)
    cells, export, table = list(row.cells), row.export, row.table
    columns: dict[str, int] = {}
    duplicates: list[tuple[str, int]] = []
    for column, header in mapping.items():
        at = row.places.get(normalise_header(header), [])
        if at:
            columns[column] = next((i for i in at if cells[i] == " ".join(header.split())), at[0])
    if export is not None:
        _by_export(export, row.places, columns)
    weak = _by_aliases(row, columns, duplicates, frozenset(mapping))
    if table == "deals":
        _entered(cells, columns, duplicates)
    if table == "history" and "changed_at" in columns:
        add_field(cells, columns)
        if "id" not in mapping:
            add_candidates(cells, columns, duplicates)
    missing = [
        needed
        for needed in REQUIRED[table]
        if not any(c in columns or c in mapping for c in needed.split("|"))
    ]
    unmapped = [c for c in mapping if c not in columns]
    return Headers(table, top.row, cells, columns, duplicates, missing, unmapped, export, weak)


def _by_export(export: Export, places: Mapping[str, list[int]], columns: dict[str, int]) -> None:
    """Fill up ``columns`` as the export has them; what the user has mapped stays as it is."""
    mapped = frozenset(columns)
    for column, at in export.column_positions(places):
        if column not in mapped and not (column == "outcome" and "status" in mapped):
            names = [column, *(f"{column}+{number}" for number in range(1, len(at)))]
            columns |= dict(zip(names, at, strict=True))


def _by_aliases(
    row: HeadingRow,
    columns: dict[str, int],
    duplicates: list[tuple[str, int]],
    mapped: frozenset[str],
) -> frozenset[str]:
    """Fill up ``columns`` by headings, then by what the rules leave of them, then by those that say little.

    Returns:
        The columns that a heading which says little was taken for.
    """
    before = mapped | set(columns)
    strong, weak = aliases_by_key(row.table, False), aliases_by_key(row.table, True)
    for places in row.left:
        _by_alias(row, strong, places, columns, duplicates, mapped)
    known = set(columns)
    for places in row.left:
        _by_alias(row, weak, places, columns, duplicates, mapped)
    exact = row.left[0]
    taken = {*columns.values(), *(index for _, index in duplicates)}
    for key in exact:
        for alias in (*strong.get(key, ()), *weak.get(key, ())):
            if alias.column in columns and alias.column not in before | SHOWN:
                duplicates += [(alias.column, index) for index in exact[key] if index not in taken]
                taken.update(exact[key])
    return frozenset(set(columns) - known)


def _by_alias(
    row: HeadingRow,
    aliases: Mapping[str, tuple[Alias, ...]],
    places: Mapping[str, list[int]],
    columns: dict[str, int],
    duplicates: list[tuple[str, int]],
    mapped: frozenset[str],
) -> None:
    """Fill up ``columns`` by alias, best first; a header serves one, others are ``duplicates``.

    Headers that are planned date nothing that has happened; those of money are no id, of numbers no sum.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    for key in places.keys() & aliases.keys():
        for alias in aliases[key]:
            if alias.column not in mapped and alias.column not in columns and alias.column != "outcome":
                barred = row.planned if alias.column in HAPPENED else frozenset()
                barred = {"id": row.money, "amount": row.numbers}.get(alias.column, barred)
                at = [index for index in places[key] if index not in barred]
                found.setdefault(alias.column, []).extend((alias.rank, index) for index in at)
    taken = set(columns.values())
    others: list[tuple[str, int]] = []
    for column in [column for column in ALIASES[row.table] if column in found]:
        free = [index for _, index in sorted(found[column]) if index not in taken]
        free = list(dict.fromkeys(free))
        if free:
            columns[column] = free[0]
            taken.add(free[0])
            others += [(column, index) for index in free[1:]]
    duplicates += [(c, index) for c, index in others if index not in taken and c not in SHOWN]


def _entered(cells: list[str], columns: dict[str, int], duplicates: list[tuple[str, int]]) -> None:
    taken = set(columns.values())
    for index, cell in enumerate(cells):
        status = None if index in taken else entered_status(cell)
        if status is None:
            continue
        column = f"entered:{status}"
        if column in columns:  # the same stage of another pipeline
            column = f"entered:{entered_quoted(cell) or status}"
        if column in columns:
            duplicates.append((column, index))
        else:
            columns[column] = index
