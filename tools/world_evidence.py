"""How forecasts do in departments that change: the tables of worlds in ``docs/method.md``.

``python -m tools.world_evidence`` prints them. Each step of the forecast is also left out alone, so that what
brings nothing does not stay.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from unittest.mock import patch

import numpy as np
import pandas as pd

from addin.metrics import arrivals, calibration, chance, forecast_record, pipeline_value
from addin.metrics.backtest import past_forecasts
from addin.metrics.baselines import OF_REVENUE
from addin.metrics.forgetting import HALF_LIVES
from addin.metrics.proportions import wilson
from addin.metrics.shock import Calibration
from tests.metrics.worlds import CHANGED, WORLDS, World
from tools import forecast_evidence
from tools.forecast_evidence import record_of

TODAY = dt.date(2026, 6, 30)
DEPARTMENTS = 10
ADAPTED_DAYS = 91
"""Days after a change from which a forecast should know of it."""
BASELINES = ("last3", "smoothing", "seasonal")


def world_forecasts(world: World, seed: int) -> pd.DataFrame:
    """Every forecast of past days of one department, by every method, with the simple baselines beside it."""
    return with_baselines(record_of(world.draw(seed), TODAY)).assign(seed=seed)


def with_baselines(record: forecast_record.ForecastRecord) -> pd.DataFrame:
    """The forecasts of a record, and those of the simple baselines that the report does not show."""
    rows = past_forecasts(record)
    extra = [
        {"origin": origin.day, "step": step, "method": name, "expected": origin.baselines[name][step]}
        | {"came": origin.actual[step]}
        for origin in record.history.origins
        for step in (0, 1)
        for name in ("smoothing", "seasonal")
        if np.isfinite(origin.actual[step])
    ]
    return pd.concat([rows, pd.DataFrame(extra)], ignore_index=True)


def scores(rows: pd.DataFrame, world: World) -> dict[str, float]:
    """Coverage of ours, its bias from three months after the change on, and the error of every method."""
    adapted = rows[rows["origin"] >= world.edges[CHANGED] + ADAPTED_DAYS]
    return forecast_evidence.scores(rows) | {"bias": forecast_evidence.scores(adapted)["bias"]}


def worlds(departments: int = DEPARTMENTS) -> Iterator[list[str]]:
    """One row a world: coverage with its interval, bias and errors of this month and of the next."""
    for name, world in WORLDS.items():
        rows = pd.concat([world_forecasts(world, seed) for seed in range(departments)], ignore_index=True)
        cells = []
        for step in (0, 1):
            found = scores(rows[rows["step"] == step], world)
            # the two forecasts of a month go together
            low, high = wilson(found["coverage"], found["n"] / 2)
            best = min(found[method] for method in BASELINES if method in found)
            cells += [
                f"{found['coverage']:.2f} ({float(low):.2f}–{float(high):.2f})",
                f"{found['bias']:+.0%}".replace("-", "−"),
                f"{found['ours']:.3f} · {best:.3f}",
            ]
        yield [name, *cells]


def _plain(of: calibration.Expectation, known: list[calibration.Outcome]) -> Calibration:
    found = calibration.calibrate(of, known)
    return Calibration(1.0, found.shock)


WITHOUT_TREND = {name: tell for name, tell in OF_REVENUE.items() if name != "trend"}
LONGEST = np.eye(len(HALF_LIVES))[0]
WITHOUT: dict[str, Callable[[], AbstractContextManager[object]]] = {
    "nothing left out": nullcontext,
    "forgetting": lambda: patch.object(
        pipeline_value, "averaging_weights", lambda found: np.tile(LONGEST, (len(found) + 1, 1))
    ),
    "season of leads": lambda: patch.object(arrivals, "_season", lambda _, ahead: np.ones(ahead)),
    "calendar of wins": lambda: patch.object(chance, "elapsed_days", lambda *a: np.arange(a[2] + 1.0)),
    "won over offered": lambda: patch.object(pipeline_value, "won_over_offered", lambda _: 1.0),
    "trend of months": lambda: patch.object(forecast_record, "OF_REVENUE", WITHOUT_TREND),
    "self-correction": lambda: patch.object(calibration, "self_correction", lambda *_: 1.0),
    "the record's part": lambda: patch.object(forecast_record, "calibrate", _plain),
}
"""Step → how to leave it out alone."""


def ablation(departments: int = 5) -> Iterator[list[str]]:
    """One row a step left out: next month's error in every world."""
    for step, without in WITHOUT.items():
        with without():
            cells = []
            for world in WORLDS.values():
                parts = [world_forecasts(world, seed) for seed in range(departments)]
                rows = pd.concat(parts, ignore_index=True)
                cells.append(f"{scores(rows[rows['step'] == 1], world)['ours']:.3f}")
            yield [step, *cells]


TABLES: dict[str, Callable[[], Iterator[list[str]]]] = {"World": worlds, "Without": ablation}
"""First heading of each table → its rows."""

if __name__ == "__main__":
    for table in TABLES.values():
        for row in table():
            sys.stdout.write(f"| {' | '.join(row)} |\n")
            sys.stdout.flush()
        sys.stdout.write("\n")
