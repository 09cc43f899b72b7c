"""What the changes of a deal tell of it as a whole: taken into work, when it ended, an end revoked."""

from __future__ import annotations

import numpy as np

from addin.arrays import is_in
from addin.deals.evidence import DAY, UNKNOWN, Bools, Events, Ints
from addin.deals.stages import Role
from addin.deals.status_at import ENDED, ROLES, WON

WORKED = [ROLES.index(role) for role in (Role.WORK, Role.PRESALE, Role.WON)]
"""Role codes that mean somebody took the lead."""


def role_changed(events: Events, roles: Ints) -> Bools:
    """Whether each event changes the role its deal stood in."""
    role = roles[events.status]
    if not len(role):
        return np.zeros(0, bool)
    changed: Bools = np.r_[True, (np.diff(events.deal) != 0) | (np.diff(role) != 0)]
    return changed


def first_worked(events: Events, proof: Bools, count: int) -> tuple[Bools, Ints]:
    """Whether a deal was ever in work or beyond, and when first (seconds).

    Args:
        events: changes of status.
        proof: of each status code, whether it tells so.
        count: how many deals there are.
    """
    at = np.full(count, UNKNOWN, np.int64)
    some = np.flatnonzero(proof[events.status])[::-1]
    at[events.deal[some]] = np.where(events.dated[some], events.at[some], UNKNOWN)
    worked = np.zeros(count, bool)
    worked[events.deal[some]] = True
    return worked, at


def ended_on(events: Events, roles: Ints, state: Ints, since: Ints) -> Ints:
    """The day of the latest entry into the role that stands at T."""
    entry = np.flatnonzero(role_changed(events, roles) & (roles[events.status] == state[events.deal]))
    day = since.copy()
    day[events.deal[entry]] = np.where(events.dated[entry], events.at[entry] // DAY, UNKNOWN)
    return day


def reopened(events: Events, roles: Ints, count: int) -> Bools:
    """Whether a win was left again, or a loss for anything but another loss."""
    found = np.zeros(count, bool)
    if len(events.deal) > 1:
        same = np.diff(events.deal) == 0
        won, lost = (roles == WON)[events.status], is_in(roles, ENDED)[events.status]
        left_win, left_loss = won[:-1] & ~won[1:], lost[:-1] & ~lost[1:]
        found[events.deal[1:][same & (left_win | left_loss)]] = True
    return found
