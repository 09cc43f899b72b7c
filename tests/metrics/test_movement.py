"""What moved the pipeline: by hand, and as identities over random departments."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from addin.deals.dataset import Dataset
from addin.metrics.movement import CHANGES, ENTERING, LEAVING
from addin.report.figures import Figures, compute_figures
from addin.report.movement_tables import movement_blocks, movement_of
from addin.settings import resolve
from tests.make import TODAY, Row, dataset, table
from tests.random_deals import random_dataset

JUNE_20 = "2026-06-20"


def figures(data: Dataset, as_of: str = JUNE_20) -> Figures:
    return compute_figures(data, resolve({"as_of": as_of}, {}, {}, "en"), TODAY)


def lines(data: Dataset, as_of: str = JUNE_20) -> dict[str, Any]:
    """Change → its line, of the last seven days."""
    rows = movement_blocks(figures(data, as_of))["movement"].to_dict("records")
    return {row["change"]: row for row in rows[: len(rows) // 2]}


def deal(name: str, created: str, status: str, amount: float | None = 100.0, **more: object) -> Row:
    return {"id": name, "created": created, "status": status, "amount": amount, **more}


def move(name: str, day: str, left: str, entered: str) -> Row:
    return {"id": name, "changed_at": day, "from_status": left, "to_status": entered}


DEALS = [
    deal("stays", "2026-05-01", "Work", 10.0),
    deal("on", "2026-05-01", "Invoice", 20.0),
    deal("back", "2026-05-01", "Work", 40.0),
    deal("new", "2026-06-15", "New", 80.0),
    deal("quick", "2026-06-16", "Won", 160.0),
    deal("won", "2026-05-01", "Won", 320.0),
    deal("lost", "2026-05-01", "Lost", None),
    deal("junk", "2026-05-01", "Junk", 0.55),
    deal("again", "2026-05-01", "Work", 1.10),
    deal("long over", "2026-05-01", "Lost", 7.0),
    deal("test", "2026-05-01", "Test", 3.30),
]
MOVES = [
    move("stays", "2026-05-02", "New", "Work"),
    move("on", "2026-05-02", "New", "Work"),
    move("on", "2026-06-18", "Work", "Invoice"),
    move("back", "2026-05-02", "New", "Demo"),
    move("back", "2026-06-18", "Demo", "Work"),
    move("quick", "2026-06-17", "New", "Won"),
    move("won", "2026-06-19", "New", "Won"),
    move("lost", "2026-06-19", "New", "Lost"),
    move("junk", "2026-06-20", "New", "Junk"),
    move("again", "2026-05-20", "New", "Lost"),
    move("again", "2026-06-14", "Lost", "Work"),
    move("long over", "2026-05-20", "New", "Lost"),
    move("test", "2026-05-20", "New", "Work"),
    move("test", "2026-06-14", "Work", "Test"),
]


def test_each_change_by_hand() -> None:
    found = lines(dataset(DEALS, MOVES))
    counts = {name: found[name]["deals"] for name in (*CHANGES, "advanced", "moved_back")}
    nothing = {"added": 0, "amount_up": np.nan, "amount_down": np.nan}
    assert counts == pytest.approx(
        {
            "start": 7,
            "created": 2,
            "reopened": 1,
            "won": 2,
            "lost": 1,
            "nontarget": 1,
            "removed": 1,
            "end": 5,
            "advanced": 1,
            "moved_back": 1,
            **nothing,
        },
        nan_ok=True,
    )
    money = {name: found[name]["money"] for name in ("start", "created", "reopened", "won", "removed", "end")}
    assert money == {
        "start": 393.85,
        "created": 240.0,
        "reopened": 1.1,
        "won": 480.0,
        "removed": 3.3,
        "end": 151.1,
    }
    assert (found["lost"]["money"], found["lost"]["unpriced"]) == (0, 1)


def test_an_end_that_is_put_right_without_being_open_moves_nothing_but_a_win_does() -> None:
    ends = [deal("a", "2026-05-01", "Junk"), deal("b", "2026-05-01", "Won"), deal("c", "2026-05-01", "Work")]
    moves = [move("a", "2026-05-02", "New", "Lost"), move("b", "2026-05-02", "New", "Lost")]
    found = lines(
        dataset(
            ends, [*moves, move("a", "2026-06-18", "Lost", "Junk"), move("b", "2026-06-18", "Lost", "Won")]
        )
    )
    assert [found[name]["deals"] for name in ("reopened", "won", "nontarget")] == [1, 1, 0]


def test_past_amounts_and_holders_are_those_of_the_ledger() -> None:
    deals = [
        deal("a", "2026-05-01", "Work", 150.0, manager="Ann"),
        deal("b", "2026-05-01", "Work", 60.0, manager="Bob"),
    ]
    seen = [
        {"id": "a", "seen_at": "2026-06-01", "status": "Work", "amount": 100.0, "manager": "Bob"},
        {"id": "b", "seen_at": "2026-06-01", "status": "Work", "amount": 90.0, "manager": "Bob"},
        {"id": "a", "seen_at": "2026-06-16", "status": "Work", "amount": 150.0, "manager": "Ann"},
    ]
    data = dataset(deals, ledger=seen)
    found = lines(data)
    told = {
        name: (found[name]["deals"], found[name]["money"])
        for name in ("start", "amount_up", "amount_down", "end")
    }
    assert told == {"start": (2, 190), "amount_up": (1, 50), "amount_down": (1, -30), "end": (2, 210)}
    every = movement_blocks(figures(data))["movement_by_manager"]
    who = every.iloc[: len(every) // 2].set_index("manager")
    assert who.loc["Ann", ["start", "reassigned_in", "end", "end_money"]].tolist() == [0, 1, 1, 150]
    assert who.loc["Bob", ["start", "reassigned_out", "end", "reassigned_out_money"]].tolist() == [
        2,
        1,
        1,
        100,
    ]


def test_ends_without_a_day_leave_the_movement_untold() -> None:
    deals = [deal(f"d{k}", "2026-05-01", "Lost" if k else "New") for k in range(3)]
    found = lines(dataset(deals))
    assert np.isnan(found["start"]["deals"])
    assert found["start"]["note"] == "undated_ends"
    assert (found["end"]["deals"], found["created"]["deals"]) == (1, 0)


def test_what_is_not_on_record_has_a_reason_and_no_number() -> None:
    found = lines(dataset(DEALS, MOVES))
    for name in ("amount_up", "amount_down", "slipped"):
        assert np.isnan([found[name]["deals"], found[name]["money"]]).all()
        assert found[name]["note"]


def sighted(data: Dataset, seed: int) -> Dataset:
    """The same deals with amounts and holders that were others when they were first sighted."""
    rng = np.random.default_rng(seed)
    deals = data.deals[data.deals["created"] < "2026-06-01"]
    names = np.array(["Ann", "Bob", "Cy", ""])
    seen = [
        {
            "id": name,
            "seen_at": dt.datetime(2026, 6, 2),
            "status": "Work",
            "amount": float(rng.integers(1, 10**7)) / 100,
            "manager": str(rng.choice(names)),
        }
        for name in deals["id"]
    ]
    return replace(data, ledger=table("ledger", seen))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("kind", [{}, {"history": False}])
@pytest.mark.parametrize("with_ledger", [True, False])
def test_start_and_changes_make_the_end_to_the_coin(
    seed: int, kind: dict[str, bool], with_ledger: bool
) -> None:
    data = random_dataset(300, seed, **kind)
    f = figures(sighted(data, seed) if with_ledger else data)
    blocks = movement_blocks(f)
    for _, rows in blocks["movement"].groupby("period_from"):
        line = rows.set_index("change")
        for measure in ("deals", "money"):
            of = line[measure].fillna(0)
            came, gone = of[list(ENTERING)].sum(), of[list(LEAVING)].sum()
            grown = of[["amount_up", "amount_down"]].sum() if measure == "money" else 0
            assert round(of["start"] + came - gone + grown, 2) == round(of["end"], 2)
    check_managers(blocks)


def check_managers(blocks: dict[str, pd.DataFrame]) -> None:
    every = blocks["movement_by_manager"].fillna(0)
    for end, grown in (("", []), ("_money", ["amount_up_money", "amount_down_money"])):
        came = [f"{name}{end}" for name in ("start", *ENTERING, "reassigned_in")] + grown
        gone = [f"{name}{end}" for name in (*LEAVING, "reassigned_out")]
        made = every[came].sum(axis=1) - every[gone].sum(axis=1)
        assert (made - every[f"end{end}"]).abs().max() < 0.005
    for first, of in blocks["movement"].groupby("period_from"):
        mine = every[every["period_from"] == first]
        for row in of.fillna(0).itertuples():
            if row.change in mine and row.change != "slipped":
                assert mine[row.change].sum() == row.deals
                assert mine[f"{row.change}_money"].sum() == pytest.approx(row.money, abs=0.005)


@pytest.mark.parametrize("seed", range(4))
def test_the_end_is_the_open_deals_and_what_came_the_leads(seed: int) -> None:
    f = figures(random_dataset(300, seed))
    week = movement_of(f, f.timeline.as_of_day - 6, f.timeline.as_of_day)
    assert week.deals("end").sum() == len(f.open_deals.table)
    came = f.timeline.in_funnel & (f.timeline.created >= week.first)
    assert (week.deals("created") == came).all()
    won = (f.timeline.ended >= week.first) & (f.timeline.reach[:, -1] < 2**31 - 1) & f.timeline.in_funnel
    assert (week.deals("won") == won).all()


def test_each_deal_behind_a_number_is_named_with_its_client() -> None:
    known = [{**row, "client": f"client of {row['id']}"} for row in DEALS]
    blocks = movement_blocks(figures(dataset(known, MOVES)))
    rows = blocks["movement_deals"]
    week = rows[rows["period_from"] == rows["period_from"].iloc[0]]
    told = week.groupby("change")["id"].agg(list).to_dict()
    assert told["won"] == ["won", "quick"]
    assert (told["advanced"], told["moved_back"], told["reopened"]) == (["on"], ["back"], ["again"])
    one = week[week["id"] == "on"].iloc[0]
    assert (one["stage_from"], one["stage_to"], one["money"]) == ("Work", "Invoice", 20.0)
    assert one["client"] == "client of on"
