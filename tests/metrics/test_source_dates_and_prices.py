"""Sources whose wins lack a date, or a sum."""

from __future__ import annotations

import pytest

from tests.make import Row
from tests.metrics.test_sources import cost, judged, leads


def without_dates(rows: list[Row], source: str, every: int) -> list[Row]:
    """The wins of a source, of which so many lack the day of winning."""
    kind = (source, "Won")
    return [
        row | {"closed": None} if (row["source"], row["status"]) == kind and k % every == 0 else row
        for k, row in enumerate(rows)
    ]


@pytest.mark.parametrize("others", [1, 12])
def test_a_source_is_not_accused_for_wins_without_a_date(others: int) -> None:
    """Half of its wins have none: few among all, but it would pass for half as good."""
    rows = [row for k in range(others) for row in leads(f"good {k}", "Ann", 320, 160)]
    rows = without_dates(rows + leads("careless", "Ann", 160, 80), "careless", 2)
    found = judged(rows).loc["careless"]
    assert found["won_rate"] == pytest.approx(0.5)
    assert found["adjusted_ratio"] == pytest.approx(1.0)
    assert found["verdict"] is None
    assert found["note"] == "won_by_t"


def test_one_win_without_a_date_is_no_reason_to_count_all_otherwise() -> None:
    rows = leads("good", "Ann", 320, 160) + leads("small", "Ann", 16, 8)
    first = next(k for k, row in enumerate(rows) if row["source"] == "small")
    rows[first] = rows[first] | {"closed": None}
    assert judged(rows).loc["small", "note"] != "won_by_t"


def test_a_win_to_come_is_priced_as_in_pre_sale() -> None:
    """Wins of the last 90 days, drawn to those of the year by 20 wins; no win may mean 3.69."""
    old, new = leads("old", "Ann", 160, 80, amount=100.0), leads("new", "Ann", 80, 40, amount=400.0)
    young = [row | {"created": "2026-05-10 10:00", "closed": "2026-05-20 10:00"} for row in new]
    found = judged(old + young + leads("none", "Ann", 80, 0), cost(none=8000.0)).loc["none"]
    # in the last 90 days: ten old wins of 12 April 2026 and forty young ones; in the year eighty and forty
    year, recent = (80 * 100 + 40 * 400) / 120, (10 * 100 + 40 * 400)
    price = (recent + 20 * year) / (50 + 20)
    spent = found["spend"]
    assert found["romi_high"] == pytest.approx((3.689 * price - spent) / spent, rel=1e-3)
