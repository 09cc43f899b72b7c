"""Others change or publish in the same spreadsheet at the same time: the report is whole all the same."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from addin.hosts.sheets.plan import plan
from addin.hosts.sheets.publish import publish
from addin.hosts.sheets.reading import read
from addin.report.build import Report
from tests.hosts.fakes.updates import batch_update
from tests.hosts.sheets.conftest import Prepared
from tests.hosts.sheets.readers_view import CALLS, OURS, Shown, refreshed, seen
from tests.hosts.sheets.team import Team


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
