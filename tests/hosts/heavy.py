"""A template that its user has customised in every way we could think of.

``build(path, last)`` makes it with a block of deals in rows 10 to ``last`` and with every reference to the
block covering exactly these rows: what a fill makes of it is what ``build`` makes with another ``last``.
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

from tests.hosts.xlsx_samples import parts, with_parts

SHEET, FIRST = "Мои сделки", 10
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MS = "http://schemas.microsoft.com/office"


def build(path: Path, last: int, *, stale: bool = False) -> Path:
    """Make it; ``stale``: charts remember values of cells."""
    code = path.with_name("vba.bin")
    code.write_bytes(b"our own bytes of a project")
    logo = path.with_name("logo.png")
    logo.write_bytes(_png())
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": dt.datetime(2026, 1, 1)})
        deals, other, third = (book.add_worksheet(name) for name in (SHEET, "Charts", "Notes"))
        _block(book, deals, last)
        _formats(book, deals, last)
        _charts(book, deals, other, last)
        _other_sheets(book, other, third, last, logo)
        _names(book, last)
        book.add_vba_project(str(code))
    _inject(path, last)
    if stale:
        _remember(path)
    return path


def column(letter: str, last: int) -> str:
    """A column of the block, from anywhere."""
    return f"'{SHEET}'!${letter}${FIRST}:${letter}${last}"


def _block(book: Workbook, sheet: Worksheet, last: int) -> None:
    sheet.write("A1", "A report of my own", book.add_format({"bold": True, "font_size": 20}))
    sheet.write_row("C8", ["amount", "id", "", "chance"])
    sheet.set_row(7, None, None, {"hidden": True})
    share = f"=C{FIRST}/SUM(C${FIRST}:C${last})"
    columns = [{"header": name} for name in ("Деньги", "Сделка", "Доля", "Chance within horizon")]
    sheet.add_table(f"C9:F{last}", {"name": "Deals", "columns": columns, "style": "Table Style Light 11"})
    for row in range(FIRST, last + 1):
        sheet.write_blank(f"C{row}", None, book.add_format({"num_format": "0.000", "font_color": "#AA00AA"}))
    sheet.write_formula(f"E{FIRST}", share)
    sheet.write_comment("C9", "a comment of mine")
    sheet.freeze_panes(9, 3)
    sheet.set_column("G:G", 12, None, {"level": 1})


def _formats(book: Workbook, sheet: Worksheet, last: int) -> None:
    area = f"C{FIRST}:C{last}"
    red = book.add_format({"bg_color": "#FFC7CE"})
    above = f"=C{FIRST}>AVERAGE($C${FIRST}:$C${last})"
    sheet.conditional_format(area, {"type": "3_color_scale"})
    sheet.conditional_format(area, {"type": "formula", "criteria": above, "format": red})
    sheet.conditional_format(f"F{FIRST}:F{last}", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("L1:L5", {"type": "formula", "criteria": "=$L1>3", "format": red})
    sheet.data_validation(f"D{FIRST}:D{last}", {"validate": "length", "criteria": "<", "value": 40})
    sheet.write_formula("J2", f"=SUM(C{FIRST}:C{last})")
    sheet.write_formula("J3", f'=SUMIFS($C${FIRST}:$C${last},$D${FIRST}:$D${last},"id C10:C12")')
    sheet.write_array_formula("J4:J4", f"{{=MAX(IF(F{FIRST}:F{last}>0,C{FIRST}:C{last}))}}")
    sheet.write_formula("J5", "=SUM(Deals[Деньги])+LOG10(100)")
    sheet.protect("", {"sort": True})
    sheet.unprotect_range(f"C{FIRST}:F{last}", "mine")
    sheet.print_area(f"A1:J{last}")
    sheet.repeat_rows(8)
    sheet.set_header("&CMy firm")


def _charts(book: Workbook, deals: Worksheet, other: Worksheet, last: int) -> None:
    money, ids, chance = (column(letter, last) for letter in "CDF")
    head = f"='{SHEET}'!$C$9"
    for kind, sheet in (("column", deals), ("pie", other), ("bar", other)):
        chart = book.add_chart({"type": kind})
        chart.add_series({"name": head, "categories": f"={ids}", "values": f"={money}"})
        sheet.insert_chart("M2", chart)
    combined, line = book.add_chart({"type": "column"}), book.add_chart({"type": "line"})
    combined.add_series({"categories": f"={ids}", "values": f"={money}"})
    line.add_series({"categories": f"={ids}", "values": f"={chance}", "y2_axis": True})
    combined.combine(line)
    other.insert_chart("A30", combined)
    scatter = book.add_chart({"type": "scatter"})
    scatter.add_series({"categories": f"={money}", "values": f"={chance}", "trendline": {"type": "linear"}})
    book.add_chartsheet("Scatter").set_chart(scatter)


def _other_sheets(book: Workbook, other: Worksheet, third: Worksheet, last: int, logo: Path) -> None:
    money, ids = column("C", last), column("D", last)
    other.insert_textbox("F1", "a text box")
    other.insert_image("H1", str(logo))
    other.add_sparkline("B20", {"range": money})
    other.add_sparkline("B21", {"range": column("F", last), "type": "column", "markers": True})
    other.write_formula("A20", f'=INDEX({money},MATCH("id 2",{ids},0))')
    other.write_formula("A21", f"='{SHEET}'!$C${FIRST}")
    other.write_formula("A22", f"='{SHEET}'!$C$10:$C$1000")
    other.write_formula("A23", "=\"text with 'Мои сделки'!$C$10:$C$12\"")
    other.conditional_format("D1:D9", {"type": "cell", "criteria": ">", "value": f"=MAX({money})"})
    third.data_validation("A1", {"validate": "list", "source": f"={ids}"})
    third.write_url("A3", f"internal:'{SHEET}'!D{FIRST}:D{last}", string="to the deals")
    third.insert_button("C3", {"macro": "refresh", "caption": "Refresh"})
    third.write_rich_string("A5", "plain ", book.add_format({"bold": True}), "bold")
    third.set_background(str(logo))
    third.set_footer("&L&G", {"image_left": str(logo)})


def _names(book: Workbook, last: int) -> None:
    book.define_name("hf_presale", f"='{SHEET}'!$C$9:$F${last}")
    book.define_name("hf_attention", "=#REF!$A$1:$B$2")
    book.define_name("Money", f"={column('C', last)}")
    book.define_name("First", f"='{SHEET}'!$C${FIRST}")
    book.define_name("Lower", f"=OFFSET('{SHEET}'!$C$9:$C${last},1,0)")
    book.define_name("Tax", "=0.2")


def _inject(path: Path, last: int) -> None:
    """Parts that XlsxWriter cannot make."""
    there = parts(path)
    source = f'<worksheetSource ref="C9:F{last}" sheet="{SHEET}"/>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    chartex = f"{_MS}/drawing/2014/chartex"
    added = {
        "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{main}" refreshOnLoad="1">'
        f'<cacheSource type="worksheet">{source}</cacheSource><cacheFields count="0"/>'
        "</pivotCacheDefinition>",
        "xl/pivotTables/pivotTable1.xml": f'<pivotTableDefinition xmlns="{main}" name="P" cacheId="1"/>',
        "xl/slicers/slicer1.xml": f'<slicers xmlns="{_MS}/spreadsheetml/2009/9/main"/>',
        "xl/slicerCaches/slicerCache1.xml": "<slicerCacheDefinition "
        f'xmlns="{_MS}/spreadsheetml/2009/9/main"/>',
        "xl/charts/chartEx1.xml": f'<cx:chartSpace xmlns:cx="{chartex}"><cx:chartData><cx:data id="0">'
        f'<cx:numDim type="val"><cx:f>{column("C", last)}</cx:f></cx:numDim></cx:data></cx:chartData>'
        "</cx:chartSpace>",
        "xl/ctrlProps/ctrlProp9.xml": f'<formControlPr xmlns="{_MS}/spreadsheetml/2009/9/main" '
        f'objectType="Drop" fmlaRange="{column("D", last)}"/>',
        "xl/persons/person.xml": f'<personList xmlns="{_MS}/spreadsheetml/2018/threadedcomments"/>',
        "customXml/item1.xml": "<mine>kept</mine>",
    }
    kinds = {
        "xl/pivotCache/pivotCacheDefinition1.xml": "spreadsheetml.pivotCacheDefinition+xml",
        "xl/charts/chartEx1.xml": "chartex+xml",
        "xl/ctrlProps/ctrlProp9.xml": "controlproperties+xml",
    }
    types = "".join(
        f'<Override PartName="/{name}" ContentType="application/vnd.{kinds.get(name, "any+xml")}"/>'
        for name in added
    )
    relations = "".join(
        f'<Relationship Id="rIdX{i}" Type="{_REL}/any" Target="/{name}"/>' for i, name in enumerate(added)
    )
    lists = {
        "[Content_Types].xml": ("</Types>", types),
        "xl/_rels/workbook.xml.rels": ("</Relationships>", relations),
    }
    edited = {
        name: there[name].replace(end.encode(), f"{more}{end}".encode())
        for name, (end, more) in lists.items()
    }
    with_parts(path, edited | {name: text.encode() for name, text in added.items()})


def _remember(path: Path) -> None:
    """Let charts hold values that are no longer true."""
    cache = rb'\g<0><c:numCache><c:ptCount val="1"/><c:pt idx="0"><c:v>666</c:v></c:pt></c:numCache>'
    level = rb'\g<0><cx:lvl ptCount="1"><cx:pt idx="0">666</cx:pt></cx:lvl>'
    charts = {name: xml for name, xml in parts(path).items() if name.startswith("xl/charts/chart")}
    block = rb"\$\w\$10:\$\w\$\d+</c:f>"
    found = {name: re.sub(block, cache, re.sub(rb"</cx:f>", level, xml)) for name, xml in charts.items()}
    with_parts(path, found)


def _png() -> bytes:
    """One blue dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0\0\xff")) + chunk(b"IEND", b"")
