"""The leads of the sample: when they come, from where, and who is given them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from addin.demo.office_hours import DAY, MONDAY, Floats, Ints
from addin.demo.people import AS_OF, DEALS, FIRST_DAY, MANAGERS, RUNGS, SOURCES, WEAK_STEP, Manager

_WEEKDAYS = np.array([1.15, 1.12, 1.05, 1.0, 0.95, 0.50, 0.42])
_MONTHS = np.array([0.75, 1.0, 1.08, 1.04, 0.88, 0.97, 0.90, 0.95, 1.06, 1.08, 1.08, 1.02])
_GROWTH = 0.6
"""How much more leads come at the end than at the beginning."""
_HOURS = np.array(
    [1, 1, 1, 1, 1, 1, 2, 4, 7, 10, 12, 12, 11, 9, 11, 11, 10, 9, 8, 8, 8, 6, 4, 2], dtype=float
)
_HANDED_OVER = 0.03


@dataclass(frozen=True)
class Leads:
    """Leads in the order they came; arrays of one length.

    Args:
        minute: of creation, since the first Monday.
        source: position in ``SOURCES``.
        manager: position in ``MANAGERS`` of who has the deal on each rung; one column a rung.
        weekend: whether it came on a Saturday or Sunday.
        late: whether it came in the last days, when the team falls behind.
    """

    minute: Ints
    source: Ints
    manager: Ints
    weekend: npt.NDArray[np.bool_]
    late: npt.NDArray[np.bool_]


def simulate_leads(rng: np.random.Generator) -> Leads:
    """All leads of the sample."""
    day = _days(rng)
    source = rng.choice(len(SOURCES), DEALS, p=[s.share for s in SOURCES])
    minute = _minute(rng, source)
    order = np.lexsort((minute, day))
    day, minute, source = day[order], minute[order], source[order]
    last = (np.datetime64(AS_OF) - MONDAY.astype("datetime64[D]")).astype(int)
    return Leads(
        minute=day * DAY + minute,
        source=source,
        manager=_managers(rng, day, source),
        weekend=day % 7 >= 5,
        late=day > last - 8,
    )


def _days(rng: np.random.Generator) -> Ints:
    """Day of every lead since the first Monday: growing, with quiet weekends and New Year holidays."""
    dates = [FIRST_DAY + dt.timedelta(days=i) for i in range((AS_OF - FIRST_DAY).days + 1)]
    weight = np.linspace(1.0, 1.0 + _GROWTH, len(dates))
    weight *= _WEEKDAYS[[d.weekday() for d in dates]] * _MONTHS[[d.month - 1 for d in dates]]
    weight[[d.month == 1 and d.day <= 8 for d in dates]] *= 0.3
    counts = rng.multinomial(DEALS, weight / weight.sum())
    start = (np.datetime64(FIRST_DAY) - MONDAY.astype("datetime64[D]")).astype(int)
    return np.repeat(np.arange(len(dates)) + start, counts)


def _minute(rng: np.random.Generator, source: Ints) -> Ints:
    any_hour = rng.choice(24, DEALS, p=_HOURS / _HOURS.sum())
    office = rng.integers(9, 19, DEALS)
    night = np.array([s.night for s in SOURCES])[source]
    return np.where(rng.random(DEALS) < night, any_hour, office) * 60 + rng.integers(0, 60, DEALS)


def _managers(rng: np.random.Generator, day: Ints, source: Ints) -> Ints:
    first = np.zeros(DEALS, np.int64)
    start = np.array([_since(m) for m in MANAGERS])
    for joined in np.unique(start):
        there = start <= joined
        weight = np.where(there, [m.weight for m in MANAGERS], 0.0)
        after = day >= joined
        first[after] = rng.choice(len(MANAGERS), int(after.sum()), p=weight / weight.sum())
    to_weak = np.array([s.to_weak for s in SOURCES])[source]
    first[rng.random(DEALS) < to_weak] = WEAK_STEP
    holder = np.repeat(first[:, None], len(RUNGS), axis=1)
    moved = np.flatnonzero(rng.random(DEALS) < _HANDED_OVER)
    veterans = np.flatnonzero(start <= 0)
    taker, rung = rng.choice(veterans, len(moved)), rng.integers(2, len(RUNGS), len(moved))
    later = np.arange(len(RUNGS)) >= rung[:, None]
    holder[moved] = np.where(later, taker[:, None], holder[moved])
    return holder


def _since(manager: Manager) -> int:
    """First day at work since the first Monday, 0 for those there from the beginning."""
    if manager.since is None:
        return 0
    return int((np.datetime64(manager.since) - MONDAY.astype("datetime64[D]")).astype(int))


def manager_strengths() -> Floats:
    """Strength by manager (rows) and rung (columns)."""
    return np.array([m.strength for m in MANAGERS])
