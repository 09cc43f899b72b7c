"""Sources worked by hand: Simpson's, without a win, free and converting badly, left untouched."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from addin.deals.asof import cut
from addin.deals.timeline import build_timeline
from addin.metrics.leads import leads_of
from addin.metrics.romi import romi
from addin.metrics.sources import Terms, sources
from addin.report.money_tables import daily_spend
from tests.make import TODAY, Row, dataset, table

LAST = dt.date(2026, 6, 30)
TERMS = Terms(margin=1.0, threshold=0.0, horizon=30)
NO_SPEND = daily_spend(table("spend", []), 20_000)


def leads(
    source: str, manager: str, count: int, won: int, amount: float = 100.0, touched: bool = True
) -> list[Row]:
    """Leads of one day, the first ``won`` of them won ten days later, the others lost."""
    rows: list[Row] = []
    for k in range(count):
        row: dict[str, object] = {"id": f"{source}-{manager}-{k:04d}", "created": "2026-03-02 10:00"}
        row |= {"source": source, "manager": manager, "amount": amount}
        row |= {"status": "Won" if k < won else "Lost", "closed": "2026-03-12 10:00"}
        if touched:
            row["first_touch"] = "2026-03-02 11:00"
        rows.append(row)
    return rows


def judged(rows: list[Row], spend: pd.DataFrame = NO_SPEND, terms: Terms = TERMS) -> pd.DataFrame:
    deals = cut(dataset(rows), LAST, "", TODAY)
    timeline = build_timeline(deals)
    found = sources(leads_of(deals, timeline), timeline, spend, terms)
    return found.set_index("source")


def cost(**amounts: float) -> pd.DataFrame:
    rows: list[Row] = [
        {"date": "2026-03-01", "by_month": True, "source": name, "amount": amount}
        for name, amount in amounts.items()
    ]
    return daily_spend(table("spend", rows), 20_634)


def test_simpsons_source_is_no_worse_where_handled_alike() -> None:
    """Each manager wins the same share of both sources; the weak one gets most of the second."""
    rows = leads("good", "strong", 400, 160) + leads("good", "weak", 100, 10)
    rows += leads("looks worse", "strong", 100, 40) + leads("looks worse", "weak", 400, 40)
    found = judged(rows).loc["looks worse"]
    assert found["crude_ratio"] == pytest.approx((80 / 500) / (170 / 500))
    assert found["adjusted_ratio"] == pytest.approx(1.0)
    assert found["verdict"] is None
    assert found["comparable_leads"] == 500


def test_a_truly_worse_source_is_found() -> None:
    rows = leads("good", "Ann", 300, 90) + leads("bad", "Ann", 300, 45)
    found = judged(rows)
    assert found.loc["bad", "adjusted_ratio"] == pytest.approx(0.5)
    assert found.loc["bad", "verdict"] == "low_conversion"
    assert found.loc["good", "adjusted_ratio"] == pytest.approx(2.0)
    assert found.loc["good", "verdict"] is None


def test_a_source_without_a_win_has_an_upper_limit_only() -> None:
    found = judged(leads("good", "Ann", 300, 90) + leads("none", "Ann", 60, 0)).loc["none"]
    assert found["adjusted_ratio"] == 0
    assert np.isnan(found["ratio_low"])
    assert 0 < found["ratio_high"] < 0.4
    assert (found["verdict"], found["note"]) == ("low_conversion", "no_win")


def test_a_source_of_few_leads_is_not_judged() -> None:
    found = judged(leads("good", "Ann", 300, 90) + leads("new", "Ann", 29, 0)).loc["new"]
    assert found["verdict"] == "too_early"


def test_a_free_source_that_converts_badly_is_not_switched_off() -> None:
    rows = leads("paid", "Ann", 300, 90) + leads("free", "Ann", 300, 3)
    found = judged(rows, cost(paid=3000.0)).loc["free"]
    assert np.isnan(found["romi"])
    assert (found["verdict"], found["note"]) == ("low_conversion", "no_spend")


def test_a_dear_source_is_to_be_minimised_or_switched_off() -> None:
    rows = leads("good", "Ann", 300, 90) + leads("dear", "Ann", 300, 90) + leads("dearer", "Ann", 300, 90)
    found = judged(rows, cost(good=1000.0, dear=13_000.0, dearer=60_000.0))
    assert found.loc["good", "romi"] == pytest.approx((90 * 100 - 1000) / 1000)
    assert list(found.loc[["good", "dear", "dearer"], "verdict"]) == [None, "minimise", "switch_off"]
    assert found.loc["dear", "cost_per_lead"] == pytest.approx(13_000 / 300)
    assert found.loc["dear", "cost_per_win"] == pytest.approx(13_000 / 90)
    half = judged(rows, cost(good=1000.0), Terms(0.5, 0.0, 30)).loc["good"]
    assert half["romi"] == pytest.approx((0.5 * 90 * 100 - 1000) / 1000)


def test_untouched_leads_do_not_count_against_the_source() -> None:
    """Half of its leads were never taken; those that were convert as the others do."""
    rows = leads("usual", "Ann", 200, 60) + leads("left lying", "Ann", 100, 30)
    lying = [row | {"id": f"u{k}", "status": "New", "closed": None} for k, row in enumerate(rows[200:300])]
    for row in lying:
        row.pop("first_touch", None)
    found = judged(rows + lying).loc["left lying"]
    assert found["taken_rate"] == pytest.approx(0.5)
    assert found["adjusted_ratio"] == pytest.approx(1.0)
    assert found["comparable_leads"] == 100
    assert found["note"] == "handled_differently"
    assert found["won_rate"] == pytest.approx(30 / 200)
    assert found["verdict"] is None


def test_spend_without_leads_and_leads_without_spend_are_listed() -> None:
    found = judged(leads("site", "Ann", 50, 10), cost(radio=500.0))
    assert found.loc["radio", "note"] == "spend_without_leads"
    assert (found.loc["radio", "leads"], found.loc["radio", "spend"]) == (0, 500.0)
    assert np.isnan(found.loc["radio", "cost_per_lead"])
    assert found.loc["site", "note"] == "no_spend"


def test_leads_younger_than_the_horizon_do_not_count() -> None:
    young = [row | {"id": f"y{k}", "created": "2026-06-20"} for k, row in enumerate(leads("site", "A", 9, 0))]
    young = [row | {"first_touch": None, "closed": None, "status": "New"} for row in young]
    assert judged(leads("site", "A", 50, 10) + young).loc["site", "leads"] == 50


def test_spend_by_month_is_spread_over_its_days_and_cut_at_t() -> None:
    rows: list[Row] = [
        {"date": "2026-06-01", "by_month": True, "source": "ads", "amount": 3000.0},
        {"date": "2026-06-10", "by_month": False, "source": "ads", "amount": 7.0},
    ]
    last = (dt.date(2026, 6, 15) - dt.date(1970, 1, 1)).days
    found = daily_spend(table("spend", rows), last)
    assert found["amount"].sum() == pytest.approx(15 * 100 + 7)
    assert found["day"].max() == last


def test_return_and_its_interval() -> None:
    revenue = np.r_[np.full(50, 100.0), np.zeros(450)]
    middle, low, high = romi(revenue, 1000.0, 1.0, 100.0)
    assert middle == pytest.approx(4.0)
    # 50 of 500 wins: ± 1.96 · √(500 · 0.1 · 0.9) · 100 / 1000
    assert low == pytest.approx(4.0 - 1.315, abs=0.15)
    assert high == pytest.approx(4.0 + 1.315, abs=0.15)
    assert romi(revenue[::-1].copy(), 1000.0, 1.0, 100.0) == (middle, low, high)


def test_with_no_win_the_return_has_the_limit_of_a_count() -> None:
    """No win of any number of leads: up to 3.69 may have been due."""
    found = romi(np.zeros(40), 1000.0, 0.5, 200.0)
    assert found[:2] == (-1.0, -1.0)
    assert found[2] == pytest.approx((3.689 * 200 * 0.5 - 1000) / 1000, abs=1e-3)
