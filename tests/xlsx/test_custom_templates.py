"""Templates that users have made their own."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from lxml import etree

from addin.xlsx.fill import fill
from tests.xlsx.samples import Sample, frame, load, parts, with_parts


def custom(path: Path) -> Path:
    """Columns left out, moved and renamed; an own formula; a table, chart, text box, sparkline, note."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("My deals")
        red = book.add_format({"font_color": "#AA00AA", "num_format": "0.000"})
        sheet.write_row("C8", ["amount", "id", "", "chance"])
        sheet.set_row(7, None, None, {"hidden": True})
        columns = [{"header": name} for name in ("Деньги", "Сделка", "×2", "Chance within horizon")]
        sheet.add_table("C9:F10", {"name": "Deals", "columns": columns})
        sheet.write_blank("C10", None, red)
        sheet.write_formula("E10", '=C10*2&"<x>"')
        sheet.write("A9", "mine")
        sheet.write("A10", "beside")
        sheet.write_formula("H10", "=SUM(Deals[Деньги])")
        sheet.conditional_format("C10:C10", {"type": "3_color_scale"})
        sheet.data_validation("D10:D10", {"validate": "any", "input_title": "t", "input_message": "m"})
        sheet.write_comment("C9", "note")
        sheet.print_area("A1:H10")
        book.define_name("hf_presale", "='My deals'!$C$9:$F$10")
        book.define_name("hf_attention", "=#REF!$A$1:$B$2")
        book.define_name("Money", "='My deals'!$C$9:$C$10")
        book.define_name("First", "='My deals'!$C$10")
        other = book.add_worksheet("Charts")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "='My deals'!$C$10:$C$30"})
        other.insert_chart("A1", chart)
        other.insert_textbox("F1", "text")
        other.write_formula("A20", "=COUNTA('My deals'!D:D)")
        other.add_sparkline("B20", {"range": "'My deals'!C10:C30"})
    return path


def without_caches(part: bytes) -> bytes:
    """Without what charts and formulas remember of cells that are filled anew; a part of neither as it is."""
    if b"chartSpace" not in part and b"<f" not in part:
        return part
    plain = re.sub(rb"<c:(num|str)Cache>.*?</c:\1Cache>|(?<=</f>)<v>[^<]*</v>", b"", part, flags=re.DOTALL)
    return etree.tostring(etree.fromstring(plain), method="c14n")


@pytest.mark.parametrize("lost", ["#REF!", "#ref!$A$1:$B$2", "$Gone.#Ref!$A$1"])
def test_a_block_whose_cells_were_deleted_is_left_out(tmp_path: Path, lost: str) -> None:
    template, out = custom(tmp_path / "t.xlsx"), tmp_path / "out.xlsx"
    book = parts(template)["xl/workbook.xml"]
    with_parts(template, {"xl/workbook.xml": book.replace(b"#REF!$A$1:$B$2", lost.encode())})
    fill(template, Sample({"presale": frame("presale", 2), "attention": frame("attention", 2)}), out)
    assert load(out).defined_names["hf_attention"].attr_text == lost


def filled_twice(folder: Path, rows: int) -> tuple[Path, Path]:
    """The customised template, and what it is once filled with seven rows and then with these."""
    template, out = custom(folder / "t.xlsx"), folder / "out.xlsx"
    fill(template, Sample({"presale": frame("presale", 7)}), out)
    fill(out, Sample({"presale": frame("presale", rows)}), out)
    return template, out


@pytest.mark.parametrize("rows", [1, 3, 60, 0])
def test_a_customised_template_keeps_everything(tmp_path: Path, rows: int) -> None:
    template, out = filled_twice(tmp_path, rows)
    last = 9 + max(rows, 1)
    before, after = parts(template), parts(out)
    same = [
        name for name in before if not name.startswith(("xl/worksheets/sheet1", "xl/tables/", "xl/workbook"))
    ]
    assert [name for name in same if without_caches(before[name]) != without_caches(after[name])] == []
    book = load(out)
    sheet = book["My deals"]
    assert sheet.tables["Deals"].ref == sheet.tables["Deals"].autoFilter.ref == f"C9:F{last}"
    assert book.defined_names["hf_presale"].attr_text == f"'My deals'!$C$9:$F${last}"
    assert book.defined_names["Money"].attr_text == f"'My deals'!$C$9:$C${last}"
    assert book.defined_names["First"].attr_text == "'My deals'!$C$10"
    assert book.defined_names["hf_attention"].attr_text == "#REF!$A$1:$B$2"
    assert sheet.print_area == f"'My deals'!$A$1:$H${last}"
    column = "C10" if last == 10 else f"C10:C{last}"
    assert [str(found.sqref) for found in sheet.conditional_formatting] == [column]
    assert str(sheet.data_validations.dataValidation[0].sqref) == column.replace("C", "D")
    assert [sheet[name].value for name in ("A9", "A10", "H10")] == ["mine", "beside", "=SUM(Deals[Деньги])"]


@pytest.mark.parametrize("rows", [1, 3, 60, 0])
def test_its_columns_hold_the_rows_and_its_formula_goes_down_them(tmp_path: Path, rows: int) -> None:
    sheet = load(filled_twice(tmp_path, rows)[1])["My deals"]
    last = 9 + max(rows, 1)
    data = frame("presale", rows)
    if rows:
        ids = [cell.value for (cell,) in sheet[f"D10:D{last}"]]
        assert ids == data["id"].where(data["id"].notna(), None).tolist()
        assert [cell.value for (cell,) in sheet[f"C10:C{last}"]] == [
            None if pd.isna(amount) else amount for amount in data["amount"]
        ]
        money = sheet[f"C{last}"]
        assert (money.number_format, money.font.color.rgb) == ("0.000", "FFAA00AA")
    formulas = [cell.value for (cell,) in sheet[f"E10:E{last}"]]
    assert formulas[0] == '=C10*2&"<x>"'
    assert formulas[-1] == f'=C{last}*2&"<x>"'
    assert sheet[f"C{last + 1}"].value is None


def test_a_block_grows_beside_what_is_not_ours_but_not_over_it(tmp_path: Path) -> None:
    template = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(template) as book:
        sheet = book.add_worksheet("S")
        sheet.write_row("B2", ["Deal", "Amount"])
        sheet.write("A5", "left")
        sheet.write("D5", "right")
        sheet.write("B6", "in the way")
        book.define_name("hf_presale", "=S!$B$2:$C$3")
    out = tmp_path / "out.xlsx"
    fill(template, Sample({"presale": frame("presale", 3)}), out)
    rows = list(load(out)["S"].iter_rows(min_row=5, values_only=True))
    assert rows == [("left", "id 2", 3, "right"), (None, "in the way", None, None)]
    fill(template, Sample({"presale": frame("presale", 5)}), out)
    rows = list(load(out)["S"].iter_rows(min_row=5, values_only=True))
    assert [row[1] for row in rows] == ["id 2", "id 3", "id 4", None, "in the way"]
    assert (rows[0][0], rows[0][3]) == ("left", "right")


def test_a_record_may_stand_as_labels_with_values_to_their_right(tmp_path: Path) -> None:
    template, out = tmp_path / "t.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(template) as book:
        sheet = book.add_worksheet("S")
        for row, label in enumerate(["Rows read", "воронка", "rows_used"], 2):
            sheet.write(row, 1, label)
        sheet.write("D3", "Horizon, days")
        book.define_name("hf_header", "=S!$B$3:$E$5")
    # a value that reads like a label is still a value
    record = frame("header", 1).assign(rows_read=9, pipeline="Rows used", rows_used=8, horizon_days=30)
    for source in (template, out):
        fill(source, Sample({"header": record}), out)
        cells = load(out)["S"]["B3:E5"]
        assert [cell.value for cell in cells[0]] == ["Rows read", 9, "Horizon, days", 30]
        assert [row[1].value for row in cells] == [9, "Rows used", 8]
        assert cells[1][2].value is None


def test_two_blocks_may_stand_side_by_side(tmp_path: Path) -> None:
    template, out = tmp_path / "t.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(template) as book:
        sheet = book.add_worksheet("S")
        sheet.write_row("A1", ["Deal", "Amount", "", "Month", "Leads"])
        book.define_name("hf_presale", "=S!$A$1:$B$2")
        book.define_name("hf_cohorts", "=S!$D$1:$E$2")
    fill(template, Sample({"presale": frame("presale", 5), "cohorts": frame("cohorts", 3)}), out)
    fill(out, Sample({"presale": frame("presale", 1), "cohorts": frame("cohorts", 4)}), out)
    rows = list(load(out)["S"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == ["id 0", None, None, None]
    assert [row[3] for row in rows] == ["month 0", None, "month 2", "month 3"]


def test_days_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    template, out = tmp_path / "t.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(template, {"date_1904": True}) as book:
        book.add_worksheet("S").write_row("A1", ["Next contact", "x"])
        book.define_name("hf_presale", "=S!$A$1:$B$2")
    fill(template, Sample({"presale": frame("presale", 1)}), out)
    assert b"<v>44804</v>" in parts(out)["xl/worksheets/sheet1.xml"]  # 1904-01-01 + 44,804 days = 2026-09-01


def test_the_order_of_calculation_goes_when_its_cells_do(tmp_path: Path) -> None:
    template, out = custom(tmp_path / "t.xlsx"), tmp_path / "out.xlsx"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    before = parts(template)
    chain = f'<calcChain xmlns="{main}"><c r="A20" i="2"/><c r="{{}}" i="1"/></calcChain>'
    types = before["[Content_Types].xml"].replace(
        b"</Types>", b'<Override PartName="/xl/calcChain.xml" ContentType="application/x"/></Types>'
    )
    relation = b'<Relationship Id="rIdC" Type="http://x/calcChain" Target="calcChain.xml"/></Relationships>'
    relations = before["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", relation)
    added = {"[Content_Types].xml": types, "xl/_rels/workbook.xml.rels": relations}
    with_parts(template, added | {"xl/calcChain.xml": chain.format("H10").encode()})
    fill(template, Sample({"presale": frame("presale", 3)}), out)
    assert "xl/calcChain.xml" in parts(out)
    with_parts(template, {"xl/calcChain.xml": chain.format("E10").encode()})
    fill(template, Sample({"presale": frame("presale", 3)}), out)
    assert "xl/calcChain.xml" not in parts(out)
    assert b"calcChain" not in parts(out)["[Content_Types].xml"] + parts(out)["xl/_rels/workbook.xml.rels"]


@pytest.mark.parametrize("former", [b"", b'<calcPr calcId="124519"/>'])
def test_users_formulas_are_computed_when_the_file_is_opened(tmp_path: Path, former: bytes) -> None:
    template, out = custom(tmp_path / "t.xlsx"), tmp_path / "out.xlsx"
    book = re.sub(rb"<calcPr[^>]*/>", former, parts(template)["xl/workbook.xml"])
    fill(with_parts(template, {"xl/workbook.xml": book}), Sample({}), out)
    after = parts(out)["xl/workbook.xml"]
    assert re.findall(rb'</definedNames><calcPr[^>]* ?fullCalcOnLoad="1"/>', after)
    assert after.count(b"<calcPr") == 1
