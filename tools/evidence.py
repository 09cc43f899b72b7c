"""The tables of evidence in ``docs/method.md``; ``python -m tools.evidence`` prints them."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator

import numpy as np

from addin.deals.asof import cut
from addin.deals.timeline import build_timeline
from addin.deals.visits import Outcome, visits
from addin.metrics.age_counts import count_ages
from addin.metrics.conversion import conversion
from addin.metrics.horizon import Window
from addin.metrics.incidence import aalen_johansen
from addin.metrics.proportions import effective_n, wilson
from tests.make import TODAY
from tests.metrics import test_coverage as usual
from tests.metrics import test_records_begin_late as late
from tests.metrics.simulate import ADVANCED, LOST, Funnel

Row = list[str]
H = usual.H


def opening_example() -> Row:
    """Ten leads watched for 30 days, four of them won, five more since yesterday; as the page tells it."""
    age, outcome = np.array([5, 10, 15, 20, *[31] * 6, *[1] * 5]), np.array([1] * 4 + [0] * 11)
    one, none = np.ones(15, np.int64), np.zeros(15, np.int64)
    found = aalen_johansen(count_ages((), none, age, none, outcome, one, 30))
    low, high = wilson(found.rate, effective_n(found.rate, found.variance, 10))
    return [f"{float(x):.0%}" for x in (found.rate, 4 / 15, low, high)]


def estimators() -> Iterator[Row]:
    """Bias in points and coverage, of ours and of two usual figures."""
    for truth in usual.ADVANCE:
        for size in usual.SIZES:
            funnel, drawn = usual.drawn(truth, size, 0)
            found, true = aalen_johansen(drawn.counts(H)), funnel.rate(H)
            followed, everyone = drawn.followed(H), drawn.tally(drawn.age >= 0)
            won, lost = (drawn.tally(drawn.outcome == end) for end in (ADVANCED, LOST))
            yield [
                f"{true:.0%}",
                f"{size:,} ({followed.mean():.0f})",
                _judged(*usual.verdict(found.rate, effective_n(found.rate, found.variance, followed), true)),
                _judged(*usual.verdict(won / everyone, everyone, true)),
                _judged(*usual.verdict(won / (won + lost), won + lost, true)),
            ]


def begun_late() -> Iterator[Row]:
    """The same where records begin late: with late entry, and with the usual neglect of it."""
    for truth in (0.3, 0.8):
        funnel = Funnel(usual.ADVANCE[truth], growth=1.0, seen_from=500)
        drawn = funnel.draw(np.random.default_rng(3), usual.REPLICATIONS, 1000)
        seen, none = drawn.late <= drawn.age, np.zeros(len(drawn.age), np.int64)
        ignored = count_ages(
            (drawn.groups,), drawn.group, drawn.age, none, drawn.outcome, seen.astype(int), H
        )
        cells = []
        for counts in (drawn.counts(H), ignored):
            found = aalen_johansen(counts)
            n = effective_n(found.rate, found.variance, drawn.tally(seen))
            cells.append(_judged(*usual.verdict(found.rate, n, funnel.rate(H))))
        yield ["one stage, records from day 500", f"{funnel.rate(H):.0%}", *cells]
    yield ["whole department, history from mid-year", f"{late.TRUTH:.0%}", *_department()]


def _department() -> Row:
    ours, covered, naive = [], [], []
    for seed in range(30):
        deals = cut(late.department(seed), late.LAST.date() - dt.timedelta(days=1), "", TODAY)
        found = visits(build_timeline(deals))
        table = conversion(found, late.H, Window(0, 10**6)).iloc[:3]
        ours.append(table["rate"].mean())
        covered.append(((table["low"] <= late.TRUTH) & (table["high"] >= late.TRUTH)).mean())
        first = found.of(0, 1)
        ripe = first["entered"] <= found.as_of_day - late.H
        quick = (first["outcome"] == Outcome.ADVANCED) & (first["left"] - first["entered"] <= late.H)
        naive.append((ripe & quick).sum() / ripe.sum())
    bias = float(np.mean(ours)) - late.TRUTH
    return [_judged(bias, float(np.mean(covered))), _points(float(np.mean(naive)) - late.TRUTH)]


def teams() -> Iterator[Row]:
    """How often managers who are alike are told apart, and how often one who is not is found."""
    for size in (60, 500):
        followed, rates, found = usual.team(size, 1.0)
        judged, truth = followed >= 20, rates.mean(axis=0)
        told_apart = ((found.p_weak >= 0.95) | (found.p_strong >= 0.95))[judged].mean()
        ratio = np.mean((found.rate - truth) ** 2) / np.mean((rates - truth) ** 2)
        yield ["all alike", f"{followed.mean():.0f}", f"{told_apart:.1%} told apart", f"{ratio:.2f}"]
    followed, _, found = usual.team(500, 0.6)
    caught, others = (found.p_weak[:, -1] >= 0.95).mean(), (found.p_weak[:, :-1] >= 0.95).mean()
    verdicts = f"{caught:.0%} found; {others:.1%} of the others called weak"
    yield ["one at 0.6 of the others", f"{followed.mean():.0f}", verdicts, "–"]


def _judged(bias: float, coverage: float) -> str:
    return f"{_points(bias)}; {coverage:.0%}"


def _points(bias: float) -> str:
    return f"{100 * bias:+.1f}".replace("-", "−")


TABLES: dict[str, Callable[[], Iterator[Row]]] = {
    "True rate": estimators,
    "Records": begun_late,
    "Team": teams,
}
"""First heading of each table → its rows."""

if __name__ == "__main__":
    for table in TABLES.values():
        sys.stdout.write("".join(f"| {' | '.join(row)} |\n" for row in table()) + "\n")
