"""What our forecasts would have been on past days, what the usual ones would have been, and what came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from addin.deals.evidence import NEVER, UNKNOWN, Bools, Ints
from addin.metrics import baselines
from addin.metrics.calendar import first_day, last_day, month, month_name
from addin.metrics.forecast import AHEAD, MonthOutlook, month_ahead
from addin.metrics.occupancy import Course, Floats, Moment
from addin.metrics.pipeline_value import Outlooks
from addin.metrics.revenue import revenue
from addin.metrics.simulation import Miss, Shock, Stakes, Total, limits, seed_of, shock_of, stakes_of
from addin.parallel import run_all

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
class Ours:
    """Our forecast of a month: what had come, what was expected beyond, its variance, and what it is of."""

    month: int
    closed: float
    to_come: float
    variance: float
    stakes: dict[str, Stakes]

    @classmethod
    def of(cls, found: MonthOutlook) -> Ours:
        """The forecast without the deals it is of."""
        stakes = {name: stakes_of(part) for name, part in found.parts.items()}
        return cls(found.month, found.closed, found.to_come, found.variance, stakes)


@dataclass(frozen=True)
class Origin:
    """A past day, what was expected then, and what came.

    Args:
        day: the day; ``seed`` of its deals.
        ours: our forecast of the month of the day and of the next.
        others: method → its guess of both.
        came: revenue of both months as it stands today, NaN for a month not yet over.
        brier: method → sum of squared errors of the chances of open deals to be won within the month, and
            their number.
    """

    day: int
    seed: int
    ours: tuple[Ours, Ours]
    others: dict[str, tuple[float, float]]
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


def record(course: Course, presale: Bools, probability: Floats, known: Outlooks | None = None) -> Record:
    """The forecasts of past days, each from what was known then.

    Args:
        course: all deals up to T.
        presale: which rungs are pre-sale.
        probability: the CRM's, of each rung; NaN where not given.
        known: the outlooks of :func:`origin_days`, where they are known already.
    """
    now = course.at(course.last)
    days, reason = origin_days(now)
    if reason:
        return Record([], reason)
    outlooks = known or Outlooks.of(course, days, presale, AHEAD)
    won_on = np.full(len(course.created), UNKNOWN)
    won_on[now.wins.deal] = now.wins.ended
    jobs = [partial(_origin, outlooks, now, won_on, probability, day) for day in days]
    origins = run_all(jobs, len(course.created))
    return Record(origins, "", bool(np.isfinite(probability).any()))


def origin_days(now: Moment) -> tuple[list[int], str]:
    """The last days with enough before and after them, or why there are none; ``now``: the deals at T."""
    course = now.course
    ends = np.sort(now.wins.ended[now.wins.ended >= 0])
    if not len(ends) or course.undated_wins == 1:
        return [], "no_win_dates"
    if np.isnan(now.wins.amount).all():
        return [], "no_amounts"
    begin = int(course.born[0])
    if course.by_stage and course.start != NEVER:
        begin = max(begin, course.start)
    first, this = month(begin - 1) + 1 + BEFORE, month(course.last + 1)
    days = [first_day(which) + number - 1 for which in range(first, this) for number in DAYS_OF_MONTH]
    days = [day for day in days if np.searchsorted(ends, day, "right") >= WINS_BEFORE]
    return (days[-ORIGINS:], "") if days else ([], "short_history")


def _origin(outlooks: Outlooks, now: Moment, won_on: Ints, probability: Floats, day: int) -> Origin:
    """What was expected on a day, and what came; ``won_on``: of each deal the day of the win that stands."""
    moment = now.course.at(day)
    found = outlooks.on(moment)
    price, this = found.prices.median, month(day)
    guesses = {
        "crm": baselines.crm(moment, probability, price),
        "closed_rate": baselines.closed_rate(moment, price),
        "last3": baselines.last3(moment),
    }
    came = tuple(revenue(now, m)[0] if last_day(m) <= now.day else np.nan for m in (this, this + 1))
    when = won_on[moment.waiting.deal]
    won = (when > day) & (when <= last_day(this))
    chances = {"ours": found.chance(last_day(this) - day)}
    chances |= {name: guess.chance for name, guess in guesses.items() if guess.chance is not None}
    return Origin(
        day,
        seed_of(moment),
        (Ours.of(month_ahead(found, this)), Ours.of(month_ahead(found, this + 1))),
        {name: (guess.this, guess.following) for name, guess in guesses.items()},
        (came[0], came[1]),
        {name: _squares(chance, won) for name, chance in chances.items()},
    )


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
    # one after the other: so many short steps on several threads would wait for each other
    rows = [row for one in over for row in _told(*one, _limits(found, *one))]
    columns = ["origin", "step", "month", "method", "expected", "low", "high", "came"]
    return pd.DataFrame(rows, columns=columns)


def _told(origin: Origin, step: int, ends: tuple[float, float]) -> list[dict[str, object]]:
    """What every method said on a day about one month; ``ends`` are those of our interval."""
    ours = origin.ours[step]
    told = {"ours": ours.closed + ours.to_come}
    told |= {name: guess[step] for name, guess in origin.others.items()}
    place = {"origin": origin.day, "step": step, "month": month_name(ours.month), "came": origin.came[step]}
    rows = []
    for method in METHODS:
        low, high = ends if method == "ours" else (np.nan, np.nan)
        rows.append(place | {"method": method, "expected": told[method], "low": low, "high": high})
    return rows


def _limits(found: Record, origin: Origin, step: int) -> tuple[float, float]:
    ours = origin.ours[step]
    shock = found.shock(step, origin.day)
    return limits(Total.of(ours.closed, ours.stakes, shock, origin.seed + step))


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
    out: dict[str, Floats] = {}
    for step, suffix in enumerate(("", "_next")):
        scores = _scores(rows[(rows["step"] == step).to_numpy()])
        out |= {f"{name}{suffix}": values for name, values in scores.items()}
    brier = [_brier(found.origins, method) for method in METHODS]
    note = [_note(found, method, known) for method, known in zip(METHODS, out["wape"], strict=True)]
    return pd.DataFrame({"method": METHODS, **out, "brier": brier, "note": note})


def by_method(rows: pd.DataFrame) -> tuple[Ints, Floats]:
    """The origins of a step's forecasts, in order, and what was expected: origins × methods."""
    origins, row = np.unique(rows["origin"].to_numpy(dtype=np.int64), return_inverse=True)
    expected = np.full((len(METHODS), len(origins)), np.nan)
    expected[pd.Index(METHODS).get_indexer(pd.Index(rows["method"])), row] = rows["expected"]
    return origins, expected.T


def _scores(rows: pd.DataFrame) -> dict[str, Floats]:
    """The scores of one step, by method; NaN throughout for one not at hand."""
    origins, expected = by_method(rows)
    at_hand = np.isfinite(expected).any(axis=0)
    common = np.isfinite(expected[:, at_hand]).all(axis=1) & at_hand.any()
    ours = rows[(rows["method"] == "ours").to_numpy()]
    place = np.searchsorted(origins, ours["origin"].to_numpy(dtype=np.int64))
    came, low, high = (np.full(len(origins), np.nan) for _ in range(3))
    for values, name in ((came, "came"), (low, "low"), (high, "high")):
        values[place] = ours[name]
    whole = float(came[common].sum())
    scale = whole if whole > 0 else np.nan
    error = np.ascontiguousarray((expected[common] - came[common, None]).T)
    inside = (low <= came) & (came <= high) & common
    covered = np.where(np.array(METHODS) == "ours", float(inside.sum()), np.nan)
    found = {
        "wape": np.abs(error).sum(axis=1) / scale,
        "bias": error.sum(axis=1) / scale,
        "covered": covered,
        "origins": np.full(len(METHODS), float(common.sum())),
    }
    return {name: np.where(at_hand, values, np.nan) for name, values in found.items()}


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
