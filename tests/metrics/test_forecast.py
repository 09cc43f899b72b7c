"""The forecast of a month by hand, and that the same code cut at an earlier day forecasts the past."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from addin.deals.dataset import Dataset
from addin.deals.evidence import Bools
from addin.deals.timeline import day_number
from addin.metrics.calendar import first_day, last_day, month, month_name
from addin.metrics.deal_size import Wins, deal_size_of
from addin.metrics.forecast import DAYS_AHEAD, forecast, month_forecast
from addin.metrics.occupancy import DaySnapshot
from addin.metrics.pipeline_value import PipelineValue, PipelineValues
from addin.metrics.revenue import revenue
from addin.metrics.shock import Calibration, Shock
from addin.report.build import build
from addin.report.figures import compute_figures
from addin.settings import Settings
from tests.make import TODAY, dataset
from tests.metrics.examples import MID_JUNE, invoiced, joined, occupied, steady
from tests.random_deals import random_dataset

CALM = Calibration(1.0, Shock(0.0, 5, True))


def pipeline(data: Dataset, day: dt.date = MID_JUNE) -> PipelineValue:
    """The value of the pipeline at the end of a day, from what was known then."""
    occupancy, presale = occupied(data, day)
    return value_at(occupancy.at(occupancy.as_of_day), presale)


def value_at(snapshot: DaySnapshot, presale: Bools) -> PipelineValue:
    return PipelineValues.of(snapshot.occupancy, [snapshot.day], presale, DAYS_AHEAD).at(snapshot)


def test_months_and_days() -> None:
    assert month_name(month(day_number(dt.date(2026, 12, 31)))) == "2026-12"
    june = month(day_number(MID_JUNE))
    assert (first_day(june), last_day(june)) == (
        day_number(dt.date(2026, 6, 1)),
        day_number(dt.date(2026, 6, 30)),
    )


def test_new_leads_by_hand() -> None:
    """A lead a day, won five days on: of those of 16 to 25 June ten are won in June, each for 200."""
    found = month_forecast(pipeline(dataset(steady(120))), month(day_number(MID_JUNE)))
    assert found.components["new"].new_wins == pytest.approx(10.0)
    assert found.components["new"].mean == pytest.approx(2000.0)
    # won so far: leads of 27 May to 10 June
    assert found.closed == 15 * 200.0
    following = month_forecast(pipeline(dataset(steady(120))), month(day_number(MID_JUNE)) + 1)
    assert following.components["new"].new_wins == pytest.approx(31.0)
    assert following.closed == 0.0


def test_a_win_without_an_amount_is_counted_and_never_made_up() -> None:
    rows = steady(120)
    rows[10] = {**rows[10], "amount": None}
    rows[11] = {**rows[11], "amount": 500.0}
    found, _ = occupied(dataset(rows))
    closed, unpriced = revenue(found.at(found.as_of_day), month(found.as_of_day))
    assert unpriced == 1
    assert closed == pytest.approx(13 * 200.0 + 500.0)


@pytest.mark.parametrize("kind", [{"history": True}, {"history": False}])
def test_closed_is_the_sum_on_record(kind: dict[str, bool]) -> None:
    data, day = random_dataset(600, 4, **kind), dt.date(2026, 6, 20)
    report = build(data, Settings(as_of=day), TODAY).blocks
    closed = report["forecast"].set_index(["month", "component"]).loc[("2026-06", "closed")]
    ended = data.deals["closed"].between("2026-06-01", "2026-06-20 23:59:59")
    won = data.deals[ended & (data.deals["status"] == "Won")]
    assert won["amount"].isna().any()
    assert closed["mean"] == pytest.approx(won["amount"].sum())
    assert closed["unpriced_wins"] == won["amount"].isna().sum()


def test_where_some_wins_have_no_amount_the_forecast_is_of_those_that_will() -> None:
    """Three wins of four have a sum, all of 200, and no lead to come has one yet."""
    rows = [{**row, "amount": None} if n % 4 == 0 else row for n, row in enumerate(steady(120))]
    found = month_forecast(pipeline(dataset(rows)), month(day_number(MID_JUNE)))
    new = found.components["new"]
    assert new.priced_share == pytest.approx(0.75, abs=0.01)
    assert new.mean == pytest.approx(10 * 200 * new.priced_share)
    assert new.mean + new.unpriced_expected == pytest.approx(2000.0)


def test_open_deals_without_a_sum_count_with_the_share_that_gets_one() -> None:
    """Of wins s have a sum and of those expected o already do: the rest must bring (s − o) / (1 − o)."""
    value = pipeline(random_dataset(1500, 5), dt.date(2026, 6, 12))
    chance = value.chance(18)
    has_sum = ~np.isnan(value.snapshot.occupancy.amount[value.snapshot.open_deals.deal])
    known = np.isfinite(chance)
    o = chance[known & has_sum].sum() / chance[known].sum()
    every = replace(value, deal_size=replace(value.deal_size, priced_share=1.0))
    assert every.priced_share(chance) == pytest.approx(1.0)
    half = replace(value, deal_size=replace(value.deal_size, priced_share=(1 + o) / 2))
    assert half.priced_share(chance) == pytest.approx(0.5)
    none = replace(value, deal_size=replace(value.deal_size, priced_share=o / 2))
    assert none.priced_share(chance) == 0.0
    # of all wins expected, as many are on record as were among the wins of the year
    parts = half.components(0, 18)
    recorded = sum(parts[name].recorded_chance.sum() for name in ("presale", "earlier"))
    assert recorded == pytest.approx(chance[known].sum() * (1 + o) / 2)


def test_what_a_deal_without_an_amount_brings_follows_the_prices_of_late() -> None:
    """Of 30 wins at 100 and, in the last 90 days, 10 at 200, 20 more wins stand for the year's mean."""
    day = 1000
    wins = Wins(
        np.arange(40, dtype=np.int32),
        np.r_[np.full(30, day - 200), np.full(10, day - 5)].astype(np.int32),
        np.r_[np.full(30, 100.0), np.full(10, 200.0)],
    )
    assert deal_size_of(wins, day).mean == pytest.approx((10 * 200 + 20 * 125) / 30)


def test_presale_and_what_stands_beside_it_are_what_the_list_of_pre_sale_deals_expects() -> None:
    data = random_dataset(1500, 5)
    settings = Settings(as_of=dt.date(2026, 6, 12))
    f = compute_figures(data, settings, TODAY)
    listed = f.open_deals.table[f.open_deals.table["role"] == "presale"]
    assert len(listed) > 10
    part = f.money.months[0][0].components["presale"]
    assert part.mean + part.unpriced_expected == pytest.approx(listed["expected_month"].sum())
    mean, low, high = f.money.component("presale", None, None)
    factor = f.money.calibrations[0].factor
    assert mean == pytest.approx(factor * part.mean)  # what will be recorded, as in the forecast's block
    assert low <= mean <= high


def test_parts_add_up_and_what_is_closed_is_certain() -> None:
    table = forecast(pipeline(random_dataset(1500, 3), dt.date(2026, 5, 20)), (CALM, CALM))
    for _, rows in table.groupby("month"):
        by = rows.set_index("component")["mean"]
        assert by["total"] == pytest.approx(by[["closed", "presale", "earlier", "new"]].sum())
        assert (rows["low"] <= rows["high"]).all()
    closed = table[table["component"] == "closed"]
    assert (closed["low"] == closed["mean"]).all()
    assert (closed["high"] == closed["mean"]).all()
    assert list(table["month"].unique()) == ["2026-05", "2026-06"]


def test_a_month_that_is_over_has_no_forecast() -> None:
    table = forecast(pipeline(random_dataset(600, 3), dt.date(2026, 5, 31)), (CALM, CALM))
    assert list(table["month"].unique()) == ["2026-06"]


def test_few_deals_tell_nothing_and_say_so() -> None:
    table = forecast(pipeline(random_dataset(8, 1), dt.date(2026, 6, 10)), (CALM, CALM))
    total = table[table["component"] == "total"]
    assert total["mean"].isna().all()
    assert (total["note"] == "few_deals").all()
    assert total[["low", "high"]].isna().all(axis=None)


def test_without_dates_of_wins_there_is_no_forecast() -> None:
    table = forecast(pipeline(random_dataset(400, 1, history=False, dates=False)), (CALM, CALM))
    total = table[table["component"] == "total"]
    assert total[["mean", "low", "high"]].isna().all(axis=None)
    assert (total["note"] == "no_win_dates").all()


@pytest.mark.parametrize("day", [dt.date(2026, 1, 31), dt.date(2026, 4, 15), dt.date(2026, 6, 1)])
@pytest.mark.parametrize("history", [True, False])
def test_the_snapshot_of_a_day_is_that_of_deals_cut_at_that_day(day: dt.date, history: bool) -> None:
    """Forecasts of past days use only what was known then: they are what a run of that day would say."""
    data = random_dataset(1200, 11, history=history)
    late, presale = occupied(data, dt.date(2026, 6, 30))
    early, _ = occupied(data, day)
    then, now = early.at(early.as_of_day), late.at(day_number(day))
    # the amounts are today's: compare by the same deals, those created by then
    assert now.created.sum() == len(early.created)
    if history:
        assert (now.open_deals.rung == then.open_deals.rung).all()
        assert (now.since == then.since).all()
    assert (now.wins.day == then.wins.day).all()
    for which in (month(day_number(day)), month(day_number(day)) + 1):
        found, expected = (month_forecast(value_at(snapshot, presale), which) for snapshot in (now, then))
        assert found.closed == pytest.approx(expected.closed)
        assert found.to_come == pytest.approx(expected.to_come)


def test_deals_that_never_were_alike_have_no_chance_and_no_forecast() -> None:
    data = joined(invoiced(4, 3, prefix="a"), invoiced(5, None, created="2026-06-01", prefix="c"))
    table = forecast(pipeline(data), (CALM, CALM))
    assert table.set_index(["month", "component"]).loc[("2026-06", "presale"), "note"] == "few_deals"
