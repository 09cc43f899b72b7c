"""Our own templates, filled and read back."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from addin.report.layout import BLOCK, BLOCKS
from addin.words import LANGS, Lang
from addin.xlsx.fill import fill
from tests.office import require_office
from tests.xlsx.filled import HEAD, column_of, filled, opened
from tests.xlsx.samples import TEMPLATE, Sample, frame, load, parts


def name_of(path: Path, block: str) -> str:
    return str(load(path).defined_names[f"hf_{block}"].attr_text)


def listed(values: pd.Series) -> list[object]:
    return [None if pd.isna(value) else value for value in values]


@pytest.mark.parametrize("rows", [0, 1, 3, 60, 20_000])
def test_a_block_and_all_that_covers_it_have_exactly_its_rows(tmp_path: Path, rows: int) -> None:
    data = frame("presale", rows)
    out = filled(tmp_path, {"presale": data})
    sheet = opened(out, "Pre-sale")
    last = HEAD + max(rows, 1)
    assert name_of(out, "presale") == f"'Pre-sale'!$A$4:$R${last}"
    assert sheet.auto_filter.ref == f"A4:R{last}"
    assert sheet.dimensions == f"A1:R{last}"
    filters = sheet.defined_names.get("_xlnm._FilterDatabase")
    assert filters is None or filters.attr_text == f"'Pre-sale'!$A$4:$R${last}"
    chance = "I5" if last == HEAD + 1 else f"I5:I{last}"
    assert [str(found.sqref) for found in sheet.conditional_formatting] == [chance]
    if rows:
        assert column_of(sheet, 6) == listed(data["amount"])
        assert column_of(sheet, 1) == listed(data["id"])
    else:
        assert column_of(sheet, 1) == ["nothing of this kind"]


def test_an_extended_data_bar_follows_its_column(tmp_path: Path) -> None:
    out = filled(tmp_path, {"presale": frame("presale", 60)})
    xml = next(
        data for name, data in parts(out).items() if b"presale 0" not in data and b"chance_period" in data
    )
    found = [
        data for name, data in parts(out).items() if name.startswith("xl/worksheets/") and b"I5:I64" in data
    ]
    assert xml
    assert len(found) == 1
    assert b"<xm:sqref>I5:I64</xm:sqref>" in found[0]


def test_every_cell_of_every_block_reads_back(tmp_path: Path) -> None:
    blocks = {block.name: frame(block.name, 3) for block in BLOCKS if block.fixed_rows is None}
    out = filled(tmp_path, blocks)
    book = load(out)
    for name, data in blocks.items():
        sheet_name, _, area = str(book.defined_names[f"hf_{name}"].attr_text).rpartition("!")
        rows = list(book[sheet_name.strip("'")][area.replace("$", "")])
        assert len(rows) == 4
        for i, column in enumerate(BLOCK[name].columns):
            expected = data[column.key].iloc[2]
            if column.kind == "date":
                expected = expected.to_pydatetime()
            elif column.kind == "flag":
                expected = "yes"
            elif column.kind == "code":
                expected = "stuck in its stage"
            assert rows[3][i].value == expected, (name, column.key)
            assert rows[2][i].value == ("no" if column.kind == "flag" else None), (name, column.key)


def test_a_shorter_fill_leaves_nothing_of_the_longer_one(tmp_path: Path) -> None:
    long = filled(tmp_path, {"presale": frame("presale", 60)})
    once = tmp_path / "once.xlsx"
    fill(TEMPLATE["en"], Sample({"presale": frame("presale", 3)}), once)
    fill(long, Sample({"presale": frame("presale", 3)}), long)
    assert parts(long) == parts(once)


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    first = filled(tmp_path, {"presale": frame("presale", 60)}).read_bytes()
    assert filled(tmp_path, {"presale": frame("presale", 60)}).read_bytes() == first
    again = filled(tmp_path, {"presale": frame("presale", 60)}, template=tmp_path / "report.xlsx")
    assert again.read_bytes() == first


def test_a_long_list_shows_its_first_rows_and_says_so_once(tmp_path: Path) -> None:
    out = filled(tmp_path, {"attention": frame("attention", 1234)})
    fill(out, Sample({"attention": frame("attention", 2345)}), out)
    sheet = opened(out, "Attention")
    assert name_of(out, "attention") == "'Attention'!$A$4:$O$504"
    assert sheet["A2"].value.endswith("then age. · Amounts in RUB. · First 500 of 2,345.")
    fill(out, Sample({"attention": frame("attention", 500)}, currency=""), out)
    assert opened(out, "Attention")["A2"].value.endswith("then age.")


def test_a_block_the_report_does_not_have_stays_headings_and_an_empty_row(tmp_path: Path) -> None:
    out = filled(tmp_path, {})
    fill(TEMPLATE["en"], Sample({"cohorts": frame("cohorts", 9)}), out)
    fill(out, Sample({}), out)
    assert name_of(out, "cohorts") == "'Cohorts'!$A$4:$K$5"
    assert column_of(opened(out, "Cohorts"), 1) == [None]


def test_the_summary_holds_its_record_findings_and_intake(tmp_path: Path) -> None:
    findings = pd.DataFrame({"text": ["First.", "Second."], "count": [12, 3], "topic": ["intake", "growth"]})
    header = frame("header", 1).assign(rows_read=8800, pipeline="Main")
    intake = frame("intake", 1).assign(leads=1234, taken_rate=0.5, note="All of it.")
    out = filled(tmp_path, {"summary": findings, "header": header, "intake": intake})
    sheet, head = opened(out, "Funnel"), opened(out, "Monday")
    by_label = {
        cell.value: head.cell(cell.row + 1, cell.column).value
        for row in head.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    }
    assert (by_label["Rows read"], by_label["Pipeline"]) == (8800, "Main")
    taken = opened(out, "Intake")
    labels = {
        cell.value: taken.cell(cell.row + 1, cell.column).value for row in taken["B3:M11"] for cell in row
    }
    assert (labels["Leads"], labels["Taken rate"], labels["Note"]) == (1234, 0.5, "All of it.")
    assert by_label["As of"] == dt.datetime(2026, 9, 1)
    topic, text, count, as_of = 1, 9, 84, 19
    assert [sheet.cell(row, text).value for row in range(10, 17)] == ["First.", "Second.", *[None] * 5]
    assert [sheet.cell(11, n).value for n in (topic, count)] == ["growth point", 3]
    assert head.cell(2, as_of).value == dt.datetime(2026, 9, 1)
    fill(out, Sample({"summary": findings.head(1)}), out)
    assert opened(out, "Monday").cell(2, as_of).value is None
    again = opened(out, "Funnel")
    assert [again.cell(row, text).value for row in (10, 11)] == ["First.", None]


def test_only_sheets_and_the_workbook_change(tmp_path: Path) -> None:
    before, after = parts(TEMPLATE["ru"]), parts(filled(tmp_path, {"presale": frame("presale", 60)}, "ru"))
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    ours = ("xl/workbook.xml", "xl/worksheets/sheet", "xl/charts/chart")
    assert all(name.startswith(ours) for name in changed)
    assert b'fullCalcOnLoad="1"' in after["xl/workbook.xml"]


@pytest.mark.parametrize("lang", LANGS)
def test_libreoffice_opens_the_result(tmp_path: Path, lang: Lang) -> None:
    office = require_office()
    out = filled(tmp_path, {block.name: frame(block.name, block.fixed_rows or 3) for block in BLOCKS}, lang)
    command = [office, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    convert = [
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2",  # the second sheet
        "--outdir",
        str(tmp_path),
        str(out),
    ]
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH")}
    subprocess.run([*command, *convert], check=True, capture_output=True, timeout=180, env=env)
    (made,) = tmp_path.glob("report*.csv")
    read = made.read_text(encoding="utf-8")
    assert ("Rows read" if lang == "en" else "Строк прочитано") in read
    assert "client 0" in read
