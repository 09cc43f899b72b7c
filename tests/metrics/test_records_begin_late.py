"""A CRM whose history begins in the middle: rates stay unbiased, where taking deals as they come does not."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from addin.deals.asof import cut
from addin.deals.dataset import Dataset
from addin.deals.timeline import build_timeline
from addin.deals.visits import visits
from addin.metrics.conversion import conversion
from addin.metrics.horizon import Window
from tests.make import TODAY, Row, dataset

START, BEGIN, LAST = dt.datetime(2025, 1, 1), dt.datetime(2025, 7, 1), dt.datetime(2026, 1, 1)
ADVANCE, LOSE, H = 1 / 40, 1 / 80, 60
TRUTH = ADVANCE / (ADVANCE + LOSE) * (1 - np.exp(-(ADVANCE + LOSE) * H))
"""Cumulative incidence of one of two constant competing hazards within H days."""
LADDER = ["New", "Work", "Demo", "Won"]
ROLES = {"New": "intake", "Work": "work", "Demo": "presale", "Won": "won", "Lost": "lost"}


def department(seed: int, count: int = 1500) -> Dataset:
    """A year of leads, each step with the same two hazards; changes are on record from the middle on."""
    rng = np.random.default_rng(seed)
    deals: list[Row] = []
    history: list[Row] = []
    for k in range(count):
        created = START + (LAST - START) * float(rng.random())
        status, at, since = "New", created, None
        while status in LADDER[:-1]:
            at += dt.timedelta(days=float(rng.exponential(1 / (ADVANCE + LOSE))))
            if at >= LAST:
                break
            goes_on = rng.random() < ADVANCE / (ADVANCE + LOSE)
            following = LADDER[LADDER.index(status) + 1] if goes_on else "Lost"
            if at >= BEGIN:
                history.append(
                    {"id": f"d{k}", "changed_at": at, "from_status": status, "to_status": following}
                )
            status, since = following, at
        deals.append({"id": f"d{k}", "created": created, "status": status, "status_changed": since})
    return dataset(deals, history, roles=ROLES)


def test_steps_are_unbiased_though_half_the_history_is_missing() -> None:
    ours, covered, naive = [], [], []
    for seed in range(30):
        deals = cut(department(seed), LAST.date() - dt.timedelta(days=1), "", TODAY)
        found = visits(build_timeline(deals))
        table = conversion(found, H, Window(0, 10**6)).iloc[:3]
        ours.append(table["rate"].to_numpy())
        covered.append(((table["low"] <= TRUTH) & (table["high"] >= TRUTH)).to_numpy())
        first = found.of(0, 1)
        ripe = first["entered"] <= found.as_of_day - H
        quick = (first["outcome"] == 1) & (first["left"] - first["entered"] <= H)
        naive.append((ripe & quick).sum() / ripe.sum())
    # day counts round a stay to calendar days: about half a day of hazard, 0.3 % here
    assert np.abs(np.mean(ours, axis=0) - TRUTH).max() < 0.012
    assert np.mean(covered) > 0.92
    assert abs(np.mean(naive) - TRUTH) > 0.05  # deals that left before records began pass as never moved


@pytest.mark.parametrize("seed", [0])
def test_deals_older_than_the_records_are_not_counted_as_just_entered(seed: int) -> None:
    found = visits(build_timeline(cut(department(seed), None, "", TODAY)))
    begin = (BEGIN.date() - dt.date(1970, 1, 1)).days
    first = found.of(0, 1)
    old = first[first["usable"] & (first["entered"] < begin)]
    assert len(old) > 50
    assert (old["seen"] >= begin).all()
    later = found.of(1, 2)
    undated = later["entered"] < 0
    assert undated.any()
    assert not later["usable"][undated].any()
