"""The plan of a month against what has come of it and what is still to come, by manager."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from addin.deals.evidence import Bools
from addin.metrics.calendar import first_day, last_day, month_name
from addin.metrics.forecast import MonthOutlook
from addin.metrics.occupancy import Moment
from addin.metrics.pipeline_value import LEAD_DAYS, Outlook, Part
from addin.metrics.revenue import revenue
from addin.metrics.simulation import Shock, intervals


def of_deals(found: Outlook, whole: MonthOutlook, mine: Bools) -> MonthOutlook:
    """The money of a month that comes from some of the deals, and of new leads their share of the last weeks.

    Args:
        found: the outlook the month was taken from.
        whole: the month of all deals.
        mine: of every deal, whether it is one of them.
    """
    m = found.moment
    lately = m.born & (m.course.created > m.day - LEAD_DAYS)
    share = float((lately & mine).sum()) / max(int(lately.sum()), 1)
    closed, _ = revenue(m, whole.month, mine)
    parts = {name: _some(part, mine, share) for name, part in whole.parts.items()}
    return MonthOutlook(whole.month, closed, parts, whole.note)


def _some(part: Part, mine: Bools, share: float) -> Part:
    kept = mine[part.deal]
    return replace(
        part,
        deal=part.deal[kept],
        chance=part.chance[kept],
        amount=part.amount[kept],
        leads=part.leads * share,
    )


def plan_fact(
    found: Outlook,
    months: list[tuple[MonthOutlook, Shock]],
    plan: pd.DataFrame,
    manager: pd.Series,
    seed: int,
) -> pd.DataFrame:
    """Each month for which there is a plan: everybody first, then each manager by name.

    Args:
        found: the outlook of T.
        months: the months and the shock of each.
        plan: ``month`` (first day), ``manager`` ("": of the whole department), ``amount``.
        manager: of every deal.
        seed: of the draws.

    Returns:
        ``month, manager`` (None: everybody), ``plan, fact, done`` (fact / plan), ``pace`` (done over the
        share of the month's days gone by), ``forecast, low, high`` (80 %), ``share, share_low, share_high``
        (of the
        plan) and ``note`` (a code).
    """
    rows: list[dict[str, object]] = []
    index = plan["month"].to_numpy("datetime64[M]").astype(np.int64)
    for whole, shock in months:
        mine = plan[index == whole.month].groupby("manager")["amount"].sum()
        if mine.empty:
            continue
        rows.append(_row(found.moment, whole, shock, seed, None, float(mine.sum())))
        for name in [*sorted({*mine.index, *_busy(found, whole, manager)} - {""}), ""]:
            own = of_deals(found, whole, (manager == name).to_numpy())
            target = float(mine.get(name, np.nan)) if name else np.nan  # without a name it is everybody's
            if name or own.closed or own.to_come > 0:
                rows.append(_row(found.moment, own, shock, seed, name, target))
    columns = [
        "month",
        "manager",
        "plan",
        "fact",
        "done",
        "pace",
        "forecast",
        "low",
        "high",
        "share",
        "share_low",
        "share_high",
        "note",
    ]
    return pd.DataFrame(rows, columns=columns)


def _busy(found: Outlook, whole: MonthOutlook, manager: pd.Series) -> set[str]:
    """Managers who have brought money in the month, or hold open deals."""
    m = found.moment
    wins = (m.wins.ended >= first_day(whole.month)) & (m.wins.ended <= last_day(whole.month))
    busy = np.concatenate([m.wins.deal[wins], m.waiting.deal])
    return set(manager.iloc[busy].unique())


def _row(
    m: Moment, of: MonthOutlook, shock: Shock, seed: int, manager: str | None, plan: float
) -> dict[str, object]:
    first, last = first_day(of.month), last_day(of.month)
    gone = min(max(m.day - first + 1, 0), last - first + 1) / (last - first + 1)
    over = last <= m.day
    low, high = (of.closed, of.closed) if over else intervals(of.closed, of.parts, shock, seed)["total"]
    expected = of.closed if over else of.closed + of.to_come
    base = plan if plan > 0 else np.nan
    fact = of.closed if gone > 0 else np.nan
    note = "no_plan" if not plan > 0 else "" if np.isfinite(expected) else of.note or "few_deals"
    return {
        "month": month_name(of.month),
        "manager": manager,
        "plan": plan,
        "fact": fact,
        "done": fact / base,
        "pace": fact / base / gone if gone > 0 else np.nan,
        "forecast": expected,
        "low": low,
        "high": high,
        "share": expected / base,
        "share_low": low / base,
        "share_high": high / base,
        "note": note,
    }
