"""Counts of any stretch of days are those of the same leads cut there by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from addin.deals.visits import Outcome
from addin.metrics.conversion import count_visits
from addin.metrics.lexis import Lexis
from tests.metrics.aged_visits import of_fields
from tests.metrics.month_visits import LAST, H, rows_of


def some_rows(seed: int) -> pd.DataFrame:
    """Leads of eight months, some seen late, some grouped, some lost nobody knows when."""
    rng = np.random.default_rng(seed)
    rows = rows_of(rng, 60, np.zeros((1, 8)), wait=20.0)
    n = len(rows)
    undated = (rows["outcome"] == Outcome.LOST) & (rng.random(n) < 0.1)
    return rows.assign(
        seen=rows["entered"] + np.where(rng.random(n) < 0.2, rng.integers(0, 25, n), 0),
        n=rng.integers(1, 4, n),
        left=np.where(undated, -1, rows["left"]),
    )


def cut_by_hand(rows: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """The leads as one would know them who looked from the first day to the last only."""
    entered, left = rows["entered"].to_numpy(), rows["left"].to_numpy()
    known = (left >= 0) & (left <= last)
    seen = np.maximum(rows["seen"], np.minimum(first, np.maximum(entered, first)))
    found = rows.assign(
        seen=np.where(entered >= first, rows["seen"], seen),
        left=np.where(known, left, last),
        outcome=np.where(known, rows["outcome"], Outcome.OPEN),
    )
    return found[(entered <= last) & (found["seen"] <= found["left"])]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("begun", "ended"), [(239, 0), (90, 0), (120, 30), (200, 150), (40, 40)])
def test_what_was_seen_between_two_days_is_a_cut_by_hand(seed: int, begun: int, ended: int) -> None:
    rows, first, last = some_rows(seed), LAST - begun, LAST - ended
    found = Lexis.of(rows, LAST, H, 240).between(first, last)
    cut = cut_by_hand(rows, first, last)
    zero = np.zeros(len(cut), np.int64)
    expected = count_visits(cut, zero, (), last, H)
    days = slice(0, H + 1)
    for name in ("advanced", "lost", "nontarget", "at_risk"):
        np.testing.assert_allclose(getattr(found, name)[days], getattr(expected, name)[days], err_msg=name)
    assert set(of_fields(found)) == set(of_fields(expected))


def test_leads_of_one_day_are_followed_along_their_row() -> None:
    row = {"entered": LAST - 9, "seen": LAST - 9, "usable": True}
    rows = pd.DataFrame(
        [
            {**row, "left": LAST - 7, "outcome": Outcome.ADVANCED, "n": 3},
            {**row, "left": LAST, "outcome": Outcome.OPEN, "n": 2},
        ]
    )
    found = Lexis.of(rows, LAST, H, 10)
    assert found.at_risk[0, :4].tolist() == [5, 5, 5, 2]
    assert found.advanced[0, :4].tolist() == [0, 0, 3, 0]
    assert found.undecided[0, :4].tolist() == [5, 5, 2, 2]
    assert found.day[0, 2] == LAST - 7
