"""What fastexcel gives of a sheet: cells as Arrow columns, and the errors among them."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, cast

import fastexcel
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from addin.deals.grids import CellError

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
# Of truth values the account ends without its quotation mark.
_DETAIL = re.compile(r"'(?:Error\((\w+)\)|String\(\"(.*)\"\)|(.*?))'?$", re.DOTALL)
# Text of blanks among numbers or dates, as fastexcel tells it: whatever shows nothing comes escaped.
_BLANK = re.compile(r"String\(\"(?:\s|\\[tnr]|\\u\{[0-9a-f]+\})*\"\)'?$")

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
"""The type of a column as it comes → what fastexcel calls it."""

Column: TypeAlias = pa.Array | pa.ChunkedArray

# fastexcel warns of every empty column; an empty column is nothing to warn of.
logging.getLogger("fastexcel.types.dtype").setLevel(logging.ERROR)


@dataclass(frozen=True)
class Cells:
    """Rows of a sheet.

    Args:
        columns: column index, from 0 → its cells; columns beside those with cells may be missing.
        rows: the sheet row, from 1, of each of them.
        errors: the error cells, and text among numbers or dates; their values are missing in ``columns``.
        untyped: the columns that came as text because their cells have no common type.
    """

    columns: dict[int, Column]
    rows: npt.NDArray[np.int64]
    errors: list[CellError]
    untyped: frozenset[int] = frozenset()


def load(
    source: Path | bytes, sheet: str, after: int, types: Mapping[int, str], before: bool = True
) -> Cells | None:
    """All rows below sheet row ``after``; None where there are none.

    Args:
        source: the workbook.
        sheet: the name of the sheet.
        after: a sheet row, from 1; 0 for the whole sheet.
        types: column index → the type its cells are to have; the cells of the others decide themselves.
        before: whether there are rows up to ``after``. Where there are none, no room is made for them.

    Raises:
        fastexcel.FastExcelError: the sheet cannot be read.
    """
    asked: dict[str | int, str] = dict(types.items())
    where: dict[str, Any] = {"header_row": None, "skip_rows": after} if before else {"header_row": after - 1}
    while True:
        try:
            loaded = fastexcel.read_excel(source).load_sheet(
                sheet,
                schema_sample_rows=None,
                whitespace_as_null=True,
                dtypes=cast("dict[str | int, Any]", asked) or None,
                **where,
            )
        except fastexcel.InvalidParametersError:
            return None
        except fastexcel.FastExcelError as error:
            # Durations with numbers have no common type: such a column comes as text.
            column = _UNTYPED.search(str(error))
            if column is None or column[1] in asked:
                raise
            asked[column[1]] = "string"
            continue
        batch, errors = loaded.to_arrow_with_errors()
        # all columns are selected; available_columns() would type the whole sheet once more
        found = loaded.selected_columns
        places = [info.absolute_index for info in found]
        above = 0 if before else after - 1
        return Cells(
            dict(zip(places, batch.columns, strict=True)),
            np.arange(after + 1, after + 1 + batch.num_rows, dtype=np.int64),
            [
                CellError(above + e.position[0] + 1, places[e.position[1]], _error_text(e.detail))
                for e in (errors.errors if errors else [])
                if not _BLANK.search(e.detail)
            ],
            frozenset(info.absolute_index for info in found if info.name in asked),
        )


def _error_text(detail: str) -> str:
    """What the cell shows, from fastexcel's account of it."""
    found = _DETAIL.search(detail)
    if found is None:
        return detail
    if found[1]:
        return _SHOWN.get(found[1], f"#{found[1]}")
    return found[2] if found[2] is not None else found[3]
