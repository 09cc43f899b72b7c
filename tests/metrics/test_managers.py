"""Verdicts, growth points, style, cohorts."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from addin.deals.asof import cut
from addin.deals.dataset import Dataset
from addin.deals.timeline import build_timeline
from addin.deals.visits import Visits, visits
from addin.metrics.cohorts import cohorts
from addin.metrics.comparison import conversion_by
from addin.metrics.horizon import Window
from addin.metrics.managers import managers
from tests.make import TODAY, Row, dataset

ALL = Window(0, 10**6)


def visits_of(data: Dataset, as_of: dt.date | None = None) -> Visits:
    return visits(build_timeline(cut(data, as_of, "", TODAY)))


def team(
    rates: dict[str, float], each: int = 200, source: str = "ads", after_demo: str = "Lost"
) -> tuple[list[Row], list[Row]]:
    """Leads that reach Work on the next day; a manager's share of them reach Demo, and half of those win."""
    deals: list[Row] = []
    history: list[Row] = []
    for manager, rate in rates.items():
        for k in range(each):
            name = f"{manager}{source}{k:04d}"
            won, demo = k < rate * each / 2, k < rate * each
            status = "Won" if won else after_demo if demo else "Lost"
            deals.append(
                {"id": name, "created": "2026-01-05", "status": status, "manager": manager, "source": source}
            )
            path = [("New", "Work"), ("Work", "Demo")] if demo else [("New", "Work")]
            path += [("Demo", "Invoice"), ("Invoice", "Won")] if won else [(path[-1][1], status)]
            for day, (start, end) in enumerate(path):
                at = dt.datetime(2026, 1, 6) + dt.timedelta(days=day)
                history.append(
                    {"id": name, "changed_at": at, "from_status": start, "to_status": end, "manager": manager}
                )
    return deals, history


def demo_step(table: pd.DataFrame) -> pd.DataFrame:
    return table[(table["from"] == "Work") & (table["to"] == "Demo")].set_index("manager")


def test_a_clearly_weaker_manager_is_found_and_the_others_are_not_blamed() -> None:
    found = visits_of(dataset(*team({"Ann": 0.5, "Bob": 0.5, "Cy": 0.25})), dt.date(2026, 6, 1))
    table = demo_step(conversion_by(found, 30, ALL, "manager"))
    assert table["verdict"].to_dict() == {"Ann": "unclear", "Bob": "unclear", "Cy": "weak"} or (
        table.loc["Cy", "verdict"] == "weak" and "weak" not in table["verdict"].drop("Cy").tolist()
    )
    assert table.loc["Cy", "expected"] == pytest.approx(0.5, abs=0.01)
    assert 0.25 < table.loc["Cy", "shrunk_rate"] < 0.5
    assert table.loc["Cy", "p_weak"] > 0.95


def test_small_managers_and_lone_managers_get_no_verdict() -> None:
    deals, history = team({"Ann": 0.5, "Bob": 0.5})
    small = team({"New": 0.0}, each=19)
    found = visits_of(dataset([*deals, *small[0]], [*history, *small[1]]), dt.date(2026, 6, 1))
    table = demo_step(conversion_by(found, 30, ALL, "manager"))
    assert pd.isna(table.loc["New", "verdict"])
    assert np.isnan(table.loc["New", "p_weak"])
    alone = visits_of(dataset(*team({"Ann": 0.5})), dt.date(2026, 6, 1))
    assert demo_step(conversion_by(alone, 30, ALL, "manager"))["verdict"].tolist() == [None]


def test_deals_without_a_manager_are_a_row_but_nobody_is_measured_against_them() -> None:
    found = visits_of(dataset(*team({"Ann": 0.5, "Bob": 0.5, "": 0.0})), dt.date(2026, 6, 1))
    table = demo_step(conversion_by(found, 30, ALL, "manager"))
    assert pd.isna(table.loc["", "verdict"])
    assert table.loc["Ann", "expected"] == pytest.approx(0.5)


def test_a_hard_source_is_not_held_against_its_manager() -> None:
    good = team({"Ann": 0.6, "Bob": 0.6}, source="site")
    bad = team({"Bob": 0.2, "Cy": 0.2}, source="ads")
    found = visits_of(dataset([*good[0], *bad[0]], [*good[1], *bad[1]]), dt.date(2026, 6, 1))
    table = demo_step(conversion_by(found, 30, ALL, "manager"))
    assert table.loc["Cy", "rate"] == pytest.approx(0.2)
    assert table.loc["Cy", "expected"] < 0.3  # what Bob gets on the same source, not the team's 0.4
    assert table["verdict"].tolist().count("weak") == 0


def test_the_growth_point_is_the_weak_step_in_wins_a_month() -> None:
    found = visits_of(
        dataset(*team({"Ann": 0.5, "Bob": 0.5, "Cy": 0.25})), dt.date(2026, 1, 31) + dt.timedelta(days=60)
    )
    table = conversion_by(found, 30, ALL, "manager")
    taken = pd.DataFrame({"manager": ["Ann", "Bob", "Cy"], "week": [1, 1, 1], "n": [100, 100, 300]})
    result, highlights = managers(found, table, taken, 30, ALL)
    result = result.set_index("manager")
    growth = highlights["Cy"].growth
    assert growth is not None
    assert (growth.start, growth.end, growth.verdict) == ("Work", "Demo", "weak")
    months = (found.as_of_day - int(found.first_to_won()["entered"].min()) + 1) / (365.25 / 12)
    step = demo_step(table).loc["Cy"]
    assert result.loc["Cy", "growth_wins"] == pytest.approx(
        200 / months * (step["expected"] - step["shrunk_rate"]) * 0.5, rel=1e-6
    )
    assert np.isnan(result.loc["Ann", "growth_wins"])
    assert result["volume_ratio"].to_dict() == {"Ann": 1.0, "Bob": 1.0, "Cy": 3.0}
    assert result["style"].to_dict()["Cy"] == "volume"
    # 25 wins of 200 against 100 of 400 of the others: 25 / 50
    assert result.loc["Cy", "depth"] == pytest.approx(0.5)
    assert result.loc["Cy", "wins_expected"] == pytest.approx(50)
    assert result.loc["Cy", "depth_high"] < 1


def test_the_way_on_from_a_growth_point_is_that_of_all_who_get_there() -> None:
    # of those at Demo half win and half turn out to be no customers: a better step brings half a win each
    data = dataset(*team({"Ann": 0.5, "Bob": 0.5, "Cy": 0.25}, after_demo="Junk"))
    found = visits_of(data, dt.date(2026, 4, 1))
    table = conversion_by(found, 30, ALL, "manager")
    taken = pd.DataFrame({"manager": ["Ann"], "week": [1], "n": [1]})
    result = managers(found, table, taken, 30, ALL)[0].set_index("manager")
    months = (found.as_of_day - int(found.first_to_won()["entered"].min()) + 1) / (365.25 / 12)
    step = demo_step(table).loc["Cy"]
    gain = 200 / months * (step["expected"] - step["shrunk_rate"]) * 0.5
    assert result.loc["Cy", "growth_wins"] == pytest.approx(gain, rel=1e-6)


def test_renaming_a_manager_renames_results_only() -> None:
    one = conversion_by(visits_of(dataset(*team({"Ann": 0.5, "Bob": 0.4}))), 30, ALL, "manager")
    other = conversion_by(visits_of(dataset(*team({"Ann": 0.5, "Zoe": 0.4}))), 30, ALL, "manager")
    pd.testing.assert_frame_equal(one.replace({"Bob": "Zoe"}), other)


def test_cohorts_tell_what_is_won_and_what_is_still_to_come() -> None:
    deals: list[Row] = [
        {
            "id": f"old{k}",
            "created": "2026-01-05",
            "status": "Won" if k < 40 else "Lost",
            "closed": "2026-01-25",
        }
        for k in range(100)
    ]
    deals += [{"id": f"young{k}", "created": "2026-05-21", "status": "New"} for k in range(50)]
    table = cohorts(visits_of(dataset(deals), dt.date(2026, 5, 31)), 60, ALL).set_index("month")
    assert table.index.tolist() == ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"]
    assert table.loc["2026-01", ["leads", "won", "undecided", "wins_in_month"]].tolist() == [100, 40, 0, 40]
    assert table.loc["2026-01", "to_come"] == 0
    young = table.loc["2026-05"]
    assert young["to_come"] == pytest.approx(
        50 * 0.4
    )  # at 10 days nothing is decided: all of F(60) is to come
    assert 5 < young["to_come_low"] < 20 < young["to_come_high"] < 36
    assert young["won"] == 0
    assert np.isnan(table.loc["2026-02", "won_share"])


def test_cohorts_of_a_snapshot_say_nothing_of_the_future() -> None:
    deals: list[Row] = [
        {"id": f"a{k}", "created": "2026-01-05", "status": "Won" if k < 4 else "New"} for k in range(40)
    ]
    table = cohorts(visits_of(dataset(deals), dt.date(2026, 2, 28)), 30, ALL)
    assert table["to_come"].isna().all()
    assert table["wins_in_month"].isna().all()
    assert table["won"].tolist() == [4, 0]


def test_what_is_to_come_is_what_happens_after_the_age_reached() -> None:
    def closed(name: str, count: int, status: str, day: int) -> list[Row]:
        at = dt.datetime(2026, 1, 5) + dt.timedelta(days=day)
        return [
            {"id": f"{name}{k}", "created": "2026-01-05", "status": status, "closed": at}
            for k in range(count)
        ]

    deals = [*closed("soon", 20, "Won", 5), *closed("late", 20, "Won", 20), *closed("lost", 60, "Lost", 30)]
    deals += [{"id": f"young{k}", "created": "2026-05-21", "status": "New"} for k in range(50)]
    table = cohorts(visits_of(dataset(deals), dt.date(2026, 5, 31)), 60, ALL).set_index("month")
    # at 10 days 20 of the first 150 at risk are won; of the undecided then 20 of 80 old ones win later
    assert table.loc["2026-05", "to_come"] == pytest.approx(50 * 20 / 80)


def test_no_win_seen_is_no_proof_that_none_will_come() -> None:
    old: list[Row] = [
        {"id": f"old{k}", "created": "2026-01-05", "status": "Lost", "closed": "2026-01-15"}
        for k in range(20)
    ]
    # one win long before the window: wins have dates, but none came from the leads of the window
    win: Row = {"id": "win", "created": "2025-01-05", "status": "Won", "closed": "2025-01-15"}
    young: list[Row] = [{"id": f"y{k}", "created": "2026-05-21", "status": "New"} for k in range(50)]
    found = visits_of(dataset([*old, win, *young]), dt.date(2026, 5, 31))
    window = Window(found.as_of_day - 200, found.as_of_day)
    row = cohorts(found, 60, window).set_index("month").loc["2026-05"]
    assert (row["to_come"], row["to_come_low"]) == (0, 0)
    assert 3 < row["to_come_high"] < 15


def test_one_step_is_not_both_the_strongest_and_the_weakest() -> None:
    found = visits_of(dataset(*team({"Ann": 0.5, "Bob": 0.5, "Cy": 0.25})), dt.date(2026, 6, 1))
    table = conversion_by(found, 30, ALL, "manager")
    only = table.assign(verdict=table["verdict"].where(table["from"] == "Work"))
    taken = pd.DataFrame({"manager": ["Ann"], "week": ["w"], "n": [1]})
    _, highlights = managers(found, only, taken, 30, ALL)
    assert highlights["Cy"].strongest is None
    assert highlights["Cy"].weakest is not None
    for each in highlights.values():
        assert (each.strongest is None) != (each.weakest is None)
