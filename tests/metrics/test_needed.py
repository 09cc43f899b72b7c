"""What the plan still needs: by hand, and against the forecast."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from addin.deals.dataset import Dataset
from addin.metrics.fiscal import QUARTER, YEAR, Months
from addin.metrics.needed import Prospect, needed
from addin.metrics.pipeline_value import Component
from addin.metrics.shock import Calibration, Shock
from addin.report.build import build
from addin.settings import resolve
from tests.make import TODAY, table
from tests.random_deals import random_dataset

NONE = np.zeros(0)
SURE = Calibration(1.0, Shock(0.0, 5, True))
JUNE = Months(557 - 8, 557 - 8)


def prospect(sold: float, chances: list[float], amounts: list[float], new_wins: float = 0.0) -> Prospect:
    """Open deals in pre-sale, and wins of leads to come of 10 each, of 40 leads."""
    open_ = Component(np.arange(len(chances)), np.array(chances), np.array(amounts), (10.0, 0.0), 0.0, True)
    none = Component(NONE.astype(int), NONE, NONE, (10.0, 0.0), 0.0, True)
    new = replace(none, new_wins=new_wins)
    return Prospect(JUNE, sold, {"presale": open_, "earlier": none, "new": new}, SURE, 40.0, 1)


def test_what_is_wanting_is_put_as_leads_and_as_deals() -> None:
    row = needed(prospect(50.0, [0.5, 0.5], [20.0, 20.0], new_wins=2.0), 150.0)
    # 50 sold, 20 of the open, 20 of the new: 60 are wanting; a lead brings 20 / 40, a deal 20 / 2
    assert [row[key] for key in ("to_sell", "open_expected", "new_expected", "expected")] == [100, 20, 20, 90]
    assert (row["more_leads"], row["more_presale"]) == (120, 6)
    assert row["chance"] == pytest.approx(0, abs=0.01)  # ten wins of leads where two are expected


def test_the_chance_is_that_of_the_draw() -> None:
    one = prospect(50.0, [0.3], [20.0])
    assert one.chance(60.0) == pytest.approx(0.3, abs=0.03)
    assert (one.chance(50.0), one.chance(71.0)) == (1.0, 0.0)
    assert np.isnan(one.chance(np.nan))


def test_past_limits_that_had_to_be_wider_spread_the_futures() -> None:
    many = prospect(0.0, [0.5] * 60, [1.0] * 60)
    wider = replace(many, calibration=Calibration(1.0, Shock(0.0, 5, True), level=0.98))
    assert many.chance(36.0) < wider.chance(36.0) < 0.5


def test_made_plans_and_plans_out_of_reach_ask_for_nothing() -> None:
    made, far = (needed(prospect(50.0, [0.5], [20.0], 1.0), plan) for plan in (40.0, 5000.0))
    assert (made["chance"], made["to_sell"]) == (1.0, 0.0)
    for row in (made, far):
        assert np.isnan([row["more_leads"], row["more_presale"]]).all()
    assert needed(prospect(50.0, [0.5], [20.0]), np.nan)["note"] == "no_plan"


@pytest.mark.parametrize(
    ("month", "length", "starts", "name"),
    [
        ("2026-09", QUARTER, 1, "2026-Q3"),
        ("2026-09", YEAR, 1, "2026"),
        ("2026-09", QUARTER, 4, "2026-Q3"),
        ("2026-09", QUARTER, 2, "2026-08..2026-10"),
        ("2026-01", YEAR, 4, "2025-04..2026-03"),
        ("2026-01", 1, 4, "2026-01"),
    ],
)
def test_quarters_and_years_begin_with_any_month(month: str, length: int, starts: int, name: str) -> None:
    index = int(np.datetime64(month, "M").astype(int))
    found = Months.around(index, length, starts)
    assert found.name == name
    assert found.first <= index <= found.last


def planned(data: Dataset) -> Dataset:
    rows = [{"month": dt.date(2026, month, 1), "manager": "", "amount": 1e6} for month in (4, 5, 6)]
    return replace(data, plan=table("plan", rows))


def test_the_month_is_that_of_the_forecast_and_the_quarter_holds_it() -> None:
    report = build(planned(random_dataset(900, 4)), resolve({"as_of": "2026-05-12"}, {}, {}, "en"), TODAY)
    month, quarter = report.blocks["needed"].to_dict("records")
    rows = report.blocks["forecast"]
    total = rows[(rows["component"] == "total") & (rows["month"] == "2026-05")].iloc[0]
    keys = (("expected", "mean"), ("low", "low"), ("high", "high"))
    assert [month[own] for own, _ in keys] == pytest.approx([total[of] for _, of in keys])
    assert (quarter["period"], quarter["plan"]) == ("2026-Q2", 3e6)
    assert quarter["sold"] > month["sold"]
    assert quarter["open_expected"] > month["open_expected"]
    assert quarter["new_expected"] > month["new_expected"]
