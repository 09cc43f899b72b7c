"""Cells of a sheet as Arrow columns, whoever read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from addin.deals.grids import CellError
from addin.readers.merged_cells import Box

TYPES = {
    pa.string(): "string",
    pa.int64(): "int",
    pa.float64(): "float",
    pa.bool_(): "boolean",
    pa.timestamp("ms"): "datetime",
    pa.date32(): "date",
    pa.duration("ms"): "duration",
    pa.null(): "null",
}
"""The Arrow type of a column → what fastexcel calls it."""

Column: TypeAlias = pa.Array | pa.ChunkedArray


@dataclass(frozen=True)
class ArrowCells:
    """Rows of a sheet.

    Args:
        columns: column index, from 0 → its cells; columns beside those with cells may be missing.
        rows: the sheet row, from 1, of each of them.
        errors: the error cells, and text among numbers or dates; their values are missing in ``columns``.
        untyped: the columns that came as text because their cells have no common type.
        merged: the merged cells of the sheet; the cells they cover are as they are stored, mostly empty.
    """

    columns: dict[int, Column]
    rows: npt.NDArray[np.int64]
    errors: list[CellError]
    untyped: frozenset[int] = frozenset()
    merged: tuple[Box, ...] = ()
