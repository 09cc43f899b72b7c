"""How forecasts by manager do: ``python -m tools.manager_evidence`` prints the table in the docs."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from addin.deals.asof import cut
from addin.deals.dataset import Dataset
from addin.deals.timeline import build_timeline
from addin.metrics.intervals import component_intervals
from addin.metrics.manager_factors import ManagerFactors
from addin.metrics.plan_fact import forecast_of_deals
from addin.metrics.revenue import revenue
from addin.report.money_figures import MoneyFigures
from tests.metrics.worlds import WORLDS

TODAY = dt.date(2026, 6, 30)
DAYS = tuple(
    dt.date(*day) for day in ((2025, 9, 15), (2025, 11, 1), (2025, 12, 15), (2026, 2, 1), (2026, 3, 15))
)
"""Days that forecasts are made on; of a change there have been no less than three weeks by then."""
DEPARTMENTS = 10
CASES = ("nothing changes", "best manager leaves", "managers differ")


def figures(data: Dataset, day: dt.date) -> MoneyFigures:
    """What a report of a day would rest on."""
    deals = cut(data, day, "", TODAY)
    return MoneyFigures(deals, build_timeline(deals))


def by_manager(data: Dataset, days: Sequence[dt.date] = DAYS) -> pd.DataFrame:
    """What was expected of each manager on some days, with and without his factor, and what came.

    Returns:
        ``step, manager, expected, low, high, alike`` (expected with all managers alike) and ``came``.
    """
    now = figures(data, TODAY)
    holder = now.deals.frame["manager"]
    rows = []
    for day in days:
        f = figures(data, day)
        mine = f.deals.frame["manager"]
        alike = ManagerFactors(
            np.ones_like(f.managers.of_rung), np.ones_like(f.managers.of_leads), f.managers.holder
        )
        plain = MoneyFigures(f.deals, f.timeline)
        vars(plain)["managers"] = alike
        for step, ((whole, calibration), (flat, _)) in enumerate(zip(f.months, plain.months, strict=True)):
            for name in sorted(set(mine)):
                of = forecast_of_deals(f.pipeline, whole, (mine == name).to_numpy())
                low, high = component_intervals(of.closed, of.components, calibration, f.seed)["total"]
                same = forecast_of_deals(plain.pipeline, flat, (mine == name).to_numpy())
                came, _ = revenue(now.now, of.month, (holder == name).to_numpy())
                expected, before = (x.closed + calibration.factor * x.to_come for x in (of, same))
                found = {"step": step, "manager": name, "expected": expected, "low": low, "high": high}
                rows.append(found | {"alike": before, "came": came})
    return pd.DataFrame(rows)


def scores(rows: pd.DataFrame) -> dict[str, float]:
    """Error with all managers alike and with their factors, and how often the limits held."""
    came = rows["came"].sum()
    inside = (rows["low"] <= rows["came"]) & (rows["came"] <= rows["high"])
    return {
        "alike": float((rows["alike"] - rows["came"]).abs().sum() / came),
        "error": float((rows["expected"] - rows["came"]).abs().sum() / came),
        "coverage": float(inside.mean()),
    }


def table(departments: int = DEPARTMENTS) -> Iterator[list[str]]:
    """One row a kind of department: errors and coverage of this month and of the next."""
    for case in CASES:
        rows = pd.concat([by_manager(WORLDS[case].draw(seed)) for seed in range(departments)])
        cells = []
        for step in (0, 1):
            found = scores(rows[rows["step"] == step])
            cells += [f"{found['alike']:.2f}", f"{found['error']:.2f}", f"{found['coverage']:.2f}"]
        yield [case, *cells]


if __name__ == "__main__":
    for row in table():
        sys.stdout.write(f"| {' | '.join(row)} |\n")
        sys.stdout.flush()
