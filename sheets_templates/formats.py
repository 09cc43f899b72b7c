"""How the templates look: colours, cell formats by kind of value, widths. Orange is what is weak."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from addin.report.blocks import Block, Column, Kind
from addin.report.headings import heading as heading_text
from addin.words import Lang, say
from addin.xlsx.styles import line_count

TEXT_COLOUR, BLUE, MID_BLUE, PALE_BLUE = "#1F2933", "#1F4E79", "#2F75B5", "#DCE9F5"
SLATE, PALE_SLATE = "#44546A", "#ADB9CA"
"""Money, and what is lost: neither good nor bad of itself."""
ORANGE, PALE_ORANGE = "#C55A11", "#FBE5D6"
"""What is proven weak, and nothing else."""
GREY, LIGHT_GREY, PALE_GREY = "#6B7280", "#D9DEE4", "#F4F6F8"
FONT = "Calibri"
HEADING_SIZE = 9
"""Size of the letters of headings and labels."""
TONE_FORMATS: dict[int, dict[str, Any]] = {
    -2: {"bg_color": "#F4B183", "font_color": "#7F3F0D", "bold": True},
    -1: {"bg_color": PALE_ORANGE, "font_color": "#7F3F0D"},
    1: {"bg_color": PALE_BLUE, "font_color": BLUE},
    2: {"bg_color": "#9DC3E6", "font_color": BLUE, "bold": True},
}
"""The colours of a heat map's cell by its tone; the number beside them says the same."""

# A locale in front of a number's format makes every spreadsheet show the separators of that language.
LOCALE = {"ru": "[$-419]", "en": ""}
_DATES = {"ru": "dd.mm.yyyy", "en": "yyyy-mm-dd"}
_NUMBERS: dict[Kind, str] = {
    "int": "#,##0",
    "row": "0",
    "days": "#,##0",
    "hours": "#,##0.0",
    "rate": "0.0%",
    "figure": "0.0%",
    "share": "0%",
    "tone": "0",
    "ratio": "0.00",
    "number": "#,##0.0",
    "money": "#,##0",
}

TITLE = {"bold": True, "font_size": 16, "font_color": BLUE, "valign": "vcenter"}
SECTION = {"bold": True, "font_size": 12, "font_color": BLUE, "bottom": 2, "bottom_color": MID_BLUE}
EXPLANATION = {"font_size": 10, "font_color": GREY, "valign": "vcenter"}
KEY = {"font_size": 8, "font_color": GREY}
LABEL = {
    "font_size": 9,
    "font_color": GREY,
    "bg_color": PALE_GREY,
    "text_wrap": True,
    "align": "center",
    "valign": "vcenter",
    "top": 1,
    "left": 1,
    "right": 1,
    "border_color": LIGHT_GREY,
}
ONE_LINE = {"text_wrap": False, "shrink": True, "valign": "vcenter", "indent": 0, "bottom": 0}
TOTAL = {"bold": True, "bg_color": PALE_GREY}
FIGURE = {"bold": True, "font_size": 12, "font_color": BLUE, "align": "center", "valign": "vcenter"}
BOX_BORDER = {"bottom": 1, "left": 1, "right": 1, "border_color": LIGHT_GREY}

LINK = {"font_color": MID_BLUE, "underline": 1, "align": "fill", "indent": 0}
"""An address: what of it the column has room for, in one line."""

DATA_BAR = {
    "type": "data_bar",
    "bar_color": "#9DC3E6",
    "bar_solid": True,
    "min_type": "num",
    "max_type": "num",
    "min_value": 0,
    "max_value": 2.2,  # so that a bar ends before the digits, which stand on the right
}
DATA_BAR_GAP = {"bottom": 2, "bottom_color": "#FFFFFF"}
"""Below a cell with a bar, so that the bars of two rows do not touch."""
VERDICT_FORMATS = {
    "weak": {"bold": True, "bg_color": PALE_ORANGE, "font_color": ORANGE},
    "strong": {"bold": True, "bg_color": PALE_BLUE, "font_color": BLUE},
}


def number_format(kind: Kind, lang: Lang) -> str:
    """The number format of a kind; ``@`` keeps what a user types, such as 2026-09, from becoming a date."""
    if kind == "date":
        return _DATES[lang]
    if kind in ("text", "month", "link"):
        return "@"
    return LOCALE[lang] + _NUMBERS[kind] if kind in _NUMBERS else "General"


def text_indent(column: Column) -> dict[str, Any]:
    """A little space before a text, so that it does not touch the number on its left."""
    return {"indent": 1} if _is_text(column) else {}


def heading_format(column: Column) -> dict[str, Any]:
    """A heading: counts and words dark, rates lighter, money slate, so that the eye finds its group."""
    fill = MID_BLUE if column.kind == "rate" else SLATE if column.kind == "money" else BLUE
    return {
        "bold": True,
        "font_size": HEADING_SIZE,
        "font_color": "#FFFFFF",
        "bg_color": fill,
        "text_wrap": column.kind != "tone",  # hidden, it would be wrapped letter by letter over other rows
        "valign": "vcenter",
        "align": "left" if _is_text(column) else "center",
        "indent": int(_is_text(column)),
        "border": 1,
        "border_color": "#FFFFFF",
        # of a hidden column it would show in an empty cell beside it
        **({"num_format": ";;;"} if column.kind == "tone" else {}),
    }


def value_format(column: Column, lang: Lang) -> dict[str, Any]:
    """A cell of the column."""
    return {
        "shrink": column.kind == "money",  # of any currency: a smaller sum rather than ###
        "font_size": 10,
        "font_color": TEXT_COLOUR,
        "num_format": number_format(column.kind, lang),
        "align": "left"
        if _is_text(column)
        else "center"
        if column.kind in ("date", "month", "flag")
        else "right",
        "valign": "vcenter",
        "text_wrap": _is_text(column),
        "indent": int(_is_text(column)),
        "bottom": 1,
        "bottom_color": LIGHT_GREY,
        **(LINK if column.kind == "link" else {}),
    }


def widths(block: Block, lang: Lang, labels: Mapping[int, str] = MappingProxyType({})) -> list[float]:
    """Widths in characters: as the layout says, but the longest word of a heading always fits.

    ``labels``: column → what else stands in it in letters of that size.
    """
    found = []
    for i, column in enumerate(block.columns):
        heads = heading_text(block.name, column.key, lang)
        needed = _word_width(heads) + 1.5 * _is_text(column)
        found.append(max(column.width, needed, _word_width(labels.get(i, ""))))
    return found


def _word_width(label: str) -> float:
    """The width of column in which no word of a heading or label is broken."""
    return max((len(word) for word in label.split()), default=0) * 0.98 + 0.7


def heading_height(block: Block, lang: Lang) -> float:
    """Height in points of the row of headings: its longest heading, and space for the filter's button."""
    lines = [
        line_count(heading_text(block.name, column.key, lang), wide * 1.04 - 1.5 * _is_text(column))
        for column, wide in zip(block.columns, widths(block, lang), strict=True)
        if not column.detail
    ]
    return 8.0 + 11.5 * max(lines)


def add_tone_colours(file: Workbook, sheet: Worksheet, area: tuple[int, int, int, int], tone: int) -> None:
    """Colour a column of the heat map by the tones in another column."""
    cell = f"${xl_col_to_name(tone)}{area[0] + 1}"
    for tone_value, colours in TONE_FORMATS.items():
        lined = colours | {"bottom": 1, "bottom_color": LIGHT_GREY}
        rule = {"type": "formula", "criteria": f"={cell}={tone_value}", "format": file.add_format(lined)}
        sheet.conditional_format(*area, rule)


def _is_text(column: Column) -> bool:
    return column.kind in ("text", "code", "name")


def set_up_print(sheet: Worksheet, lang: Lang) -> None:
    """Landscape A4, one page wide, page numbers at the foot."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.3, right=0.3, top=0.3, bottom=0.46)
    sheet.set_header("", {"margin": 0.15})
    set_footer(sheet, lang)
    sheet.hide_gridlines(2)


def set_footer(sheet: Worksheet, lang: Lang, note: str = "") -> None:
    """The sheet's name, a note, and which page it is."""
    middle = f"&C&9{note}" if note else ""
    sheet.set_footer(f"&L&10&A{middle}&R&10{say('sheet_note.page', lang)}", {"margin": 0.18})
