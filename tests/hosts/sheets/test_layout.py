"""The report laid out in a team's spreadsheet, from the definition the workbook templates have."""

from __future__ import annotations

import json
import re
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from addin.errors import InputError
from addin.hosts.sheets import api_errors
from addin.hosts.sheets.layout import init
from addin.hosts.sheets.template_formats import number_format
from addin.hosts.sheets.template_tabs import semicolons
from addin.report.layout import BLOCK
from tests.hosts.fakes.faults import Fault, Kind
from tests.hosts.sheets.team import Team
from tests.xlsx.samples import TEMPLATE, load


def test_every_block_has_its_name_and_a_warning_for_whoever_types_there(laid: Team) -> None:
    names = {named["name"]: named for named in laid.book.names}
    assert {f"hf_{block}" for block in BLOCK} <= set(names)
    assert {"hf_refresh", "hf_status", "hf_deals", "hf_answers"} <= set(names)
    guards = [guard for sheet in laid.book.sheets for guard in sheet.protected]
    assert {guard["namedRangeId"] for guard in guards} == {names[f"hf_{b}"]["namedRangeId"] for b in BLOCK}
    assert all(guard["warningOnly"] for guard in guards)


@pytest.mark.filterwarnings("ignore:.*xtension is not supported:UserWarning")
def test_tabs_look_like_the_template(laid: Team) -> None:
    with as_file(files("sheets_templates") / "report.en.xlsx") as path:
        template = openpyxl.load_workbook(BytesIO(path.read_bytes()))
    sheet = template["Attention"]
    tab = laid.tab("Attention")
    assert tab.grid["frozenRowCount"] == int("".join(filter(str.isdigit, sheet.freeze_panes or ""))) - 1
    for row in sheet.iter_rows():
        for cell in row:
            shown = tab.cells.get((cell.row - 1, cell.column - 1), {})
            if cell.value is not None:
                assert shown["userEnteredValue"] == {"stringValue": str(cell.value)}
            if cell.comment is not None:
                assert shown["note"] == cell.comment.text
    merged = len(template["Funnel"].merged_cells.ranges)
    assert len(laid.tab("Funnel").merges) == merged > 10
    hidden = [
        row for row, told in laid.tab("Attention").dimensions["ROWS"].items() if told.get("hiddenByUser")
    ]
    assert hidden == [row - 1 for row, told in sheet.row_dimensions.items() if told.hidden]


def test_rules_and_the_chart_come_along(laid: Team) -> None:
    rules = laid.tab("Conversion by manager").conditions
    assert any("gradientRule" in rule for rule in rules)
    formulas = [
        rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"]
        for rule in rules
        if "booleanRule" in rule
    ]
    assert formulas
    assert all(text.startswith("=") and ", " not in text for text in formulas)
    assert all("endRowIndex" not in span for rule in rules for span in rule["ranges"])  # whatever it grows to
    (chart,) = laid.tab("Funnel").charts
    assert chart["spec"]["basicChart"]["stackedType"] == "STACKED"
    assert len(chart["spec"]["basicChart"]["series"]) == 4


def test_charts_have_titles_legends_and_names(laid: Team) -> None:
    """Those of the forecast: bars of the months, and lines of a block that grows."""
    bars, lines = (chart["spec"] for chart in laid.tab("Forecast").charts)
    assert bars["title"] == "Revenue by month: what has come and what is to come"
    assert bars["basicChart"]["legendPosition"] == "BOTTOM_LEGEND"
    assert bars["basicChart"]["headerCount"] == 1
    (span,) = bars["basicChart"]["series"][0]["series"]["sourceRange"]["sources"]
    top = laid.places()["hf_forecast_months"][1].top
    assert (span["startRowIndex"], span["endRowIndex"]) == (top - 1, top + 2)
    assert laid.value("Forecast", top, span["endColumnIndex"]) == "Closed"
    assert lines["basicChart"]["chartType"] == "LINE"
    styles = [series["lineStyle"]["type"] for series in lines["basicChart"]["series"]]
    assert styles == ["SOLID", "SOLID", "MEDIUM_DASHED", "MEDIUM_DASHED", "DOTTED"]
    (span,) = lines["basicChart"]["domains"][0]["domain"]["sourceRange"]["sources"]
    assert span["startRowIndex"] == laid.places()["hf_forecast_record"][1].top - 1
    assert "endRowIndex" not in span  # as many rows as there will be


def test_no_chart_is_dropped_and_each_is_of_its_kind(laid: Team) -> None:
    """Columns stand, months' plans are marks over them, and what holds a waterfall up is not to be seen."""
    charts = {sheet.title: getattr(sheet, "_charts", []) for sheet in load(TEMPLATE["en"]).worksheets}
    assert sum(map(len, charts.values())) == sum(len(sheet.charts) for sheet in laid.book.sheets)
    leads, wins, revenue, waterfall, *_ = (chart["spec"]["basicChart"] for chart in laid.tab("Trend").charts)
    kinds = [chart["chartType"] for chart in (leads, wins, revenue, waterfall)]
    assert kinds == ["LINE", "COLUMN", "COMBO", "BAR"]
    assert "stackedType" not in wins
    assert [series["type"] for series in revenue["series"]] == ["COLUMN", "LINE"]
    assert revenue["series"][1]["lineStyle"] == {"type": "INVISIBLE"}
    assert revenue["series"][1]["pointStyle"]["size"] > 0
    assert waterfall["series"][0]["colorStyle"]["rgbColor"] == {"red": 1.0, "green": 1.0, "blue": 1.0}
    (plan,) = (chart["spec"]["basicChart"] for chart in laid.tab("Monday").charts)
    assert len(plan["series"][0]["styleOverrides"]) == 3
    ratios = laid.tab("Sources").charts[0]["spec"]["basicChart"]
    assert ratios["chartType"] == "COLUMN"
    assert len(ratios["series"]) == 2  # not the line that only makes an axis longer


def test_what_is_set_in_stands_off(laid: Team) -> None:
    assert any(
        cell.get("userEnteredFormat", {}).get("padding", {}).get("left") == 10
        for cell in laid.tab("Conversion by manager").cells.values()
    )


def test_what_is_there_stays_and_a_second_time_adds_nothing(fresh: Team) -> None:
    before = {sheet.id: dict(sheet.cells) for sheet in fresh.book.sheets}
    added = init(fresh.remote(), "en", "en")
    assert {sheet.id: sheet.cells for sheet in fresh.book.sheets if sheet.id in before} == before
    assert "Stages (report)" in added  # "Stages" is the team's own table
    tabs = len(fresh.book.sheets)
    fresh.service.calls.clear()
    assert init(fresh.remote(), "en", "en") == []
    assert fresh.writes() == []
    assert len(fresh.book.sheets) == tabs


def test_tabs_are_only_added(fresh: Team) -> None:
    """No request of laying out deletes anything or speaks of a tab that was there."""
    there = {str(sheet.id) for sheet in fresh.book.sheets}
    init(fresh.remote(), "en", "en")
    (call,) = fresh.service.made("write")
    assert not any("delete" in kind for request in call.body["requests"] for kind in request)
    assert not there & set(re.findall(r'"sheetId": (\d+)', json.dumps(call.body)))


def test_a_spreadsheet_without_room_is_left_as_it_is(fresh: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_errors, "MAX_CELLS", 60_000)
    with pytest.raises(InputError, match="has no room"):
        init(fresh.remote(), "en", "en")
    assert fresh.writes() == []


def test_a_tab_that_was_deleted_comes_back_alone(laid: Team) -> None:
    laid.reader().del_worksheet(laid.reader().worksheet("Cohorts"))
    assert init(laid.remote(), "en", "en") == ["Cohorts"]


def test_the_language_is_that_of_the_spreadsheet(fresh: Team) -> None:
    fresh.book.locale = "ru_RU"
    assert "Главное" in init(fresh.remote(), None, "en")


@pytest.mark.parametrize("kind", ["500 after", "dropped after", "dropped before", "503"])
def test_a_lost_answer_adds_no_tab_twice(fresh: Team, tmp_path: Path, kind: Kind) -> None:
    """A template of one block will do: what is sent does not matter, how often does."""
    book, path = openpyxl.Workbook(), tmp_path / "own.xlsx"
    book.worksheets[0].title = "Mine"
    book.defined_names["hf_stages"] = DefinedName("hf_stages", attr_text="Mine!$A$1:$C$2")
    book.save(path)
    fresh.service.faults.append(Fault(kind, ":batchUpdate"))
    added = init(fresh.remote(), "en", "en", path)
    assert added == ["Mine", "Refresh"]
    assert [sheet.title for sheet in fresh.book.sheets] == [
        "Deals",
        "Stages",
        "Mine",
        "hf_answers",
        "Refresh",
    ]


def test_a_workbook_that_is_no_template_is_refused(fresh: Team, tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(InputError) as caught:
        init(fresh.remote(), "en", "en", path)
    assert caught.value.key == "template_without_blocks"
    with pytest.raises(InputError) as caught:
        init(fresh.remote(), "en", "en", tmp_path / "nowhere.xlsx")
    assert caught.value.key == "file_missing"
    path = tmp_path / "other.xlsx"
    path.write_bytes(b"no workbook")
    with pytest.raises(InputError) as caught:
        init(fresh.remote(), "en", "en", path)
    assert caught.value.key == "file_damaged"


@pytest.mark.parametrize(
    ("text", "kind"),
    [("[$-419]#,##0", "NUMBER"), ("0.0%", "PERCENT"), ("dd.mm.yyyy", "DATE"), ("@", "TEXT")],
)
def test_number_formats(text: str, kind: str) -> None:
    found = number_format(text)
    assert found is not None
    assert found["type"] == kind
    assert "[$" not in found["pattern"]
    assert number_format("General") is None


def test_arguments_are_parted_as_every_locale_understands() -> None:
    assert semicolons('OR($A1="a,b",$B1="c")') == 'OR($A1="a,b";$B1="c")'
