"""Won over offered: a fifth off is found, dearer offers of late are not taken for it."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from addin.metrics.offers import won_over_offered
from tests.make import Row, dataset
from tests.metrics.examples import occupied

TODAY = dt.date(2026, 6, 30)


def deals(won: float, offered: float, per_month: int = 40, rise: float = 1.0) -> list[Row]:
    """Deals of six months, every other one won, at amounts around the two; dearer by ``rise`` since May."""
    rng, rows = np.random.default_rng(3), []
    for k in range(6 * per_month):
        created = dt.date(2026, 1 + k // per_month, 1 + k % 25)
        price = (rise if created.month >= 5 else 1.0) * float(rng.lognormal(0, 0.4))
        row: Row = {"id": f"d{k}", "created": f"{created:%Y-%m-%d}", "status": "Invoice"}
        row["amount"] = offered * price
        if k % 2:
            closed = created + dt.timedelta(days=3)
            row |= {"status": "Won", "closed": f"{closed:%Y-%m-%d}", "amount": won * price}
        rows.append(row)
    return rows


def factor(rows: list[Row]) -> float:
    of = occupied(dataset(rows), TODAY)[0]
    return won_over_offered(of.at(of.as_of_day))


def test_nothing_taken_off_is_a_factor_of_one() -> None:
    assert factor(deals(1000, 1000)) == pytest.approx(1.0, abs=0.06)


def test_a_fifth_off_is_found() -> None:
    assert factor(deals(800, 1000)) == pytest.approx(0.8, abs=0.06)


def test_dearer_offers_of_late_are_no_discount() -> None:
    """Wins come of deals of all months alike here; most open ones of a department are of the last months."""
    rows = [
        row
        for row in deals(1000, 1000, rise=1.5)
        if row["status"] == "Won" or str(row["created"]) >= "2026-04"
    ]
    assert factor(rows) == pytest.approx(1.0, abs=0.06)


def test_few_deals_or_none_with_amounts_tell_nothing() -> None:
    assert factor(deals(500, 1000, per_month=1)) == 1.0
    assert factor([{**row, "amount": None} for row in deals(500, 1000)]) == 1.0


def test_what_few_deals_tell_is_drawn_to_one() -> None:
    few, many = factor(deals(800, 1000, per_month=8)), factor(deals(800, 1000, per_month=80))
    assert abs(np.log(few)) < abs(np.log(many))
