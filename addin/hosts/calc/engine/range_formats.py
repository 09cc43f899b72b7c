"""How cells look."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.hosts.calc.engine.bridge import CalcError, Sent, refusing

if TYPE_CHECKING:
    from addin.hosts.calc.engine.range import Range

HEX = re.compile(r"^#?[0-9A-Fa-f]{6}$")
RGB = tuple[int, int, int]
POINT = 2540 / 72
"""1/100 mm."""
PIXEL = 2540 / 96
DIGIT, PADDING = 7, 5
"""Pixels of a digit and around a column's text, in the font Excel measures widths with."""


def packed_color(color: RGB | list[int] | int | str | None) -> int:
    """A colour as 0xRRGGBB, -1 for none.

    Raises:
        CalcError: It is no colour.
    """
    if color is None:
        return -1
    if isinstance(color, str) and HEX.match(color):
        return int(color[-6:], 16)
    if isinstance(color, int) and not isinstance(color, bool):  # as Excel counts: blue first
        color = color & 255, color >> 8 & 255, color >> 16
    if isinstance(color, tuple | list) and len(color) == 3 and all(0 <= part <= 255 for part in color):
        red, green, blue = color
        return int(red) << 16 | int(green) << 8 | int(blue)
    raise CalcError(f"{color!r} is no colour: give (red, green, blue) or '#rrggbb'")


def unpacked_color(color: int | None) -> RGB | None:
    """A colour as (red, green, blue), None for none and for different ones."""
    return None if color is None or color < 0 else (color >> 16 & 255, color >> 8 & 255, color & 255)


class Formats:
    """The part of a range that says how cells look."""

    shape: tuple[int, int]
    where: Any
    call: Any
    post: Any

    def _get(self, what: str) -> Any:
        return self.call("get_format", what)

    @property
    def number_format(self) -> str | None:
        """In US notation, None where cells differ."""
        found: str | None = self.call("get_number_format")
        return found

    @number_format.setter
    def number_format(self, text: str) -> None:
        self.call("set_number_format", text)

    @property
    def color(self) -> RGB | None:
        """The fill."""
        return unpacked_color(self._get("fill"))

    @color.setter
    def color(self, color: Any) -> None:
        self.call("set_format", "fill", packed_color(color))

    def set_colors(self, colors: Any) -> None:
        """Fills, cell by cell; Ellipsis leaves one as it is."""
        for row, line in enumerate(colors, 1):
            for column, color in enumerate(line, 1):
                if color is not ...:
                    self(row, column).color = color  # type: ignore[operator]

    @property
    def font(self) -> Font:
        """The font."""
        return Font(self)  # type: ignore[arg-type]

    @property
    def wrap_text(self) -> bool | None:
        """Whether text is broken into lines; None where cells differ."""
        found: bool | None = self._get("wrap")
        return found

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.call("set_format", "wrap", bool(value))

    @property
    def horizontal_alignment(self) -> str | None:
        """``general``, ``left``, ``center``, ``right``, ``justify`` or ``fill``; None where cells differ."""
        found: str | None = self._get("horizontal")
        return found

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        self.call("set_format", "horizontal", value)

    @property
    def vertical_alignment(self) -> str | None:
        """``top``, ``center``, ``bottom`` or ``justify``; None where cells differ."""
        found: str | None = self._get("vertical")
        return found

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self.call("set_format", "vertical", value)

    @property
    def row_height(self) -> float | None:
        """In points; None where rows differ."""
        size = self.call("get_size", "rows")
        return None if size is None else round(size / POINT, 2)

    @row_height.setter
    def row_height(self, points: float) -> None:
        self.call("set_size", "rows", round(points * POINT))

    @property
    def column_width(self) -> float | None:
        """In digits of Excel's standard font; None where columns differ."""
        size = self.call("get_size", "columns")
        return None if size is None else round(max(size / PIXEL - PADDING, 0) / DIGIT, 2)

    @column_width.setter
    def column_width(self, digits: float) -> None:
        self.call("set_size", "columns", round((digits * DIGIT + PADDING) * PIXEL))

    def autofit(self, axis: str | None = None) -> None:
        """Make rows (``r``), columns (``c``) or both as large as their contents need."""
        if axis in {None, "c", "columns"}:
            self.call("autofit", "columns")
        if axis in {None, "r", "rows"}:
            self.call("autofit", "rows")

    def make_texts_ahead(self, rows: Sequence[int]) -> Sent:
        """Format some rows of a column, counted from 0, as text, and go on meanwhile; not part of xlwings.

        Returns:
            Whose result is (row, number format it had) of each that was not.
        """
        sent: Sent = self.post("make_texts", tuple(rows))
        return sent

    def fit_rows_ahead(self) -> Sent:
        """Make rows as high as their contents need, and go on meanwhile; not part of xlwings."""
        sent: Sent = self.post("autofit", "rows")
        return sent

    @property
    def row_hidden(self) -> bool | None:
        """Whether the rows are hidden; None where some are."""
        found: bool | None = self.call("get_hidden", "rows")
        return found

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.call("set_hidden", "rows", value)

    @property
    def column_hidden(self) -> bool | None:
        """Whether the columns are hidden; None where some are."""
        found: bool | None = self.call("get_hidden", "columns")
        return found

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.call("set_hidden", "columns", value)

    def _place(self, index: int) -> float:
        return float(round(self.call("get_place")[index] / POINT, 2))

    left = property(lambda self: self._place(0), doc="Points from the sheet's left edge.")
    top = property(lambda self: self._place(1), doc="Points from the sheet's top.")
    width = property(lambda self: self._place(2), doc="In points.")
    height = property(lambda self: self._place(3), doc="In points.")


@refusing(base_classes.Font)
class Font(base_classes.Font):
    """The font of cells; a property is None where cells differ."""

    def __init__(self, parent: Range) -> None:
        self.parent = parent

    @property
    def api(self) -> Any:
        """The cells as the office knows them."""
        return self.parent.where

    def _get(self, what: str) -> Any:
        return self.parent.call("get_format", what)

    def _set(self, what: str, value: object) -> None:
        self.parent.call("set_format", what, value)

    @property
    def bold(self) -> bool | None:
        """Bold or not."""
        found: bool | None = self._get("bold")
        return found

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set("bold", bool(value))

    @property
    def italic(self) -> bool | None:
        """Italic or not."""
        found: bool | None = self._get("italic")
        return found

    @italic.setter
    def italic(self, value: bool) -> None:
        self._set("italic", bool(value))

    @property
    def size(self) -> float | None:
        """In points."""
        found: float | None = self._get("size")
        return found

    @size.setter
    def size(self, value: float) -> None:
        self._set("size", float(value))

    @property
    def color(self) -> RGB | None:
        """Its colour; black where none is set, as in Excel."""
        color = self._get("font_color")
        return (0, 0, 0) if color == -1 else unpacked_color(color)

    @color.setter
    def color(self, color: Any) -> None:
        self._set("font_color", packed_color(color))

    @property
    def name(self) -> str | None:
        """Its family."""
        found: str | None = self._get("font")
        return found

    @name.setter
    def name(self, value: str) -> None:
        self._set("font", value)
