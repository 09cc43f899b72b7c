"""The sheet "Formulas" of the live workbook: the deals loaded once, and figures of any manager and source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from addin.report.headings import heading
from addin.report.layout import BLOCK
from addin.words import say
from sheets_templates import formats
from sheets_templates.book import Book

_DEALS, _MANAGER, _SOURCE = 3, 4, 5
_INTAKE = 8
_MEASURES = ("leads", "taken", "taken_rate", "untouched", "nontarget_rate", "overdue")
_STEPS = 8
_STEP_MEASURES = ("rate", "low", "high", "entered", "advanced", "followed")
_FORMULA_TEXT, _LAST = 2, 8
"""The columns that show the formula of a single figure, and of the first figure of a step."""
_CHOICE = {
    "bg_color": "#FFF7E0",
    "border": 1,
    "border_color": formats.LIGHT_GREY,
    "align": "left",
    "indent": 1,
}
_WIDTHS = (30, 24, 12, 12, 12, 12, 12, 12, 62)


@dataclass(frozen=True)
class Page:
    """The sheet being made."""

    book: Book
    sheet: Worksheet

    def text(self, row: int, column: int, key: str, *styles: dict[str, Any]) -> None:
        """Words of ours."""
        self.sheet.write_string(row, column, say(key, self.book.lang), self.book.style(*styles))

    def section(self, row: int, key: str) -> None:
        """A title over the whole width."""
        self.text(row, 0, key, formats.SECTION)
        for column in range(1, _LAST + 1):
            self.sheet.write_blank(row, column, None, self.book.style(formats.SECTION))

    def figure(self, row: int, column: int, formula: str, kind: dict[str, Any]) -> None:
        """A formula of ours; until a spreadsheet calculates it, its cell is empty."""
        self.sheet.write_formula(row, column, formula, self.book.style(_VALUE, kind), "")

    def formula_text(self, row: int, of: str, column: int = _FORMULA_TEXT) -> None:
        """Beside a figure, its formula as text in the spreadsheet's own words."""
        style = self.book.style(formats.EXPLANATION, {"indent": 1})
        text = f'=IF({of}="","",_xlfn.FORMULATEXT({of}))' if column == _LAST else f"=_xlfn.FORMULATEXT({of})"
        self.sheet.write_formula(row, column, text, style, "")


_VALUE = {
    "font_size": 10,
    "font_color": formats.TEXT_COLOUR,
    "align": "right",
    "bottom": 1,
    "bottom_color": formats.LIGHT_GREY,
}
_LABEL = {"font_size": 10, "font_color": formats.TEXT_COLOUR, "bottom": 1, "bottom_color": formats.LIGHT_GREY}


def make_formulas_sheet(book: Book, tables: Sequence[str]) -> None:
    """Add the sheet and the name ``hf_deals``.

    Args:
        book: the workbook being made.
        tables: the arguments of DEALS, as formulas have them; "" for a table there is not.
    """
    page = Page(book, book.file.add_worksheet(say("live.formulas", book.lang)))
    page.sheet.set_tab_color(formats.SLATE)
    for column, width in enumerate(_WIDTHS):
        page.sheet.set_column(column, column, width)
    page.sheet.set_row(0, 26)
    page.text(0, 0, "live.title", formats.TITLE)
    page.text(1, 0, "live.how", formats.EXPLANATION)
    _choices(page, tables)
    _intake(page)
    presale = _INTAKE + len(_MEASURES) + 3
    _presale(page, presale)
    _steps(page, presale + 6)
    formats.set_up_print(page.sheet, book.lang)


def _choices(page: Page, tables: Sequence[str]) -> None:
    tab = say("live.formulas", page.book.lang)
    page.text(_DEALS, 0, "live.deals", _LABEL, {"bold": True})
    handle = {"align": "left", "indent": 1, "bold": True, "font_color": formats.BLUE}
    page.figure(_DEALS, 1, f"=DEALS({','.join(tables).rstrip(',')})", handle)
    page.formula_text(_DEALS, "B4")
    page.book.file.define_name("hf_deals", f"='{tab}'!$B${_DEALS + 1}")
    for row, kind, of in ((_MANAGER, "manager", "managers"), (_SOURCE, "source", "intake_by_source")):
        label = heading(of, kind, page.book.lang)
        page.sheet.write_string(row, 0, label, page.book.style(_LABEL))
        page.sheet.write_blank(row, 1, None, page.book.style(_LABEL, _CHOICE))
        page.text(row, _FORMULA_TEXT, f"live.all_{kind}s", formats.EXPLANATION, {"indent": 1})
        first = f"INDEX(hf_{of},2,1)"
        listed = f"=OFFSET({first},0,0,ROWS(hf_{of})-1,1)"
        page.book.file.define_name(f"hf_list_{kind}s", listed)
        page.sheet.data_validation(
            row, 1, row, 1, {"validate": "list", "source": f"=hf_list_{kind}s", "error_type": "information"}
        )


def _intake(page: Page) -> None:
    page.section(_INTAKE, "live.intake")
    kinds = {column.key: column.kind for column in BLOCK["intake"].columns}
    for row, key in enumerate(_MEASURES, _INTAKE + 1):
        label = heading("intake", key, page.book.lang)
        page.sheet.write_string(row, 0, label, page.book.style(_LABEL))
        kind = {"num_format": formats.number_format(kinds[key], page.book.lang)}
        page.figure(row, 1, f'=INTAKE(hf_deals,"{key}",$B$5,$B$6)', kind)
        page.formula_text(row, f"B{row + 1}")


def _presale(page: Page, top: int) -> None:
    page.section(top, "live.presale")
    kinds = {column.key: column.kind for column in BLOCK["presale"].columns}
    for row, key in enumerate(("count", "amount", "expected"), top + 1):
        lang = page.book.lang
        label = say("live.count", lang) if key == "count" else heading("presale", key, lang)
        page.sheet.write_string(row, 0, label, page.book.style(_LABEL))
        kind = {"num_format": formats.number_format(kinds.get(key, "int"), lang)}
        page.figure(row, 1, f'=PRESALE_FORECAST(hf_deals,"{key}",$B$5,$B$6)', kind)
        page.formula_text(row, f"B{row + 1}")


def _steps(page: Page, top: int) -> None:
    """The steps of the report's funnel, whichever they are, and their figures."""
    page.section(top, "live.conversion")
    columns = {column.key: column for column in BLOCK["conversion"].columns}
    for place, key in enumerate(("from", "to", *_STEP_MEASURES)):
        text = heading("conversion", key, page.book.lang)
        page.sheet.write_string(top + 1, place, text, page.book.style(formats.heading_format(columns[key])))
    page.text(top + 1, _LAST, "live.formula", formats.heading_format(columns["from"]))
    page.sheet.set_row(top + 1, 26)
    for k in range(1, _STEPS + 1):
        row = top + 1 + k
        for place in (0, 1):
            named = f"INDEX(hf_conversion,{k + 1},{place + 1})"
            text = f'=IF(ROWS(hf_conversion)>{k},{named}&"","")'
            page.sheet.write_formula(row, place, text, page.book.style(_LABEL), "")
        for place, key in enumerate(_STEP_MEASURES, 2):
            asked = f'STAGE_CONV(hf_deals,$A{row + 1},$B{row + 1},$B$5,$B$6,,"{key}")'
            kind = {"num_format": formats.number_format(columns[key].kind, page.book.lang)}
            page.figure(row, place, f'=IF($A{row + 1}="","",{asked})', kind)
        page.formula_text(row, f"C{row + 1}", _LAST)
