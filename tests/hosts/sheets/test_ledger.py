"""A team's tab "Ledger" gains what changed, once, with the report, and nobody's work is lost."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path
from typing import Any

import pytest

from addin.errors import InputError
from addin.hosts.sheets import api_errors, ledger
from addin.hosts.sheets import sync as sync_module
from addin.hosts.sheets.client import ConflictError
from addin.hosts.sheets.plan import plan
from addin.hosts.sheets.publish import publish
from addin.hosts.sheets.reading import read
from addin.hosts.sheets.staging import Staging
from addin.hosts.sheets.sync import SyncRequest, sync
from addin.refresh import LEDGER
from tests.hosts.fakes.faults import Fault, Kind
from tests.hosts.fakes.updates import batch_update
from tests.hosts.sheets.conftest import MOVED, Prepared
from tests.hosts.sheets.team import EPOCH, Team, deals, table

DEALS = len(deals()) - 1


@pytest.fixture
def team(filled: Team, prepared: Prepared, monkeypatch: pytest.MonkeyPatch) -> Team:
    """A filled report and a blank ledger; the deals are read each time, the report is always the first."""
    first = prepared.reports[0], prepared.answers[0]
    monkeypatch.setattr(sync_module, "compute", lambda *_: first)
    filled.reader().add_worksheet("Ledger", 50, 8)
    filled.service.calls.clear()
    return filled


def rows(team: Team, title: str = "Ledger") -> list[list[Any]]:
    """What a reader sees of the ledger below its headings."""
    return team.reader().worksheet(title).get_values(value_render_option="UNFORMATTED_VALUE")[1:]


def move_on(team: Team) -> None:
    """Some deals get on."""
    table(team.tab("Deals"), deals(moved=MOVED))


def test_a_blank_tab_gains_headings_and_every_deal(team: Team) -> None:
    done = sync(team.remote(), SyncRequest())
    assert done.plan.insert is not None
    assert done.plan.insert.rows == DEALS == len(rows(team))
    assert [team.value("Ledger", 1, i) for i in range(1, 8)] == list(LEDGER)
    cells = team.tab("Ledger").cells
    entered = [cells[row, 3]["userEnteredValue"] for row in range(1, DEALS + 1) if (row, 3) in cells]
    assert {"stringValue": "=IMPORTXML(1)"} in entered  # text stays text
    assert not any("formulaValue" in value for value in entered)
    seen = cells[1, 6]
    moment = EPOCH + dt.timedelta(days=seen["effectiveValue"]["numberValue"])
    assert abs(moment - dt.datetime.now()) < dt.timedelta(days=1)
    assert seen["userEnteredFormat"] == {"numberFormat": {"type": "DATE_TIME"}}
    amounts = [cells.get((row, 2), {}).get("effectiveValue") for row in range(1, DEALS + 1)]
    assert None in amounts  # missing is empty
    assert {"numberValue": 25000.5} in amounts


def test_only_what_changed_is_added_and_nothing_twice(team: Team) -> None:
    sync(team.remote(), SyncRequest())
    assert sync(team.remote(), SyncRequest()).plan.is_empty
    assert len(rows(team)) == DEALS
    move_on(team)
    sync(team.remote(), SyncRequest())
    assert {row[0]: row[1] for row in rows(team)[DEALS:]} == MOVED
    assert sync(team.remote(), SyncRequest()).plan.insert is None


def test_without_such_a_tab_none_is_made(team: Team) -> None:
    team.reader().del_worksheet(team.reader().worksheet("Ledger"))
    tabs = len(team.book.sheets)
    assert sync(team.remote(), SyncRequest()).plan.insert is None
    assert len(team.book.sheets) == tabs


def test_a_trial_adds_nothing(team: Team) -> None:
    done = sync(team.remote(), SyncRequest(dry_run=True))
    assert done.plan.insert is not None
    assert rows(team) == []


def test_the_teams_own_headings_order_and_columns_are_kept(team: Team) -> None:
    """Russian headings in another order, a title above, a column of remarks between, no amounts at all."""
    tab = team.tab("Ledger")
    tab.properties["title"] = "Журнал"
    heads = ["Снимок", "Статус", "Remarks", "ID сделки", "Менеджер"]
    table(tab, [["Our ledger"], heads, [45000.5, "New", "mine", "D0000", "Nobody"]])
    tab.put(2, 0, {"userEnteredFormat": {"textFormat": {"bold": True}}})
    sync(team.remote(), SyncRequest())
    found = rows(team, "Журнал")[1:]
    assert found[0] == [45000.5, "New", "mine", "D0000", "Nobody"]
    assert len(found) == DEALS + 1
    assert {row[3] for row in found} == {row[0] for row in deals()[1:]}
    assert {row[2] for row in found[1:]} == {""}
    assert "bold" not in str(tab.cells[3, 0]["userEnteredFormat"])
    assert sync(team.remote(), SyncRequest()).plan.insert is None  # an amount it has no room for is no change


def test_a_tab_that_is_full_and_narrow_grows(team: Team) -> None:
    tab = team.tab("Ledger")
    tab.grid.update({"rowCount": 1, "columnCount": 3})
    sync(team.remote(), SyncRequest())
    assert (tab.rows, tab.columns) == (DEALS + 1, len(LEDGER))
    move_on(team)
    sync(team.remote(), SyncRequest())
    assert len(rows(team)) == DEALS + len(MOVED) == tab.rows - 1


@pytest.mark.parametrize("kind", ["500 after", "dropped after", "dropped before", "503"])
def test_a_lost_answer_adds_nothing_twice(team: Team, kind: Kind) -> None:
    """The fault hits the swap, the third change; it is sent again only if it was not heard."""

    class AtSwap(Fault):
        def hits(self, _: object) -> bool:
            return [path for path in team.writes() if path == ":batchUpdate"] == [":batchUpdate"] * 3

    team.service.faults.append(AtSwap(kind))
    sync(team.remote(), SyncRequest())
    assert team.service.faults == []
    assert len(rows(team)) == DEALS


def test_what_somebody_writes_there_meanwhile_stays(team: Team) -> None:
    sync(team.remote(), SyncRequest())
    move_on(team)
    team.service.calls.clear()

    def write(_: object) -> None:
        if len(team.service.calls) == 7:  # the swap is about to be heard
            team.put("Ledger", DEALS + 2, 1, "typed meanwhile")

    team.service.before = write
    sync(team.remote(), SyncRequest())
    found = rows(team)
    assert [row[0] for row in found[DEALS:]] == [*MOVED, "typed meanwhile"]


def test_rows_put_in_above_meanwhile_are_noticed(team: Team) -> None:
    """The refresh begins again from a fresh read."""
    sync(team.remote(), SyncRequest())
    move_on(team)
    team.service.calls.clear()

    def put_in(_: object) -> None:
        if len(team.service.calls) == 5:
            team.service.before = lambda _: None
            top = {"sheetId": team.tab("Ledger").id, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
            batch_update(team.book, {"requests": [{"insertDimension": {"range": top}}]})
            team.put("Ledger", 1, 1, "a title")

    team.service.before = put_in
    sync(team.remote(), SyncRequest())
    assert team.value("Ledger", 1, 1) == "a title"
    assert [row[0] for row in rows(team)[DEALS + 1 :]] == list(MOVED)


def test_of_two_refreshes_at_once_one_adds(team: Team, prepared: Prepared) -> None:
    """Both have planned the same rows before either publishes; the second is refused whole."""
    barrier, outcomes = threading.Barrier(2, timeout=30), {}

    def run(number: int) -> None:
        remote = team.remote()
        snapshot = read(remote, raw=True)
        found = plan(snapshot, prepared.reports[0], None, prepared.answers[0])
        ledger.plan_rows(snapshot, sync_module._loaded(snapshot, SyncRequest()), found)
        barrier.wait()
        try:
            publish(remote, snapshot, found)
            outcomes[number] = "published"
        except ConflictError:
            outcomes[number] = "refused"

    threads = [threading.Thread(target=run, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(outcomes.values()) == ["published", "refused"]
    assert len(rows(team)) == DEALS


def test_a_publication_that_fails_adds_nothing(team: Team) -> None:
    team.service.faults += [Fault("500", "values:batchUpdate") for _ in range(100)]
    with pytest.raises(InputError):
        sync(team.remote(), SyncRequest())
    assert rows(team) == []


def test_the_limit_of_cells_counts_the_rows_to_come(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    now = sum(sheet.rows * sheet.columns for sheet in team.book.sheets)
    staged, of = list[int](), Staging.of

    def noted(*args: Any) -> Staging:
        made = of(*args)
        staged.append(made.rows * made.columns)
        return made

    monkeypatch.setattr(Staging, "of", noted)
    monkeypatch.setattr(api_errors, "MAX_CELLS", 0)
    with pytest.raises(InputError):
        sync(team.remote(), SyncRequest())
    team.service.calls.clear()
    monkeypatch.setattr(api_errors, "MAX_CELLS", now + staged[-1] + DEALS * 8 - 1)
    with pytest.raises(InputError) as caught:
        sync(team.remote(), SyncRequest())
    assert caught.value.key == "sheets_full"
    assert team.writes() == ["/values:batchUpdate"]  # what was wrong, beside the box
    monkeypatch.setattr(api_errors, "MAX_CELLS", now + staged[-1] + DEALS * 8)
    sync(team.remote(), SyncRequest())


def test_deals_of_a_file_are_noted_too(team: Team, tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    lines = [[str(cell) if cell is not None else "" for cell in row] for row in deals()]
    file.write_text("\n".join(map(";".join, lines)), encoding="utf-8")
    assert sync(team.remote(), SyncRequest(deals=file)).plan.insert is not None
    assert len(rows(team)) == DEALS
    assert sync(team.remote(), SyncRequest(deals=file)).plan.insert is None
