"""How our forecasts of past days did against what came, and against those of the baselines."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from addin.deals.evidence import Ints
from addin.metrics.calendar import month_name, month_of
from addin.metrics.forecast_comparison import chance_of_luck, interval_score
from addin.metrics.forecast_history import ForecastHistory, Origin
from addin.metrics.forecast_record import ForecastRecord, ToldForecast
from addin.metrics.occupancy import Floats
from addin.metrics.shock import LEVEL

METHODS = ("ours", "crm", "closed_rate", "last3", "usual_rest")
ENOUGH_ORIGINS = 6
"""With fewer nobody is called better."""
_TODAYS_FIELDS = {
    "ours": "amounts_of_today",
    "crm": "probabilities_of_today",
    "closed_rate": "amounts_of_today",
}
"""Method → the fields without past values that it rests on."""


def past_forecasts(record: ForecastRecord) -> pd.DataFrame:
    """One row an origin, month and method: what it expected and what came.

    Returns:
        ``origin`` (day), ``step`` (0 the month of the origin, 1 the next), ``month``, ``method``,
        ``expected``, ``low``, ``high`` (80 %, ours alone), ``came``; months not yet over are left out.
    """
    rows = [
        row
        for origin, told in zip(record.history.origins, record.told, strict=True)
        for step in (0, 1)
        if np.isfinite(origin.actual[step])
        for row in _rows(origin, step, told[step])
    ]
    columns = ["origin", "step", "month", "method", "expected", "low", "high", "came"]
    return pd.DataFrame(rows, columns=columns)


def _rows(origin: Origin, step: int, told: ToldForecast) -> list[dict[str, object]]:
    """What every method expected on a day of one month."""
    expected = {"ours": told.expected}
    expected |= {name: both[step] for name, both in origin.baselines.items() if name in METHODS}
    month = month_name(told.own.month)
    keys = {"origin": origin.day, "step": step, "month": month, "came": origin.actual[step]}
    rows = []
    for method in METHODS:
        low, high = (told.low, told.high) if method == "ours" else (np.nan, np.nan)
        rows.append(keys | {"method": method, "expected": expected[method], "low": low, "high": high})
    return rows


def backtest(history: ForecastHistory, rows: pd.DataFrame) -> pd.DataFrame:
    """How each method did, over the origins that all methods at hand could forecast.

    Args:
        history: the forecasts of past days.
        rows: its :func:`past_forecasts`.

    Returns:
        One row a method: ``method``, ``wape`` (sum of errors without sign over the sum of what came),
        ``bias`` (sum of expected less came over the same), ``brier`` (of the chances of open deals to be won
        within the month), ``covered`` (how often the 80 % interval held what came), ``interval_score`` (of
        that interval, over what came), ``luck`` (one-sided p-value of ours being no better), ``origins``; the
        same of the next month as ``*_next``; ``note`` (a code).
    """
    out: dict[str, Floats] = {}
    for step, suffix in enumerate(("", "_next")):
        scores = _scores(rows[(rows["step"] == step).to_numpy()], step)
        out |= {f"{name}{suffix}": values for name, values in scores.items()}
    brier = [_brier(history.origins, method) for method in METHODS]
    note = [_note(history, method, known) for method, known in zip(METHODS, out["wape"], strict=True)]
    return pd.DataFrame({"method": METHODS, **out, "brier": brier, "note": note})


def by_method(rows: pd.DataFrame) -> tuple[Ints, Floats]:
    """The origins of a step's forecasts, in order, and what was expected: origins × methods."""
    origins, row = np.unique(rows["origin"].to_numpy(dtype=np.int64), return_inverse=True)
    expected = np.full((len(METHODS), len(origins)), np.nan)
    expected[pd.Index(METHODS).get_indexer(pd.Index(rows["method"])), row] = rows["expected"]
    return origins, expected.T


def _scores(rows: pd.DataFrame, step: int) -> dict[str, Floats]:
    """The scores of one step, by method; NaN throughout for one not at hand."""
    origins, expected = by_method(rows)
    at_hand = np.isfinite(expected).any(axis=0)
    common = np.isfinite(expected[:, at_hand]).all(axis=1) & at_hand.any()
    own = rows[(rows["method"] == "ours").to_numpy()]
    place = np.searchsorted(origins, own["origin"].to_numpy(dtype=np.int64))
    actual, low, high = (np.full(len(origins), np.nan) for _ in range(3))
    for values, name in ((actual, "came"), (low, "low"), (high, "high")):
        values[place] = own[name]
    total = float(actual[common].sum())
    scale = total if total > 0 else np.nan
    error = np.ascontiguousarray((expected[common] - actual[common, None]).T)
    inside = (low <= actual) & (actual <= high) & common
    own_only = np.where(np.array(METHODS) == "ours", 1.0, np.nan)
    months = month_of(origins[common]) + step
    found = {
        "wape": np.abs(error).sum(axis=1) / scale,
        "bias": error.sum(axis=1) / scale,
        "covered": own_only * float(inside.sum()),
        "interval_score": own_only * interval_score(low[common], high[common], actual[common], LEVEL),
        "luck": np.array([chance_of_luck(error[0], each, months, step + 1) for each in error]),
        "origins": np.full(len(METHODS), float(common.sum())),
    }
    return {name: np.where(at_hand, values, np.nan) for name, values in found.items()}


def _brier(origins: Sequence[Origin], method: str) -> float:
    sums = [origin.brier[method] for origin in origins if method in origin.brier]
    count = sum(n for _, n in sums)
    return sum(total for total, _ in sums) / count if count else np.nan


def _note(history: ForecastHistory, method: str, wape: float) -> str:
    if history.reason:
        return history.reason
    if not np.isfinite(wape):
        return "no_probabilities" if method == "crm" and not history.has_probabilities else "not_told"
    return _TODAYS_FIELDS.get(method, "")
