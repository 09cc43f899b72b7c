"""Questions that no block answers, counted one by one from the definitions."""

from __future__ import annotations

from itertools import combinations, product
from pathlib import Path

import pandas as pd
import pytest

from addin.deals.visits import visits
from addin.metrics.leads import HANDLING
from addin.report.figures import Figures
from tests.hosts.live import Sheet, of_dataset
from tests.random_deals import random_dataset

SEEDS = [1, 2, 3]


LADDER = ["New", "Work", "Demo", "Invoice", "Won"]


def naive(rows: pd.DataFrame, last: int, horizon: int) -> dict[str, float | None]:
    """The measures of some visits, one by one and day by day, from the definitions."""
    found: dict[str, float | None] = {"entered": float(len(rows))}
    for outcome in ("advanced", "lost", "nontarget", "open"):
        found[outcome] = float(sum(o == outcome for o in rows["outcome"]))
    visits = [
        (max((left if left >= 0 else last) - entered, 0), seen - entered, outcome if left >= 0 else "open")
        for entered, left, seen, outcome, usable in rows[
            ["entered", "left", "seen", "outcome", "usable"]
        ].itertuples(index=False)
        if usable
    ]
    ripe = [
        v for v, entered in zip(visits, rows["entered"][rows["usable"]], strict=True)
        if entered <= last - horizon and v[1] <= 0
    ]  # fmt: skip
    found["followed"] = float(len(ripe))
    found["advanced_h"] = float(sum(o == "advanced" and age <= horizon for age, _, o in ripe))
    undecided, advanced = 1.0, 0.0
    for age in range(horizon + 1):
        risk = [(end, o) for end, seen, o in visits if seen <= age <= end]
        ends = [o for end, o in risk if end == age and o != "open"]
        if risk:
            advanced += undecided * ends.count("advanced") / len(risk)
            undecided *= 1 - len(ends) / len(risk)
    found["rate"] = advanced if len(ripe) >= 10 else None
    return found


def visits_of(f: Figures, pair: tuple[int, int], manager: str | None, source: str | None) -> pd.DataFrame:
    rows = visits(f.timeline, [pair]).frame()
    for column, name in (("manager", manager), ("source", source)):
        rows = rows if name is None else rows[rows[column] == name]
    return rows


@pytest.mark.parametrize("seed", SEEDS)
def test_any_pair_manager_source_and_window_equals_counting_one_by_one(seed: int, tmp_path: Path) -> None:
    sheet = Sheet(tmp_path)
    handle = sheet.text("DEALS", *of_dataset(random_dataset(300, seed)))
    f = sheet.cache.only_current(sheet.origin).queries().figures
    windows = [("", f.window.first, f.window.last), ("all", 0, f.visits.as_of_day), ("2026-03", 20513, 20543)]
    groups = [(None, None), ("Ann", None), ("", None), (None, "ads"), ("Bob", "site"), ("Cy", "")]
    rated = 0
    for pair, (window, first, last), (manager, source) in product(
        combinations(range(len(LADDER)), 2), windows, groups
    ):
        rows = visits_of(f, pair, manager, source)
        expected = naive(rows[rows["entered"].between(first, last)], f.visits.as_of_day, f.horizon.days)
        stages = [LADDER[place] for place in pair]
        who = ["not given" if name == "" else name for name in (manager, source)]
        for measure, value in expected.items():
            found = sheet("STAGE_CONV", handle, *stages, *who, window, measure)
            assert found == (None if value is None else pytest.approx(value, abs=1e-12)), (
                stages,
                who,
                measure,
            )
        rated += expected["rate"] is not None
    assert rated > 40


def test_intake_of_any_manager_source_and_period_equals_counting_one_by_one(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path)
    handle = sheet.text("DEALS", *of_dataset(random_dataset(300, 4)))
    found = sheet.cache.only_current(sheet.origin).queries().figures.leads
    leads = pd.DataFrame(
        {
            "manager": [found.managers[code] for code in found.manager],
            "source": [found.sources[code] for code in found.source],
            "handling": [HANDLING[code] for code in found.handling],
        }
    )
    created = pd.Series(pd.to_datetime(found.created, unit="D"))
    for manager, source, (period, start, end) in product(
        (None, "Ann", ""),
        (None, "ads", ""),
        (("2026-02", "2026-02-01", "2026-02-28"), ("2026-W10", "2026-03-02", "2026-03-08")),
    ):
        some = leads[created.between(start, end)]
        for column, name in (("manager", manager), ("source", source)):
            some = some if name is None else some[some[column] == name]
        who = ["not given" if name == "" else name for name in (manager, source)]
        for measure in ("taken", "dropped", "screened", "untouched", "unknown"):
            expected = sum(one == measure for one in some["handling"])
            assert sheet("INTAKE", handle, measure, *who, period) == expected
        taken, unknown = (sheet("INTAKE", handle, m, *who, period) for m in ("taken_rate", "unknown"))
        known = len(some) and not unknown
        assert taken == (sum(some["handling"] == "taken") / len(some) if known else None)
