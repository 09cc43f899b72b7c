"""Large .xlsx sheets read on every core, behind one door: :func:`load_fast`. See the README beside this file.

What belongs here gives exactly what ``load`` gives of the whole sheet, only sooner; nothing outside imports
another module of this folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from addin.readers.xlsx.arrow_cells import ArrowCells
from addin.readers.xlsx.fast.parallel import load_in_chunks

__all__ = ["load_fast"]


def load_fast(path: Path, sheet: str, after: int, types: Mapping[int, str]) -> ArrowCells | None:
    """All rows below sheet row ``after``; None where the sheet is to be read whole, by ``load``.

    It is read whole where it is small or written in an unusual way, and where anything at all fails here: the
    whole sheet then tells what is wrong with it, if anything is.

    Args:
        path: the workbook.
        sheet: the name of the sheet.
        after: a sheet row, from 1; 0 for the whole sheet.
        types: column index → the type its cells are to have; the cells of the others decide themselves.
    """
    try:
        return load_in_chunks(path, sheet, after, types)
    except Exception:  # noqa: BLE001 - whatever it was, reading the sheet whole decides
        return None
