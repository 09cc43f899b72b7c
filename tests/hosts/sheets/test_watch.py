"""The box that anybody on the team may tick."""

from __future__ import annotations

import pytest

from addin.errors import InputError
from addin.hosts.sheets.sync import SyncRequest
from addin.hosts.sheets.watch import is_ticked, watch
from tests.hosts.fakes.faults import Fault
from tests.hosts.sheets.team import Team


class Looks:
    """Stops after some looks; before each something may happen."""

    def __init__(self, *acts: object) -> None:
        self.acts = list(acts)
        self.waited: list[float] = []

    def __call__(self, seconds: float) -> bool:
        self.waited.append(seconds)
        if not self.acts:
            return True
        act = self.acts.pop(0)
        if callable(act):
            act()
        return False


@pytest.mark.usefixtures("second")
def test_a_tick_refreshes_clears_the_box_and_tells(filled: Team) -> None:
    told: list[str] = []
    looks = Looks(lambda: filled.put("Refresh", 3, 2, True), None)
    watch(filled.remote(), SyncRequest(), 10.0, looks, told.append)
    assert len(told) == 1
    assert filled.value("Refresh", 3, 2) is False
    assert filled.value("Refresh", 4, 2) == told[0]
    assert told[0].startswith("Refreshed 20")
    assert looks.waited == [10.0, 10.0, 10.0]


def test_looking_costs_one_read(filled: Team) -> None:
    remote = filled.remote()
    assert not is_ticked(remote)
    assert len(filled.service.calls) == 1


def test_a_refresh_that_fails_is_told_and_the_box_cleared(filled: Team) -> None:
    filled.tab("Deals").cells.clear()
    filled.put("Refresh", 3, 2, True)
    told: list[str] = []
    watch(filled.remote(), SyncRequest(), 10.0, Looks(), told.append)
    assert filled.value("Refresh", 3, 2) is False
    assert filled.value("Refresh", 4, 2) == told[0]
    assert "Deals" in told[0]


@pytest.mark.usefixtures("second")
def test_a_network_that_fails_for_a_while_does_not_end_it(filled: Team) -> None:
    filled.service.faults += [Fault("dropped before", "read") for _ in range(40)]
    told: list[str] = []

    def better() -> None:
        filled.service.faults.clear()
        filled.put("Refresh", 3, 2, True)

    watch(filled.remote(), SyncRequest(), 10.0, Looks(better), told.append)
    assert told[0].startswith("Google cannot be reached")
    assert told[1].startswith("Refreshed 20")


def test_lost_permission_ends_it(filled: Team) -> None:
    filled.book.editors = set()
    with pytest.raises(InputError, match="not shared"):
        watch(filled.remote(), SyncRequest(), 10.0, Looks())


def test_without_a_box_it_says_what_to_do(fresh: Team) -> None:
    with pytest.raises(InputError, match="no cell of the name hf_refresh"):
        watch(fresh.remote(), SyncRequest(), 10.0, Looks())
