"""The sample department as clean tables, cut at its T: the same every time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.demo import money
from addin.demo.chances import chances, truth_by_manager, truth_by_source
from addin.demo.leads import Leads, simulate_leads
from addin.demo.office_hours import DAY, MONDAY, Ints, datetimes, from_office, space_by_a_minute
from addin.demo.people import (
    AS_OF,
    LOST,
    LOST_REASONS,
    MANAGERS,
    NONTARGET,
    NONTARGET_REASONS,
    PROBABILITIES,
    ROLES,
    RUNGS,
    SOURCES,
    STATUSES,
    WON,
)
from addin.demo.status_changes import StatusChanges, simulate_changes

SEED = 20260918
_END = int((np.datetime64(AS_OF) - MONDAY.astype("datetime64[D]")).astype(int) + 1) * DAY
"""The first minute after T, counted from the first Monday."""
_FIRST_ID = 48_200


@dataclass(frozen=True)
class Department:
    """The tables of the sample, clean, nothing in them later than T but next contacts.

    Args:
        deals: ``id`` (whole number), ``created, status, manager, team, source, amount, first_touch,
            status_changed, next_contact, closed, lost_from, lost_reason``; by time of creation.
        history: ``id, changed_at, from_status, to_status, manager``; every change, by time.
        spend: ``month, source, amount``.
        plan: ``month, manager, amount``.
        stages: ``status, order, role, probability``.
        truth: chance of each step by manager, see :func:`addin.demo.chances.truth_by_manager`.
        source_truth: chance to be won by source, handled alike.
    """

    deals: pd.DataFrame
    history: pd.DataFrame
    spend: pd.DataFrame
    plan: pd.DataFrame
    stages: pd.DataFrame
    truth: pd.DataFrame
    source_truth: pd.DataFrame


@dataclass(frozen=True)
class _Changes:
    """Changes of status up to T, by deal and time; ``minute`` since the first Monday."""

    deal: Ints
    minute: Ints
    left: Ints
    entered: Ints
    manager: Ints


def simulate_department(seed: int = SEED) -> Department:
    """The sample department."""
    rng = np.random.default_rng(seed)
    leads = simulate_leads(rng)
    simulated = simulate_changes(leads, chances(leads), rng)
    changes = _cut(leads, simulated)
    ids = _FIRST_ID + np.cumsum(rng.integers(1, 4, len(leads.minute)))
    deals = _deals(rng, leads, simulated, changes).assign(id=ids)
    own = deals.pop("_manager").to_numpy()
    won = deals["amount"].where(deals["status"] == STATUSES[WON])
    return Department(
        deals=deals[["id", *deals.columns.drop("id")]],
        history=_history(changes, ids),
        spend=money.spend(rng, deals["created"], leads.source),
        plan=money.plan(won, own),
        stages=_stages(),
        truth=truth_by_manager(leads),
        source_truth=truth_by_source(leads),
    )


def _cut(leads: Leads, simulated: StatusChanges) -> _Changes:
    """The changes before the end of T, a minute apart at least."""
    minute = space_by_a_minute(simulated.deal, from_office(simulated.at))
    known = minute < _END
    deal, left, entered = simulated.deal[known], simulated.left[known], simulated.entered[known]
    # who holds the rung entered made the change; an end belongs to who held the deal before
    rung = np.where(entered < WON, entered, np.minimum(left, WON - 1))
    return _Changes(deal, minute[known], left, entered, leads.manager[deal, rung])


def _names(names: tuple[str, ...] | list[str], codes: Ints) -> npt.NDArray[np.object_]:
    """Names by code; −1 is None."""
    return np.array([*names, None], dtype=object)[codes]


def _deals(
    rng: np.random.Generator, leads: Leads, simulated: StatusChanges, changes: _Changes
) -> pd.DataFrame:
    count = len(leads.minute)
    last = np.full(count, -1)
    last[changes.deal] = np.arange(len(changes.deal))
    moved = last >= 0
    status = np.where(moved, changes.entered[last], 0)
    changed = np.where(moved, changes.minute[last], leads.minute)
    manager = np.where(moved, changes.manager[last], leads.manager[:, 0])
    reached = np.zeros(count, np.int64)
    np.maximum.at(reached, changes.deal, np.where(changes.entered <= WON, changes.entered, 0))
    lost_from = np.where(status == LOST, changes.left[last], -1)
    return pd.DataFrame(
        {
            "created": datetimes(leads.minute),
            "status": _names(STATUSES, status),
            "manager": _names([m.name for m in MANAGERS], manager),
            "team": _names([m.team for m in MANAGERS], manager),
            "source": _names([s.name for s in SOURCES], leads.source),
            "amount": money.amounts(rng, leads.source, status, reached),
            "first_touch": datetimes(_first_touch(simulated, count)),
            "status_changed": datetimes(changed),
            "next_contact": datetimes(_next_contact(rng, status, leads.minute // DAY)),
            "closed": datetimes(np.where(status >= WON, changed, -1)),
            "lost_from": _names(RUNGS, np.where(rng.random(count) < 0.92, lost_from, -1)),
            "lost_reason": _reasons(rng, status, lost_from),
            "_manager": manager,
        }
    )


def _first_touch(simulated: StatusChanges, count: int) -> Ints:
    """Minute of the first touch, −1 for none up to T."""
    touch = np.full(count, -1)
    noted = ~np.isnan(simulated.first_touch)
    touch[noted] = from_office(simulated.first_touch[noted])
    return np.where(touch < _END, touch, -1)


def _next_contact(rng: np.random.Generator, status: Ints, created_day: Ints) -> Ints:
    """Midnight of the next contact of open deals: most to come, some overdue, some not set."""
    count = len(status)
    today = _END // DAY - 1
    ahead = today + np.minimum(1 + rng.geometric(0.2, count), 45)
    overdue = np.maximum(today - rng.geometric(0.15, count), created_day)
    draw = rng.random(count)
    day = np.where(draw < 0.62, ahead, np.where(draw < 0.65, today, overdue))
    # a new lead has rarely been given one
    unset = (draw > 0.86) | ((status == 0) & (rng.random(count) < 0.75)) | (status >= WON)
    return np.where(unset, -1, day * DAY)


def _reasons(rng: np.random.Generator, status: Ints, lost_from: Ints) -> npt.NDArray[np.object_]:
    """Why deals were lost or are no customers; some were left without."""
    found = np.full(len(status), None, dtype=object)
    for rung, reasons in enumerate(LOST_REASONS):
        here = lost_from == rung
        found[here] = rng.choice(np.array(reasons, dtype=object), int(here.sum()))
    nontarget = status == NONTARGET
    found[nontarget] = rng.choice(np.array(NONTARGET_REASONS, dtype=object), int(nontarget.sum()))
    found[rng.random(len(status)) < 0.13] = None
    return found


def _history(changes: _Changes, ids: Ints) -> pd.DataFrame:
    order = np.lexsort((changes.deal, changes.minute))
    return pd.DataFrame(
        {
            "id": ids[changes.deal[order]],
            "changed_at": datetimes(changes.minute[order]),
            "from_status": _names(STATUSES, changes.left[order]),
            "to_status": _names(STATUSES, changes.entered[order]),
            "manager": _names([m.name for m in MANAGERS], changes.manager[order]),
        }
    )


def _stages() -> pd.DataFrame:
    order = np.arange(1, len(STATUSES) + 1)
    return pd.DataFrame({"status": STATUSES, "order": order, "role": ROLES, "probability": PROBABILITIES})
