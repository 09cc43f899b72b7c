"""Others change or publish in the same spreadsheet at the same time: the report is whole all the same."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from addin.hosts.sheets.layout import init
from addin.hosts.sheets.plan import plan
from addin.hosts.sheets.publish import publish
from addin.hosts.sheets.reading import read
from addin.hosts.sheets.sync import SyncRequest, sync
from addin.report.build import Report
from tests.hosts.fakes.updates import batch_update
from tests.hosts.sheets.conftest import Prepared
from tests.hosts.sheets.readers_view import CALLS, OURS, Shown, refreshed, seen
from tests.hosts.sheets.team import Team, deals, table, team


def _rename(some: Team) -> None:
    some.tab("Attention").properties["title"] = "Today"


def _delete(some: Team) -> None:
    batch_update(some.book, {"requests": [{"deleteSheet": {"sheetId": some.tab("Cohorts").id}}]})


def _insert(some: Team) -> None:
    sheet = some.tab("Attention").id
    rows = {"sheetId": sheet, "dimension": "ROWS", "startIndex": 0, "endIndex": 2}
    batch_update(some.book, {"requests": [{"insertDimension": {"range": rows}}]})


@pytest.mark.usefixtures("second")
@pytest.mark.parametrize("place", range(1, len(CALLS)), ids=CALLS[1:])
@pytest.mark.parametrize("act", [_rename, _delete, _insert])
def test_people_change_tabs_meanwhile(
    filled: Team, reports: tuple[Shown, Shown], act: Callable[[Team], None], place: int
) -> None:
    """A tab renamed, deleted or moved down between any two calls: the report is whole, in the right place."""
    done: list[bool] = []

    def edit(_: object) -> None:
        if len(filled.service.calls) == place + 1 and not done:
            act(filled)
            done.append(True)

    filled.service.before = edit
    error = refreshed(filled)
    assert done
    found = seen(filled)
    wanted = {name: rows for name, rows in reports[1].items() if name in found}
    if act is _delete:
        assert "hf_cohorts" not in found
    assert found == wanted
    assert error is None or error.key == "sheets_busy"


@pytest.mark.usefixtures("second")
def test_a_spreadsheet_that_keeps_changing_is_left_whole_and_told(
    filled: Team, reports: tuple[Shown, Shown]
) -> None:
    """Somebody puts rows in above a block before each last look: two attempts, no more."""

    def edit(call: Any) -> None:
        if call.body.get("includeSpreadsheetInResponse"):
            _insert(filled)

    filled.service.before = edit
    error = refreshed(filled)
    assert error is not None
    assert error.key == "sheets_busy"
    assert filled.value("Refresh", 4, 2) == error.text("en")
    assert seen(filled) == reports[0]
    assert filled.writes().count("/values:batchUpdate") == 3  # two attempts, and what was wrong
    assert [s.title[:12] for s in filled.book.sheets if s.title.startswith("hf_")] == OURS


def test_of_two_who_publish_at_once_one_wins_whole(
    filled: Team, reports: tuple[Shown, Shown], second: Report, prepared: Prepared
) -> None:
    """Both have staged before either swaps; the second is refused, reads again and has nothing to do."""
    barrier, outcomes = threading.Barrier(2, timeout=30), {}
    remotes = [filled.remote(), filled.remote()]

    def run(number: int) -> None:
        remote = remotes[number]
        snapshot = read(remote, raw=False)
        found = plan(snapshot, second, None, prepared.answers[1])
        barrier.wait()
        try:
            publish(remote, snapshot, found)
            outcomes[number] = "published"
        except Exception as error:  # noqa: BLE001 - the outcome is looked at below
            outcomes[number] = type(error).__name__

    threads = [threading.Thread(target=run, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(outcomes.values()) == ["ConflictError", "published"]
    assert seen(filled) == reports[1]
    assert len([sheet for sheet in filled.book.sheets if sheet.title.startswith("hf_rev")]) == 1


def _at_the_swap(some: Team, act: Callable[[], None]) -> None:
    """Somebody does something once the last look is taken, before the swap is heard."""
    done: list[bool] = []

    def edit(call: Any) -> None:
        if not done and call.kind == "write" and "hf_undo_" in str(call.body):
            if call.path.endswith("values:batchUpdate"):
                return
            done.append(True)
            act()

    some.service.before = edit
    sync(some.remote(), SyncRequest())
    some.service.before = lambda _: None
    assert done


@pytest.mark.parametrize("rows", [1, 7, 300])
@pytest.mark.parametrize("block", ["hf_attention", "hf_presale", "hf_conversion_by_manager"])
@pytest.mark.usefixtures("second")
def test_rows_put_in_at_the_swap_leave_the_report_where_its_headings_are(
    filled: Team, reports: tuple[Shown, Shown], block: str, rows: int
) -> None:
    title, rect = filled.places()[block]

    def insert() -> None:
        span = {"sheetId": filled.tab(title).id, "dimension": "ROWS", "startIndex": 0, "endIndex": rows}
        batch_update(filled.book, {"requests": [{"insertDimension": {"range": span}}]})

    _at_the_swap(filled, insert)
    assert seen(filled) == reports[1]
    assert filled.places()[block][1].top == rect.top + rows


def test_a_text_typed_below_a_block_at_the_swap_is_kept_and_told() -> None:
    with team(deals(60)) as some:
        init(some.remote(), "en", "en")
        sync(some.remote(), SyncRequest())
        table(some.tab("Deals"), deals(160))
        title, rect = some.places()["hf_attention"]
        _at_the_swap(some, lambda: some.put(title, rect.bottom + 3, 2, "my own text"))
        assert some.places()["hf_attention"][1].bottom > rect.bottom + 3
        assert [some.value("Notes kept", 2, n) for n in (2, 4)] == [f"B{rect.bottom + 3}", "my own text"]
        assert "Notes kept" in some.value("Refresh", 4, 2)


@pytest.mark.parametrize("before", [None, "an older note"])
def test_a_note_typed_at_the_swap_beside_a_deal_that_leaves_is_kept(
    filled: Team, second: Report, before: str | None
) -> None:
    title, rect = filled.places()["hf_attention"]
    after = set(second.blocks["attention"]["id"])
    gone = next(row[0] for row in filled.shown()["hf_attention"][1:] if row[0] not in after)
    row = filled.find("hf_attention", gone)
    if before:
        filled.put(title, row, rect.right + 1, before)
    _at_the_swap(filled, lambda: filled.put(title, row, rect.right + 1, "call Friday"))
    kept = {filled.value("Notes kept", n, 4): filled.value("Notes kept", n, 2) for n in range(2, 6)}
    assert kept["call Friday"] == gone


def test_a_note_begun_at_the_swap_returns_to_its_deal(filled: Team, second: Report) -> None:
    title, rect = filled.places()["hf_attention"]
    after = second.blocks["attention"]["id"].tolist()
    ids = [row[0] for row in filled.shown()["hf_attention"][1:]]
    stays = next(one for i, one in enumerate(ids) if one in after and after.index(one) != i)
    row = filled.find("hf_attention", stays)
    _at_the_swap(filled, lambda: filled.put(title, row, rect.right + 1, "call Friday"))
    sync(filled.remote(), SyncRequest())
    assert filled.value(title, filled.find("hf_attention", stays), rect.right + 1) == "call Friday"
