"""What the cells of a workbook refer to: its shared strings, and the styles that make a date of a number.

Both are asked of fastexcel, with sheets made for it, so that nothing means here what it does not mean there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

import numpy as np
import pyarrow as pa

from addin.readers.xlsx.arrow_cells import ArrowCells
from addin.readers.xlsx.fast.tags import NotPlainError
from addin.readers.xlsx.load import load_xml
from addin.readers.xlsx.package import PackageShell

_ATTRIBUTES = re.compile(rb'(?: s="(?P<style>[0-9]+)"| t="(?P<type>[a-z]+)")*')
_STRINGS = "xl/sharedStrings.xml"
_OPENINGS = (b"<si>", b"<si ", b"<si/>")
_HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_TAIL = b"</sheetData></worksheet>"
_SERIAL, _TIMESTAMP = 45000.5, np.datetime64("2023-03-15T12:00:00", "ms")


class CellKind(IntEnum):
    """What a cell holds; OTHER is anything that has to be asked of fastexcel."""

    TEXT, NUMBER, DATE, BOOL, ERROR, OTHER = range(6)


_KINDS = {b"s": CellKind.TEXT, b"b": CellKind.BOOL, b"e": CellKind.ERROR}


@dataclass(frozen=True)
class StringsAndStyles:
    """The shared strings and the styles of one workbook."""

    shell: PackageShell
    _styles: dict[bytes, CellKind] = field(default_factory=dict)

    @cached_property
    def shared_strings(self) -> pa.Array:
        """The shared strings in their order; missing where they show nothing.

        Raises:
            fastexcel.FastExcelError: they cannot be read.
        """
        strings = self.shell.others.get(_STRINGS, b"")
        count = sum(strings.count(opening) for opening in _OPENINGS)
        rows = (b'<row r="%d"><c r="A%d" t="s"><v>%d</v></c></row>' % (i + 1, i + 1, i) for i in range(count))
        found = self._loaded(b"".join(rows))
        return pa.nulls(0, pa.string()) if found is None else found.columns[0]

    def kind(self, attributes: bytes) -> CellKind:
        """What a cell with these attributes holds.

        Raises:
            NotPlainError: the attributes are not the usual ones.
            fastexcel.FastExcelError: the styles cannot be read.
        """
        found = _ATTRIBUTES.fullmatch(attributes)
        if found is None:
            raise NotPlainError
        if found["type"] not in (None, b"n"):
            return _KINDS.get(found["type"], CellKind.OTHER)
        style = found["style"]
        if style is None:
            return CellKind.NUMBER
        if style not in self._styles:
            self._styles[style] = self._kind_of_style(style)
        return self._styles[style]

    def _kind_of_style(self, style: bytes) -> CellKind:
        """What a number of this style is."""
        cell = b'<c r="A1" s="%s"><v>%r</v></c>' % (style, _SERIAL)
        found = self._loaded(b'<row r="1">%s</row>' % cell)
        value = found.columns[0].to_numpy(zero_copy_only=False)[0] if found else None
        if value == _SERIAL:
            return CellKind.NUMBER
        return CellKind.DATE if value == _TIMESTAMP else CellKind.OTHER

    def _loaded(self, rows: bytes) -> ArrowCells | None:
        return load_xml(self.shell, (_HEAD, rows, _TAIL), 0, {})
