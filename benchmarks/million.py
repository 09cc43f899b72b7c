"""A million deals with their history, from frames in memory to every rate.

Beside it, in the same run, the peer: what anybody would do at least with the same frames, one count by
manager and status and the history sorted by deal and time.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from benchmarks import measure

if TYPE_CHECKING:
    from addin.deals.dataset import Dataset

GOAL = 3.0
"""Seconds on two cores for grouping and all rates."""
SEED = 1
TODAY = dt.date(2026, 9, 19)
_CUT = "cut"
_HEADERS = ("Step", "s, median", "min", "max")
_Done = TypeVar("_Done")


class Stopwatch:
    """Seconds of each step by its name."""

    def __init__(self) -> None:
        """No step yet."""
        self.took: dict[str, float] = {}

    def __call__(self, step: str, work: Callable[[], _Done]) -> _Done:
        """Do a step and keep its time."""
        started = time.perf_counter()
        done = work()
        self.took[step] = time.perf_counter() - started
        return done


def main() -> None:
    """Measure and print; ``--profile`` prints where the time goes instead."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deals", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3, help="new processes of each")
    parser.add_argument("--profile", action="store_true", help="profile one run instead")
    parser.add_argument("--part", choices=list(_PARTS), help="what one new process does")
    args = parser.parse_args()
    if args.part:
        print(json.dumps(_timed(_PARTS[args.part], args.deals)))
    elif args.profile:
        data = _frames(args.deals)
        print(measure.profiled(lambda: ours(data, Stopwatch())))
    else:
        print(_measured(args.deals, args.runs))


def ours(data: Dataset, watch: Stopwatch) -> None:
    """The cut at T, the visits grouped, and what a report computes of them (it groups none itself)."""
    from addin.deals import asof, grouping, timeline, visits
    from addin.metrics import cohorts, comparison, conversion
    from addin.metrics.horizon import auto_horizon, window_of

    deals = watch(_CUT, lambda: asof.cut(data, None, "", TODAY))
    lines = watch("timeline", lambda: timeline.build_timeline(deals))
    single = watch("visits", lambda: visits.visits(lines))
    grouped = watch("group", lambda: grouping.group(single))
    days = watch("horizon", lambda: auto_horizon(grouped)).days
    window = window_of(None, days, grouped.as_of_day)
    watch("conversion", lambda: conversion.conversion(grouped, days, window))
    watch("by manager", lambda: comparison.conversion_by(grouped, days, window, "manager"))
    watch("by source", lambda: comparison.conversion_by(grouped, days, window, "source"))
    watch("cohorts", lambda: cohorts.cohorts(grouped, days, window))


def peer(data: Dataset, watch: Stopwatch) -> None:
    """One count and one sort."""
    watch("peer: count", lambda: data.deals.groupby(["manager", "status"]).size())
    watch("peer: sort", lambda: data.history.sort_values(["id", "changed_at"]))


_PARTS: Mapping[str, Callable[[Dataset, Stopwatch], None]] = {
    "ours": ours,
    "peer": peer,
    "frames": lambda _, __: None,
}


def _frames(deals: int) -> Dataset:
    from benchmarks.departments import big_frames

    return big_frames(deals, SEED)


def _timed(part: Callable[[Dataset, Stopwatch], None], deals: int) -> dict[str, float]:
    watch = Stopwatch()
    part(_frames(deals), watch)
    return watch.took


def _measured(deals: int, runs: int) -> str:
    machine = measure.machine()
    peaks: dict[str, float] = {}
    took: dict[str, list[float]] = {}
    for run in range(runs):  # by turns, so that a busy machine is as busy for both
        for part in _PARTS:
            command = [sys.executable, "-m", "benchmarks.million", "--part", part, "--deals", str(deals)]
            one = measure.run(command)
            peaks[part] = max(one.peak, peaks.get(part, 0.0))
            steps = json.loads(one.output)
            for step, seconds in {**steps, **_sums(part, steps)}.items():
                took.setdefault(step, [0.0] * run).append(seconds)
    rows = [[step, *measure.median_min_max(seconds)] for step, seconds in took.items()]
    memory = ", ".join(f"{part} {peak:.0f} MB" for part, peak in peaks.items())
    lines = [f"{deals:,} deals, {runs} new processes of each.", measure.table(_HEADERS, rows), ""]
    return "\n".join([*lines, _ratios(took), f"Peak of the process: {memory}.", machine])


def _sums(part: str, steps: dict[str, float]) -> dict[str, float]:
    whole = sum(steps.values())
    if part == "ours":
        return {"grouping and all rates": whole - steps[_CUT], "all of it": whole}
    return {"peer": whole} if part == "peer" else {}


def _ratios(took: dict[str, list[float]]) -> str:
    middle = {step: statistics.median(seconds) for step, seconds in took.items()}
    rates, whole = (middle[step] / middle["peer"] for step in ("grouping and all rates", "all of it"))
    return (
        f"Ratio to the peer: grouping and all rates {rates:.2f} (goal {GOAL:.0f} s), all of it {whole:.2f}."
    )


if __name__ == "__main__":
    main()
