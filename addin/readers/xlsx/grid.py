"""A sheet of an .xlsx file as a grid, read through fastexcel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from addin.deals.grids import Body, TopRow
from addin.errors import InputError
from addin.parallel import run_all
from addin.readers.merged_cells import spread
from addin.readers.xlsx.arrow_cells import ArrowCells, Column
from addin.readers.xlsx.day_zero import day_zero
from addin.readers.xlsx.first_rows import peek, text_columns
from addin.readers.xlsx.package import UNUSUAL


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
        except UNUSUAL:
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
        cells = self._cells(after)
        if cells is None:
            return Body([], np.empty(0, dtype=np.int64))
        jobs = [partial(_series, column) for column in cells.columns.values()]
        series = dict(zip(cells.columns, run_all(jobs, len(cells.rows)), strict=True))
        columns = _spread(series, len(cells.rows))
        held, rows = _held(columns, cells), cells.rows
        if not held.all():
            columns, rows = [column[held].reset_index(drop=True) for column in columns], rows[held]
        return spread(Body(columns, rows, cells.errors, day_zero(self.path)), cells.merged, after)

    def _cells(self, after: int) -> ArrowCells | None:
        """The cells below sheet row ``after``, if any."""
        from fastexcel import FastExcelError

        from addin.readers.xlsx.fast import load_fast
        from addin.readers.xlsx.load import load

        types = dict.fromkeys(self._texts(after), "string")
        try:
            return load_fast(self.path, self.name, after, types) or load(self.path, self.name, after, types)
        except FastExcelError as error:
            raise InputError("file_damaged", path=self.path, sheet=self.name) from error

    def _texts(self, after: int) -> list[int]:
        """Columns that begin with text and so come as text: no other row need be looked at for that."""
        try:
            return text_columns(self.path, self.name, after)
        except UNUSUAL:
            return []


def _held(columns: Sequence[pd.Series], cells: ArrowCells) -> npt.NDArray[np.bool_]:
    """Which rows hold a value or an error; mostly the ids tell it of nearly all."""
    held = np.zeros(len(cells.rows), dtype=bool)
    for column in columns:
        held |= column.notna().to_numpy()
        if held.all():
            return held
    return held | np.isin(cells.rows, [error.row for error in cells.errors])


def _series(column: Column) -> pd.Series:
    """A column as pandas has it: float64, datetime64, bool or text."""
    if pa.types.is_date(column.type):
        column = column.cast(pa.timestamp("ms"))
    elif pa.types.is_duration(column.type) or pa.types.is_time(column.type) or pa.types.is_null(column.type):
        return pd.Series([None if v is None else str(v) for v in column.to_pylist()], dtype="str")
    series: pd.Series = column.to_pandas()
    return series


def _spread(columns: Mapping[int, pd.Series], length: int) -> list[pd.Series]:
    """Columns put at their index in the sheet, with empty ones where the sheet has none."""
    places = range(max(columns, default=-1) + 1)
    if len(columns) < len(places):
        columns = dict.fromkeys(places, pd.Series([None] * length, dtype="object")) | dict(columns)
    return [columns[i] for i in places]
