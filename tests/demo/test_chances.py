"""The truth of the sample is to be found in it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from addin.demo.department import Department
from addin.demo.people import (
    CLOSER,
    LOOKS_WORSE,
    MANAGERS,
    NEWCOMER,
    NEWCOMER_SINCE,
    RUNGS,
    SOURCES,
    STATUSES,
    TRULY_WORSE,
    VOLUME,
    WEAK_STEP,
)

WEAK_RUNG = 2
"""The rung that the manager ``WEAK_STEP`` fails to leave upwards: Презентация → Озвучена цена."""
NAMES = [m.name for m in MANAGERS]
MATURE = pd.Timestamp("2026-03-01")
"""Deals created before have ended, all but a handful."""


def _share(found: pd.Series) -> tuple[float, float]:
    """A share and its standard error."""
    share = float(found.mean())
    return share, float(np.sqrt(share * (1 - share) / len(found)))


def _truth(department: Department, manager: int, rung: int) -> float:
    truth = department.truth
    step = (
        (truth["manager"] == NAMES[manager])
        & (truth["from"] == RUNGS[rung])
        & (truth["to"] == STATUSES[rung + 1])
    )
    return float(truth["chance"][step].iloc[0])


def _moved(department: Department, manager: int, rung: int) -> pd.Series:
    """Of the mature deals a manager held from the rung on: whether they reached the next one."""
    deals = department.deals[
        (department.deals["created"] < MATURE) & (department.deals["manager"] == NAMES[manager])
    ]
    codes = {status: code for code, status in enumerate(STATUSES)}
    entered = department.history["to_status"].map(codes)
    reached = entered.where(entered <= 5, 0).groupby(department.history["id"]).max()
    reached = reached.reindex(deals["id"], fill_value=0)
    return reached[reached >= rung] > rung


@pytest.mark.parametrize("rung", [1, 2, 3])
@pytest.mark.parametrize("manager", range(NEWCOMER))
def test_what_happened_agrees_with_the_truth(department: Department, manager: int, rung: int) -> None:
    share, error = _share(_moved(department, manager, rung))
    # a manager's own mix of sources differs a little from the whole team's, hence the two points
    assert abs(share - _truth(department, manager, rung)) < 3.5 * error + 0.02


def test_the_weak_step_is_the_only_one(department: Department) -> None:
    others = [m for m in range(NEWCOMER) if m not in (WEAK_STEP, CLOSER)]
    for rung in range(5):
        own, usual = (
            _truth(department, WEAK_STEP, rung),
            np.mean([_truth(department, m, rung) for m in others]),
        )
        assert own < 0.7 * usual if rung == WEAK_RUNG else abs(own - usual) < 0.03
    share, error = _share(_moved(department, WEAK_STEP, WEAK_RUNG))
    assert share + 3 * error < 0.9 * min(_share(_moved(department, m, WEAK_RUNG))[0] for m in others)


def test_the_strengths_of_managers_show(deals: pd.DataFrame) -> None:
    by = (
        deals[deals["created"] < MATURE].groupby("manager")["won"].agg(["size", "mean"]).loc[NAMES[:NEWCOMER]]
    )
    assert by["mean"].idxmax() == NAMES[CLOSER]
    assert by["mean"].idxmin() == NAMES[WEAK_STEP]
    assert by["size"].idxmin() == NAMES[CLOSER]
    assert by["size"].idxmax() == NAMES[VOLUME]
    newcomer = deals[deals["manager"] == NAMES[NEWCOMER]]
    assert newcomer["created"].min() >= pd.Timestamp(NEWCOMER_SINCE)
    assert 50 < len(newcomer) < 250


def test_one_source_only_looks_worse_and_one_is(department: Department, deals: pd.DataFrame) -> None:
    truth = department.source_truth.set_index("source")["chance"]
    crude = deals[deals["created"] < MATURE].groupby("source")["won"].mean()
    plain, looks, worse = SOURCES[0].name, SOURCES[LOOKS_WORSE].name, SOURCES[TRULY_WORSE].name
    assert truth[looks] == truth[plain]
    assert crude[looks] < 0.9 * crude[plain]
    same = deals[(deals["created"] < MATURE) & (deals["manager"] == NAMES[WEAK_STEP])].groupby("source")[
        "won"
    ]
    assert abs(same.mean()[looks] - same.mean()[plain]) < 0.03
    assert truth[worse] < 0.6 * truth[plain]
    assert crude.idxmin() == worse


def test_money_is_plausible(department: Department, deals: pd.DataFrame) -> None:
    amount = deals["amount"].dropna()
    assert (amount >= 5_000).all()
    assert deals[deals["won"]]["amount"].notna().mean() > 0.95
    medians = deals.groupby("source")["amount"].median()
    assert medians.idxmax() == "Рекомендации"
    assert medians.idxmin() == SOURCES[TRULY_WORSE].name
    assert set(department.spend["source"]) == {s.name for s in SOURCES if s.lead_cost}
    assert len(department.spend) == 24 * 3
    assert len(department.plan) == 24 * 5 + 2
    revenue = deals["amount"][deals["won"]].sum()
    assert 0.9 < department.plan["amount"].sum() / revenue < 1.4
