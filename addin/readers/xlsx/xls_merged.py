"""The merged cells of an old .xls, which the library that reads its values does not tell."""

from __future__ import annotations

from pathlib import Path

from addin.readers.merged_cells import Box


def merged_cells(path: Path, sheet: str) -> list[Box]:
    """The merged cells of a sheet of a file that can be read, whatever its ending."""
    from python_calamine import CalamineWorkbook

    with path.open("rb") as file:
        found = CalamineWorkbook.from_filelike(file).get_sheet_by_name(sheet).merged_cell_ranges or []
    return [Box(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in found]
