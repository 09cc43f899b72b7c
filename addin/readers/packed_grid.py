"""A range of a live spreadsheet, handed over as columns, as a grid for reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from addin.arrays import is_in
from addin.deals.grids import DAY_ZERO, Body, CellError, TopRow, as_texts
from addin.readers.packed_columns import EMPTY, Column
from addin.readers.serial_dates import timestamps_of

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class ColumnsGrid:
    """A range as columns.

    Args:
        name: what the user calls the sheet.
        first_row: the sheet row of the first cells, from 1.
        count: how many rows there are.
        columns: one a column of the range.
        dates: column → its rows whose numbers are days since ``epoch``.
        booleans: column → its rows whose 0 and 1 are truth values.
        epoch: day 0 of such numbers.
        errors: error cells, empty in ``columns``.
    """

    name: str
    first_row: int
    count: int
    columns: tuple[Column, ...]
    dates: Mapping[int, Mask] = field(default_factory=dict)
    booleans: Mapping[int, Mask] = field(default_factory=dict)
    epoch: np.datetime64 = DAY_ZERO
    errors: Sequence[CellError] = ()

    def top(self, n: int) -> list[TopRow]:
        """The first ``n`` rows that hold anything."""
        found = (TopRow(self.first_row + row, cells) for row, cells in self._lines() if any(cells))
        return [row for row, _ in zip(found, range(n), strict=False)]

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        """Rows as texts, a few at a time: most who ask want the first ones only."""
        for start in range(0, self.count, 32):
            part = slice(start, start + 32)
            columns = [self._slice(place, part).objects() for place in range(len(self.columns))]
            for row, line in enumerate(zip(*columns, strict=True), start):
                yield row, ["" if value is None else str(value) for value in line]

    def body(self, after: int) -> Body:
        """All rows below sheet row ``after``."""
        start = min(max(after + 1 - self.first_row, 0), self.count)
        part = slice(start, self.count)
        columns = [self._slice(place, part).series() for place in range(len(self.columns))]
        rows = np.arange(self.first_row + start, self.first_row + self.count, dtype=np.int64)
        errors = [error for error in self.errors if error.row > after]
        filled = np.isin(rows, [error.row for error in errors])
        for column in columns:  # the first column is mostly an id, and then every row holds something
            filled |= column.notna().to_numpy(dtype=bool)
            if filled.all():
                return Body(columns, rows, errors, self.epoch)
        columns = [column[filled].reset_index(drop=True) for column in columns]
        return Body(columns, rows[filled], errors, self.epoch)

    def _slice(self, place: int, part: slice) -> _ColumnSlice:
        numbers, codes, texts = self.columns[place]
        dates, booleans = self.dates.get(place), self.booleans.get(place)
        found = np.frombuffer(numbers)[part]
        coded = np.frombuffer(codes, np.int32)[part]
        return _ColumnSlice(
            None if np.isnan(found).all() else found,
            None if (coded == EMPTY).all() else coded,
            texts,
            None if dates is None else dates[part],
            None if booleans is None else booleans[part],
            self.epoch,
            len(range(*part.indices(self.count))),
        )


@dataclass(frozen=True)
class _ColumnSlice:
    """Some rows of one column; None where it has no such cells."""

    numbers: npt.NDArray[np.float64] | None
    codes: npt.NDArray[np.int32] | None
    texts: tuple[str, ...]
    dates: Mask | None
    booleans: Mask | None
    epoch: np.datetime64
    count: int

    def series(self) -> pd.Series:
        """A column of numbers, of moments or of text as such; anything else as objects."""
        if self.codes is None and self.numbers is not None and self.booleans is None:
            if self.dates is None:
                return pd.Series(self.numbers)
            moments, inside = self._moments()
            if (inside | np.isnan(self.numbers)).all():
                return pd.Series(np.where(inside, moments, np.array("NaT", moments.dtype)))
        if self.numbers is None and self.codes is not None and self.codes.min(initial=0) >= EMPTY:
            codes = pa.array(self.codes, mask=self.codes == EMPTY)
            texts = pa.DictionaryArray.from_arrays(codes, as_texts(self.texts))
            return pd.Series(texts.dictionary_decode(), dtype="str")
        return pd.Series(self.objects(), dtype="object")

    def objects(self) -> list[object]:
        """The cells as Python's own values, None where empty."""
        cells = np.full(self.count, None, dtype=object)
        if self.codes is not None:
            # the codes below 0 count from the end
            values = [*self.texts, True, False, None]
            cells = np.array([values[code] for code in self.codes.tolist()], dtype=object)
        if self.numbers is not None:
            there = ~np.isnan(self.numbers)
            cells[there] = self.numbers[there].tolist()
            if self.booleans is not None:
                told = self.booleans & is_in(self.numbers, (0, 1))
                cells[told] = (self.numbers[told] == 1).tolist()
            if self.dates is not None:
                moments, inside = self._moments()
                cells[inside] = moments[inside].tolist()
        found: list[object] = cells.tolist()
        return found

    def _moments(self) -> tuple[npt.NDArray[np.datetime64], Mask]:
        """The moments of numbers that are days, and which are."""
        numbers, dates = self.numbers, self.dates
        if numbers is None or dates is None:
            raise ValueError("a column without days")
        moments, inside = timestamps_of(numbers, self.epoch)
        return moments, inside & dates
