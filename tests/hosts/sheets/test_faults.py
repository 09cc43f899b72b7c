"""Whatever fails on the way to Google, a reader sees one whole report."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from addin.hosts.sheets.client import RetryingClient
from addin.hosts.sheets.sync import SyncRequest, sync
from tests.hosts.fakes.faults import KINDS, Fault, Kind
from tests.hosts.sheets.readers_view import CALLS, OURS, SWAP, Shown, refreshed, seen, watched
from tests.hosts.sheets.team import Team


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
        error = refreshed(filled)
    if kind in ("401", "403"):
        assert error is not None
        assert error.key in ("sheets_login", "sheets_not_shared_you")
        assert seen(filled) == reports[place > SWAP]
    else:
        assert error is None
        assert seen(filled) == reports[1]


@pytest.mark.usefixtures("second")
@pytest.mark.parametrize("kind", ["429", "500", "502 html", "dropped before"])
def test_a_fault_that_does_not_pass_is_told_in_time(
    filled: Team, reports: tuple[Shown, Shown], kind: Kind
) -> None:
    filled.service.faults += [Fault(kind, "write") for _ in range(200)]
    with watched(filled, reports):
        error = refreshed(filled)
    assert error is not None
    assert error.key in ("sheets_quota", "sheets_down", "sheets_unreachable")
    assert filled.clock.now <= 300
    assert seen(filled) == reports[0]


@pytest.mark.usefixtures("second")
@pytest.mark.parametrize("place", range(len(CALLS)), ids=CALLS)
@pytest.mark.parametrize("heard", [False, True], ids=["before", "after"])
def test_a_program_killed_leaves_a_whole_report_and_the_next_refresh_sweeps(
    filled: Team, reports: tuple[Shown, Shown], monkeypatch: pytest.MonkeyPatch, place: int, heard: bool
) -> None:
    """Killed before a call leaves or once Google has heard it; nothing more of that program is sent."""

    class Killed(BaseException):
        pass

    made, once = [0], RetryingClient._once

    def dying(client: RetryingClient, *args: Any, **kwargs: Any) -> Any:
        made[0] += 1
        if made[0] <= place or (heard and made[0] == place + 1):
            answer = once(client, *args, **kwargs)
            if made[0] <= place:
                return answer
        raise Killed

    with watched(filled, reports), monkeypatch.context() as killing:
        killing.setattr(RetryingClient, "_once", dying)
        with pytest.raises(Killed):
            sync(filled.remote(), SyncRequest())
    assert seen(filled) == reports[place + heard > SWAP]
    staged = [sheet for sheet in filled.book.sheets if sheet.title.startswith("hf_stage_")]
    assert len(staged) == (CALLS.index("staging") < place + heard <= SWAP)
    assert refreshed(filled) is None
    assert seen(filled) == reports[1]
    assert [s.title[:12] for s in filled.book.sheets if s.title.startswith("hf_")] == OURS


@pytest.mark.usefixtures("second")
@pytest.mark.parametrize("heard", [False, True], ids=["before", "after"])
def test_a_network_that_ends_at_the_swap_is_told_as_it_is(
    filled: Team, reports: tuple[Shown, Shown], heard: bool
) -> None:
    """Whether the swap was heard cannot be known, so nobody claims it."""
    first: Kind = "dropped after" if heard else "dropped before"

    class Ending(Fault):
        def hits(self, _: object) -> bool:
            return len(filled.service.calls) > SWAP

    filled.service.faults += [Ending(first), *(Ending("dropped before") for _ in range(200))]
    with watched(filled, reports):
        error = refreshed(filled)
    assert error is not None
    assert error.key == "sheets_unclear"
    assert filled.clock.now <= 300
    assert seen(filled) == reports[heard]


@pytest.mark.usefixtures("second")
@pytest.mark.parametrize("place", [0, *range(3, len(CALLS))], ids=[CALLS[0], *CALLS[3:]])
def test_an_answer_that_does_not_come_is_not_waited_for(
    filled: Team, reports: tuple[Shown, Shown], place: int
) -> None:
    """The call took effect, its answer hangs: after the timeout it is as good as lost."""
    free, remote = threading.Event(), filled.remote()
    remote.http.retry.timeout = (5.0, 1.0)

    class Nth(Fault):
        def hits(self, _: object) -> bool:
            return len(filled.service.calls) == place + 1

    filled.service.faults.append(Nth("slow", slow=free))
    with watched(filled, reports):
        sync(remote, SyncRequest())
    free.set()
    assert filled.service.faults == []
    assert seen(filled) == reports[1]
