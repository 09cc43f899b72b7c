"""What fastexcel gives of a sheet: cells as Arrow columns, and the errors among them."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import fastexcel
import numpy as np

from addin.deals.grids import CellError
from addin.readers.xlsx.arrow_cells import ArrowCells
from addin.readers.xlsx.error_values import substitute
from addin.readers.xlsx.package import PackageShell
from addin.readers.xlsx.sheet_xml import look_into, with_own_texts

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

# fastexcel warns of every empty column; an empty column is nothing to warn of.
logging.getLogger("fastexcel.types.dtype").setLevel(logging.ERROR)


def load(
    path: Path, sheet: str, after: int, types: Mapping[int, str], before: bool = True
) -> ArrowCells | None:
    """All rows below sheet row ``after``; None where there are none.

    Args:
        path: the workbook.
        sheet: the name of the sheet.
        after: a sheet row, from 1; 0 for the whole sheet.
        types: column index → the type its cells are to have; the cells of the others decide themselves.
        before: whether there are rows up to ``after``. Where there are none, no room is made for them.

    Raises:
        fastexcel.FastExcelError: the sheet cannot be read.
    """
    found = look_into(path, sheet)
    cells = _substituting(path if found.mended is None else found.mended, sheet, after, types, before)
    return cells and replace(cells, merged=found.merged)


def _substituting(
    source: Path | bytes, sheet: str, after: int, types: Mapping[int, str], before: bool
) -> ArrowCells | None:
    """The same without the merged cells, of a workbook all texts of which the library reads."""
    try:
        return _load(source, sheet, after, types, before)
    except fastexcel.CalamineError:
        substituted = substitute(source, sheet)
        if substituted is None:
            raise
    cells = _load(substituted.workbook, sheet, after, types, before)
    return cells and replace(cells, errors=substituted.restored(cells.errors))


def load_xml(
    shell: PackageShell,
    xml: Iterable[bytes | memoryview],
    after: int,
    types: Mapping[int, str],
    before: bool = True,
) -> ArrowCells | None:
    """What :func:`load` gives of a workbook with another sheet in its place, the XML of which is given."""
    return _substituting(shell.with_sheet(with_own_texts(xml)), shell.sheet, after, types, before)


def _load(
    source: Path | bytes, sheet: str, after: int, types: Mapping[int, str], before: bool
) -> ArrowCells | None:
    """The same of a sheet without unknown error values."""
    asked: dict[str | int, str] = dict(types.items())
    while True:
        try:
            loaded = _sheet(source, sheet, after, asked, before)
        except fastexcel.InvalidParametersError:
            return None
        except fastexcel.FastExcelError as error:
            # Durations with numbers have no common type: such a column comes as text.
            column = _UNTYPED.search(str(error))
            if column is None or column[1] in asked:
                raise
            asked[column[1]] = "string"
        else:
            return _cells(loaded, 0 if before else after - 1, after, asked)


def _sheet(
    source: Path | bytes, sheet: str, after: int, types: Mapping[str | int, str], before: bool
) -> fastexcel.ExcelSheet:
    where: dict[str, Any] = {"header_row": None, "skip_rows": after} if before else {"header_row": after - 1}
    loaded: fastexcel.ExcelSheet = fastexcel.read_excel(source).load_sheet(
        sheet,
        schema_sample_rows=None,
        whitespace_as_null=True,
        dtypes=cast("dict[str | int, Any]", types) or None,
        **where,
    )
    return loaded


def _cells(
    loaded: fastexcel.ExcelSheet, above: int, after: int, types: Mapping[str | int, str]
) -> ArrowCells:
    """The cells of a loaded sheet.

    Args:
        loaded: the sheet.
        above: how many sheet rows stand above the row from which its errors are counted.
        after: the sheet row above its cells.
        types: column index or name → the type asked for.
    """
    batch, errors = loaded.to_arrow_with_errors()
    # all columns are selected; available_columns() would type the whole sheet once more
    found = loaded.selected_columns
    places = [info.absolute_index for info in found]
    return ArrowCells(
        dict(zip(places, batch.columns, strict=True)),
        np.arange(after + 1, after + 1 + batch.num_rows, dtype=np.int64),
        [
            CellError(above + e.position[0] + 1, places[e.position[1]], _error_text(e.detail))
            for e in (errors.errors if errors else [])
            if not _BLANK.search(e.detail)
        ],
        frozenset(info.absolute_index for info in found if info.name in types),
    )


def _error_text(detail: str) -> str:
    """What the cell shows, from fastexcel's account of it."""
    found = _DETAIL.search(detail)
    if found is None:
        return detail
    if found[1]:
        return _SHOWN.get(found[1], f"#{found[1]}")
    return found[2] if found[2] is not None else found[3]
