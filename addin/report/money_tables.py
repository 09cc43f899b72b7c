"""Tables of money put side by side: months of the forecast, its record, spend by day."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from addin.metrics.backtest import METHODS, by_method
from addin.metrics.forecast import COMPONENTS
from addin.metrics.occupancy import Floats

_EPOCH = dt.date(1970, 1, 1)


def months_table(rows: pd.DataFrame, plan: pd.DataFrame) -> pd.DataFrame:
    """One row a month with the components side by side, and the plan of everybody.

    Args:
        rows: one a month and component.
        plan: the plan by month and manager (None: everybody).
    """
    names = sorted(set(rows["month"]))
    places = {name: row for row, name in enumerate(names)}
    means = np.full((len(COMPONENTS), len(names)), np.nan)
    at = [COMPONENTS.index(name) for name in rows["component"]], [places[name] for name in rows["month"]]
    means[at] = rows["mean"]
    wide = dict(zip(COMPONENTS, means, strict=True))
    total = _by_month(rows[(rows["component"] == "total").to_numpy()], ("low", "high"), places)
    whole = _by_month(plan[plan["manager"].isna().to_numpy()], ("plan", "share"), places)
    spread = {"above": total["high"] - wide["total"], "below": wide["total"] - total["low"]}
    return pd.DataFrame({"month": pd.Series(names, dtype="str"), **wide, **total, **whole, **spread})


def _by_month(table: pd.DataFrame, keys: tuple[str, ...], places: dict[str, int]) -> dict[str, Floats]:
    """Columns of a table of one row a month, in the order of ``places``."""
    known = [row for row, month in enumerate(table["month"]) if month in places]
    found = {}
    for key in keys:
        found[key] = np.full(len(places), np.nan)
        found[key][[places[table["month"].iloc[row]] for row in known]] = table[key].to_numpy(float)[known]
    return found


def record_table(tried: pd.DataFrame) -> pd.DataFrame:
    """One row an origin: what came of the month and of the next, and what each method had expected."""
    this, following = (_told(tried[(tried["step"] == step).to_numpy()]) for step in (0, 1))
    place = pd.Index(following["origin"]).get_indexer(pd.Index(this["origin"]))
    known = ("month", "came", "expected", "low", "high")
    after = {f"next_{key}": pd.Series(following[key]).reindex(place).to_numpy() for key in known}
    came = np.where(this["came"] > 0, this["came"], np.nan)
    dates = [_EPOCH + dt.timedelta(days=int(day)) for day in this["origin"]]
    error = (this["expected"] - this["came"]) / came
    return pd.DataFrame({**this, **after, "error": error, "origin": pd.Series(dates, dtype=object)})


def _told(rows: pd.DataFrame) -> dict[str, Floats]:
    """By origin: what came, what we had expected, and what every other method had."""
    origins, expected = by_method(rows)
    ours = rows[(rows["method"] == "ours").to_numpy()]
    own = {key: ours[key].to_numpy() for key in ("month", "came", "expected", "low", "high")}
    return {"origin": origins, **own, **dict(zip(METHODS[1:], expected.T[1:], strict=True))}


def daily_spend(spend: pd.DataFrame, last: int) -> pd.DataFrame:
    """Spend by day up to T: what is given by month is spread evenly over its days.

    Args:
        spend: ``date, by_month, source, amount``.
        last: T as a day.

    Returns:
        ``day``, ``source``, ``amount``.
    """
    date, whole = spend["date"].to_numpy("datetime64[D]"), spend["by_month"].to_numpy(dtype=bool)
    month = date.astype("datetime64[M]")
    following = month + np.timedelta64(1, "M")
    begin, end = (m.astype("datetime64[D]").astype(np.int64) for m in (month, following))
    first = np.where(whole, begin, date.astype(np.int64))
    length = np.where(whole, end - begin, 1)
    at = np.repeat(np.arange(len(spend)), length)
    offset = np.arange(len(at)) - np.repeat(np.cumsum(length) - length, length)
    out = pd.DataFrame(
        {
            "day": first[at] + offset,
            "source": spend["source"].to_numpy()[at],
            "amount": spend["amount"].to_numpy()[at] / length[at],
        }
    )
    return out[out["day"] <= last].reset_index(drop=True)
