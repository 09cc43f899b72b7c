"""The scoreboard and the lists to call, by hand and as sums of what the report tells elsewhere."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from typing import Any

import pytest

from addin.deals.dataset import Dataset
from addin.report.build import build
from addin.report.json_export import records
from addin.settings import resolve
from tests.make import Row, dataset, table
from tests.random_deals import random_dataset

WHOLE = "All managers"
PARTS = (
    *("sold", "forecast", "leads", "untouched", "overdue", "no_next_step", "stale"),
    *("presale_deals", "presale", "at_stake"),
)


def told(data: Dataset, **options: str) -> dict[str, list[dict[str, Any]]]:
    given = {"as_of": "2026-06-30", "horizon": "30", "window": "all", "lang": "en", **options}
    report = build(data, resolve(given, {}, {}, "en"), dt.date(2026, 6, 30))
    return {name: records(frame, name) for name, frame in report.blocks.items()}


def with_teams(data: Dataset) -> Dataset:
    """Ann and Bob are of North, Cy of South but for his first deals, the rest of nobody's."""
    team = data.deals["manager"].map({"Ann": "North", "Bob": "North", "Cy": "South", "": ""})
    team[(data.deals["manager"] == "Cy") & (data.deals["created"] < "2025-11-01")] = "North"
    deals = data.deals.assign(team=team.astype("str"))
    return replace(data, deals=deals, provided=data.provided | {"team"})


@pytest.fixture(scope="module")
def department() -> dict[str, list[dict[str, Any]]]:
    plan: list[Row] = [
        {"month": "2026-06-01", "manager": name, "amount": 1e5} for name in ("Ann", "Bob", "Cy")
    ]
    data = with_teams(random_dataset(700, 5))
    return told(replace(data, plan=table("plan", plan)), deal_url="https://crm.example/{id}")


def test_a_row_a_manager_then_a_team_and_everybody_last(department: dict[str, Any]) -> None:
    rows = [(row["team"], row["manager"]) for row in department["scoreboard"]]
    assert sorted(rows[:4]) == [("", ""), ("North", "Ann"), ("North", "Bob"), ("South", "Cy")]
    assert sorted(rows[4:7]) == [("", WHOLE), ("North", WHOLE), ("South", WHOLE)]
    assert rows[7:] == [(None, WHOLE)]
    stakes = [row["at_stake"] for row in department["scoreboard"][:3]]
    assert stakes == sorted(stakes, reverse=True)


@pytest.mark.parametrize("part", PARTS)
def test_managers_and_teams_each_sum_to_everybody(department: dict[str, Any], part: str) -> None:
    *parts, whole = department["scoreboard"]
    for rows in (parts[:4], parts[4:]):
        assert math.fsum(row[part] for row in rows) == pytest.approx(whole[part], rel=1e-9)


def test_everybody_is_what_the_report_tells_elsewhere(department: dict[str, Any]) -> None:
    whole = department["scoreboard"][-1]
    (intake,) = department["intake"]
    assert (whole["leads"], whole["taken_rate"]) == (intake["leads"], intake["taken_rate"])
    reasons = [row["reason"] for row in department["attention"]]
    for reason in ("untouched", "overdue", "no_next_step", "stale"):
        assert whole[reason] == reasons.count(reason)
    assert whole["presale_deals"] == len(department["presale"])
    assert whole["presale"] == pytest.approx(sum(row["expected"] for row in department["presale"]))
    assert whole["at_stake"] == pytest.approx(sum(row["expected"] for row in department["attention"]))
    by_manager = {row["manager"]: row for row in department["plan_fact"] if row["month"] == "2026-06"}
    for row in department["scoreboard"][:4]:
        planned = by_manager[row["manager"]]
        assert (row["sold"], row["forecast"]) == (planned["fact"], planned["forecast"])
        assert (row["low"], row["high"], row["plan"]) == (planned["low"], planned["high"], planned["plan"])


def test_the_plan_of_a_team_is_that_of_its_managers(department: dict[str, Any]) -> None:
    plans = {(row["team"], row["manager"]): row for row in department["scoreboard"]}
    assert plans["North", WHOLE]["plan"] == 2e5
    assert plans["South", WHOLE]["plan"] == 1e5
    assert plans[None, WHOLE]["plan"] == 3e5
    ann = plans["North", "Ann"]
    assert ann["share"] == pytest.approx(ann["sold"] / 1e5)


def test_each_manager_has_his_deals_to_act_on_dearest_first(department: dict[str, Any]) -> None:
    rows = department["to_call"]
    assert sorted(row["id"] for row in rows) == sorted(row["id"] for row in department["attention"])
    order = list(dict.fromkeys(row["manager"] for row in rows))
    board = [row["manager"] for row in department["scoreboard"][:4]]
    assert order == [name for name in board if name in order]
    urgent = [row["id"] for row in department["attention"]]
    for name in order:
        own = [urgent.index(row["id"]) for row in rows if row["manager"] == name]
        assert own == sorted(own)
    assert all(row["link"] == f"https://crm.example/{row['id']}" for row in rows)


def test_whom_to_call_has_his_name_telephone_reason_and_step() -> None:
    deals: list[Row] = [
        {
            "id": "1",
            "created": "2026-06-28",
            "status": "New",
            "manager": "Ann",
            "client": "Vera",
            "phone": "+1",
        },
        {
            "id": "2",
            "created": "2026-05-01",
            "status": "Work",
            "manager": "Ann",
            "next_contact": "2026-06-20",
        },
        {"id": "3", "created": "2026-05-01", "status": "Work", "manager": "Bob", "amount": 500.0},
        {"id": "4", "created": "2026-05-01", "status": "Won", "manager": "Bob", "closed": "2026-06-10"},
    ]
    rows = {row["id"]: row for row in told(dataset(deals))["to_call"]}
    assert set(rows) == {"1", "2", "3"}
    assert (rows["1"]["client"], rows["1"]["phone"]) == ("Vera", "+1")
    assert [(rows[k]["reason"], rows[k]["next_step"]) for k in "123"] == [
        ("untouched", "call_today"),
        ("overdue", "call_today"),
        ("no_next_step", "set_next_step"),
    ]
    assert rows["2"]["days_overdue"] == 10


def test_a_team_of_the_past_has_no_row_and_nobody_no_team() -> None:
    deals: list[Row] = [
        {"id": "1", "created": "2026-06-28", "status": "New", "manager": "Ann", "team": "North"},
        {"id": "2", "created": "2026-06-28", "status": "New", "team": "North"},
        {"id": "3", "created": "2026-05-01", "status": "Won", "team": "Old", "closed": "2026-05-10"},
    ]
    rows = [(row["team"], row["manager"]) for row in told(dataset(deals))["scoreboard"]]
    assert rows == [("North", "Ann"), ("", ""), ("North", WHOLE), (None, WHOLE)]


def test_without_teams_there_is_no_row_of_one_and_without_deals_no_row_of_nobody() -> None:
    deals: list[Row] = [
        {"id": "1", "created": "2026-06-28", "status": "New", "manager": "Ann"},
        {"id": "2", "created": "2026-05-01", "status": "Won", "manager": "Old", "closed": "2026-05-10"},
    ]
    rows = [(row["team"], row["manager"]) for row in told(dataset(deals))["scoreboard"]]
    assert rows == [(None, "Ann"), (None, WHOLE)]


def test_a_step_proven_weak_is_named_for_the_manager_and_for_his_team() -> None:
    deals: list[Row] = []
    moves: list[Row] = []
    for name, losses in (("Ann", 1), ("Bob", 38), ("Cy", 1)):
        for k in range(40):
            end = "Lost" if k < losses else "Won"
            deal = {"id": f"{name}{k}", "manager": name, "team": name[0]}
            deals.append({**deal, "created": "2026-04-01", "status": end, "closed": "2026-04-05"})
            for day, before, after in (("02", "New", "Invoice"), ("05", "Invoice", end)):
                changed = {"changed_at": f"2026-04-{day}", "from_status": before, "to_status": after}
                moves.append({"id": f"{name}{k}", "manager": name, **changed})
        deals.append({"id": name, "manager": name, "team": name[0], "created": "2026-06-20", "status": "New"})
    roles = {"New": "intake", "Invoice": "presale", "Won": "won", "Lost": "lost"}
    rows = told(dataset(deals, moves, roles=roles))["scoreboard"]
    weak = {(row["team"], row["manager"]): row["weakest"] for row in rows}
    assert weak["B", "Bob"] == weak["B", WHOLE] == "Won: 5.0% of 40, 98% expected"
    assert {words for of, words in weak.items() if of[0] != "B"} == {None}


def test_only_a_proven_step_is_called_weak() -> None:
    rows = told(random_dataset(300, 8))
    weak = {row["manager"] for row in rows["conversion_by_manager"] if row["verdict"] == "weak"}
    for row in rows["scoreboard"][:-1]:
        assert (row["weakest"] is not None) <= (row["manager"] in weak)
