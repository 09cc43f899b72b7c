"""Whatever goes wrong, a reader sees one whole report, and what people put into the spreadsheet is there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from addin.errors import InputError
from addin.hosts.sheets.client import PatientClient
from addin.hosts.sheets.plan import plan
from addin.hosts.sheets.publish import publish
from addin.hosts.sheets.reading import read
from addin.hosts.sheets.sync import Asked, sync
from addin.report.build import Report
from tests.hosts.fakes.faults import KINDS, Call, Fault, Kind
from tests.hosts.fakes.updates import batch_update
from tests.hosts.sheets.conftest import Prepared, _with
from tests.hosts.sheets.team import Team, team

Shown = dict[str, list[list[Any]]]
CALLS = ("shape", "cells", "calculated", "stage", "values", "look", "switch")
"""The calls of a refresh, in order: three reads, four writes."""
OURS = ["hf_answers", "hf_revision_"]
"""How the names of the hidden tabs begin that a whole report has."""


@pytest.fixture(scope="session")
def reports(prepared: Prepared) -> tuple[Shown, Shown]:
    """What a reader may see: the first report, or the second; the moment of refreshing aside."""
    seen = []
    for report, rows in zip(prepared.reports, prepared.answers, strict=True):
        with team() as some:
            _with(some, prepared.filled)
            remote = some.remote()
            snapshot = read(remote, raw=False)
            found = plan(snapshot, report, None, rows)
            if not found.empty:
                publish(remote, snapshot, found)
            seen.append(_seen(some))
    assert seen[0] != seen[1]
    return seen[0], seen[1]


def _seen(some: Team) -> Shown:
    aside = ("hf_status", "hf_deals", "hf_refresh", "hf_notes_kept")
    return {name: rows for name, rows in some.shown().items() if name not in aside}


@contextmanager
def watched(some: Team, allowed: tuple[Shown, Shown]) -> Iterator[list[str]]:
    """Look at the spreadsheet before each call and at the end; every look has to see one whole report."""
    wrong: list[str] = []
    writes = [-1]

    def look(call: Call | None = None) -> None:
        heard = len(some.service.made("write")) - (call is not None and call.kind == "write")
        if heard != writes[0] and _seen(some) not in allowed:  # reading changes nothing
            wrong.append(f"half a report before {call}")
        writes[0] = heard

    some.service.before = look
    yield wrong
    some.service.before = lambda _: None
    look()
    assert wrong == []


def _refresh(some: Team) -> InputError | None:
    try:
        sync(some.remote(), Asked())
    except InputError as error:
        return error
    return None


@pytest.mark.usefixtures("second")
@pytest.mark.parametrize("place", [0, *range(3, len(CALLS))], ids=[CALLS[0], *CALLS[3:]])
@pytest.mark.parametrize("kind", KINDS)
def test_one_fault_at_a_read_and_at_every_write(
    filled: Team, reports: tuple[Shown, Shown], kind: Kind, place: int
) -> None:
    """One passing fault is overcome; lost access is told, and the former report stays."""
    made = [0]

    class Nth(Fault):
        def hits(self, _: object) -> bool:
            made[0] += 1
            return made[0] == place + 1

    filled.service.faults.append(Nth(kind))
    with watched(filled, reports):
        error = _refresh(filled)
    if kind in ("401", "403"):
        assert error is not None
        assert error.key in ("sheets_login", "sheets_not_shared_you")
        assert _seen(filled) == reports[0]
    else:
        assert error is None
        assert _seen(filled) == reports[1]


@pytest.mark.usefixtures("second")
@pytest.mark.parametrize("kind", ["429", "500", "502 html", "dropped before"])
def test_a_fault_that_does_not_pass_is_told_in_time(
    filled: Team, reports: tuple[Shown, Shown], kind: Kind
) -> None:
    filled.service.faults += [Fault(kind, "write") for _ in range(200)]
    with watched(filled, reports):
        error = _refresh(filled)
    assert error is not None
    assert error.key in ("sheets_quota", "sheets_down", "sheets_unreachable")
    assert filled.clock.now <= 300
    assert _seen(filled) == reports[0]


@pytest.mark.usefixtures("second")
@pytest.mark.parametrize("place", range(len(CALLS)), ids=CALLS)
@pytest.mark.parametrize("heard", [False, True], ids=["before", "after"])
def test_a_program_killed_leaves_a_whole_report_and_the_next_refresh_sweeps(
    filled: Team, reports: tuple[Shown, Shown], monkeypatch: pytest.MonkeyPatch, place: int, heard: bool
) -> None:
    """Killed before a call leaves or once Google has heard it; nothing more of that program is sent."""

    class Killed(BaseException):
        pass

    made, once = [0], PatientClient._once

    def dying(client: PatientClient, *args: Any, **kwargs: Any) -> Any:
        made[0] += 1
        if made[0] <= place or (heard and made[0] == place + 1):
            answer = once(client, *args, **kwargs)
            if made[0] <= place:
                return answer
        raise Killed

    with watched(filled, reports), monkeypatch.context() as killing:
        killing.setattr(PatientClient, "_once", dying)
        with pytest.raises(Killed):
            sync(filled.remote(), Asked())
    assert _seen(filled) == reports[1 if heard and CALLS[place] == "switch" else 0]
    staged = [sheet for sheet in filled.book.sheets if sheet.title.startswith("hf_stage_")]
    assert len(staged) == (CALLS.index("stage") < place + heard <= CALLS.index("switch"))
    assert _refresh(filled) is None
    assert _seen(filled) == reports[1]
    assert [s.title[:12] for s in filled.book.sheets if s.title.startswith("hf_")] == OURS


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
    error = _refresh(filled)
    assert done
    seen = _seen(filled)
    wanted = {name: rows for name, rows in reports[1].items() if name in seen}
    if act is _delete:
        assert "hf_cohorts" not in seen
    assert seen == wanted or (CALLS[place] == "switch" and act is _insert)
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
    error = _refresh(filled)
    assert error is not None
    assert error.key == "sheets_busy"
    assert filled.value("Refresh", 4, 2) == error.text("en")
    assert _seen(filled) == reports[0]
    assert filled.writes().count("/values:batchUpdate") == 3  # two attempts, and what was wrong
    assert [s.title[:12] for s in filled.book.sheets if s.title.startswith("hf_")] == OURS


@pytest.mark.usefixtures("second")
@pytest.mark.parametrize("heard", [False, True], ids=["before", "after"])
def test_a_network_that_ends_at_the_switch_is_told_as_it_is(
    filled: Team, reports: tuple[Shown, Shown], heard: bool
) -> None:
    """Whether the switch was heard cannot be known, so nobody claims it."""
    first: Kind = "dropped after" if heard else "dropped before"

    class Ending(Fault):
        def hits(self, _: object) -> bool:
            return len(filled.service.calls) >= len(CALLS)

    filled.service.faults += [Ending(first), *(Ending("dropped before") for _ in range(200))]
    with watched(filled, reports):
        error = _refresh(filled)
    assert error is not None
    assert error.key == "sheets_unclear"
    assert filled.clock.now <= 300
    assert _seen(filled) == reports[heard]


@pytest.mark.usefixtures("second")
@pytest.mark.parametrize("place", [0, *range(3, len(CALLS))], ids=[CALLS[0], *CALLS[3:]])
def test_an_answer_that_does_not_come_is_not_waited_for(
    filled: Team, reports: tuple[Shown, Shown], place: int
) -> None:
    """The call took effect, its answer hangs: after the timeout it is as good as lost."""
    free, remote = threading.Event(), filled.remote()
    remote.http.patience.timeout = (5.0, 1.0)

    class Nth(Fault):
        def hits(self, _: object) -> bool:
            return len(filled.service.calls) == place + 1

    filled.service.faults.append(Nth("slow", slow=free))
    with watched(filled, reports):
        sync(remote, Asked())
    free.set()
    assert filled.service.faults == []
    assert _seen(filled) == reports[1]


def test_of_two_who_publish_at_once_one_wins_whole(
    filled: Team, reports: tuple[Shown, Shown], second: Report, prepared: Prepared
) -> None:
    """Both have staged before either switches; the second is refused, reads again and has nothing to do."""
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
    assert _seen(filled) == reports[1]
    assert len([sheet for sheet in filled.book.sheets if sheet.title.startswith("hf_rev")]) == 1


@dataclass(frozen=True)
class Trouble:
    """A fault at the n-th call, or something a person does before it."""

    at: int
    kind: str


TROUBLES = st.builds(
    Trouble,
    st.integers(0, 12),
    st.sampled_from([*KINDS, "rename", "note", "other writer"]),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(troubles=st.lists(TROUBLES, min_size=1, max_size=5))
@pytest.mark.usefixtures("second")
def test_after_any_faults_one_whole_report_and_every_cell_of_people(
    prepared: Prepared, reports: tuple[Shown, Shown], troubles: list[Trouble]
) -> None:
    with team() as some:
        _with(some, prepared.filled)
        notes = _notes(some)
        plans = {trouble.at: trouble.kind for trouble in troubles}

        def trouble(_: object) -> None:
            assert _seen(some) in reports
            kind = plans.pop(len(some.service.calls) - 1, None)
            if kind in KINDS:
                some.service.faults.insert(0, Fault(kind))
            elif kind == "rename":
                some.tab("Ideas").properties["title"] = "Ideas"
                some.tab(some.places()["hf_presale"][0]).properties["title"] += "!"
            elif kind == "note":
                some.put("Ideas", 4, 4, "typed meanwhile")
                notes["typed"] = True
            elif kind == "other writer":
                _other(some, prepared)

        some.service.before = trouble
        _refresh(some)
        some.service.before, some.service.faults = (lambda _: None), []
        assert _seen(some) in reports
        _check_notes(some, notes)
        assert _refresh(some) is None  # and once the trouble is over all is well
        assert _seen(some) == reports[1]
        _check_notes(some, notes)
        assert [s.title[:12] for s in some.book.sheets if s.title.startswith("hf_")] == OURS


def _other(some: Team, prepared: Prepared) -> None:
    """Another program publishes the first report again, at once."""
    before, some.service.before = some.service.before, lambda _: None
    faults, some.service.faults = some.service.faults, []
    with some.service.lock:
        last = next(sheet for sheet in some.book.sheets if sheet.title.startswith("hf_revision_"))
        number = int(last.title.rpartition("_")[2]) + 1
        added = {"title": f"hf_revision_{number}", "hidden": True}
        requests = [{"deleteSheet": {"sheetId": last.id}}, {"addSheet": {"properties": added}}]
        batch_update(some.book, {"requests": requests})
    some.service.before, some.service.faults = before, faults
    assert prepared


def _notes(some: Team) -> dict[str, Any]:
    """What a person has put into the spreadsheet: a tab of ideas, a note beside a deal."""
    some.book.sheets.append(
        type(some.book.sheets[0]).new({"title": "Ideas", "sheetId": 77}, len(some.book.sheets))
    )
    some.put("Ideas", 2, 2, "keep me")
    title, rect = some.places()["hf_attention"]
    number = some.shown()["hf_attention"][3][0]
    some.put(title, some.find("hf_attention", number), rect.right + 1, "call Friday")
    return {"deal": number, "typed": False}


def _check_notes(some: Team, notes: dict[str, Any]) -> None:
    assert some.value("Ideas", 2, 2) == "keep me"
    assert not notes["typed"] or some.value("Ideas", 4, 4) == "typed meanwhile"
    title, rect = some.places()["hf_attention"]
    beside = {
        some.value(title, row, 1): note
        for row in range(rect.top + 1, rect.bottom + 1)
        if (note := some.value(title, row, rect.right + 1)) is not None
    }
    kept = some.book.titled("Notes kept")
    listed = kept is not None and some.value("Notes kept", 2, 4) == "call Friday"
    assert beside == ({} if listed else {notes["deal"]: "call Friday"})
