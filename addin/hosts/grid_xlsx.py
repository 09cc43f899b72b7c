"""A sheet of an .xlsx file as a grid, read through fastexcel."""

from __future__ import annotations

import logging
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd
import pyarrow as pa
from lxml import etree

from addin.deals.grids import Body, CellError, TopRow
from addin.errors import InputError
from addin.hosts.grid_peek import peek, text_columns

_SHOWN = {
    "Ref": "#REF!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Value": "#VALUE!",
    "Div0": "#DIV/0!",
    "GettingData": "#GETTING_DATA",
}
_UNTYPED = re.compile(r"could not determine dtype for column (\S+)")
_DETAIL = re.compile(r"'(?:Error\((\w+)\)|(.*))'$", re.DOTALL)
# Text of blanks among numbers or dates, as fastexcel tells it: whatever shows nothing comes escaped.
_BLANK = re.compile(r"String\(\"(?:\s|\\[tnr]|\\u\{[0-9a-f]+\})*\"\)'$")

_UNUSUAL = (KeyError, ValueError, etree.XMLSyntaxError, zipfile.BadZipFile, OSError)
"""Of packages that are not laid out as Excel does, or not readable at all."""

# fastexcel warns of every empty column; an empty column is nothing to warn of.
logging.getLogger("fastexcel.types.dtype").setLevel(logging.ERROR)


@dataclass(frozen=True)
class XlsxGrid:
    """A sheet of a workbook file.

    Args:
        path: the workbook.
        name: the sheet.
    """

    path: Path
    name: str

    def top(self, n: int) -> list[TopRow]:
        """The first ``n`` rows that hold anything."""
        try:
            return peek(self.path, self.name, n)
        except _UNUSUAL:
            return self._top_by_loading(n)

    def _top_by_loading(self, n: int) -> list[TopRow]:
        body = self.body(0)
        found = [
            TopRow(int(body.rows[i]), ["" if pd.isna(c.iloc[i]) else str(c.iloc[i]) for c in body.columns])
            for i in range(min(n, len(body.rows)))
        ]
        for error in body.errors:
            for row in found:
                if row.row == error.row:
                    row.cells[error.column] = error.text
        return found

    def body(self, after: int) -> Body:
        """All rows below sheet row ``after``.

        Raises:
            InputError: the sheet's part of the file is damaged.
        """
        loaded = self._load(after)
        if loaded is None:
            return Body([], np.empty(0, dtype=np.int64))
        batch, errors, places = loaded
        columns = _spread([_series(column) for column in batch.columns], places, batch.num_rows)
        found = [
            CellError(e.position[0] + 1, places[e.position[1]], _error_text(e.detail))
            for e in (errors.errors if errors else [])
            if not _BLANK.search(e.detail)
        ]
        rows = np.arange(after + 1, after + 1 + batch.num_rows, dtype=np.int64)
        held = np.isin(rows, [error.row for error in found])
        for column in columns:
            held |= column.notna().to_numpy()
        if not held.all():
            columns = [column[held].reset_index(drop=True) for column in columns]
        return Body(columns, rows[held], found)

    def _texts(self, after: int) -> list[int]:
        """Columns that begin with text and so come as text: no other row need be looked at for that."""
        try:
            return text_columns(self.path, self.name, after)
        except _UNUSUAL:
            return []

    def _load(self, after: int) -> tuple[pa.RecordBatch, Any, list[int]] | None:
        """The cells, the error cells and the column index in the sheet of each column; None below the end."""
        import fastexcel

        as_text: dict[str | int, str] = dict.fromkeys(self._texts(after), "string")
        while True:
            try:
                sheet = fastexcel.read_excel(self.path).load_sheet(
                    self.name,
                    header_row=None,
                    skip_rows=after,
                    schema_sample_rows=None,
                    whitespace_as_null=True,
                    dtypes=cast("dict[str | int, Any]", as_text) or None,
                )
                batch, errors = sheet.to_arrow_with_errors()
                # all columns are selected; available_columns() would type the whole sheet once more
                return batch, errors, [info.absolute_index for info in sheet.selected_columns]
            except fastexcel.InvalidParametersError:
                return None
            except fastexcel.FastExcelError as error:
                # Durations with numbers, or #NAME?, have no common type: such a column comes as text.
                column = _UNTYPED.search(str(error))
                if column is None or column[1] in as_text:
                    raise InputError("file_damaged", path=self.path, sheet=self.name) from error
                as_text[column[1]] = "string"


def _series(column: pa.Array) -> pd.Series:
    """A column as pandas has it: float64, datetime64, bool or text."""
    if pa.types.is_date(column.type):
        column = column.cast(pa.timestamp("ms"))
    elif pa.types.is_duration(column.type) or pa.types.is_time(column.type) or pa.types.is_null(column.type):
        return pd.Series([None if v is None else str(v) for v in column.to_pylist()], dtype="str")
    series: pd.Series = column.to_pandas()
    return series


def _spread(columns: list[pd.Series], places: list[int], length: int) -> list[pd.Series]:
    """Columns put at their index in the sheet, with empty ones where the sheet has none."""
    width = max(places, default=-1) + 1
    spread = [pd.Series([None] * length, dtype="object") for _ in range(width - len(places))]
    at = dict(zip(places, columns, strict=True))
    blanks = iter(spread)
    return [at[i] if i in at else next(blanks) for i in range(width)]


def _error_text(detail: str) -> str:
    """What the cell shows, from fastexcel's account of it."""
    found = _DETAIL.search(detail)
    if found is None:
        return detail
    return _SHOWN.get(found[1], f"#{found[1]}") if found[1] else found[2]
