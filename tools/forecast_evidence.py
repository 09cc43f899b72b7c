"""How forecasts and verdicts on sources do in departments of known truth; see ``tools.evidence``."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd

from addin.deals.asof import cut
from addin.deals.dataset import Dataset
from addin.deals.timeline import build_timeline
from addin.metrics import backtest, sources
from addin.metrics.forecast_history import forecast_history
from addin.metrics.forecast_record import ForecastRecord
from addin.metrics.leads import leads_of
from addin.metrics.stays import occupancy_of
from tests.metrics.departments import PROBABILITY, Market

TODAY = dt.date(2026, 12, 31)

MARKETS: dict[str, tuple[Market, int]] = {
    "small, calm": (Market(per_day=2.5, growth=1.0, mood=0.0), 10),
    "small, moody": (Market(per_day=3.0, growth=1.2, mood=0.15), 10),
    "middling, growing": (Market(per_day=8.0, growth=1.6, mood=0.08), 10),
    "large, moody": (Market(per_day=30.0, growth=1.2, mood=0.12), 6),
}
"""Kind of department → how it lives, and how many are drawn."""


def record_of(data: Dataset, today: dt.date) -> ForecastRecord:
    """The record of a simulated department."""
    deals = cut(data, None, "", today)
    timeline = build_timeline(deals)
    presale = np.array([role == "presale" for role in timeline.rung_roles[:-1]])
    return ForecastRecord(forecast_history(occupancy_of(deals, timeline), presale, np.array(PROBABILITY[:4])))


def past_forecasts(market: Market, seed: int) -> pd.DataFrame:
    """Every forecast of past days of one department, by every method."""
    return backtest.past_forecasts(record_of(market.draw(seed), TODAY)).assign(seed=seed)


def department_forecasts(seeds: dict[str, int] | None = None) -> pd.DataFrame:
    """The forecasts of all departments of every kind; ``seeds`` limits how many of a kind are drawn."""
    parts = [
        past_forecasts(market, 1000 * kind + seed).assign(kind=name)
        for kind, (name, (market, count)) in enumerate(MARKETS.items())
        for seed in range(count if seeds is None else seeds.get(name, 0))
    ]
    return pd.concat(parts, ignore_index=True)


def scores(rows: pd.DataFrame) -> dict[str, float]:
    """Coverage of ours and the WAPE of every method over some forecasts."""
    ours = rows[rows["method"] == "ours"]
    inside = (ours["low"] <= ours["came"]) & (ours["came"] <= ours["high"])
    told = rows[np.isfinite(rows["expected"])]
    error = (told["expected"] - told["came"]).abs()
    wape = error.groupby(told["method"]).sum() / told["came"].groupby(told["method"]).sum()
    bias = (ours["expected"] - ours["came"]).sum() / ours["came"].sum()
    by_method = {str(name): float(value) for name, value in wape.items()}
    return {"n": float(len(ours)), "coverage": float(inside.mean()), "bias": float(bias)} | by_method


def forecasts() -> Iterator[list[str]]:
    """Coverage and errors by kind of department, of this month and of the next."""
    rows = department_forecasts()
    for step, month in enumerate(("this month", "next month")):
        for kind in (*MARKETS, "all"):
            some = rows[(rows["step"] == step) & ((rows["kind"] == kind) | (kind == "all"))]
            found = scores(some)
            yield [
                kind,
                month,
                f"{found['n']:.0f}",
                f"{found['coverage']:.0%}",
                f"{found['bias']:+.1%}".replace("-", "−"),
                *(f"{found[name]:.0%}" for name in backtest.METHODS),
            ]


SIMPSON = Market(
    per_day=25.0,
    growth=1.0,
    mood=0.0,
    sources=(("ads", 0.45, 0.0), ("site", 0.3, 0.0), ("looks worse", 0.25, 0.0)),
    managers=(
        ("Ann", 0.3, {"looks worse": 0.2}),
        ("Bob", 0.3, {"looks worse": 0.2}),
        ("Weak", -0.8, {"looks worse": 3.0}),
    ),
    months=18,
)
WORSE = Market(
    per_day=25.0,
    growth=1.0,
    mood=0.0,
    sources=(("ads", 0.5, 0.0), ("site", 0.3, 0.0), ("worse", 0.2, -0.35)),
    months=18,
)
EQUAL = Market(
    per_day=25.0,
    growth=1.0,
    mood=0.0,
    sources=tuple((f"source {k}", 0.2, 0.0) for k in range(5)),
    managers=(("Ann", 0.3, {}), ("Bob", -0.3, {})),
    months=18,
)
CASES = (("Simpson's", SIMPSON, "looks worse"), ("truly worse", WORSE, "worse"), ("all equal", EQUAL, ""))
DEPARTMENTS = 40


def sources_of(market: Market, seed: int) -> pd.DataFrame:
    """The sources of one department, by name."""
    deals = cut(market.draw(seed), None, "", TODAY)
    timeline = build_timeline(deals)
    none = pd.DataFrame(
        {"day": pd.Series(dtype=int), "source": pd.Series(dtype=str), "amount": pd.Series(dtype=float)}
    )
    terms = sources.Terms(1.0, 0.0, 60)
    return sources.sources(leads_of(deals, timeline), timeline, none, terms).set_index("source")


def verdicts(count: int = DEPARTMENTS, cases: Sequence[int] = (0, 1, 2)) -> Iterator[list[str]]:
    """How often a source is called low, by the crude view and by ours."""
    for case in cases:
        name, market, suspect = CASES[case]
        tables = [sources_of(market, seed) for seed in range(count)]
        low = np.array([table["verdict"].eq("low_conversion") for table in tables])
        if suspect:
            ratio = [
                table.loc[suspect, ["crude_ratio", "adjusted_ratio"]].to_numpy(float) for table in tables
            ]
            crude, adjusted = np.mean(ratio, axis=0)
            caught = np.mean([table.loc[suspect, "verdict"] == "low_conversion" for table in tables])
            others = np.mean([table.drop(suspect)["verdict"].eq("low_conversion").any() for table in tables])
            yield [name, f"{count}", f"{crude:.2f}", f"{adjusted:.2f}", f"{caught:.0%}", f"{others:.0%}"]
        else:
            yield [name, f"{count}", "–", "–", "–", f"{low.any(axis=1).mean():.0%}"]


TABLES: dict[str, Callable[[], Iterator[list[str]]]] = {"Kind of department": forecasts, "Case": verdicts}
"""First heading of each table → its rows."""

if __name__ == "__main__":
    for table in TABLES.values():
        sys.stdout.write("".join(f"| {' | '.join(row)} |\n" for row in table()) + "\n")
