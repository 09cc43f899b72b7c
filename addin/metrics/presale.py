"""The deals about to close, and the open deals to act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.asof import Deals
from addin.deals.evidence import DAY, NEVER, UNKNOWN, Bools, Ints, seconds
from addin.deals.stages import Role
from addin.deals.timeline import Timeline
from addin.metrics.chance import Chances
from addin.metrics.manager_factors import ManagerFactors
from addin.metrics.occupancy import Floats, Occupancy

STALE_SHARE = 0.9
ENOUGH_WON_STAYS = 20
"""Fewer stays of later-won deals do not tell what is long."""
GIVE_UP_CHANCE = 0.05
"""A stale deal whose chance within H is under this is to be closed or given up."""


@dataclass(frozen=True)
class OpenDealList:
    """Every open deal at T with what is expected of it.

    Args:
        table: one row an open deal: ``id, deal`` (its position), ``stage`` (status), ``role``, ``manager,
            source``, ``created``, ``age_days`` in the present stay (NaN unknown), ``amount`` (its own, NaN),
            ``unpriced``, ``expected_amount`` (what of its own amount is won, else the mean won one),
            ``chance_period``, ``chance_month`` (by the end of T's) and ``chance`` (0 to 1, NaN),
            ``expected_period``, ``expected_month`` and ``expected`` (money), ``next_contact`` (date, NaT),
            ``days_overdue`` (NaN where not), ``due`` (contact on T or before), ``untouched``, ``stale``.
        has_next_contact: whether the input has that column.
    """

    table: pd.DataFrame
    has_next_contact: bool


@dataclass(frozen=True)
class LookAhead:
    """Days from T: H, to the end of the period (None where it is past), and to the end of T's month."""

    horizon: int
    period: int | None
    month: int

    @property
    def furthest(self) -> int:
        """The longest of them."""
        return max(self.horizon, self.period or 0, self.month)


@dataclass(frozen=True)
class Prices:
    """What open deals would bring.

    Args:
        mean_won: one without an amount; NaN where nothing tells.
        offer_factor: of the other amounts, what of them is won.
    """

    mean_won: float
    offer_factor: float = 1.0


def open_deals(
    deals: Deals,
    timeline: Timeline,
    untouched: Bools,
    occupancy: Occupancy,
    chances: Chances | None,
    ahead: LookAhead,
    prices: Prices,
    managers: ManagerFactors | None = None,
) -> OpenDealList:
    """The open deals, by id.

    Args:
        deals: as of T.
        timeline: of the same deals.
        untouched: per deal, whether it is an untouched lead.
        occupancy: of the same deals.
        chances: None where nothing tells a chance.
        ahead: how far to look.
        prices: what deals would bring.
        managers: what each makes of his deals; None: all alike.
    """
    t = timeline
    which = np.flatnonzero((t.rung >= 0) & t.is_lead)
    frame, rung, age = deals.frame.iloc[which], t.rung[which], age_in_stage(t, which)
    table = pd.DataFrame(
        {
            "deal": which,
            **_stages(deals, which),
            **{name: frame[name].to_numpy() for name in ("id", "manager", "source", "created")},
            "age_days": np.where(age >= 0, age, np.nan),
            **_amounts(frame["amount"].to_numpy(dtype=float), prices),
            **_chances(t, which, age, chances, ahead),
            **_contacts(frame["next_contact"], t.as_of_day),
            "untouched": untouched[which],
            "stale": t.stage_known[which] & (age > _long_stays(occupancy, t)[rung]),
        }
    )
    _share_out(table, which, rung, prices, managers)
    for within in ("", "_period", "_month"):
        table[f"expected{within}"] = table[f"chance{within}"] * table["expected_amount"]
    return OpenDealList(table, "next_contact" in deals.provided)


def _stages(deals: Deals, which: Ints) -> dict[str, list[str]]:
    """The columns of the statuses that open deals stand in, and of their roles."""
    roles, standing = deals.stages.roles(), deals.codes.statuses[deals.status_at.status[which]]
    names = list(map(str, standing))
    return {"stage": names, "role": [str(roles[name]) for name in names]}


def age_in_stage(t: Timeline, which: Ints) -> Ints:
    """Days that open deals have stood in their present stage, ``UNKNOWN`` where nothing tells."""
    since_creation = (t.since[which] < 0) & (t.rung[which] == 0) & t.stage_known[which]
    since = np.where(since_creation, t.created[which], t.since[which])
    return np.where(since >= 0, t.as_of_day - since, UNKNOWN)


def _share_out(
    table: pd.DataFrame, which: Ints, rung: Ints, prices: Prices, managers: ManagerFactors | None
) -> None:
    """Put the chances by who holds the deals in place of those of anybody; sums of money stay."""
    if managers is None:
        return
    own = prices.offer_factor * table["amount"].to_numpy(dtype=float)
    presale = (table["role"] == Role.PRESALE).to_numpy()
    for name in ("chance", "chance_period", "chance_month"):
        chance = table[name].to_numpy(dtype=float)
        found = chance.copy()
        for some in (presale, ~presale):
            found[some] = managers.shared_out(
                chance[some], own[some], prices.mean_won, which[some], rung[some]
            )
        table[name] = found


def _amounts(amount: Floats, prices: Prices) -> dict[str, Floats | Bools]:
    """The columns of amounts: the deals' own, and what they would bring."""
    unpriced = np.isnan(amount)
    expected = np.where(unpriced, prices.mean_won, prices.offer_factor * amount)
    return {"amount": amount, "unpriced": unpriced, "expected_amount": expected}


def _chances(
    t: Timeline, which: Ints, age: Ints, chances: Chances | None, ahead: LookAhead
) -> dict[str, Floats]:
    """The columns of chances within each of the three times."""
    chance_age = age if chances is None or chances.by_stage else t.as_of_day - t.created[which]
    none = np.full(len(which), np.nan)
    days = {"chance_period": ahead.period, "chance": ahead.horizon, "chance_month": ahead.month}
    return {
        name: none if chances is None or within is None else chances.of(t.rung[which], chance_age, within)
        for name, within in days.items()
    }


def _contacts(next_contact: pd.Series, as_of_day: int) -> dict[str, npt.NDArray[Any]]:
    """The columns of the next contact: its date, the days it is overdue, whether it is due."""
    given, day = next_contact.notna().to_numpy(), seconds(next_contact) // DAY
    overdue = np.where(given & (day < as_of_day), as_of_day - day, 0)
    return {
        "next_contact": next_contact.to_numpy(),
        "days_overdue": np.where(overdue > 0, overdue, np.nan),
        "due": given & (day <= as_of_day),
    }


def _long_stays(occupancy: Occupancy, t: Timeline) -> Floats:
    """Per rung the age in days that 90 % of the later-won deals' stays did not exceed; inf unknown."""
    longest = np.full(len(t.ladder), np.inf)
    if not t.dated_stages:
        return longest
    stays = occupancy.usable_stays
    stays = stays.select(t.reach[stays.deal, -1] < NEVER)
    spent = stays.until - stays.start
    for rung in range(len(t.ladder) - 1):
        here = spent[stays.stage == rung]
        if len(here) >= ENOUGH_WON_STAYS:
            longest[rung] = np.quantile(here, STALE_SHARE, method="inverted_cdf")
    return longest


def presale(open_list: OpenDealList) -> pd.DataFrame:
    """Every open deal in a presale stage, most expected money first, with ``next_action`` (a code)."""
    table = open_list.table[open_list.table["role"] == Role.PRESALE]
    no_price = table["unpriced"] & table["expected_amount"].isna()
    note = np.select(
        [table["chance"].isna(), no_price, table["unpriced"]], ["no_chance", "no_price", "unpriced"], ""
    )
    action = next_action(table, open_list.has_next_contact)
    table = table.assign(next_action=action, note=note)
    return _by_money(table)


def next_action(table: pd.DataFrame, has_next_contact: bool) -> npt.NDArray[np.str_]:
    """What to do about each open deal, a code.

    Args:
        table: rows of an :class:`OpenDealList`.
        has_next_contact: whether the input tells next contacts.
    """
    hopeless = table["stale"] & (table["chance"] < GIVE_UP_CHANCE)
    unplanned = table["next_contact"].isna() & has_next_contact
    return np.select(
        [table["untouched"], hopeless, table["due"], unplanned, table["stale"]],
        ["call_today", "close_or_give_up", "call_today", "set_next_step", "call_today"],
        "keep_contact" if has_next_contact else "call_today",
    )


def attention(open_list: OpenDealList) -> pd.DataFrame:
    """The open deals to act on, most urgent first: money expected, days overdue, age, id.

    ``reason`` is the first that holds of untouched, overdue, no_next_step and stale.
    """
    table = open_list.table
    idle = table["next_contact"].isna() & open_list.has_next_contact
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
