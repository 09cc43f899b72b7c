"""How long deals take: days until half and until 80 % of those who go on have gone on, and who stands now.

A mean of finished stays is never told: it forgets those who still wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from addin.deals.asof import Deals
from addin.deals.evidence import Ints
from addin.deals.timeline import Timeline
from addin.deals.visits import Outcome, Pair, Visits
from addin.metrics.age_counts import AgeCounts
from addin.metrics.conversion import UNDATED, Columns, Floats, columns_of, count_visits, in_window, stacked
from addin.metrics.day_quantiles import day_quantiles
from addin.metrics.horizon import Window
from addin.metrics.month_spread import By, group_codes
from addin.metrics.presale import age_in_stage
from addin.parallel import run_all

SHARES = (0.5, 0.8)
"""Of those who go on within H: half of them, and most."""
ENOUGH_ENDED = 10
"""Days are told of no fewer that went on (or ended) within H."""
HELD = 0.8
"""Where H holds less than this of those seen to go on within 2H, their days are not told: H is too short."""
SKIPPED = 0.2
"""Above this share of visits that only skipped the stage, at 0 days, it is said so."""
_UNTOLD = {"bounds": "no_stage_dates", "unripe": "no_stage_dates", "undated": "times_undated"}


@dataclass(frozen=True, eq=False)
class Standing:
    """Open deals at T; arrays over them.

    Args:
        rung: where each stands.
        manager: code of who holds it.
        age: days in that stage, below 0 unknown; of :func:`open_since_creation` those since creation.
    """

    rung: Ints
    manager: Ints
    age: Ints


def standing_deals(deals: Deals, t: Timeline) -> Standing:
    """The open deals that are known to stand in a stage of the way to a win."""
    which = np.flatnonzero((t.rung >= 0) & t.is_lead & t.stage_known)
    return Standing(t.rung[which], _holders(deals, t, which), age_in_stage(t, which))


def open_since_creation(deals: Deals, t: Timeline) -> Standing:
    """All open deals by age since creation, as if all stood at the first stage."""
    which = np.flatnonzero((t.rung >= 0) & t.is_lead)
    return Standing(np.zeros(len(which), np.int64), _holders(deals, t, which), t.as_of_day - t.created[which])


def _holders(deals: Deals, t: Timeline, which: Ints) -> Ints:
    """The codes of those who hold deals."""
    names = pd.Index(deals.frame["manager"].to_numpy()[which])
    return pd.Index(t.managers).get_indexer(names).astype(np.int64)


def time_in_stage(
    visits: Visits, standing: Standing, horizon: int, window: Window, by: By | None = None
) -> pd.DataFrame:
    """One row an open stage or, by manager, one a manager and stage with any visit or deal there.

    Args:
        visits: visits or grouped visits.
        standing: the deals open at T.
        horizon: H in days.
        window: days of entry that count.
        by: None or ``manager``: who held the deal on entry; of those standing, who holds it now.

    Returns:
        ``manager`` (by manager), ``stage`` and the columns of :func:`times_of` and :func:`standing_now`.
    """
    rungs = range(len(visits.ladder) - 1)
    jobs = [partial(stay, visits, standing, (rung, rung + 1), horizon, window, by) for rung in rungs]
    found = stacked(run_all(jobs, len(visits.ids)))
    size = 1 if by is None else len(visits.managers)
    stage = np.repeat(np.array(visits.ladder[:-1], dtype=object), size)
    if by is None:
        return pd.DataFrame({"stage": stage, **found})
    place = np.arange(len(rungs) * size).reshape(len(rungs), size)
    present = ((found["visits"] > 0) | (found["standing"] > 0)).reshape(place.shape).any(axis=0)
    order = place.T[present].ravel()  # managers by name, the stages of each in their order
    manager = np.array(visits.managers, dtype=object)[order % max(size, 1)]
    rows = {name: values[order] for name, values in found.items()}
    return pd.DataFrame({"manager": manager, "stage": stage[order], **rows})


def time_to_win(visits: Visits, standing: Standing, horizon: int, window: Window) -> pd.DataFrame:
    """The same from creation to a win, in one row; ``standing`` are all open deals by age since creation."""
    pair = (0, len(visits.ladder) - 1)
    return pd.DataFrame(stay(visits, standing, pair, horizon, window, None))


def stay(
    visits: Visits, standing: Standing, pair: Pair, horizon: int, window: Window, by: By | None
) -> Columns:
    """The columns of :func:`times_of` and :func:`standing_now` of one pair of rungs, by group."""
    here = np.flatnonzero(standing.rung == pair[0])
    waiting = Standing(standing.rung[here], standing.manager[here], standing.age[here])
    size = 1 if by is None else len(visits.managers)
    return times_of(visits, pair, horizon, window, by) | standing_now(waiting, by, size)


def times_of(visits: Visits, pair: Pair, horizon: int, window: Window, by: By | None) -> Columns:
    """Days from one rung to another, of all visits or by the code of manager.

    Returns:
        ``visits``, ``advanced_h`` (how many went on within H), ``days_half, half_low, half_high, days_80,
        d80_low, d80_high`` (days until half and 80 % of those who go on within H have gone on, with 95 %
        limits), ``end_half, end_80`` (the same of any end), ``followed``, ``skipped_share`` and ``note`` (a
        code). NaN is not known.
    """
    told = columns_of(visits, *pair, horizon, window, by)
    rows = in_window(visits.of(*pair), window)
    size = len(told["entered"])
    counts = count_visits(rows, group_codes(rows, by), (size,), visits.as_of_day, 2 * horizon)
    on, any_end = (day_quantiles(of, horizon, SHARES) for of in (counts, _any_end(counts)))
    note = np.array([_UNTOLD.get(str(code), str(code)) for code in told["note"]], dtype=object)
    few, slow = on.ended < ENOUGH_ENDED, on.held < HELD
    skipped = told["skipped_share"] > SKIPPED
    note = np.where(
        note == "", np.select([few, slow, skipped], ["few_advanced", "slow", "skipped"], ""), note
    )
    hidden = (note != "") & (note != "skipped")
    unknown = (told["note"] != "") | _ends_undated(rows, by, size)
    unknown |= (any_end.ended < ENOUGH_ENDED) | (any_end.held < HELD)
    keys = (("days_half", "half_low", "half_high"), ("days_80", "d80_low", "d80_high"))
    days = {
        key: np.where(hidden, np.nan, values[place])
        for place, names in enumerate(keys)
        for key, values in zip(names, (on.days, on.low, on.high), strict=True)
    }
    ends = {
        key: np.where(unknown, np.nan, any_end.days[place])
        for place, key in enumerate(("end_half", "end_80"))
    }
    counted = {"visits": told["entered"], **{key: told[key] for key in ("advanced_h", "followed")}}
    return {**counted, **days, **ends, "skipped_share": told["skipped_share"], "note": note.astype(str)}


def _any_end(counts: AgeCounts) -> AgeCounts:
    """The visits with every end told as if it were going on."""
    none = np.zeros_like(counts.lost)
    ended = counts.advanced + counts.lost + counts.nontarget
    return AgeCounts(counts.entered_late, ended, none, none, counts.censored)


def _ends_undated(rows: pd.DataFrame, by: By | None, size: int) -> Floats:
    """Of each group, whether too many of its losses have no date to tell when visits end."""
    outcome, n = rows["outcome"].to_numpy(), rows["n"].to_numpy()
    ended = outcome != Outcome.OPEN
    undated = ended & (rows["left"].to_numpy() < 0)
    groups = group_codes(rows, by)
    share = np.bincount(groups, n * undated, size), np.bincount(groups, n * ended, size)
    return np.asarray(share[0] > UNDATED * share[1])


def standing_now(standing: Standing, by: By | None, size: int) -> Columns:
    """``standing`` (deals) and ``longest_days`` (the longest any of them has stood; NaN unknown) by group."""
    groups = np.zeros(len(standing.age), np.int64) if by is None else standing.manager
    longest = np.full(size, -1.0)
    np.maximum.at(longest, groups, standing.age)
    count = np.bincount(groups, minlength=size)
    return {"standing": count, "longest_days": np.where(longest >= 0, longest, np.nan)}
