"""The forecast and its record of 24 past days, on 100,000 deals with every change of status.

Beside them, in the same run, two peers: the bare reading of the same deals (``cut``, which any number needs)
and the least anybody would do for a forecast, one group-by of won amounts by month over the joined frames.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import time
from collections.abc import Callable

import numpy as np

from addin.deals.asof import cut
from addin.deals.dataset import Dataset
from addin.deals.evidence import Bools
from addin.deals.timeline import build_timeline
from addin.metrics import backtest, forecast
from addin.metrics.calendar import month
from addin.metrics.forecast_history import forecast_history
from addin.metrics.forecast_record import ForecastRecord
from addin.metrics.occupancy import Occupancy
from addin.metrics.pipeline_value import PipelineValue, PipelineValues
from addin.metrics.shock import Calibration, shock_of
from addin.metrics.stays import occupancy_of
from benchmarks import measure
from benchmarks.departments import big_frames

GOAL, ALONE = 10.0, 1.0
"""Seconds on two cores: forecast and record together, and the forecast alone."""
_TODAY = dt.date(2026, 9, 30)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deals", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    data = big_frames(args.deals, seed=1)
    parts = _parts(data)
    times: dict[str, list[float]] = {name: [] for name in parts}
    for run in range(args.runs + 1):  # by turns, so that a busy machine is as busy for all
        for name, part in parts.items():
            begun = time.perf_counter()
            part()
            if run:  # the first run of each is not counted
                times[name].append(time.perf_counter() - begun)
    middle = {name: statistics.median(each) for name, each in times.items()}
    headers = (f"{args.deals:,} deals", "s, median", "min", "max")
    rows = [
        [name, *(f"{x:.2f}" for x in (middle[name], min(each), max(each)))] for name, each in times.items()
    ]
    print(measure.machine())
    print()
    print(measure.table(headers, rows))
    print()
    print(_ratios(middle, args.runs))


def _ratios(middle: dict[str, float], runs: int) -> str:
    alone, whole = middle["forecast alone"], middle["forecast and 24 days of record"]
    read, least = middle["peer: cut"], middle["peer: won amounts by month"]
    return (
        f"Forecast alone {alone / read:.2f} of the cut (goal {ALONE:.0f} s); with its record "
        f"{whole / read:.1f} times the cut and {whole / least:.0f} times the group-by "
        f"(goal {GOAL:.0f} s); {runs} runs of each."
    )


def _parts(data: Dataset) -> dict[str, Callable[[], object]]:
    """What is timed, each from the same deals as cut at T."""
    deals = cut(data, None, "", _TODAY)
    timeline = build_timeline(deals)
    presale = np.array([role == "presale" for role in timeline.rung_roles[:-1]])
    none = np.full(len(presale), np.nan)

    def alone() -> object:
        occupancy = occupancy_of(deals, timeline)
        pipeline = _pipeline(occupancy, presale)
        unknown = Calibration(1.0, shock_of([]))
        return forecast.forecast(pipeline, (unknown, unknown))

    def whole() -> object:
        occupancy = occupancy_of(deals, timeline)
        history = forecast_history(occupancy, presale, none)
        record = ForecastRecord(history)
        scores = backtest.backtest(history, backtest.past_forecasts(record))
        pipeline = _pipeline(occupancy, presale)
        return scores, forecast.forecast(pipeline, _calibrations(record, pipeline))

    def least() -> object:
        won = data.history[data.history["to_status"] == "Won"].merge(data.deals[["id", "amount"]], on="id")
        return won.groupby(won["changed_at"].dt.to_period("M"))["amount"].sum()

    return {
        "forecast alone": alone,
        "forecast and 24 days of record": whole,
        "peer: cut": lambda: cut(data, None, "", _TODAY),
        "peer: won amounts by month": least,
    }


def _calibrations(record: ForecastRecord, pipeline: PipelineValue) -> tuple[Calibration, Calibration]:
    now = pipeline.snapshot
    coming = [forecast.month_forecast(pipeline, month(now.day) + step) for step in (0, 1)]
    this, following = (record.calibration(step, now, each) for step, each in enumerate(coming))
    return this, following


def _pipeline(occupancy: Occupancy, presale: Bools) -> PipelineValue:
    values = PipelineValues.of(occupancy, [occupancy.as_of_day], presale, forecast.DAYS_AHEAD)
    return values.at(occupancy.at(occupancy.as_of_day))


if __name__ == "__main__":
    main()
