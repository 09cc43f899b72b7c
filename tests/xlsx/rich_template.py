"""A template that its user has customised in every way we could think of.

``build(path, deals, months)`` makes it with two growing blocks that end on these rows, and with every
reference to them covering exactly their rows: what a fill makes of it, ``build`` makes with other last rows.
"""

from __future__ import annotations

import datetime as dt
import re
import struct
import zlib
from pathlib import Path

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tests.xlsx.rich_template_parts import inject
from tests.xlsx.samples import parts, with_parts

SHEET, FIRST = "Мои сделки", 10
MONTHS, FIRST_MONTH = "Months", 5


def build(path: Path, deals: int = 14, months: int = 11, *, stale: bool = False) -> Path:
    """Make it.

    Args:
        path: where.
        deals: the last row of ``hf_presale``.
        months: the last row of ``hf_cohorts``.
        stale: charts remember 666 for every cell of a block.
    """
    code, logo = path.with_name("vba.bin"), path.with_name("logo.png")
    code.write_bytes(b"our own bytes of a project")
    logo.write_bytes(_png())
    money, ids, leads = column("C", deals), column("D", deals), month("C", months)
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": dt.datetime(2026, 1, 1)})
        sheets = [book.add_worksheet(name) for name in (SHEET, MONTHS, "Charts", "Notes")]
        _deals(book, sheets[0], deals)
        _formats(book, sheets[0], deals)
        _formulas(sheets[0], deals)
        _months(book, sheets[1], months)
        _charts(book, sheets[0], sheets[2], deals, months)
        _other(sheets[2], deals, leads)
        _notes(book, sheets[3], ids, deals, logo)
        _names(book, deals, months)
        book.add_vba_project(str(code))
    inject(path, money, ids, f'ref="C9:F{deals}" sheet="{SHEET}"')
    if stale:
        _remember(path)
    return path


def column(letter: str, last: int) -> str:
    """A column of the deals, from anywhere."""
    return f"'{SHEET}'!${letter}${FIRST}:${letter}${last}"


def month(letter: str, last: int) -> str:
    """A column of the months, from anywhere."""
    return f"{MONTHS}!${letter}${FIRST_MONTH}:${letter}${last}"


def _deals(book: Workbook, sheet: Worksheet, last: int) -> None:
    """Columns moved, restyled, left out and named anew; one of his own, which the table computes."""
    sheet.write("A1", "A report of my own", book.add_format({"bold": True, "font_size": 20}))
    sheet.write_row("C8", ["amount", "id", "", "chance"])
    sheet.set_row(7, None, None, {"hidden": True})
    columns = [{"header": name} for name in ("Деньги", "Сделка", "Доля", "Chance within horizon")]
    columns[2]["formula"] = f"=[@Деньги]/SUM($C${FIRST}:$C${last})"
    sheet.add_table(f"C9:F{last}", {"name": "Deals", "columns": columns, "style": "Table Style Light 11"})
    red = book.add_format({"num_format": "0.000", "font_color": "#AA00AA"})
    for row in range(FIRST, last + 1):
        sheet.write_blank(f"C{row}", None, red)
    sheet.write_formula(f"E{FIRST}", f"=C{FIRST}/SUM(C${FIRST}:C${last})")
    sheet.write_comment("C9", "a comment of mine")
    sheet.freeze_panes(9, 3)
    sheet.set_column("G:G", 12, None, {"level": 1})
    sheet.protect("", {"sort": True})
    sheet.unprotect_range(f"C{FIRST}:F{last}", "mine")
    sheet.print_area(f"A1:J{last}")
    sheet.repeat_rows(8)
    sheet.set_header("&CMy firm")


def _formats(book: Workbook, sheet: Worksheet, last: int) -> None:
    area, fixed = f"C{FIRST}:C{last}", f"$C${FIRST}:$C${last}"
    red = book.add_format({"bg_color": "#FFC7CE"})
    middle = {"mid_type": "formula", "mid_value": f"=AVERAGE({fixed})"}
    sheet.conditional_format(area, {"type": "3_color_scale", **middle})
    rule = {"type": "formula", "criteria": f"=C{FIRST}>AVERAGE({fixed})", "format": red}
    sheet.conditional_format(area, {**rule, "multi_range": f"{area} F{FIRST}:F{last}"})
    longest = {"max_type": "formula", "max_value": f"=MAX($F${FIRST}:$F${last})"}
    sheet.conditional_format(f"F{FIRST}:F{last}", {"type": "data_bar", "data_bar_2010": True, **longest})
    sheet.conditional_format("L1:L5", {"type": "formula", "criteria": "=$L1>3", "format": red})
    sheet.data_validation(f"D{FIRST}:D{last}", {"validate": "length", "criteria": "<", "value": 40})


def _formulas(sheet: Worksheet, last: int) -> None:
    sheet.write_formula("J2", f"=SUM(C{FIRST}:C{last})")
    sheet.write_formula("J3", f'=SUMIFS($C${FIRST}:$C${last},$D${FIRST}:$D${last},"id C10:C14")')
    sheet.write_array_formula("J4:J4", f"{{=MAX(IF(F{FIRST}:F{last}>0,C{FIRST}:C{last}))}}")
    sheet.write_formula("J5", "=SUM(Deals[Деньги])+LOG10(100)")
    sheet.write_formula("J6", f'=IF(C{FIRST}="C10:C14",C10,SUM(C10:C1000))')


def _months(book: Workbook, sheet: Worksheet, last: int) -> None:
    """Columns known by their keys, a filter over them, grouped rows above."""
    sheet.write_row("B4", ["month", "leads", "won_share"])
    sheet.write_blank(f"D{FIRST_MONTH}", None, book.add_format({"num_format": "0%", "italic": True}))
    sheet.autofilter(f"B4:D{last}")
    sheet.set_row(1, None, None, {"level": 1, "hidden": True})
    sheet.conditional_format(f"D{FIRST_MONTH}:D{last}", {"type": "2_color_scale"})
    sheet.write_formula("G1", f"=SUM(C4:C{last})+SUM(C5:C1000)")


def _charts(book: Workbook, deals: Worksheet, other: Worksheet, last: int, months: int) -> None:
    money, ids, chance = (column(letter, last) for letter in "CDF")
    head = f"='{SHEET}'!$C$9"
    for kind, sheet in (("column", deals), ("pie", other), ("bar", other)):
        chart = book.add_chart({"type": kind})
        chart.add_series({"name": head, "categories": f"={ids}", "values": f"={money}"})
        sheet.insert_chart("M2", chart)
    combined, line = book.add_chart({"type": "column"}), book.add_chart({"type": "line"})
    combined.add_series({"categories": f"={ids}", "values": f"={money}"})
    bars = {"type": "custom", "plus_values": f"={chance}", "minus_values": f"={chance}"}
    line.add_series({"categories": f"={ids}", "values": f"={chance}", "y2_axis": True, "y_error_bars": bars})
    combined.combine(line)
    other.insert_chart("A30", combined)
    area = book.add_chart({"type": "area"})
    both = f"={MONTHS}!$B${FIRST_MONTH}:$C${months}"
    levels = {"categories": both, "categories_data": [["a"], ["b"]]}
    area.add_series({**levels, "values": f"={month('D', months)}"})
    other.insert_chart("A50", area)
    scatter = book.add_chart({"type": "scatter"})
    scatter.add_series({"categories": f"={money}", "values": f"={chance}", "trendline": {"type": "linear"}})
    book.add_chartsheet("Scatter").set_chart(scatter)


def _other(sheet: Worksheet, last: int, leads: str) -> None:
    money, ids = column("C", last), column("D", last)
    sheet.insert_textbox("F1", "a text box")
    sheet.add_sparkline("B20", {"range": money})
    sheet.add_sparkline("B21", {"range": column("F", last), "type": "column", "markers": True})
    sheet.add_sparkline("B22", {"range": leads, "type": "win_loss"})
    sheet.write_formula("A20", f'=INDEX({money},MATCH("id 2",{ids},0))')
    sheet.write_formula("A21", f"='{SHEET}'!$C${FIRST}")
    sheet.write_formula("A22", f"=SUM('{SHEET}'!$C$10:$C$1000)")
    sheet.write_formula("A23", "=\"text with 'Мои сделки'!$C$10:$C$14\"")
    sheet.write_formula("A24", f"=SUM({money})/SUM({leads})")
    sheet.write_array_formula("A25:A26", f"{{=LARGE({money},{{1;2}})}}")
    sheet.conditional_format("D1:D9", {"type": "cell", "criteria": ">", "value": f"=MAX({money})"})


def _notes(book: Workbook, sheet: Worksheet, ids: str, last: int, logo: Path) -> None:
    sheet.data_validation("A1", {"validate": "list", "source": f"={ids}"})
    sheet.write_url("A3", f"internal:'{SHEET}'!D{FIRST}:D{last}", string="to the deals")
    sheet.write_url("A4", "https://example.com/D10:D14", string="away")
    sheet.insert_button("C3", {"macro": "refresh", "caption": "Refresh"})
    sheet.insert_checkbox("A6", boolean=True)
    sheet.write_rich_string("A5", "plain ", book.add_format({"bold": True}), "bold")
    sheet.insert_image("H1", str(logo))
    sheet.set_background(str(logo))
    sheet.set_footer("&L&G", {"image_left": str(logo)})


def _names(book: Workbook, last: int, months: int) -> None:
    book.define_name("hf_presale", f"='{SHEET}'!$C$9:$F${last}")
    book.define_name("hf_cohorts", f"={MONTHS}!$B$4:$D${months}")
    book.define_name("hf_attention", "=#REF!$A$1:$B$2")
    book.define_name("Money", f"={column('C', last)}")
    book.define_name("Notes!Local", f"={month('C', months)}")
    book.define_name("First", f"='{SHEET}'!$C${FIRST}")
    book.define_name("Lower", f"=OFFSET('{SHEET}'!$C$9:$C${last},1,0)")
    book.define_name("Tax", "=0.2")


def _remember(path: Path) -> None:
    """Let charts hold values that are no longer true."""
    cache = rb'\g<0><c:numCache><c:ptCount val="1"/><c:pt idx="0"><c:v>666</c:v></c:pt></c:numCache>'
    level = rb'\g<0><cx:lvl ptCount="1"><cx:pt idx="0">666</cx:pt></cx:lvl>'
    charts = {name: xml for name, xml in parts(path).items() if name.startswith("xl/charts/chart")}
    block = rb"\$\w\$\d+:\$\w\$\d+</c:f>"
    bare = {name: re.sub(rb"<c:(num|str)Cache>.*?</c:\1Cache>", b"", xml) for name, xml in charts.items()}
    found = {name: re.sub(block, cache, re.sub(rb"</cx:f>", level, xml)) for name, xml in bare.items()}
    with_parts(path, found)


def _png() -> bytes:
    """One blue dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0\0\xff")) + chunk(b"IEND", b"")
