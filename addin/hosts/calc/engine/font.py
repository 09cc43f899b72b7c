"""The font of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.hosts.calc.engine.colors import RGB, decode_color, encode_color
from addin.hosts.calc.engine.unsupported import implements

if TYPE_CHECKING:
    from addin.hosts.calc.engine.range import Range


@implements(base_classes.Font)
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
        return (0, 0, 0) if color == -1 else decode_color(color)

    @color.setter
    def color(self, color: Any) -> None:
        self._set("font_color", encode_color(color))

    @property
    def name(self) -> str | None:
        """Its family."""
        found: str | None = self._get("font")
        return found

    @name.setter
    def name(self, value: str) -> None:
        self._set("font", value)
