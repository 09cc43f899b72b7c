"""Visits of a pair of rungs, and their grouping."""

from __future__ import annotations

import datetime as dt

import narwhals as nw
import pandas as pd
import polars as pl
import pytest

from addin.deals.asof import cut
from addin.deals.grouping import combine, group, group_rows
from addin.deals.timeline import build_timeline, day_number
from addin.deals.visits import Visits, all_stage_pairs, stage_pairs, visits
from tests.make import TODAY, Row, dataset
from tests.random_deals import random_dataset


def visits_of(deals: list[Row], history: list[Row] | None = None) -> Visits:
    return visits(build_timeline(cut(dataset(deals, history or []), None, "", TODAY)))


def test_pairs_are_the_steps_and_the_whole_way() -> None:
    assert stage_pairs(4) == [(0, 1), (1, 2), (2, 3), (0, 3)]
    assert stage_pairs(2) == [(0, 1)]
    assert all_stage_pairs(4) == [(0, 1), (1, 2), (2, 3), (0, 3), (1, 3)]


def test_one_visit_ends_where_the_deal_does() -> None:
    found = visits_of(
        [{"id": "a", "created": "2026-01-01", "status": "Lost", "manager": "Ann", "source": "ads"}],
        [
            {"id": "a", "changed_at": "2026-01-03", "from_status": "New", "to_status": "Work"},
            {"id": "a", "changed_at": "2026-01-10", "from_status": "Work", "to_status": "Lost"},
        ],
    )
    table = found.frame()
    told = (
        table[["id", "stage", "target", "outcome", "manager", "source", "entered", "left"]]
        .to_numpy()
        .tolist()
    )
    first, third, tenth = (day_number(dt.date(2026, 1, d)) for d in (1, 3, 10))
    assert told == [
        ["a", "New", "Work", "advanced", "Ann", "ads", first, third],
        ["a", "Work", "Demo", "lost", "Ann", "ads", third, tenth],
        ["a", "New", "Won", "lost", "Ann", "ads", first, tenth],
        ["a", "Work", "Won", "lost", "Ann", "ads", third, tenth],
    ]


def test_deals_older_than_the_records_enter_late_when_others_left_unseen() -> None:
    deals: list[Row] = [
        {"id": "gone", "created": "2026-01-01", "status": "Demo"},
        {"id": "still", "created": "2026-01-02", "status": "Work"},
        {"id": "young", "created": "2026-02-10", "status": "Work"},
    ]
    history: list[Row] = [
        {"id": "gone", "changed_at": "2026-02-01", "from_status": "Work", "to_status": "Demo"},
        {"id": "still", "changed_at": "2026-02-03", "from_status": "New", "to_status": "Work"},
        {"id": "young", "changed_at": "2026-02-12", "from_status": "New", "to_status": "Work"},
    ]
    start = day_number(dt.date(2026, 2, 1))
    step = visits_of(deals, history).of(0, 1).set_index("deal")
    # deals by id: gone 0, still 1, young 2
    assert step["usable"].tolist() == [False, True, True]
    assert step["seen"].tolist()[1:] == [start, day_number(dt.date(2026, 2, 10))]
    complete = visits_of(deals[1:], history[1:]).of(0, 1)
    assert (complete["seen"] == complete["entered"]).all()


def test_without_dates_of_stages_an_unknown_loss_may_have_been_anywhere() -> None:
    found = visits_of(
        [
            {"id": "a", "created": "2026-01-01", "status": "Lost", "closed": "2026-02-01"},
            {
                "id": "b",
                "created": "2026-01-01",
                "status": "Lost",
                "closed": "2026-02-01",
                "lost_from": "Work",
            },
            {"id": "c", "created": "2026-01-01", "status": "Demo"},
        ]
    )
    demo = found.of(2, 3)
    assert demo["deal"].tolist() == [0, 2]
    assert demo["vague"].tolist() == [True, False]
    work = found.of(1, 2)
    assert work["deal"].tolist() == [0, 1, 2]
    assert work["vague"].tolist() == [True, False, False]
    assert not work["usable"].any()
    assert found.first_to_won()["usable"].all()
    assert found.evidence == "dates"


def rows(found: Visits) -> pd.DataFrame:
    frame = found.frame().drop(columns="id", errors="ignore").drop(columns="deal", errors="ignore")
    keys = [c for c in frame.columns if c not in {"n", "amount"}]
    frame["amount"] = frame["amount"].fillna(0.0)
    return frame.groupby(keys, as_index=False)[["n", "amount"]].sum().sort_values(keys, ignore_index=True)


def test_grouping_keeps_every_visit_and_every_sum() -> None:
    single = visits(build_timeline(cut(random_dataset(400, seed=3), None, "", TODAY)))
    grouped = group(single)
    pd.testing.assert_frame_equal(rows(single), rows(grouped), check_dtype=False)
    assert len(grouped.frame()) < len(single.frame())
    pd.testing.assert_frame_equal(rows(group(grouped)), rows(grouped), check_dtype=False)


def test_groups_of_disjoint_deals_add_up() -> None:
    data = random_dataset(300, seed=4)
    last = dt.date(2026, 6, 30)
    whole = group(visits(build_timeline(cut(data, last, "", TODAY))))
    parts = []
    for remainder in (0, 1):
        chosen = data.deals["row"] % 2 == remainder
        ids = set(data.deals["id"][chosen])
        from dataclasses import replace

        part = replace(data, deals=data.deals[chosen], history=data.history[data.history["id"].isin(ids)])
        parts.append(group(visits(build_timeline(cut(part, last, "", TODAY)))))
    pd.testing.assert_frame_equal(rows(combine(parts)), rows(whole), check_dtype=False)
    with pytest.raises(ValueError, match="one pipeline"):
        combine([whole, group(visits(build_timeline(cut(data, dt.date(2026, 5, 1), "", TODAY))))])


@pytest.mark.parametrize("engine", ["pandas", "polars"])
def test_grouping_runs_on_other_engines(engine: str) -> None:
    table = {"key": [2, 1, 2], "n": [1, 2, 3], "amount": [1.0, float("nan"), 4.0]}
    frame = pd.DataFrame(table) if engine == "pandas" else pl.DataFrame(table)
    found = nw.from_native(group_rows(frame, ["key"]), eager_only=True).sort("key")
    assert found["key"].to_list() == [1, 2]
    assert found["n"].to_list() == [2, 4]
    assert found["amount"].to_list() == [0.0, 5.0]
