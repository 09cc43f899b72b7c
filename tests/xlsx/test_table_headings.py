"""Headings of a table that a fill writes anew."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from addin.xlsx.fill import fill
from addin.xlsx.table_headings import _unique, renamed_formula
from tests.xlsx.samples import Sample, frame, load

RENAMED = {"Step 1": "→ Contract", "a[b]": "won #1", "Step 2": "→ Won"}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("AVERAGE(Heat[Step 1])", "AVERAGE(Heat[→ Contract])"),
        ("heat[step 1]+Heat[Step 10]", "heat[→ Contract]+Heat[Step 10]"),
        ("Heat[[#This Row],[Step 1]]*2", "Heat[[#This Row],[→ Contract]]*2"),
        ("SUM(Heat[[Step 1]:[Step 2]])", "SUM(Heat[[→ Contract]:[→ Won]])"),
        ("SUM(Heat[[#Headers],[#Data],[Step 2]])", "SUM(Heat[[#Headers],[#Data],[→ Won]])"),
        ("Heat[a'[b']]+Heat[#Totals]", "Heat[won '#1]+Heat[#Totals]"),
        ('"Heat[Step 1]"&Other[Step 1]&MyHeat[Step 1]', '"Heat[Step 1]"&Other[Step 1]&MyHeat[Step 1]'),
        ("Heat[[#All],[a'[b']]]", "Heat[[#All],[won '#1]]"),
    ],
)
def test_formulas_name_the_columns_as_they_are_called_now(formula: str, expected: str) -> None:
    assert renamed_formula(formula, "Heat", RENAMED) == expected


def test_a_heading_that_is_taken_gets_a_number() -> None:
    assert [_unique("A", {"b"}), _unique("A", {"a"}), _unique("A", {"a", "a2"})] == ["A", "A2", "A3"]


@pytest.mark.parametrize(
    ("first", "second", "last"), [("→ Contract", "→ Won", "→ Won"), ("→ Won", "→ Won", "→ Won2")]
)
def test_a_table_over_the_heat_map_calls_its_columns_as_their_headings(
    tmp_path: Path, first: str, second: str, last: str
) -> None:
    path, out = tmp_path / "t.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_row("A3", ["manager", "rate_1", "rate_2"])
        columns = [{"header": name} for name in ("Manager", "Step 1", "Step 2", "mine")]
        columns[3]["formula"] = "=Heat[[#This Row],[Step 1]]"
        sheet.add_table("A4:D5", {"name": "Heat", "columns": columns})
        book.define_name("hf_heatmap", "=Data!$A$4:$D$5")
        book.define_name("Second", "=Heat[Step 2]")
        book.add_worksheet("O").write_formula("A1", "=AVERAGE(Heat[Step 1])")
    headings = {"heatmap": {"rate_1": first, "rate_2": second}}
    for source in (path, out):
        fill(source, Sample({"heatmap": frame("heatmap", 3)}, headings=headings), out)
        book = load(out)
        names = [column.name for column in book["Data"].tables["Heat"].tableColumns]
        assert names == [cell.value for cell in book["Data"]["A4:D4"][0]] == ["Manager", first, last, "mine"]
        assert book["O"]["A1"].value == f"=AVERAGE(Heat[{first}])"
        assert book.defined_names["Second"].attr_text == f"Heat[{last}]"
        assert book["Data"]["D5"].value == f"=Heat[[#This Row],[{first}]]"
