"""The deals about to close, and the open deals to act on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.asof import Deals
from addin.deals.evidence import DAY, NEVER, UNKNOWN, seconds
from addin.deals.stages import Role
from addin.deals.timeline import Timeline
from addin.metrics.chance import Chances
from addin.metrics.occupancy import Course

STALE_SHARE = 0.9
ENOUGH_WON_STAYS = 20
"""Fewer stays of later-won deals do not tell what is long."""
GIVE_UP = 0.05
"""A stale deal whose chance within H is under this is to be closed or given up."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class OpenDeals:
    """Every open deal at T with what is expected of it.

    Args:
        table: one row an open deal: ``id, stage`` (status), ``role``, ``manager, source``, ``created``,
            ``age_days`` in the present stay (NaN unknown), ``amount`` (its own, NaN), ``unpriced``, ``worth``
            (its own amount, else the median won one), ``chance_period`` and ``chance`` (0 to 1, NaN),
            ``expected_period``, ``expected_month`` (by the end of T's) and ``expected`` (money),
            ``next_contact`` (date, NaT), ``days_overdue`` (NaN where not), ``due`` (contact on T or before),
            ``untouched``, ``stale``.
        has_next_contact: whether the input has that column.
    """

    table: pd.DataFrame
    has_next_contact: bool


@dataclass(frozen=True)
class Ahead:
    """Days from T: H, to the end of the period (None where it is past), and to the end of T's month."""

    horizon: int
    period: int | None
    month: int

    @property
    def furthest(self) -> int:
        """The longest of them."""
        return max(self.horizon, self.period or 0, self.month)


def open_deals(
    deals: Deals,
    timeline: Timeline,
    untouched: npt.NDArray[np.bool_],
    course: Course,
    chances: Chances | None,
    ahead: Ahead,
) -> OpenDeals:
    """The open deals, by id.

    Args:
        untouched: per deal, whether it is an untouched lead.
        course: of the same deals.
        chances: None where nothing tells a chance.
        ahead: how far to look.
    """
    t = timeline
    which = np.flatnonzero((t.rung >= 0) & t.is_lead)
    frame = deals.frame.iloc[which]
    rung = t.rung[which]
    since = np.where((t.since[which] < 0) & (rung == 0), t.created[which], t.since[which])
    age = np.where(since >= 0, t.as_of_day - since, UNKNOWN)
    own = frame["amount"].to_numpy(dtype=float)
    worth = np.where(np.isnan(own), _median_won(t), own)
    chance_age = age if chances is None or chances.by_stage else t.as_of_day - t.created[which]
    none = np.full(len(which), np.nan)
    within = [ahead.horizon, ahead.period, ahead.month]
    chance, soon, month = (
        none if chances is None or days is None else chances.of(rung, chance_age, days) for days in within
    )
    contact = seconds(frame["next_contact"]) // DAY
    late = np.where(frame["next_contact"].notna() & (contact < t.as_of_day), t.as_of_day - contact, 0)
    roles = deals.stages.roles()
    table = pd.DataFrame(
        {
            "id": frame["id"].to_numpy(),
            "stage": [t.ladder[k] for k in rung],
            "role": [str(roles[t.ladder[k]]) for k in rung],
            "manager": frame["manager"].to_numpy(),
            "source": frame["source"].to_numpy(),
            "created": frame["created"].to_numpy(),
            "age_days": np.where(age >= 0, age, np.nan),
            "amount": own,
            "unpriced": np.isnan(own),
            "worth": worth,
            "chance_period": soon,
            "chance": chance,
            "expected_period": soon * worth,
            "expected_month": month * worth,
            "expected": chance * worth,
            "next_contact": frame["next_contact"].to_numpy(),
            "days_overdue": np.where(late > 0, late, np.nan),
            "due": frame["next_contact"].notna().to_numpy() & (contact <= t.as_of_day),
            "untouched": untouched[which],
            "stale": age > _long_stays(course, t)[rung],
        }
    )
    return OpenDeals(table, "next_contact" in deals.given)


def _median_won(t: Timeline) -> float:
    won = t.reach[:, -1] < NEVER
    amounts = t.amount[won & ~np.isnan(t.amount)]
    return float(np.median(amounts)) if len(amounts) else np.nan


def _long_stays(course: Course, t: Timeline) -> Floats:
    """Per rung the age in days that 90 % of the later-won deals' stays did not exceed; inf unknown."""
    longest = np.full(len(t.ladder), np.inf)
    if not t.dated_stages:
        return longest
    every = course.kept.only(t.reach[course.kept.deal, -1] < NEVER)
    spent = every.until - every.start
    for rung in range(len(t.ladder) - 1):
        here = spent[every.stage == rung]
        if len(here) >= ENOUGH_WON_STAYS:
            longest[rung] = np.quantile(here, STALE_SHARE, method="inverted_cdf")
    return longest


def presale(found: OpenDeals) -> pd.DataFrame:
    """Every open deal in a presale stage, most expected money first, with ``next_action`` (a code)."""
    table = found.table[found.table["role"] == Role.PRESALE]
    gone = table["stale"] & (table["chance"] < GIVE_UP)
    due, planned = table["due"], table["next_contact"].notna()
    action = np.select(
        [gone, due, ~planned & found.has_next_contact, table["stale"]],
        ["close_or_give_up", "call_today", "set_next_step", "call_today"],
        "keep_contact" if found.has_next_contact else "call_today",
    )
    no_price = table["unpriced"] & table["worth"].isna()
    note = np.select(
        [table["chance"].isna(), no_price, table["unpriced"]], ["no_chance", "no_price", "unpriced"], ""
    )
    table = table.assign(next_action=action, note=note)
    return _by_money(table)


def attention(found: OpenDeals) -> pd.DataFrame:
    """The open deals to act on, most urgent first: money expected, days overdue, age, id.

    ``reason`` is the first that holds of untouched, overdue, no_next_step and stale.
    """
    table = found.table
    idle = table["next_contact"].isna() & found.has_next_contact
    reason = np.select(
        [table["untouched"], table["days_overdue"].notna(), idle, table["stale"]],
        ["untouched", "overdue", "no_next_step", "stale"],
        "",
    )
    return _by_money(table.assign(reason=reason)[reason != ""])


def _by_money(table: pd.DataFrame) -> pd.DataFrame:
    """Most money first; where no chance is known at all, the amounts themselves are what may be expected."""
    money = table["expected"] if table["expected"].notna().any() else table["amount"]
    late, age = table["days_overdue"].fillna(0), table["age_days"].fillna(-1)
    ids = pd.factorize(table["id"], sort=True)[0]
    order = np.lexsort((ids, -age.to_numpy(), -late.to_numpy(), -money.fillna(-1.0).to_numpy()))
    return table.iloc[order].reset_index(drop=True)
