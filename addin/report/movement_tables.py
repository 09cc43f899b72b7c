"""What moved the pipeline, as tables: in total, by manager, and deal by deal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.arrays import is_in
from addin.deals.contacts import contacts_of
from addin.deals.past_values import past_values
from addin.deals.stages import Role
from addin.deals.status_at import ENDED, WON
from addin.deals.timeline import day_number
from addin.metrics import movement
from addin.metrics.calendar import date_of, first_day, month
from addin.metrics.movement import (
    AMOUNTS,
    COINS,
    ENTERING,
    HANDOVERS,
    LEAVING,
    WITHIN,
    Movement,
)
from addin.metrics.movement_changes import Change, by_manager, changes
from addin.metrics.occupancy import Ints32
from addin.report.figures import Figures
from addin.report.layout_week import WEEK

WEEK_DAYS = 7
_COLUMNS = {block.name: block.keys for block in WEEK}
_COLUMNS["movement"] = [*_COLUMNS["movement"], "undated"]


def movement_blocks(f: Figures) -> dict[str, pd.DataFrame]:
    """The last seven days up to T, and the month of T so far; notes still as codes."""
    day = f.timeline.as_of_day
    found = [movement_of(f, first, day) for first in (day - WEEK_DAYS + 1, first_day(month(day)))]
    tables = {"movement": _lines, "movement_by_manager": _managers}
    blocks = {
        name: pd.DataFrame([row for each in found for row in made(f, each)], columns=_COLUMNS[name])
        for name, made in tables.items()
    }
    listed = pd.concat([_deals(f, each) for each in found], ignore_index=True)
    return blocks | {"movement_deals": listed[_COLUMNS["movement_deals"]]}


def movement_of(f: Figures, first: int, last: int) -> Movement:
    """What moved the pipeline from one day to another, up to T."""
    values = (past_values(f.deals, day) for day in (first - 1, last))
    return movement.movement(f.money.course, first, last, *values)


def days_of(f: Figures, period: tuple[dt.date, dt.date] | None) -> tuple[int, int]:
    """First and last day of a period up to T; of none, of the last seven days."""
    T = f.timeline.as_of_day
    if period is None:
        return T - WEEK_DAYS + 1, T
    return day_number(period[0]), min(day_number(period[1]), T)


def _period(of: Movement) -> dict[str, object]:
    return {"period_from": date_of(of.first), "period_to": date_of(of.last)}


def _lines(f: Figures, of: Movement) -> Iterable[dict[str, object]]:
    """One row a change; what is not on record has none but its reason."""
    ends, level = UndatedEnds.of(f, of), 0
    for each in changes(of):
        cells, bar = told(f, of, each, ends), {} if ends.hide else _bar(each, level)
        level = sum(count for part, count in bar.items() if part != "chart_minus")
        yield _period(of) | {"change": each.name} | cells | bar
    reasons = {name: "no_move_dates" for name in WITHIN if name not in of.took_part}
    for name, reason in (reasons | {"slipped": "no_past_closing_dates"}).items():
        yield _period(of) | {"change": name, "note": reason}


def _bar(each: Change, level: int) -> dict[str, int]:
    """The bar of a change in a waterfall, which stands where the change before has brought it."""
    if each.name in ("start", "end"):
        return {"chart_whole": each.deals}
    if each.name in LEAVING:
        return {"chart_base": level - each.deals, "chart_minus": each.deals}
    if each.name in ENTERING:
        return {"chart_base": level, "chart_plus": each.deals}
    return {"chart_base": level}


@dataclass(frozen=True)
class UndatedEnds:
    """Deals created before a movement that have ended nobody knows when: they are in none of its numbers.

    Args:
        count: by change, ``start`` among them.
        hide: whether no end has a date, so that a movement cannot be told.
    """

    count: dict[str, int]
    hide: bool

    @classmethod
    def of(cls, f: Figures, of: Movement) -> UndatedEnds:
        """Those of a movement."""
        t, which = f.timeline, f.money.course.undated_end & ~of.took_part["created"] & f.timeline.in_funnel
        roles = dict(zip(LEAVING, (WON, *ENDED), strict=False))
        count = {name: int((which & (t.role == role)).sum()) for name, role in roles.items()}
        dated = t.in_funnel & is_in(t.role, [WON, *ENDED]) & ~f.money.course.undated_end
        return cls({"start": sum(count.values()), **count}, sum(count.values()) > 0 and not dated.any())


def _untold(change: str, of: Movement, ends: UndatedEnds) -> str:
    """The code that says why a change has no number, "" where it has one."""
    if change in (*AMOUNTS, *HANDOVERS) and not of.values_before.on_record:
        return "no_past_amounts"
    return "undated_ends" if ends.hide and change not in ("created", "end") else ""


def told(f: Figures, of: Movement, each: Change, ends: UndatedEnds) -> dict[str, object]:
    """A change as cells: nothing where it is not on record, but the reason."""
    undated, untold = ends.count.get(each.name, 0), _untold(each.name, of, ends)
    if untold:
        return {"note": untold, "undated": ends.count["start"]}
    today = "amounts_today" if each.name == "start" and not of.values_before.on_record else ""
    return {
        "deals": each.deals,
        "money": each.money if f.money.course.has_amounts else np.nan,
        "unpriced": each.unpriced,
        "note": "undated_ends" if undated else today,
        "undated": undated,
    }


def _managers(f: Figures, of: Movement) -> Iterable[dict[str, object]]:
    """One row a manager; hand-overs only where past holders are on record."""
    ends, on_record = UndatedEnds.of(f, of), of.values_before.on_record
    for manager, every in by_manager(of).items():
        row = _period(of) | {"manager": manager, "note": "" if on_record else "managers_today"}
        for name, each in every.items():
            if not _untold(name, of, ends):
                row[name] = each.deals
                row[f"{name}_money"] = each.money if f.money.course.has_amounts else np.nan
        yield row


def _deals(f: Figures, of: Movement) -> pd.DataFrame:
    """One row a deal and change, in the order of changes, most money first."""
    amount, coins = of.values_after.amount, {name: of.coins(name) for name in _listed(of)}
    found = {name: np.flatnonzero(of.deals(name)) for name in coins}
    order = {name: at[np.argsort(-np.abs(coins[name][at]), kind="stable")] for name, at in found.items()}
    change = np.repeat(np.array(list(order), dtype=object), [len(at) for at in order.values()])
    deal = np.concatenate(list(order.values()))
    money = np.concatenate([coins[name][at] for name, at in order.items()]) / COINS
    unpriced = np.isnan(amount[deal]) & ~np.isin(change, AMOUNTS)
    frame = f.deals.frame.iloc[deal]
    columns = {
        "change": change,
        "id": frame["id"].to_numpy(),
        "manager": of.values_after.manager[deal],
        "stage_from": _stage_names(f, of.before.stage)[deal],
        "stage_to": _stage_names(f, of.after.stage)[deal],
        "money": np.where(unpriced, np.nan, money),
        **contacts_of(frame, f.settings.deal_url),
    }
    return pd.DataFrame({**_period(of), **columns})


def _listed(of: Movement) -> list[str]:
    """The changes whose deals can be named."""
    past = (*AMOUNTS, HANDOVERS[0]) if of.values_before.on_record else ()
    return [*ENTERING, *LEAVING, *(name for name in WITHIN if name in of.took_part), *past]


def _stage_names(f: Figures, stage: Ints32) -> npt.NDArray[np.object_]:
    """The names of stages as they stand in a movement; None before a deal's first record."""
    rungs = len(f.timeline.ladder) - 1
    ends = [f.deals.stages.first_of(role) for role in (Role.LOST, Role.NONTARGET)]
    names = np.array([*f.timeline.ladder, *ends, None], dtype=object)
    return names[np.where((stage >= 0) & (stage <= rungs + 2), stage, rungs + 3)]
