"""How each manager and each team stands in the month of T, and whom each is to call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.deals.evidence import Bools, Ints
from addin.metrics.intake import intake
from addin.metrics.leads import Leads
from addin.metrics.occupancy import Floats
from addin.metrics.presale import OpenDealList, attention, next_action

REASONS = ("untouched", "overdue", "no_next_step", "stale")
RECENT = 50
"""So many of a manager's last deals tell his team."""

Money = Callable[[Bools], tuple[float, float, float, float]]
"""Of some deals: what they have brought in the month, what is expected of it in all, and its 80 % limits."""


@dataclass(frozen=True, eq=False)
class MonthSoFar:
    """What a scoreboard is made from, all as of T.

    Args:
        manager: of every deal, "" for nobody.
        team: of every deal, "" where not given; None where the data have no teams.
        created: day of every deal.
        busy: which deals are open, or were won in T's month.
        leads: those created in T's month.
        to_act, presale: the lists of deals to act on and in pre-sale, with ``deal`` (position).
        plan: ``manager, amount`` of T's month.
        money: of the month.
    """

    manager: pd.Series
    team: pd.Series | None
    created: Ints
    busy: Bools
    leads: Leads
    to_act: pd.DataFrame
    presale: pd.DataFrame
    plan: pd.DataFrame
    money: Money


def scoreboard(of: MonthSoFar) -> pd.DataFrame:
    """One row a manager, then one a team, most money at stake first in both; the last row is everybody.

    Returns:
        ``team`` (a manager's: of most of his last deals; None without teams and for everybody), ``manager``
        ("" nobody; None: of a team or everybody), ``sold, plan, share`` (sold / plan), ``forecast``, ``low``
        and ``high`` (80 %), ``leads, taken_rate``, the counts of ``REASONS``, ``presale_deals``, ``presale``
        (money expected within H) and ``at_stake`` (money expected of the deals to act on; where no chance is
        known at all, their amounts). NaN is not known.
    """
    planned = of.plan.groupby("manager")["amount"].sum()
    teams = _teams(of)
    leads_of = np.array(of.leads.managers, dtype=object)[of.leads.manager]
    people = [
        _row(of, (of.manager == name).to_numpy(), leads_of == name)
        | {"team": teams.get(name), "manager": name, "plan": planned.get(name, np.nan) if name else np.nan}
        for name in _people(of, set(planned.index), set(leads_of))
    ]
    groups = [_team_row(of, name, teams, planned) for name in _groups(of, teams, set(planned.index))]
    everybody = np.ones(len(of.manager), bool)
    whole = _row(of, everybody, np.ones(len(leads_of), bool)) | {"team": None, "manager": None}
    whole["plan"] = planned.sum() if len(planned) else np.nan
    table = pd.DataFrame([*_in_order(people), *_in_order(groups), whole])
    base = table["plan"].where(table["plan"] > 0)
    return table.assign(share=table["sold"] / base)


def _people(of: MonthSoFar, planned: set[str], with_leads: set[str]) -> list[str]:
    """Who has a plan, leads of the month, wins of it or open deals."""
    found = planned | with_leads
    found |= set(_names(of.manager[of.busy]))
    nobody = "" in found and bool((of.manager == "").any() or "" in with_leads)
    return [*sorted(found - {""}), *([""] if nobody else [])]


def _groups(of: MonthSoFar, teams: dict[str, str], planned: set[str]) -> list[str]:
    """The teams with a plan, leads of the month, wins of it or open deals; none without teams."""
    if of.team is None:
        return []
    found = {*of.team[of.busy], *of.team.iloc[of.leads.deal]}
    return sorted(found | {teams[name] for name in planned if teams.get(name)})


def _names(values: pd.Series) -> list[str]:
    return sorted(map(str, values.unique()))


def _teams(of: MonthSoFar) -> dict[str, str]:
    """Manager → the team of most of his last deals that have one; of equals the first by name."""
    if of.team is None:
        return {}
    table = pd.DataFrame({"manager": of.manager, "team": of.team, "created": of.created})
    last = table[table["team"] != ""].sort_values("created", kind="stable").groupby("manager").tail(RECENT)
    counts = last.groupby(["manager", "team"]).size().reset_index(name="n")
    counts = counts.sort_values(["n", "team"], ascending=[False, True], kind="stable")
    most = counts.drop_duplicates("manager")
    known = dict(zip(most["manager"], most["team"], strict=True))
    return dict.fromkeys(_names(of.manager), "") | known | {"": ""}


def _team_row(of: MonthSoFar, team: str, teams: dict[str, str], planned: pd.Series) -> dict[str, object]:
    mine: Bools = np.asarray(of.team == team, dtype=bool)
    own = planned[[bool(name) and teams.get(name, "") == team for name in planned.index]]
    plan = own.sum() if len(own) else np.nan
    return _row(of, mine, mine[of.leads.deal]) | {"team": team, "manager": None, "plan": plan}


def _row(of: MonthSoFar, deals: Bools, leads: Bools) -> dict[str, object]:
    """The figures of some deals and leads."""
    sold, forecast, low, high = of.money(deals)
    came = intake(of.leads.select(leads)).iloc[0]
    to_act, presale = (table[deals[table["deal"].to_numpy()]] for table in (of.to_act, of.presale))
    stake = "expected" if of.to_act["expected"].notna().any() else "amount"
    return {
        "sold": sold,
        "forecast": forecast,
        "low": low,
        "high": high,
        "leads": came["leads"],
        "taken_rate": came["taken_rate"],
        **{reason: int((to_act["reason"] == reason).sum()) for reason in REASONS},
        "presale_deals": len(presale),
        "presale": _sum(presale["expected"]),
        "at_stake": _sum(to_act[stake]),
    }


def _sum(values: pd.Series) -> float:
    """A sum; of no deals it is 0, of deals of which nothing is known it is not known."""
    return float(values.sum()) if values.notna().any() or not len(values) else np.nan


def _in_order(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Most at stake first, then by name; who is not named comes last."""

    def key(row: dict[str, object]) -> tuple[bool, float, str]:
        name = row["team"] if row["manager"] is None else row["manager"]
        return name == "", -np.nan_to_num(float(str(row["at_stake"]))), str(name)

    return sorted(rows, key=key)


def to_call(open_list: OpenDealList) -> pd.DataFrame:
    """The deals to act on, by manager as in the scoreboard, of each the most urgent first.

    Returns:
        The columns of :func:`addin.metrics.presale.attention` and ``next_step`` (a code).
    """
    table = attention(open_list)
    stake = "expected" if table["expected"].notna().any() else "amount"
    sums = table.groupby("manager")[stake].sum()
    order = sorted(sums.index, key=lambda name: (name == "", -float(sums[name]), name))
    rank: Floats = table["manager"].map({name: at for at, name in enumerate(order)}).to_numpy(dtype=float)
    table = table.assign(next_step=next_action(table, open_list.has_next_contact))
    return table.iloc[np.argsort(rank, kind="stable")].reset_index(drop=True)
