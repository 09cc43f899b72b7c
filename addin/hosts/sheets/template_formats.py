"""The format of a cell of an .xlsx template as Google Sheets has them."""

from __future__ import annotations

import re

from openpyxl.cell.cell import Cell
from openpyxl.styles.borders import Side
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.fills import PatternFill

from addin.hosts.sheets.structure import Json

_LINES = {
    "thin": "SOLID",
    "hair": "DOTTED",
    "medium": "SOLID_MEDIUM",
    "thick": "SOLID_THICK",
    "dashed": "DASHED",
}
_ALIGNED = {"left": "LEFT", "center": "CENTER", "right": "RIGHT"}
_SET = {"top": "TOP", "center": "MIDDLE", "bottom": "BOTTOM"}
_LOCALE = re.compile(r"\[\$-[0-9A-Fa-f]+\]")
_PADDING = {"top": 2, "right": 3, "bottom": 2, "left": 3}
"""Pixels around what stands in a cell, where nothing else is said."""
_INDENT = 7
_SIDES = ("top", "bottom", "left", "right")


def cell_format(cell: Cell) -> Json:
    """The format of a cell, {} where it has none of its own."""
    if not cell.has_style:
        return {}
    found: Json = {"textFormat": _text(cell)}
    fill, align = cell.fill, cell.alignment
    if fill.fill_type == "solid" and (colour := rgb(fill.fgColor)):
        found["backgroundColorStyle"] = {"rgbColor": colour}
    if align.horizontal in _ALIGNED:
        found["horizontalAlignment"] = _ALIGNED[align.horizontal]
    if align.vertical in _SET:
        found["verticalAlignment"] = _SET[align.vertical]
    if align.wrap_text or align.shrink_to_fit:
        found["wrapStrategy"] = "WRAP" if align.wrap_text else "CLIP"
    if align.indent:
        side = "right" if align.horizontal == "right" else "left"
        found["padding"] = _PADDING | {side: _PADDING[side] + round(_INDENT * align.indent)}
    borders = {side: line for side in _SIDES if (line := _line(getattr(cell.border, side)))}
    if borders:
        found["borders"] = borders
    number = number_format(cell.number_format)
    return found | ({"numberFormat": number} if number else {})


def _text(cell: Cell) -> Json:
    font = cell.font
    found: Json = {"fontFamily": font.name, "fontSize": round(font.sz or 10)}
    if font.b:
        found["bold"] = True
    if font.i:
        found["italic"] = True
    colour = rgb(font.color)
    return found | ({"foregroundColorStyle": {"rgbColor": colour}} if colour else {})


def _line(side: Side | None) -> Json | None:
    if side is None or side.style not in _LINES:
        return None
    colour = rgb(side.color)
    return {"style": _LINES[side.style]} | ({"colorStyle": {"rgbColor": colour}} if colour else {})


def rgb(colour: Color | str | None) -> Json | None:
    """A colour's parts from 0 to 1; None where it is none of its own."""
    value = colour.rgb if isinstance(colour, Color) and colour.type == "rgb" else colour
    if not isinstance(value, str) or not re.fullmatch(r"(?:[0-9A-Fa-f]{2})?[0-9A-Fa-f]{6}", value):
        return None
    parts = [int(value[-6:][i : i + 2], 16) / 255 for i in (0, 2, 4)]
    return {name: round(part, 4) for name, part in zip(("red", "green", "blue"), parts, strict=True)}


def number_format(text: str) -> Json | None:
    """The format of a number, None for the general one; separators are those of the spreadsheet's locale."""
    pattern = _LOCALE.sub("", text)
    if pattern in ("General", ""):
        return None
    if pattern == "@":
        return {"type": "TEXT", "pattern": "@"}
    if re.search(r"[dy]", pattern):
        return {"type": "DATE", "pattern": pattern}
    return {"type": "PERCENT" if pattern.endswith("%") else "NUMBER", "pattern": pattern}


def rule_format(style: DifferentialStyle | None) -> Json:
    """What of a conditional format Google Sheets knows: bold, the colours of text and ground."""
    found: Json = {}
    if style is None:
        return found
    if style.font is not None:
        colour = rgb(style.font.color)
        text: Json = {"bold": True} if style.font.b else {}
        text |= {"foregroundColorStyle": {"rgbColor": colour}} if colour else {}
        found |= {"textFormat": text} if text else {}
    if isinstance(style.fill, PatternFill):
        ground = rgb(style.fill.bgColor) or rgb(style.fill.fgColor)
        found |= {"backgroundColorStyle": {"rgbColor": ground}} if ground else {}
    return found
