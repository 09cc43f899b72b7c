"""Faults and people's doings in any order: one whole report, and every cell of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hosts.fakes.faults import KINDS, Fault
from tests.hosts.fakes.updates import batch_update
from tests.hosts.sheets.conftest import Prepared, _with
from tests.hosts.sheets.readers_view import OURS, Shown, refreshed, seen
from tests.hosts.sheets.team import Team, team


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

        def before(_: object) -> None:
            assert seen(some) in reports
            _act(some, prepared, plans.pop(len(some.service.calls) - 1, None), notes)

        some.service.before = before
        refreshed(some)
        some.service.before, some.service.faults = (lambda _: None), []
        assert seen(some) in reports
        _check_notes(some, notes)
        assert refreshed(some) is None  # and once the trouble is over all is well
        assert seen(some) == reports[1]
        _check_notes(some, notes)
        assert [s.title[:12] for s in some.book.sheets if s.title.startswith("hf_")] == OURS


def _act(some: Team, prepared: Prepared, kind: Any, notes: dict[str, Any]) -> None:
    """What goes wrong, or what somebody does."""
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
