"""The forecast of a month by hand, and that the same code cut at an earlier day forecasts the past."""

from __future__ import annotations

import datetime as dt

import pytest

from addin.deals.dataset import Dataset
from addin.deals.evidence import Bools
from addin.deals.timeline import day_number
from addin.metrics.calendar import first_day, last_day, month, month_name
from addin.metrics.forecast import DAYS_AHEAD, forecast, month_forecast
from addin.metrics.occupancy import DaySnapshot
from addin.metrics.pipeline_value import PipelineValue, PipelineValues
from addin.metrics.revenue import revenue
from addin.metrics.shock import Shock
from addin.report.figures import compute_figures
from addin.settings import Settings
from tests.make import TODAY, dataset
from tests.metrics.examples import MID_JUNE, invoiced, joined, occupied, steady
from tests.random_deals import random_dataset

CALM = Shock(0.0, 5, True)


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


def test_a_win_without_an_amount_counts_at_the_average_of_the_others() -> None:
    rows = steady(120)
    rows[10] = {**rows[10], "amount": None}
    rows[11] = {**rows[11], "amount": 500.0}
    found, _ = occupied(dataset(rows))
    told, unpriced = revenue(found.at(found.as_of_day), month(found.as_of_day))
    mean = (200.0 * 113 + 500.0) / 114
    assert unpriced == 1
    assert told == pytest.approx(13 * 200.0 + 500.0 + mean)


def test_presale_is_what_the_list_of_pre_sale_deals_expects_by_the_end_of_the_month() -> None:
    data = random_dataset(1500, 5)
    settings = Settings(as_of=dt.date(2026, 6, 12))
    f = compute_figures(data, settings, TODAY)
    listed = f.open_deals.table[f.open_deals.table["role"] == "presale"]
    assert len(listed) > 10
    assert f.money.months[0][0].components["presale"].mean == pytest.approx(listed["expected_month"].sum())


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
