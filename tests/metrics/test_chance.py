"""Chances to be won, by stage and age, worked by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from addin.deals.asof import Deals
from addin.deals.timeline import Timeline
from addin.metrics.chance import BANDS, PRIOR_DEALS, Chances, chance_curves
from addin.metrics.forgetting import HALF_LIVES
from addin.metrics.stays import occupancy_of
from tests.make import Row, dataset
from tests.metrics.examples import invoiced, joined, prepared
from tests.random_deals import random_dataset

LONGEST = np.eye(len(HALF_LIVES))[0]


def chances(deals: Deals, timeline: Timeline, days_ahead: int) -> Chances | None:
    """Those of T."""
    occupancy = occupancy_of(deals, timeline)
    return chance_curves(occupancy, [occupancy.as_of_day], days_ahead).averaged(0, LONGEST)


def test_chance_is_the_share_won_from_the_band_on_drawn_to_the_stage() -> None:
    # 30 won 3 days after Invoice, 10 won 20 days after, 20 never: all entered on 2 January
    data = joined(invoiced(30, 3, prefix="a"), invoiced(10, 20, prefix="b"), invoiced(20, None, prefix="c"))
    deals, t = prepared(data)
    found = chances(deals, t, 30)
    assert found is not None
    invoice = np.array([3])
    stays = [60, 30, 30, 20, 20, 20]  # deals still there at 0, 7, 14, 30, 60 and 120 days
    won = [40, 10, 10, 0, 0, 0]
    expected = sum(won) / sum(stays)  # the stage's mean; then each band is drawn to the one before
    for age, n, k in zip(BANDS, stays, won, strict=True):
        expected = (k + PRIOR_DEALS * expected) / (n + PRIOR_DEALS)
        assert found.of(invoice, np.array([age]), 30)[0] == pytest.approx(expected)
    # within 2 days nobody of the first band was won, and of the band from 14 days none before day 20
    assert found.of(invoice, np.array([0]), 2)[0] == pytest.approx(0.0)


def test_a_chance_never_falls_with_more_time_and_stays_a_probability() -> None:
    deals, t = prepared(random_dataset(600, 2))
    found = chances(deals, t, 60)
    assert found is not None
    known = found.curve[~np.isnan(found.curve).any(axis=2)]
    assert len(known) > 10
    assert (np.diff(known, axis=1) >= -1e-12).all()
    assert ((known >= 0) & (known <= 1)).all()


def test_with_dates_only_chance_goes_by_age_since_creation_and_a_snapshot_has_none() -> None:
    won: list[Row] = [
        {"id": f"w{k}", "created": "2026-01-01", "status": "Won", "closed": "2026-01-11"} for k in range(20)
    ]
    still: list[Row] = [{"id": f"s{k}", "created": "2026-01-01", "status": "Invoice"} for k in range(20)]
    deals, t = prepared(dataset([*won, *still]))
    found = chances(deals, t, 30)
    assert found is not None
    assert not found.by_stage
    first = found.of(np.array([3]), np.array([0]), 30)[0]
    assert first == pytest.approx((20 + PRIOR_DEALS * (40 / 160)) / (40 + PRIOR_DEALS))
    snapshot = dataset([*({**row, "closed": None} for row in won), *still])
    assert chances(*prepared(snapshot), 30) is None


def test_losses_without_a_date_lower_the_chance() -> None:
    won: list[Row] = [
        {"id": f"w{k}", "created": "2026-01-01", "status": "Won", "closed": "2026-01-11"} for k in range(20)
    ]
    lost: list[Row] = [{"id": f"l{k}", "created": "2026-01-01", "status": "Lost"} for k in range(80)]
    found = chances(*prepared(dataset([*won, *lost])), 30)
    assert found is not None
    assert 0.1 < found.of(np.array([3]), np.array([0]), 30)[0] < 0.25


def test_two_deals_are_too_few_to_tell_a_chance() -> None:
    deals, t = prepared(joined(invoiced(2, None, "2025-10-01")))
    found = chances(deals, t, 30)
    assert found is not None
    assert np.isnan(found.of(np.array([3]), np.array([0]), 30)[0])


def test_survivors_from_before_the_records_do_not_lower_the_chance() -> None:
    # every lead is won on day 6 or never, half and half; records begin 60 days before T, so of older leads
    # those won have no record of having been New
    rng = np.random.default_rng(1)
    deals: list[Row] = []
    moves: list[Row] = []
    for k in range(2000):
        created = dt.datetime(2026, 1, 1) + dt.timedelta(days=int(rng.integers(0, 170)))
        won = created + dt.timedelta(days=6)
        pays = rng.random() < 0.5 and won < dt.datetime(2026, 6, 30)
        deals.append(
            {
                "id": f"d{k}",
                "created": created,
                "status": "Won" if pays else "New",
                "closed": won if pays else None,
            }
        )
        if pays and won >= dt.datetime(2026, 5, 1):
            moves.append({"id": f"d{k}", "changed_at": won, "from_status": "New", "to_status": "Won"})
    found = chances(*prepared(dataset(deals, moves)), 30)
    assert found is not None
    assert found.of(np.array([0]), np.array([0]), 30)[0] == pytest.approx(0.5, abs=0.04)


def test_within_a_band_the_chance_runs_from_its_start_to_the_next() -> None:
    deals, t = prepared(joined(invoiced(30, 10, prefix="a"), invoiced(30, None, prefix="b")))
    found = chances(deals, t, 30)
    assert found is not None
    at = found.of(np.full(3, 3), np.array([7, 10, 14]), 30)
    assert at[0] > at[1] > at[2]
    assert at[1] == pytest.approx(at[0] + (at[2] - at[0]) * 3 / 7)
