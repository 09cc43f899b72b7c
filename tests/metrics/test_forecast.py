"""The forecast of a month by hand, and that the same code cut at an earlier day forecasts the past."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from addin.deals.asof import cut
from addin.deals.dataset import Dataset
from addin.deals.timeline import build, day_number
from addin.metrics import simulation
from addin.metrics.calendar import first_day, last_day, month, month_name
from addin.metrics.forecast import AHEAD, forecast, month_ahead
from addin.metrics.occupancy import Course
from addin.metrics.pipeline_value import Outlook, Part, outlook
from addin.metrics.revenue import revenue
from addin.metrics.simulation import (
    DEFAULT_SHOCK,
    Miss,
    Shock,
    Total,
    between,
    intervals,
    limits,
    seed_of,
    shock_of,
    stakes_of,
)
from addin.metrics.stays import course
from addin.report.figures import figures
from addin.settings import Settings
from tests.make import TODAY, Row, dataset
from tests.metrics.test_presale import both, invoiced
from tests.random_deals import random_dataset

T = dt.date(2026, 6, 15)
CALM = Shock(0.0, 5, True)


def prepared(data: Dataset, day: dt.date = T) -> tuple[Course, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    deals = cut(data, day, "", TODAY)
    timeline = build(deals)
    return course(deals, timeline), np.array([role == "presale" for role in timeline.rung_roles[:-1]])


def looked(data: Dataset, day: dt.date = T) -> Outlook:
    found, presale = prepared(data, day)
    return outlook(found.at(found.last), presale, AHEAD)


def steady(days: int, last: dt.date = T, take: int = 5) -> list[Row]:
    """One lead a day up to T, each won so many days after with 200, or still new."""
    rows: list[Row] = []
    for k in range(days):
        day = last - dt.timedelta(days=k)
        won = k >= take
        closed = (day + dt.timedelta(days=take)).isoformat() if won else None
        rows.append(
            {
                "id": f"s{k:04d}",
                "created": day.isoformat(),
                "status": "Won" if won else "New",
                "closed": closed,
                "amount": 200.0 if won else None,
            }
        )
    return rows


def test_months_and_days() -> None:
    assert month_name(month(day_number(dt.date(2026, 12, 31)))) == "2026-12"
    june = month(day_number(T))
    assert (first_day(june), last_day(june)) == (
        day_number(dt.date(2026, 6, 1)),
        day_number(dt.date(2026, 6, 30)),
    )


def test_new_leads_by_hand() -> None:
    """A lead a day, won five days on: of those of 16 to 25 June ten are won in June, each for 200."""
    found = month_ahead(looked(dataset(steady(120))), month(day_number(T)))
    assert found.parts["new"].leads == pytest.approx(10.0)
    assert found.parts["new"].mean == pytest.approx(2000.0)
    # won so far: leads of 27 May to 10 June
    assert found.closed == 15 * 200.0
    following = month_ahead(looked(dataset(steady(120))), month(day_number(T)) + 1)
    assert following.parts["new"].leads == pytest.approx(31.0)
    assert following.closed == 0.0


def test_a_win_without_an_amount_counts_at_the_average_of_the_others() -> None:
    rows = steady(120)
    rows[10] = {**rows[10], "amount": None}
    rows[11] = {**rows[11], "amount": 500.0}
    found, _ = prepared(dataset(rows))
    told, unpriced = revenue(found.at(found.last), month(found.last))
    mean = (200.0 * 113 + 500.0) / 114
    assert unpriced == 1
    assert told == pytest.approx(13 * 200.0 + 500.0 + mean)


def test_presale_is_what_the_list_of_pre_sale_deals_expects_by_the_end_of_the_month() -> None:
    data = random_dataset(1500, 5)
    settings = Settings(as_of=dt.date(2026, 6, 12))
    f = figures(data, settings, TODAY)
    listed = f.open.table[f.open.table["role"] == "presale"]
    assert len(listed) > 10
    assert f.money.months[0][0].parts["presale"].mean == pytest.approx(listed["expected_month"].sum())


def test_parts_add_up_and_what_is_closed_is_certain() -> None:
    table = forecast(looked(random_dataset(1500, 3), dt.date(2026, 5, 20)), (CALM, CALM))
    for _, rows in table.groupby("month"):
        by = rows.set_index("component")["mean"]
        assert by["total"] == pytest.approx(by[["closed", "presale", "earlier", "new"]].sum())
        assert (rows["low"] <= rows["high"]).all()
    closed = table[table["component"] == "closed"]
    assert (closed["low"] == closed["mean"]).all()
    assert (closed["high"] == closed["mean"]).all()
    assert list(table["month"].unique()) == ["2026-05", "2026-06"]


def test_a_month_that_is_over_has_no_forecast() -> None:
    table = forecast(looked(random_dataset(600, 3), dt.date(2026, 5, 31)), (CALM, CALM))
    assert list(table["month"].unique()) == ["2026-06"]


def test_few_deals_tell_nothing_and_say_so() -> None:
    table = forecast(looked(random_dataset(8, 1), dt.date(2026, 6, 10)), (CALM, CALM))
    total = table[table["component"] == "total"]
    assert total["mean"].isna().all()
    assert (total["note"] == "few_deals").all()
    assert total[["low", "high"]].isna().all(axis=None)


def test_without_dates_of_wins_there_is_no_forecast() -> None:
    table = forecast(looked(random_dataset(400, 1, history=False, dates=False)), (CALM, CALM))
    total = table[table["component"] == "total"]
    assert total[["mean", "low", "high"]].isna().all(axis=None)
    assert (total["note"] == "no_win_dates").all()


@pytest.mark.parametrize("day", [dt.date(2026, 1, 31), dt.date(2026, 4, 15), dt.date(2026, 6, 1)])
@pytest.mark.parametrize("history", [True, False])
def test_the_course_cut_at_a_day_is_the_course_of_deals_cut_at_that_day(day: dt.date, history: bool) -> None:
    """The record of past forecasts uses only what was known then: it is what a run of that day would say."""
    data = random_dataset(1200, 11, history=history)
    late, presale = prepared(data, dt.date(2026, 6, 30))
    early, _ = prepared(data, day)
    then, now = early.at(early.last), late.at(day_number(day))
    # the amounts are today's: compare by the same deals, those created by then
    born = np.flatnonzero(now.born)
    assert len(born) == len(early.created)
    if history:
        assert (now.waiting.rung == then.waiting.rung).all()
        assert (now.since == then.since).all()
    assert (now.wins.ended == then.wins.ended).all()
    for step in (0, 1):
        ours, theirs = (
            month_ahead(outlook(m, presale, AHEAD), month(day_number(day)) + step) for m in (now, then)
        )
        assert ours.closed == pytest.approx(theirs.closed)
        assert sum(part.mean for part in ours.parts.values()) == pytest.approx(
            sum(part.mean for part in theirs.parts.values())
        )


def test_the_seed_depends_on_the_deals_alone() -> None:
    data = random_dataset(300, 4)
    found, _ = prepared(data)
    again, _ = prepared(data)
    assert seed_of(found.at(found.last)) == seed_of(again.at(again.last))
    assert seed_of(found.at(found.last)) != seed_of(found.at(found.last - 1))


def test_the_shock_is_what_luck_does_not_explain() -> None:
    """Six errors of 20 on 100 expected, luck alone giving 12: √(20² − 12²) / 100 = 0.16."""
    misses = [Miss(month=k // 2, error=20.0 * (-1) ** k, expected=100.0, variance=144.0) for k in range(6)]
    assert shock_of(misses) == Shock(pytest.approx(0.16), 3, True)
    assert shock_of(misses[:5]).size == DEFAULT_SHOCK
    assert not shock_of(misses[:5]).learnt
    lucky = [Miss(k, 5.0, 100.0, 144.0) for k in range(6)]
    assert shock_of(lucky).size == 0.0


def part(chance: list[float], amount: list[float], leads: float = 0.0) -> Part:
    return Part(np.arange(len(chance)), np.array(chance), np.array(amount), (100.0, 50.0), leads, told=True)


def test_an_interval_without_a_shock_is_that_of_the_draw() -> None:
    """Ten deals of 100 at one half: a binomial, 3 to 7 wins in the middle 80 %."""
    found = intervals(1000.0, {"presale": part([0.5] * 10, [100.0] * 10)}, CALM, 1)
    assert found["presale"] == (300.0, 700.0)
    assert found["total"] == (1300.0, 1700.0)


def test_limits_of_a_total_are_those_of_the_interval_and_are_drawn_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parts = {"presale": part([0.5] * 10, [100.0] * 10), "earlier": part([0.2] * 30, [70.0] * 30)}

    def total(parts: dict[str, Part], seed: int = 5, closed: float = 10.0) -> Total:
        return Total.of(closed, {name: stakes_of(each) for name, each in parts.items()}, CALM, seed)

    limits.cache_clear()
    drawn: list[int] = []
    futures = simulation.futures

    def counted(*given: Any) -> Any:
        drawn.append(given[-1])
        return futures(*given)

    monkeypatch.setattr(simulation, "futures", counted)
    first = limits(total(parts))
    assert first == limits(total(parts))
    assert drawn == [5]
    assert first == intervals(10.0, parts, CALM, 5)["total"]
    other = parts | {"earlier": part([0.2] * 29 + [0.3], [70.0] * 30)}
    for different in (total(other), total(parts, seed=6), total(parts, closed=11.0)):
        limits(different)
    assert drawn == [5, 5, 5, 6, 5]  # once more each, and once for the interval


def test_many_deals_are_drawn_as_well_as_few() -> None:
    """2,000 deals, most of them put together as a gamma sum: mean 1,000 × 10, s.d. √500 × 10."""
    many = part([0.5] * 2000, [10.0] * 2000)
    low, high = intervals(0.0, {"earlier": many}, CALM, 2)["earlier"]
    assert (low + high) / 2 == pytest.approx(10_000, rel=0.01)
    assert high - low == pytest.approx(2 * 1.2816 * np.sqrt(many.variance), rel=0.08)


@pytest.mark.parametrize("shape", [(2, 3, 0.7), (1, 12, 0.7), (1, 12, 1.5), (0.5, 100, 1.5)])
def test_drawing_some_deals_one_by_one_is_as_good_as_drawing_all(
    shape: tuple[float, float, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Limits of few certain, of rare and of very unequal deals, within 4 % of a standard deviation."""
    rng = np.random.default_rng(9)
    chance, amount = rng.beta(*shape[:2], 1500), rng.lognormal(11, shape[2], 1500)
    monkeypatch.setattr(simulation, "DRAWS", 40_000)
    limits = []
    for single in (simulation.SINGLE, 1500):
        monkeypatch.setattr(simulation, "SINGLE", single)
        drawn = simulation.futures(0.0, {"earlier": stakes_of(part([*chance], [*amount]))}, CALM, 6)
        limits.append(between(drawn["earlier"]))
    error = np.abs(np.subtract(*limits)) / np.sqrt((chance * (1 - chance)) @ amount**2)
    assert error.max() < 0.04


def test_a_sure_deal_is_won_in_every_future_and_one_that_hardly_can_be_in_hardly_any() -> None:
    drawn = simulation.futures(0.0, {"presale": stakes_of(part([1.0, 1e-9], [100.0, 7.0]))}, CALM, 3)[
        "presale"
    ]
    assert drawn.min() == 100.0
    assert np.isin(drawn, [100.0, 107.0]).all()
    assert (drawn > 100.0).mean() < 0.01


@pytest.mark.parametrize("chance", [0.003, 0.25, 0.9])
def test_fates_are_drawn_by_their_chances(chance: float) -> None:
    """400 deals of one chance: mean 400 p, variance 400 p (1 − p), each within four standard errors."""
    wins = simulation.futures(0.0, {"presale": stakes_of(part([chance] * 400, [1.0] * 400))}, CALM, 4)[
        "presale"
    ]
    mean, variance = 400 * chance, 400 * chance * (1 - chance)
    assert abs(wins.mean() - mean) < 4 * np.sqrt(variance / simulation.DRAWS)
    kurtosis = 3 + (1 - 6 * chance * (1 - chance)) / variance
    assert abs(wins.var() - variance) < 4 * variance * np.sqrt((kurtosis - 1) / simulation.DRAWS)


def test_unpriced_deals_and_new_leads_bring_what_wins_bring() -> None:
    unpriced = part([0.3] * 50, [np.nan] * 50, leads=20.0)
    assert unpriced.mean == pytest.approx(15 * 100 + 20 * 100)
    expected = 50 * (0.3 * (100**2 + 50**2) - (0.3 * 100) ** 2) + 20 * (100**2 + 50**2)
    assert unpriced.variance == pytest.approx(expected)
    low, high = intervals(0.0, {"new": unpriced}, CALM, 3)["new"]
    assert high - low == pytest.approx(2 * 1.2816 * np.sqrt(expected), rel=0.1)


def test_the_shock_moves_all_parts_together() -> None:
    sure = {"presale": part([1.0], [1000.0]), "earlier": part([1.0], [1000.0])}
    low, high = intervals(0.0, sure, Shock(0.1, 1000, True), 4)["total"]
    # were the parts independent, it would be narrower by √2
    assert high - low == pytest.approx(2 * 1.2816 * 0.1 * 2000, rel=0.1)


def test_deals_that_never_were_alike_have_no_chance_and_no_forecast() -> None:
    data = both(invoiced(4, 3, prefix="a"), invoiced(5, None, created="2026-06-01", prefix="c"))
    table = forecast(looked(data), (CALM, CALM))
    assert table.set_index(["month", "component"]).loc[("2026-06", "presale"), "note"] == "few_deals"
