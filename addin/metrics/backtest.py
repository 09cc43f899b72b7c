"""What our forecasts would have been on past days, what the usual ones would have been, and what came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from addin.deals.cores import at_once
from addin.deals.evidence import NEVER, Bools
from addin.metrics import rivals
from addin.metrics.calendar import first_day, last_day, month, month_name
from addin.metrics.chance import Floats
from addin.metrics.course import Course, Moment
from addin.metrics.forecast import AHEAD, MonthOutlook, month_ahead
from addin.metrics.outlook import outlook
from addin.metrics.revenue import revenue
from addin.metrics.spread import Miss, Shock, intervals, seed_of, shock_of

METHODS = ("ours", "crm", "closed_rate", "last3")
ORIGINS = 24
"""Days a record is made of, at most: the last ones, two a month."""
DAYS_OF_MONTH = (1, 15)
BEFORE = 3
"""Whole months of records before the first of them."""
WINS_BEFORE = 20
ENOUGH_ORIGINS = 6
"""With fewer nobody is called better."""


@dataclass(frozen=True)
class Origin:
    """A past day, what was expected then, and what came.

    Args:
        day: the day; ``seed`` of its deals.
        ours: our outlook of the month of the day and of the next.
        others: method → its guess.
        came: revenue of both months as it stands today, NaN for a month not yet over.
        brier: method → sum of squared errors of the chances of open deals to be won within the month, and
            their number.
    """

    day: int
    seed: int
    ours: tuple[MonthOutlook, MonthOutlook]
    others: dict[str, rivals.Guess]
    came: tuple[float, float]
    brier: dict[str, tuple[float, int]]


@dataclass(frozen=True)
class Record:
    """All origins, oldest first.

    Args:
        origins: none where no past day can be forecast.
        reason: a code that says why there are none, else "".
        probabilities: whether the CRM's are given.
    """

    origins: list[Origin]
    reason: str
    probabilities: bool = True

    def misses(self, step: int, before: int) -> list[Miss]:
        """The errors of our forecasts of months that were over by the end of a day.

        Args:
            step: 0 the month of the origin, 1 the next.
            before: the day.
        """
        found = []
        for origin in self.origins:
            ours, came = origin.ours[step], origin.came[step]
            if last_day(ours.month) <= before and origin.day < before and np.isfinite(came + ours.to_come):
                expected = ours.closed + ours.to_come
                found.append(Miss(ours.month, came - expected, ours.to_come, ours.variance))
        return found

    def shock(self, step: int, day: int) -> Shock:
        """The common shock of a forecast made on a day, from what was known by then."""
        return shock_of(self.misses(step, day))


def record(course: Course, presale: Bools, probability: Floats, origins: int = ORIGINS) -> Record:
    """The forecasts of past days, each from what was known then.

    Args:
        course: all deals up to T.
        presale: which rungs are pre-sale.
        probability: the CRM's, of each rung; NaN where not given.
        origins: how many days at most.
    """
    now = course.at(course.last)
    days, reason = _days(course, now)
    if reason:
        return Record([], reason)
    wins = np.where(now.won, now.ended, NEVER)
    jobs = [partial(_origin, course, now, wins, day, presale, probability) for day in days[-origins:]]
    given = bool(np.isfinite(probability).any())
    return Record(at_once(jobs, len(course.created) * len(jobs)), "", given)


def _days(course: Course, now: Moment) -> tuple[list[int], str]:
    """The days with enough before and after them, or why there are none."""
    if not (now.won & (now.ended >= 0)).any() or course.undated_wins == 1:
        return [], "no_win_dates"
    if np.isnan(course.amount[now.won]).all():
        return [], "no_amounts"
    begin = int(course.created[course.placed].min())
    if course.by_stage and course.start != NEVER:
        begin = max(begin, course.start)
    first, this = month(begin - 1) + 1 + BEFORE, month(course.last + 1)
    days = [first_day(which) + number - 1 for which in range(first, this) for number in DAYS_OF_MONTH]
    ends = np.sort(now.ended[now.won & (now.ended >= 0)])
    days = [day for day in days if np.searchsorted(ends, day, "right") >= WINS_BEFORE]
    return (days, "") if days else ([], "short_history")


def _origin(
    course: Course, now: Moment, wins: Floats, day: int, presale: Bools, probability: Floats
) -> Origin:
    moment = course.at(day)
    found, this = outlook(moment, presale, AHEAD), month(day)
    ours = month_ahead(found, this), month_ahead(found, this + 1)
    price = found.prices.median
    others = {
        "crm": rivals.crm(moment, probability, price),
        "closed_rate": rivals.closed_rate(moment, price),
        "last3": rivals.last3(moment),
    }
    came = tuple(revenue(now, m)[0] if last_day(m) <= course.last else np.nan for m in (this, this + 1))
    waiting = np.flatnonzero(moment.rung >= 0)
    won = (wins[waiting] > day) & (wins[waiting] <= last_day(this))
    chances = {"ours": found.chance(waiting, last_day(this) - day)}
    chances |= {name: guess.chance[waiting] for name, guess in others.items() if guess.chance is not None}
    brier = {name: _squares(chance, won) for name, chance in chances.items()}
    return Origin(day, seed_of(moment), ours, others, (came[0], came[1]), brier)


def _squares(chance: Floats, won: Bools) -> tuple[float, int]:
    known = np.isfinite(chance)
    return float(((chance - won)[known] ** 2).sum()), int(known.sum())


def forecasts(found: Record) -> pd.DataFrame:
    """One row an origin, month and method: what it expected and what came.

    Returns:
        ``origin`` (day), ``step`` (0 the month of the origin, 1 the next), ``month``, ``method``,
        ``expected``, ``low``, ``high`` (80 %, ours alone), ``came``; months not yet over are left out.
    """
    over = [(o, step) for o in found.origins for step in (0, 1) if np.isfinite(o.came[step])]
    size = sum(len(part.deal) for o, step in over for part in o.ours[step].parts.values())
    limits = at_once([partial(_limits, found, *one) for one in over], size * len(over))
    rows = [row for one, ends in zip(over, limits, strict=True) for row in _told(*one, ends)]
    columns = ["origin", "step", "month", "method", "expected", "low", "high", "came"]
    return pd.DataFrame(rows, columns=columns)


def _told(origin: Origin, step: int, ends: tuple[float, float]) -> list[dict[str, object]]:
    """What every method said on a day about one month; ``ends`` are those of our interval."""
    ours = origin.ours[step]
    told = {"ours": ours.closed + ours.to_come}
    told |= {name: (guess.this, guess.following)[step] for name, guess in origin.others.items()}
    place = {"origin": origin.day, "step": step, "month": month_name(ours.month), "came": origin.came[step]}
    none = (np.nan, np.nan)
    return [
        place | {"method": method, "expected": told[method]} | dict(zip(("low", "high"), limits, strict=True))
        for method, limits in ((name, ends if name == "ours" else none) for name in METHODS)
    ]


def _limits(found: Record, origin: Origin, step: int) -> tuple[float, float]:
    ours = origin.ours[step]
    shock = found.shock(step, origin.day)
    return intervals(ours.closed, ours.parts, shock, origin.seed + step)["total"]


def backtest(found: Record, rows: pd.DataFrame) -> pd.DataFrame:
    """How each method did, over the origins that all methods at hand could forecast.

    Args:
        found: the record.
        rows: its :func:`forecasts`.

    Returns:
        One row a method: ``method``, ``wape`` (sum of errors without sign over the sum of what came),
        ``bias`` (sum of expected less came over the same), ``brier`` (of the chances of open deals to be won
        within the month), ``covered`` (how often the 80 % interval held what came), ``origins``; the same of
        the next month as ``*_next``; ``note`` (a code).
    """
    tables = [_scores(rows[rows["step"] == step]) for step in (0, 1)]
    out = pd.DataFrame({"method": METHODS})
    for table, suffix in zip(tables, ("", "_next"), strict=True):
        joined = table.reindex(METHODS).reset_index(drop=True)
        out = out.assign(**{f"{name}{suffix}": joined[name] for name in joined})
    out["brier"] = [_brier(found.origins, method) for method in METHODS]
    out["note"] = [_note(found, method, known) for method, known in zip(METHODS, out["wape"], strict=True)]
    return out


def _scores(rows: pd.DataFrame) -> pd.DataFrame:
    table = rows.pivot_table("expected", ["origin"], "method", sort=True)
    known = rows[rows["method"] == "ours"].set_index("origin")
    common = table.dropna()
    came = known["came"].reindex(common.index)
    scale = came.sum() if came.sum() > 0 else np.nan
    error = common.sub(came, axis=0)
    out = pd.DataFrame(
        {"wape": error.abs().sum() / scale, "bias": error.sum() / scale, "covered": np.nan, "origins": np.nan}
    )
    ours = known.reindex(common.index)
    out["origins"] = float(len(common))
    if "ours" in out.index:
        inside = (ours["low"] <= ours["came"]) & (ours["came"] <= ours["high"])
        out.loc["ours", "covered"] = float(inside.sum())
    return out


def _brier(origins: Sequence[Origin], method: str) -> float:
    sums = [origin.brier[method] for origin in origins if method in origin.brier]
    count = sum(n for _, n in sums)
    return sum(total for total, _ in sums) / count if count else np.nan


def _note(found: Record, method: str, wape: float) -> str:
    if found.reason:
        return found.reason
    if not np.isfinite(wape):
        return "no_probabilities" if method == "crm" and not found.probabilities else "not_told"
    return _LEANS.get(method, "")


_LEANS = {
    "ours": "amounts_of_today",
    "crm": "probabilities_of_today",
    "closed_rate": "amounts_of_today",
}
"""Method → the fields without past values that it leans on."""
