"""Colours: between what xlwings is given and 0xRRGGBB."""

from __future__ import annotations

import re

from addin.hosts.calc.engine.errors import CalcError

HEX = re.compile(r"^#?[0-9A-Fa-f]{6}$")
RGB = tuple[int, int, int]


def encode_color(color: RGB | list[int] | int | str | None) -> int:
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


def decode_color(color: int | None) -> RGB | None:
    """A colour as (red, green, blue), None for none and for different ones."""
    return None if color is None or color < 0 else (color >> 16 & 255, color >> 8 & 255, color & 255)
