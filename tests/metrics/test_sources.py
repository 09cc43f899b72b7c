"""Sources worked by hand: Simpson's, without a win, free and converting badly, left untouched."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from addin.deals.asof import cut
from addin.deals.timeline import build_timeline
from addin.metrics.leads import STATES, leads_of
from addin.metrics.romi import romi
from addin.metrics.sources import Terms, sources
from addin.report.money_tables import daily_spend
from tests.make import TODAY, Row, dataset, table
from tests.random_deals import random_dataset

LAST = dt.date(2026, 6, 30)
TERMS = Terms(margin=1.0, threshold=0.0, horizon=30)
NO_SPEND = daily_spend(table("spend", []), 20_000)


MONTHS = ["2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04"]


def leads(
    source: str, manager: str, count: int, won: int, amount: float = 100.0, touched: bool = True
) -> list[Row]:
    """Leads of eight months, the first ``won`` of them won ten days later, the others lost; spread evenly."""
    rows: list[Row] = []
    for k in range(count):
        month = MONTHS[k % len(MONTHS)]
        row: dict[str, object] = {"id": f"{source}-{manager}-{k:04d}", "created": f"{month}-02 10:00"}
        row |= {"source": source, "manager": manager, "amount": amount}
        row |= {"status": "Won" if k < won else "Lost", "closed": f"{month}-12 10:00"}
        if touched:
            row["first_touch"] = f"{month}-02 11:00"
        rows.append(row)
    return rows


def judged(rows: list[Row], spend: pd.DataFrame = NO_SPEND, terms: Terms = TERMS) -> pd.DataFrame:
    deals = cut(dataset(rows), LAST, "", TODAY)
    timeline = build_timeline(deals)
    found = sources(leads_of(deals, timeline), timeline, spend, terms)
    return found.set_index("source")


def cost(**amounts: float) -> pd.DataFrame:
    rows: list[Row] = [
        {"date": "2025-09-01", "by_month": True, "source": name, "amount": amount}
        for name, amount in amounts.items()
    ]
    return daily_spend(table("spend", rows), 20_634)


def test_simpsons_source_is_no_worse_where_handled_alike() -> None:
    """Each manager wins the same share of both sources; the weak one gets most of the second."""
    rows = leads("good", "strong", 400, 160) + leads("good", "weak", 80, 8)
    rows += leads("looks worse", "strong", 80, 32) + leads("looks worse", "weak", 400, 40)
    found = judged(rows).loc["looks worse"]
    assert found["crude_ratio"] == pytest.approx((72 / 480) / (168 / 480))
    assert found["adjusted_ratio"] == pytest.approx(1.0)
    assert found["verdict"] is None
    assert found["comparable_leads"] == 480


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
    rows = leads("usual", "Ann", 240, 72) + leads("left lying", "Ann", 80, 24)
    lying = [row | {"id": f"u{k}", "status": "New", "closed": None} for k, row in enumerate(rows[240:320])]
    for row in lying:
        row.pop("first_touch", None)
    found = judged(rows + lying).loc["left lying"]
    assert found["taken_rate"] == pytest.approx(0.5)
    assert found["adjusted_ratio"] == pytest.approx(1.0)
    assert found["comparable_leads"] == 80
    assert found["note"] == "handled_differently"
    assert found["won_rate"] == pytest.approx(24 / 160)
    assert found["verdict"] is None


def test_spend_without_leads_and_leads_without_spend_are_listed() -> None:
    found = judged(leads("site", "Ann", 50, 10), cost(radio=500.0))
    assert found.loc["radio", "note"] == "spend_without_leads"
    assert found.loc["radio", ["leads", "spend"]].tolist() == pytest.approx([0, 500.0])
    assert np.isnan(found.loc["radio", "cost_per_lead"])
    assert found.loc["site", "note"] == "no_spend"


def test_every_lead_is_counted_and_rates_rest_on_mature_ones() -> None:
    young = [row | {"id": f"y{k}", "created": "2026-06-20"} for k, row in enumerate(leads("site", "A", 9, 0))]
    young = [row | {"first_touch": None, "closed": None, "status": "New"} for row in young]
    new = [row | {"id": f"n{k}", "source": "new"} for k, row in enumerate(young)]
    found = judged(leads("site", "A", 50, 10) + young + new)
    assert found.loc["site", ["leads", "mature", "won_rate"]].tolist() == [59, 50, pytest.approx(0.2)]
    assert found.loc["new", ["leads", "mature"]].tolist() == [9, 0]
    assert (found.loc["new", "verdict"], found.loc["new", "note"]) == ("too_early", "young_leads")
    assert np.isnan(found.loc["new", "won_rate"])


def test_what_wins_without_a_sum_brought_is_not_made_up() -> None:
    rows = [row | {"amount": None} if k % 2 else row for k, row in enumerate(leads("site", "Ann", 100, 40))]
    found = judged(rows).loc["site"]
    assert (found["wins"], found["unpriced"], found["revenue"]) == (40, 20, 20 * 100.0)
    assert found["average"] == 100.0
    assert found["note"] == "unpriced_source"


def test_a_source_is_not_called_dear_for_sums_nobody_wrote_down() -> None:
    """Half of its wins have no sum: with them it earns what it cost."""
    rows = [row | {"amount": None} if k % 2 else row for k, row in enumerate(leads("site", "Ann", 400, 160))]
    found = judged(rows + leads("other", "Ann", 400, 160), cost(site=11_000.0)).loc["site"]
    assert found["romi_high"] < 0
    assert found["verdict"] is None
    dear = judged(rows + leads("other", "Ann", 400, 160), cost(site=60_000.0)).loc["site"]
    assert dear["verdict"] == "switch_off"


def test_months_are_the_clusters_of_the_test() -> None:
    """The same leads in five months tell too little, and a difference of one bad month is none."""
    rows = leads("good", "Ann", 480, 144) + leads("bad", "Ann", 480, 48)
    short = [row for row in rows if str(row["created"]) < "2026-02"]
    assert judged(rows).loc["bad", "verdict"] == "low_conversion"
    found = judged(short).loc["bad"]
    assert found["comparable_months"] == 5
    assert np.isnan(found["p"])
    assert found["verdict"] == "too_early"
    one_bad_month = [
        row | {"status": "Lost"} if row["source"] == "even" and str(row["created"]) < "2025-10" else row
        for row in leads("good", "Ann", 800, 400) + leads("even", "Ann", 800, 400)
    ]
    assert judged(one_bad_month).loc["even", "verdict"] is None


def test_a_ratio_near_one_is_not_low_however_sure() -> None:
    rows = leads("good", "Ann", 8000, 4000) + leads("near", "Ann", 8000, 3700)
    found = judged(rows).loc["near"]
    assert found["p_adjusted"] <= 0.1
    assert found["verdict"] is None
    assert judged(rows, terms=Terms(1.0, 0.0, 30, 0.95)).loc["near", "verdict"] == "low_conversion"


def test_sources_are_compared_on_the_last_twelve_months() -> None:
    old = [
        row | {"id": f"old-{row['id']}", "created": f"2024-{k % 12 + 1:02}-02", "closed": "2024-12-20"}
        for k, row in enumerate(leads("bad", "Ann", 300, 0))
    ]
    rows = leads("good", "Ann", 300, 90) + leads("bad", "Ann", 300, 90) + old
    found = judged(rows).loc["bad"]
    assert (found["leads"], found["mature"], found["comparable_leads"]) == (600, 600, 300)
    assert found["adjusted_ratio"] == pytest.approx(1.0)
    assert found["verdict"] is None


def test_wins_without_dates_count_as_won_by_the_day_of_the_report() -> None:
    rows = leads("good", "Ann", 320, 160) + leads("bad", "Ann", 320, 80)
    undated = [row | {"closed": None} if k % 4 == 0 else row for k, row in enumerate(rows)]
    found = judged(undated)
    assert found.loc["good", "won_rate"] == pytest.approx(0.5)
    assert found.loc["bad", "adjusted_ratio"] == pytest.approx(0.5)
    assert found.loc["good", "note"] == "won_by_t"


@pytest.mark.parametrize("kind", [{"history": True}, {"history": False}, {"history": False, "dates": False}])
def test_sources_add_up_to_all_deals(kind: dict[str, bool]) -> None:
    deals = cut(random_dataset(700, 9, **kind), LAST, "", TODAY)
    timeline = build_timeline(deals)
    every = leads_of(deals, timeline)
    found = sources(every, timeline, NO_SPEND, TERMS)
    won = every.state == STATES.index("won")
    amounts = timeline.amount[every.deal[won]]
    assert found["leads"].sum() == len(every.deal)
    assert found["wins"].sum() == won.sum()
    assert found["revenue"].sum() == pytest.approx(np.nansum(amounts))
    assert found["unpriced"].sum() == np.isnan(amounts).sum()
    assert found["mature"].sum() == (every.created <= timeline.as_of_day - 30).sum()


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
