"""xlwings' own code for Windows, run here: pywin32 is an empty stand-in, Excel's objects are ours.

What Excel sends is sent as it sends it: tuples of tuples, floats, whole numbers for errors, one value for a
single cell.
"""

from __future__ import annotations

import ctypes
import importlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest

MISSING = -2147352572
"""What arrives for an argument left out."""
NA, DIV0 = -2146826246, -2146826281
"""What arrives for cells that show #N/A and #DIV/0!."""
_RANGE_ID = "{00020846-0000-0000-C000-000000000046}"
_PYWIN32 = (
    "pythoncom", "pywintypes", "win32api", "win32con", "win32gui", "win32process", "win32event",
    "win32timezone", "win32clipboard", "winerror", "win32com", "win32com.client", "win32com.server",
)  # fmt: skip
_OURS = ("xlwings._xlwindows", "xlwings._win32patch", "xlwings.udfs", "xlwings.com_server")


@contextmanager
def windows() -> Iterator[ModuleType]:
    """``xlwings.udfs`` as it is on Windows."""
    import xlwings as xw

    before = {name: sys.modules.get(name) for name in (*_PYWIN32, *_OURS)}
    with pytest.MonkeyPatch.context() as patch:
        _put_pywin32(patch)
        patch.setitem(sys.modules, "xlwings.com_server", SimpleNamespace(loop=None))
        for name in ("windll", "oledll", "PyDLL"):
            patch.setattr(ctypes, name, MagicMock(), raising=False)
        patch.setattr(ctypes, "WINFUNCTYPE", MagicMock(), raising=False)
        excel = importlib.import_module("xlwings._xlwindows")
        udfs = importlib.import_module("xlwings.udfs")
        patch.setattr(xw, "_xlwindows", excel, raising=False)
        for ours, name in (("func", "xlfunc"), ("arg", "xlarg"), ("ret", "xlret")):
            patch.setattr(xw, ours, getattr(udfs, name))
        patch.setattr(xw.engines, "engines", [*xw.engines.engines])
        xw.engines.add(xw.Engine(impl=excel.engine))
        try:
            yield udfs
        finally:
            delattr(xw, "udfs")
    for name in _OURS:
        if before[name] is None:
            sys.modules.pop(name, None)


def _put_pywin32(patch: pytest.MonkeyPatch) -> None:
    """The modules of pywin32, which do nothing."""
    for name in _PYWIN32:
        module = MagicMock(name=name)
        module.__path__, module.__file__ = [], ""
        patch.setitem(sys.modules, name, module)
    wrong: Any = type("com_error", (Exception,), {})
    sys.modules["pywintypes"].com_error = wrong  # type: ignore[attr-defined]
    sys.modules["pywintypes"].TimeType = type("TimeType", (), {})  # type: ignore[attr-defined]
    sys.modules["pywintypes"].IID = str  # type: ignore[attr-defined]
    for name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass"):
        setattr(sys.modules["win32com.client"], name, type(name, (), {}))


class Book:
    """A workbook of Excel."""

    def __init__(self, name: str = "Sales.xlsm", from_1904: bool = False) -> None:
        self.Name, self.Date1904, self.Application = name, from_1904, MagicMock()


class Sheet:
    """A worksheet: what stands in it from its first cell in use on."""

    def __init__(
        self,
        name: str,
        rows: Sequence[Sequence[object]],
        at: tuple[int, int] = (1, 1),
        book: Book | None = None,
    ) -> None:
        self.Name, self.rows, self.at, self.Parent = name, rows, at, book or Book()
        self.read: list[tuple[str, int]] = []
        self.asked = 0

    @property
    def UsedRange(self) -> Area:
        self.asked += 1
        (top, left), width = self.at, max(map(len, self.rows))
        return Area(self, top, left, top + len(self.rows) - 1, left + width - 1)

    def Cells(self, row: int, column: int) -> Area:
        return Area(self, row, column, row, column)

    def Range(self, first: Area, last: Area) -> Area:
        return Area(self, first.Row, first.Column, last.bottom, last.right)

    def columns(self, first: int, last: int) -> Area:
        """Whole columns, as ``A:O`` in a formula."""
        return Area(self, 1, first, 1_048_576, last)


class Area:
    """A range of Excel."""

    def __init__(self, sheet: Sheet, top: int, left: int, bottom: int, right: int) -> None:
        self.Worksheet, self.Row, self.Column, self.bottom, self.right = sheet, top, left, bottom, right
        self.Rows = SimpleNamespace(Count=bottom - top + 1)
        self.Columns = SimpleNamespace(Count=right - left + 1)
        kind = SimpleNamespace(GetTypeAttr=lambda: SimpleNamespace(iid=_RANGE_ID))
        self._oleobj_ = SimpleNamespace(GetTypeInfo=lambda: kind)

    @property
    def Value2(self) -> object:
        return self._values("Value2")

    @property
    def Value(self) -> object:
        return self._values("Value")

    def _values(self, how: str) -> object:
        sheet, (top, left) = self.Worksheet, self.Worksheet.at
        assert self.Rows.Count * self.Columns.Count < 100_000, "empty columns are read"
        sheet.read.append((how, self.Rows.Count * self.Columns.Count))

        def cell(row: int, column: int) -> object:
            inside = 0 <= row - top < len(sheet.rows) and 0 <= column - left < len(sheet.rows[row - top])
            return sheet.rows[row - top][column - left] if inside else None

        found = tuple(
            tuple(cell(row, column) for column in range(self.Column, self.right + 1))
            for row in range(self.Row, self.bottom + 1)
        )
        return found[0][0] if len(found) == len(found[0]) == 1 else found
