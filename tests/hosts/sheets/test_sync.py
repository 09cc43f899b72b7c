"""A refresh of a shared spreadsheet, by what readers see and what calls it takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from addin.errors import InputError
from addin.hosts.sheets import api_errors
from addin.hosts.sheets import publish as publish_module
from addin.hosts.sheets import sync as sync_module
from addin.hosts.sheets.reading import Snapshot, read
from addin.hosts.sheets.staging import Staging
from addin.hosts.sheets.steps import Plan
from addin.hosts.sheets.swap import swap_requests
from addin.hosts.sheets.sync import SyncRequest, sync
from addin.report.build import Report
from addin.report.headings import heading
from tests.hosts.fakes.book import Area
from tests.hosts.sheets.team import Team, table


def test_a_report_comes_to_the_spreadsheet_and_is_what_was_computed(laid: Team) -> None:
    done = sync(laid.remote(), SyncRequest())
    shown, wanted = laid.shown(), done.report.blocks["attention"]
    assert [row[0] for row in shown["hf_attention"][1:]] == wanted["id"].tolist()
    assert shown["hf_stages"][1][1] == "New"
    rates = done.report.blocks["conversion"]["rate"].tolist()
    heads = shown["hf_conversion"][0]
    column = heads.index(heading("conversion", "rate", "en"))
    for row, rate in zip(shown["hf_conversion"][1:], rates, strict=True):
        assert row[column] == (pytest.approx(rate) if rate == rate else None)  # noqa: PLR0124
    assert laid.value("Refresh", 4, 2) == done.text


def test_text_of_the_crm_stays_text(filled: Team) -> None:
    cells = filled.tab("Attention").cells.values()
    entered = [cell["userEnteredValue"] for cell in cells if "userEnteredValue" in cell]
    assert {"stringValue": "=IMPORTXML(1)"} in entered
    assert not any("formulaValue" in value for value in entered)


def test_dates_are_dates_and_missing_is_empty(filled: Team) -> None:
    title, rect = filled.places()["hf_attention"]
    shown = filled.shown()["hf_attention"]
    created = shown[0].index("Created")
    cell = filled.tab(title).cells[rect.top, created]
    assert 46_000 < cell["effectiveValue"]["numberValue"] < 47_000
    assert cell["userEnteredFormat"]["numberFormat"] == {"type": "DATE", "pattern": "yyyy-mm-dd"}
    last = filled.tab(title).cells[rect.bottom - 1, created]
    assert last["userEnteredFormat"]["numberFormat"]["type"] == "DATE"
    assert any(row[5] is None for row in shown[1:])


def test_the_time_is_that_of_the_spreadsheet(laid: Team) -> None:
    """Unless somebody names another; a zone that nobody knows is passed over."""

    def zone(**options: str) -> str:
        asked = SyncRequest(options=options)
        return sync_module._loaded(read(laid.remote(), raw=True), asked).settings.timezone

    assert zone() == "Europe/London"
    assert zone(timezone="Asia/Omsk") == "Asia/Omsk"
    laid.book.zone = "Mars/Olympus"
    assert zone() == "Europe/Moscow"


def test_the_same_report_again_is_not_sent(filled: Team) -> None:
    filled.service.calls.clear()
    done = sync(filled.remote(), SyncRequest())
    assert done.plan.is_empty
    assert filled.writes() == ["/values:batchUpdate"]  # the moment, beside the box
    ranges = [one["range"] for one in filled.service.made("write")[0].body["data"]]
    assert ranges == ["hf_status"]


def test_twelve_thousand_deals_take_four_reads_and_five_writes(laid: Team, demo_workbook: Path) -> None:
    """The first time, with a ledger that gains every one of them: no refresh has more to send."""
    laid.reader().add_worksheet("Ledger", 50, 8)
    laid.service.calls.clear()
    done = sync(laid.remote(), SyncRequest(deals=demo_workbook))
    assert int(done.report.blocks["header"]["rows_read"].iloc[0]) > 12_000
    assert laid.tab("Ledger").rows > 11_000
    assert len(laid.service.made("read")) == 4
    change = ":batchUpdate"
    assert laid.writes() == [change, "/values:batchUpdate", change, change, change]
    assert all(call.size < 2_000_000 for call in laid.service.calls)


def test_raw_tables_are_read_from_the_spreadsheet(laid: Team) -> None:
    rows = [["ID", "Created", "Status"], ["A1", "=1+46200", "New"], ["A2", 46205.0, "Won"]]
    laid.tab("Deals").cells.clear()
    table(laid.tab("Deals"), rows)
    laid.put("Deals", 2, 2, "=1+46200")  # what a formula gives counts
    done = sync(laid.remote(), SyncRequest())
    assert done.report.blocks["stages"].set_index("status")["deals"].to_dict()["New"] == 1
    assert done.report.blocks["data_issues"].empty


def test_merged_cells_hold_their_value_in_every_row_they_cover(laid: Team) -> None:
    rows: list[list[object]] = [["Owner", "ID", "Created", "Status"]]
    rows += [["Ann", "A1", 46201.0, "New"], [None, "A2", 46205.0, "Won"], ["Bob", "A3", 46205.0, "Won"]]
    laid.tab("Deals").cells.clear()
    table(laid.tab("Deals"), rows)
    laid.tab("Deals").merges.append(Area(1, 0, 3, 1))
    deals = sync_module._loaded(read(laid.remote(), raw=True), SyncRequest()).data.deals
    assert deals["manager"].tolist() == ["Ann", "Ann", "Bob"]


@pytest.mark.usefixtures("second")
def test_only_blocks_that_differ_are_sent(filled: Team) -> None:
    """A cell that somebody has written over is put right, and nothing else of the report is sent."""
    sync(filled.remote(), SyncRequest())
    title, rect = filled.places()["hf_cohorts"]
    was = filled.value(title, rect.top + 1, 1)
    filled.put(title, rect.top + 1, 1, "oops")
    done = sync(filled.remote(), SyncRequest())
    assert [change.block for change in done.plan.changes] == ["cohorts"]
    assert {write.tab for write in (*done.plan.staged, *done.plan.direct)} <= {
        filled.tab(title).id, filled.tab("Refresh").id,
    }  # fmt: skip
    assert filled.value(title, rect.top + 1, 1) == was


@pytest.mark.parametrize("characters", [50_000, 50_001])
def test_a_text_that_no_cell_holds_is_refused_before_anything_is_written(
    filled: Team, characters: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "x" * characters
    monkeypatch.setattr("addin.hosts.sheets.sync.done_message", lambda *_: said)
    filled.put("Cohorts", filled.places()["hf_cohorts"][1].top + 1, 1, "oops")
    if characters == 50_000:
        sync(filled.remote(), SyncRequest())
        assert filled.value("Refresh", 4, 2) == said
        return
    with pytest.raises(InputError) as caught:
        sync(filled.remote(), SyncRequest())
    assert caught.value.key == "sheets_long"
    assert filled.writes() == ["/values:batchUpdate"]  # what was wrong, beside the box


@pytest.mark.parametrize("spare", [0, -1])
def test_more_cells_than_google_allows_are_refused_before_anything_is_written(
    filled: Team, second: Report, spare: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hidden tab counts, and so do rows and tabs still to be made."""
    staging: list[Staging] = []

    def noted(snapshot: Snapshot, plan: Plan, of: Staging, marker: int) -> Iterator[dict[str, object]]:
        staging.append(of)
        return swap_requests(snapshot, plan, of, marker)

    monkeypatch.setattr(publish_module, "swap_requests", noted)
    title, rect = filled.places()["hf_attention"]
    after = set(second.blocks["attention"]["id"])
    gone = next(row[0] for row in filled.shown()["hf_attention"][1:] if row[0] not in after)
    filled.put(title, filled.find("hf_attention", gone), rect.right + 1, "a note whose deal leaves")
    before, most = filled.book.copied(), api_errors.MAX_CELLS
    sync(filled.remote(), SyncRequest())
    now = sum(sheet.rows * sheet.columns for sheet in filled.book.sheets)
    assert filled.book.titled("Notes kept") is not None
    filled.book.restore(before)
    filled.service.calls.clear()
    assert filled.book.titled("Notes kept") is None
    monkeypatch.setattr(api_errors, "MAX_CELLS", now + staging[0].rows * staging[0].columns + spare)
    if spare == 0:
        sync(filled.remote(), SyncRequest())
        return
    with pytest.raises(InputError) as caught:
        sync(filled.remote(), SyncRequest())
    assert caught.value.key == "sheets_full"
    assert filled.writes() == ["/values:batchUpdate"]
    assert most == 10_000_000


@pytest.mark.usefixtures("second")
def test_a_trial_changes_nothing(filled: Team) -> None:
    before = filled.shown()
    filled.service.calls.clear()
    done = sync(filled.remote(), SyncRequest(dry_run=True))
    assert done.plan.changes
    assert filled.writes() == []
    assert filled.shown() == before


@pytest.mark.usefixtures("second")
def test_hidden_tabs_of_dead_refreshes_are_swept(filled: Team) -> None:
    filled.reader().add_worksheet("hf_stage_dead", 5, 5)
    sync(filled.remote(), SyncRequest())
    ours = [sheet.title for sheet in filled.book.sheets if sheet.title.startswith("hf_")]
    assert ours == ["hf_answers", "hf_revision_2"]


def test_large_reports_go_in_calls_of_two_megabytes(
    filled: Team, second: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("addin.hosts.sheets.staging.CHUNK", 4000)
    filled.service.calls.clear()
    sync(filled.remote(), SyncRequest())
    sizes = [call.size for call in filled.service.calls if call.path.endswith("values:batchUpdate")]
    assert len(sizes) > 2
    assert filled.shown()["hf_attention"][1][0] == second.blocks["attention"]["id"].iloc[0]


def test_a_spreadsheet_without_a_report_says_what_to_do(fresh: Team) -> None:
    with pytest.raises(InputError, match="has no places for the report"):
        sync(fresh.remote(), SyncRequest())


def test_deals_are_not_found_twice_over(laid: Team) -> None:
    laid.reader().add_worksheet("Сделки", 5, 5)
    with pytest.raises(InputError) as caught:
        sync(laid.remote(), SyncRequest())
    assert caught.value.key == "sheet_twice"
