"""How cells look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from addin.hosts.calc.engine.client import PendingCall
from addin.hosts.calc.engine.colors import RGB, decode_color, encode_color
from addin.hosts.calc.engine.font import Font

POINT = 2540 / 72
"""1/100 mm."""
PIXEL = 2540 / 96
DIGIT, PADDING = 7, 5
"""Pixels of a digit and around a column's text, in the font Excel measures widths with."""


class Formats:
    """The part of a range that says how cells look."""

    shape: tuple[int, int]
    where: Any
    call: Any
    submit: Any

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
        return decode_color(self._get("fill"))

    @color.setter
    def color(self, color: Any) -> None:
        self.call("set_format", "fill", encode_color(color))

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

    def submit_text_format(self, rows: Sequence[int]) -> PendingCall:
        """Format some rows of a column, counted from 0, as text, and go on meanwhile; not part of xlwings.

        Returns:
            Whose result is (row, number format it had) of each that was not.
        """
        pending: PendingCall = self.submit("set_text_format", tuple(rows))
        return pending

    def submit_autofit_rows(self) -> PendingCall:
        """Make rows as high as their contents need, and go on meanwhile; not part of xlwings."""
        pending: PendingCall = self.submit("autofit", "rows")
        return pending

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
