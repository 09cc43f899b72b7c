"""What the cells of a workbook refer to: its shared texts, and the styles that make a date of a number.

Both are asked of fastexcel, with sheets made for it, so that nothing means here what it does not mean there.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

import numpy as np
import pyarrow as pa

from addin.readers.xlsx.fast.tags import OddError
from addin.readers.xlsx.load import Cells, load

_ATTRIBUTES = re.compile(rb'(?: s="(?P<style>[0-9]+)"| t="(?P<type>[a-z]+)")*')
_STRINGS = "xl/sharedStrings.xml"
_OPENINGS = (b"<si>", b"<si ", b"<si/>")
_HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_TAIL = b"</sheetData></worksheet>"
_DAY, _MOMENT = 45000.5, np.datetime64("2023-03-15T12:00:00", "ms")


class Kind(IntEnum):
    """What a cell holds; ODD is anything that has to be asked of fastexcel."""

    TEXT, NUMBER, DATE, BOOL, ERROR, ODD = range(6)


_KINDS = {b"s": Kind.TEXT, b"b": Kind.BOOL, b"e": Kind.ERROR}


@dataclass(frozen=True)
class Book:
    """A workbook without one of its sheets.

    Args:
        sheet, name: that sheet as users call it, and its place in the package.
        others: the other files of the package.
    """

    sheet: str
    name: str
    others: Mapping[str, bytes]

    def load(
        self, xml: Iterable[bytes | memoryview], after: int, types: Mapping[int, str], before: bool
    ) -> Cells | None:
        """What :func:`load` gives of the workbook with another sheet in its place.

        Args:
            xml: the sheet in pieces.
            after, types, before: as there.
        """
        package = io.BytesIO()
        with zipfile.ZipFile(package, "w", zipfile.ZIP_STORED) as files:
            for name, content in self.others.items():
                files.writestr(name, content)
            with files.open(self.name, "w") as sheet:
                for piece in xml:
                    sheet.write(piece)
        return load(package.getvalue(), self.sheet, after, types, before)


@dataclass(frozen=True)
class Meanings:
    """Of the cells of one workbook."""

    book: Book
    _styles: dict[bytes, Kind] = field(default_factory=dict)

    @cached_property
    def texts(self) -> pa.Array:
        """The shared texts; missing where they show nothing.

        Raises:
            fastexcel.FastExcelError: they cannot be read.
        """
        strings = self.book.others.get(_STRINGS, b"")
        count = sum(strings.count(opening) for opening in _OPENINGS)
        rows = (b'<row r="%d"><c r="A%d" t="s"><v>%d</v></c></row>' % (i + 1, i + 1, i) for i in range(count))
        found = self._asked(b"".join(rows))
        return pa.nulls(0, pa.string()) if found is None else found.columns[0]

    def kind(self, attributes: bytes) -> Kind:
        """What a cell with these attributes holds.

        Raises:
            OddError: the attributes are not the usual ones.
            fastexcel.FastExcelError: the styles cannot be read.
        """
        found = _ATTRIBUTES.fullmatch(attributes)
        if found is None:
            raise OddError
        if found["type"] not in (None, b"n"):
            return _KINDS.get(found["type"], Kind.ODD)
        style = found["style"]
        if style is None:
            return Kind.NUMBER
        if style not in self._styles:
            self._styles[style] = self._asked_of(style)
        return self._styles[style]

    def _asked_of(self, style: bytes) -> Kind:
        """What a number of this style is."""
        cell = b'<c r="A1" s="%s"><v>%r</v></c>' % (style, _DAY)
        found = self._asked(b'<row r="1">%s</row>' % cell)
        value = found.columns[0].to_numpy(zero_copy_only=False)[0] if found else None
        if value == _DAY:
            return Kind.NUMBER
        return Kind.DATE if value == _MOMENT else Kind.ODD

    def _asked(self, rows: bytes) -> Cells | None:
        return self.book.load((_HEAD, rows, _TAIL), 0, {}, before=True)
