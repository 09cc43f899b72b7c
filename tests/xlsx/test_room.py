"""Rows put in where a block grows into something: what is below goes down, and nothing is written over."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet as Written

from addin.words import say
from addin.xlsx.fill import fill
from tests.xlsx.samples import Sample, frame, load, parts

PRESALE = ["Deal", "Amount", "mine"]


def template(path: Path, more: Callable[[Workbook, Written], None], *, table: bool = False) -> Path:
    """Headings of deals in A4:C4, a row below them, and more."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row("A4", PRESALE)
        sheet.write_row("A5", ["x", 1])
        if not table:
            book.define_name("hf_presale", "=Data!$A$4:$C$5")
        more(book, sheet)
    return path


def filled(path: Path, **rows: int) -> Path:
    out = path.with_name("out.xlsx")
    fill(path, Sample({block: frame(block, count) for block, count in rows.items()}), out)
    return out


def column(sheet: Any, letter: str) -> dict[int, object]:
    """Row → value, of the cells that hold one."""
    return {cell.row: cell.value for cell in sheet[letter] if cell.value is not None}


def two_blocks(book: Workbook, sheet: Written) -> None:
    sheet.write("A7", "All deals")
    sheet.write_formula("B7", "=SUM(B5:B5)+B12")
    sheet.write_row("A10", ["Month", "Leads"])
    sheet.write_row("A11", ["x", 1])
    sheet.write("A13", "The end")
    sheet.write_formula("B12", "=SUM(B11:B11)")
    book.define_name("hf_cohorts", "=Data!$A$10:$B$11")
    book.define_name("End", "=Data!$A$13")
    book.add_worksheet("Other").write_formula("A1", "=Data!B7+Data!B12&Data!A13")


def test_two_growing_blocks_stand_one_above_the_other(tmp_path: Path) -> None:
    book = load(filled(template(tmp_path / "t.xlsx", two_blocks), presale=30, cohorts=20))
    sheet = book["Data"]
    deals, months = column(sheet, "A"), book.defined_names["hf_cohorts"].attr_text
    assert book.defined_names["hf_presale"].attr_text == "Data!$A$4:$C$34"
    assert [deals[5], deals[34], deals[36]] == ["id 0", "id 29", "All deals"]
    assert months == "Data!$A$39:$B$59"
    assert [deals[39], deals[40], deals[59]] == ["Month", "month 0", "month 19"]
    assert sheet["B36"].value == "=SUM(B5:B34)+B60"
    assert sheet["B60"].value == "=SUM(B40:B59)"
    assert book["Other"]["A1"].value == "=Data!B36+Data!B60&Data!A61"
    assert (book.defined_names["End"].attr_text, sheet["A61"].value) == ("Data!$A$61", "The end")


@pytest.mark.parametrize("later", [(5, 3), (40, 1), (1, 30), (0, 0), (30, 20)])
def test_a_report_filled_again_keeps_what_is_below_in_its_place_or_moves_it_on(
    tmp_path: Path, later: tuple[int, int]
) -> None:
    out = filled(template(tmp_path / "t.xlsx", two_blocks), presale=30, cohorts=20)
    fill(out, Sample({"presale": frame("presale", later[0]), "cohorts": frame("cohorts", later[1])}), out)
    sheet = load(out)["Data"]
    top = max(36, 4 + later[0] + 2)
    bottom = max(61 + top - 36, top + 3 + later[1] + 2)
    names = column(sheet, "A")
    assert (names[top], names[top + 3], names[bottom]) == ("All deals", "Month", "The end")
    for first, count, block in ((5, later[0], "presale"), (top + 4, later[1], "cohorts")):
        texts = frame(block, count).iloc[:, 0].astype(object)
        expected = {first + i: value for i, value in enumerate(texts) if isinstance(value, str)}
        there = {row: value for row, value in names.items() if first <= row < first + max(count, 1) + 1}
        assert there == (expected or {first: say("sheet_note.empty", "en")})
    assert sheet[f"B{top}"].value == f"=SUM(B5:B{4 + max(later[0], 1)})+B{bottom - 1}"


def test_rows_that_are_free_are_taken_before_any_is_put_in(tmp_path: Path) -> None:
    path = template(tmp_path / "t.xlsx", lambda _, sheet: sheet.write("A20", "below"))
    assert column(load(filled(path, presale=15))["Data"], "A")[20] == "below"
    assert column(load(filled(path, presale=16))["Data"], "A")[22] == "below"


def things_below(book: Workbook, sheet: Written) -> None:
    """Whatever may stand below a block, from row 8 on."""
    bold = book.add_format({"bold": True})
    sheet.merge_range("A8:C9", "", bold)
    sheet.set_row(9, 40)
    sheet.set_row(10, None, None, {"hidden": True, "level": 1})
    sheet.write_url("A12", "internal:'Data'!A12", string="here")
    sheet.write_comment("B12", "ask")
    sheet.add_table(
        "A14:B16", {"name": "Plan", "columns": [{"header": "k"}, {"header": "v"}], "total_row": True}
    )
    sheet.data_validation("C14", {"validate": "list", "source": "=$A$15:$A$16"})
    sheet.conditional_format("C15:C16", {"type": "formula", "criteria": "=$C15>$B$16", "format": bold})
    sheet.conditional_format("B15:B16", {"type": "data_bar", "data_bar_2010": True})
    sheet.add_sparkline("C18", {"range": "Data!A15:B15"})
    sheet.insert_textbox("A20", "text", {"object_position": 1})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Data!$B$15:$B$16"})
    sheet.insert_chart("A30", chart)
    sheet.write_array_formula("A50:A51", "{=B15:B16}")
    sheet.write("A52", "last")
    sheet.set_h_pagebreaks([6, 20])
    sheet.print_area("A1:F52")
    sheet.repeat_rows(7, 8)
    sheet.insert_checkbox("C12", False)


def test_whatever_stands_below_goes_down_with_its_row(tmp_path: Path) -> None:
    out = filled(template(tmp_path / "t.xlsx", things_below), presale=13)
    book = load(out)
    sheet = book["Data"]
    assert isinstance(sheet, Worksheet)
    moved = 11  # rows 6 to 17 hold deals, one stays free, and A8 is A19
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A19:C20"]
    assert sheet.row_dimensions[10 + moved].height == 39.75
    assert (sheet.row_dimensions[11 + moved].hidden, sheet.row_dimensions[11 + moved].outlineLevel) == (
        True,
        1,
    )
    assert sheet["A23"].hyperlink.location == "'Data'!A23"
    assert sheet["B23"].comment.text == "ask"
    assert sheet.tables["Plan"].ref == "A25:B27"
    validation = sheet.data_validations.dataValidation[0]
    assert (str(validation.sqref), validation.formula1) == ("C25", "$A$26:$A$27")
    rules = {str(one.sqref): one.rules[0] for one in sheet.conditional_formatting}
    assert rules["C26:C27"].formula == ["$C26>$B$27"]
    assert "B26:B27" in rules


def test_drawings_and_parts_of_their_own_go_down_too(tmp_path: Path) -> None:
    out = filled(template(tmp_path / "t.xlsx", things_below), presale=13)
    sheet, xml, moved = load(out)["Data"], parts(out), 11
    data = xml["xl/worksheets/sheet1.xml"]
    assert re.findall(rb"<xm:f>([^<]*)</xm:f><xm:sqref>([^<]*)<", data)[-1] == (b"Data!A26:B26", b"C29")
    assert b"<xm:sqref>B26:B27</xm:sqref>" in data
    rows = [int(row) for row in re.findall(rb"<xdr:from>.*?<xdr:row>(\d+)<", xml["xl/drawings/drawing1.xml"])]
    assert sorted(rows) == [19 + moved, 29 + moved]
    assert b"Data!$B$26:$B$27" in xml["xl/charts/chart1.xml"]
    assert sheet["A61"].value.ref == "A61:A62"
    assert sheet["A61"].value.text == "=B26:B27"
    assert [one.id for one in sheet.row_breaks.brk] == [6, 31]
    assert sheet.print_area == "'Data'!$A$1:$F$63"
    assert sheet.print_title_rows == "$19:$20"
    vml = xml["xl/drawings/vmlDrawing1.vml"]
    assert b"<x:Row>22</x:Row>" in vml
    assert column(sheet, "A")[63] == "last"


def test_rows_go_in_higher_where_that_tears_nothing(tmp_path: Path) -> None:
    def more(_: Workbook, sheet: Written) -> None:
        sheet.write("A9", "below")
        sheet.write_column("E8", ["one", "two"])

    sheet = load(filled(template(tmp_path / "t.xlsx", more), presale=9))["Data"]
    assert column(sheet, "A")[15] == "below"
    assert column(sheet, "E") == {14: "one", 15: "two"}


def side_by_side(book: Workbook, sheet: Written) -> None:
    sheet.write_row("E4", ["Month", "Leads"])
    book.define_name("hf_cohorts", "=Data!$E$4:$F$5")
    sheet.write("A8", "left")
    sheet.write("E9", "right")
    sheet.write_formula("G9", "=SUM(F5:F5)")


@pytest.mark.parametrize(("deals", "months"), [(30, 10), (10, 30), (2, 30), (30, 0), (30, 30), (3, 3)])
def test_two_blocks_side_by_side_share_the_rows_that_are_put_in(
    tmp_path: Path, deals: int, months: int
) -> None:
    sheet = load(filled(template(tmp_path / "t.xlsx", side_by_side), presale=deals, cohorts=months))["Data"]
    left, right = column(sheet, "A"), column(sheet, "E")
    below, beside = list(left)[-1], list(right)[-1]
    assert (left[below], right[beside]) == ("left", "right")
    assert [f"id {n}" for n in range(deals) if n != 1] == [left[5 + n] for n in range(deals) if n != 1]
    assert [f"month {n}" for n in range(months) if n != 1] == [right[5 + n] for n in range(months) if n != 1]
    assert (below > 4 + deals, beside > 4 + months, beside - below) == (True, True, 1)
    assert sheet[f"G{beside}"].value == f"=SUM(F5:F{4 + max(months, 1)})"


def test_results_that_depend_on_rows_put_in_are_computed_anew(tmp_path: Path) -> None:
    def more(book: Workbook, sheet: Written) -> None:
        sheet.write("A8", "below")
        for row in range(2, 30, 2):
            sheet.write(f"E{row}", row)
        other = book.add_worksheet("Other")
        texts = ["INDEX(Data!E2:E28,9)", "MATCH(20,Data!E2:E28,0)", "B1+1", "Data!E20", "SUM(Data!E20:E28)"]
        for row, text in enumerate(texts, 1):
            other.write_formula(f"B{row}", f"={text}", None, 77)

    xml = parts(filled(template(tmp_path / "t.xlsx", more), presale=12))["xl/worksheets/sheet2.xml"]
    cells = {found[1]: found[2] for found in re.finditer(rb'<c r="(B\d)"[^>]*><f>.*?</f>(.*?)</c>', xml)}
    assert [cells[b"B%d" % row] for row in (1, 2, 3)] == [b""] * 3
    assert [cells[b"B%d" % row] for row in (4, 5)] == [b"<v>77</v>"] * 2


@pytest.mark.parametrize("rows", [0, 1, 7])
def test_a_name_may_cover_headings_alone(tmp_path: Path, rows: int) -> None:
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row("A4", PRESALE)
        sheet.write_row("A5", ["below", 5])
        book.define_name("hf_presale", "=Data!$A$4:$C$4")
    found = column(load(filled(path, presale=rows))["Data"], "A")
    assert found[5 + max(rows, 1)] == "below"
