"""A table found in a sheet: where its headers stand, which column is which, what is no data."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.grids import DAY_ZERO, Body, Grid
from addin.deals.issues import IssueLog
from addin.deals.tables.deleted import deleted_rows
from addin.deals.tables.error_texts import SIGNS, is_error_text
from addin.deals.tables.exports import Export
from addin.deals.tables.headers import Headers, find_headers
from addin.deals.tables.numbering import row_numbers, why_numbered
from addin.deals.tables.opened import headers_by_cells, opened
from addin.deals.tables.refusals import missing_columns
from addin.deals.tables.totals import group_rows, total_rows
from addin.errors import InputError
from addin.parallel import run_all

_TOP = 30
"""Headers are looked for among this many first rows."""


@dataclass(frozen=True)
class Table:
    """A table of raw cells under our names.

    Args:
        name: our name of the table.
        sheet: the sheet as the user calls it.
        columns: our column → its cells as they came, error cells emptied; ``entered:<status>`` too.
        headers: our column → the header as it stands.
        rows: sheet row of each record.
        errors: ``at`` (position), ``column`` (ours), ``text``: error cells in these columns.
        read: records below the headers, rows of totals among them.
        export: whose export it is, if that is known.
        combined_headers: our column → the headers it was put together from, where they are several.
        day_zero: the day from which numbers that are dates are counted.
        ends: status that the outcome column put in the place of a stage → ``won``, ``lost`` or ``nontarget``.
        unused: headings of columns with cells that nothing uses, as they stand.
        numbered: the ids are numbers of sheet rows, as no column has ids.
    """

    name: str
    sheet: str
    columns: dict[str, pd.Series]
    headers: dict[str, str]
    rows: npt.NDArray[np.int64]
    errors: pd.DataFrame
    read: int
    export: Export | None = None
    combined_headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    day_zero: np.datetime64 = DAY_ZERO
    unused: tuple[str, ...] = ()
    ends: Mapping[str, str] = field(default_factory=dict)
    numbered: bool = False

    def has(self, column: str) -> bool:
        """Whether the sheet has this column."""
        return column in self.columns

    def cells(self, column: str) -> pd.Series:
        """The raw cells of a column; all empty where the sheet has none."""
        if column in self.columns:
            return self.columns[column]
        return pd.Series([None] * len(self.rows), dtype="object")

    def header(self, column: str) -> str:
        """The header as the user calls it; our name where there is none."""
        return self.headers.get(column, column)

    def error_positions(self, column: str) -> npt.NDArray[np.int64]:
        """Positions of the error cells of a column."""
        return self.errors["at"][self.errors["column"] == column].to_numpy(dtype=np.int64)

    def only(self, kept: npt.NDArray[np.bool_]) -> Table:
        """The table without some of its records."""
        if kept.all():
            return self
        new_place = np.cumsum(kept) - 1
        errors = self.errors[kept[self.errors["at"].to_numpy(dtype=np.int64)]]
        return replace(
            self,
            columns={name: cells[kept].reset_index(drop=True) for name, cells in self.columns.items()},
            rows=self.rows[kept],
            errors=errors.assign(at=new_place[errors["at"].to_numpy(dtype=np.int64)]).reset_index(drop=True),
        )


def find_table(
    name: str, grid: Grid, mapping: Mapping[str, str], log: IssueLog, spared: Collection[str] = ()
) -> Table | None:
    """The table of a sheet; None where the sheet is empty and the table is not the deals.

    The columns of a recognised export are not put together yet, and where deals are asked for, its changes
    may be what is found.

    Args:
        name: our name of the table.
        grid: its sheet.
        mapping: our column → the user's header, which goes before any alias.
        log: gets a second header of one column, a column without a header, rows of totals.
        spared: needed columns that may be missing all the same.

    Raises:
        InputError: the sheet of deals is empty, a needed column is missing, a mapped header is not there.
    """
    top = grid.top(_TOP)
    if not top:
        if name == "deals":
            raise InputError("sheet_empty", sheet=grid.name)
        log.note(grid.name, "", "", "empty_sheet")
        return None
    found = headers_by_cells(find_headers(name, top, mapping), grid, mapping)
    if not set(found.missing) <= set(spared) or found.unmapped:
        raise missing_columns(found.table, grid.name, found, mapping)
    body = grid.body(found.row)
    _note_headers(found, grid.name, log)
    _note_blank(found, body, grid.name, log)
    table = _table(found.table, grid.name, found, body, log)
    if found.table == "deals" and "status" not in {*table.columns, *spared}:
        headings = "".join(table.headers.values())
        table = replace(table, columns=opened(table.columns, headings, len(table.rows)))
    return _numbered(table, found, "id" in mapping, log) if found.table == "deals" else table


def _table(name: str, sheet: str, found: Headers, body: Body, log: IssueLog) -> Table:
    width = len(body.columns)
    nothing = pd.Series([None] * len(body.rows), dtype="object")
    columns = {c: body.columns[i] if i < width else nothing for c, i in found.columns.items()}
    errors = _typed_errors(body, found.columns)
    found_errors = run_all([partial(_shown_errors, cells) for cells in columns.values()], len(body.rows))
    for (column, cells), shown in zip(list(columns.items()), found_errors, strict=True):
        if shown.any():
            at = np.flatnonzero(shown)
            more = pd.DataFrame({"at": at, "column": column, "text": cells.iloc[at].astype("str").to_numpy()})
            errors = pd.concat([errors, more], ignore_index=True)
            columns[column] = cells.mask(shown)
    headers = {c: found.cells[i] for c, i in found.columns.items()}
    unused = _unused(found, body)
    table = Table(
        name, sheet, columns, headers, body.rows, errors, len(body.rows), found.export, unused=unused
    )
    table = replace(table, day_zero=body.day_zero)
    sums = total_rows(name, columns, body.columns)
    groups = group_rows(columns, body.columns) & ~sums if name == "deals" else np.zeros_like(sums)
    for which, reason in ((sums, "totals_row"), (groups, "group_row")):
        labels = [_label(body, int(at)) for at in np.flatnonzero(which)]
        log.add(sheet, body.rows[which], "", labels, reason, "set_aside")
    dropped = sums | groups
    if name == "deals":
        deleted, heading, texts = deleted_rows(found, body)
        at = np.flatnonzero(deleted & ~dropped)
        log.add(sheet, body.rows[at], heading, texts.iloc[at].tolist(), "deleted_row", "set_aside")
        dropped |= deleted
    return table.only(~dropped)


def _numbered(table: Table, found: Headers, mapped: bool, log: IssueLog) -> Table:
    """The table with row numbers for ids where it has none."""
    reason = why_numbered(found, table.columns, mapped)
    if not reason:
        return table
    log.note(table.sheet, table.headers.get("id", ""), "", reason)
    unused = (*table.unused, *(table.headers[name] for name in ("id",) if name in table.headers))
    headers = {name: header for name, header in table.headers.items() if name != "id"}
    columns = {"id": row_numbers(table.rows)} | {n: c for n, c in table.columns.items() if n != "id"}
    errors = table.errors[table.errors["column"] != "id"].reset_index(drop=True)
    return replace(table, columns=columns, headers=headers, errors=errors, unused=unused, numbered=True)


def _unused(found: Headers, body: Body) -> tuple[str, ...]:
    used = set(found.columns.values())
    return tuple(
        found.cells[index]
        for index, cells in enumerate(body.columns)
        if index < len(found.cells) and found.cells[index] and index not in used and cells.notna().any()
    )


def _typed_errors(body: Body, places: Mapping[str, int]) -> pd.DataFrame:
    names = {index: column for column, index in places.items()}
    inside = [e for e in body.errors if e.column in names]
    return pd.DataFrame(
        {
            "at": np.searchsorted(body.rows, [e.row for e in inside]).astype(np.int64),
            "column": pd.Series([names[e.column] for e in inside], dtype="str"),
            "text": pd.Series([e.text for e in inside], dtype="str"),
        }
    )


def _shown_errors(cells: pd.Series) -> npt.NDArray[np.bool_]:
    """Which cells hold the text of an error, as files of text and live spreadsheets hand it over."""
    if isinstance(cells.dtype, pd.StringDtype):
        texts = set(cells[cells.str.startswith(SIGNS).fillna(False)])
    else:  # dates and numbers are slow to look up
        texts = {cell for cell in cells if type(cell) is str} if cells.dtype == object else set()
    errors = [text for text in texts if is_error_text(text)]
    return np.asarray(cells.isin(errors), dtype=bool) if errors else np.zeros(len(cells), dtype=bool)


def _label(body: Body, at: int) -> str:
    """The first text of a record."""
    cells = (column.iloc[at] for column in body.columns)
    return next((cell.strip() for cell in cells if isinstance(cell, str) and cell.strip()), "")


def _note_headers(found: Headers, sheet: str, log: IssueLog) -> None:
    for column in sorted(found.by_parts):
        log.note(sheet, found.cells[found.columns[column]], column, "heading_by_parts")
    for column, index in found.duplicates:
        taken = found.cells[found.columns[column]]
        same = taken == found.cells[index]
        value = f"{column_letter(index)} → {column_letter(found.columns[column])}" if same else f"→ {taken}"
        log.note(sheet, found.cells[index], value, "duplicate_header" if same else "second_header")


def _note_blank(found: Headers, body: Body, sheet: str, log: IssueLog) -> None:
    for index, cells in enumerate(body.columns):
        blank = index >= len(found.cells) or not found.cells[index]
        if blank and cells.notna().any():
            log.note(sheet, column_letter(index), column_letter(index), "blank_header")


def column_letter(index: int) -> str:
    """The letter of a column, its index from 0."""
    letters = ""
    while index >= 0:
        letters = chr(65 + index % 26) + letters
        index = index // 26 - 1
    return letters
