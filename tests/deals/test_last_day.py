"""The last day of the data: a few dates astray after a long pause do not move it, and are named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from addin.deals.asof import Deals, cut
from tests.make import TODAY, dataset

Row = dict[str, object]
END = dt.date(2026, 3, 1)


def steady(days: int = 60, every: int = 1) -> list[Row]:
    """A deal every so many days up to the end, all open."""
    first = END - dt.timedelta(days=days)
    return [
        {"id": f"d{n}", "created": str(first + dt.timedelta(days=n)), "status": "New"}
        for n in range(0, days + 1, every)
    ]


def later(*days: int, ids: Sequence[str] = ()) -> list[Row]:
    """Old deals lost so many days after the end."""
    names = ids or [f"late{n}" for n in range(len(days))]
    return [
        {"id": name, "created": "2026-02-01", "status": "Lost", "closed": str(END + dt.timedelta(days=day))}
        for name, day in zip(names, days, strict=True)
    ]


def cut_now(rows: list[Row]) -> Deals:
    return cut(dataset(rows), None, "", TODAY)


@pytest.mark.parametrize(
    ("days", "passed_over"),
    [
        ([80], 1),
        ([80, 81], 2),
        ([80, 165], 2),
        ([15, 61, 200], 3),  # run after run, each of one deal
        ([15], 1),
        ([14], 0),  # no long pause
        ([80, 81, 82], 0),  # three deals: the department works again
    ],
)
def test_few_dates_after_a_long_pause_do_not_move_the_day(days: list[int], passed_over: int) -> None:
    deals = cut_now(steady() + later(*days))
    expected = END if passed_over else END + dt.timedelta(days=days[-1])
    assert deals.as_of == deals.last_day == expected
    assert len(deals.strays) == passed_over


def test_a_pause_is_long_against_those_of_the_year_before() -> None:
    """Deals come every ten days here: thirty days of silence are not out of the ordinary, forty are."""
    assert cut_now(steady(200, 10) + later(30)).as_of == END + dt.timedelta(days=30)
    assert cut_now(steady(200, 10) + later(31)).as_of == END


def test_a_pause_over_a_year_ago_is_no_measure() -> None:
    old: Row = {"id": "old", "created": "2024-06-01", "status": "New"}
    assert cut_now([old, *steady(400), *later(80)]).as_of == END


def test_each_date_astray_is_named_and_counts_as_after_the_day() -> None:
    new: Row = {"id": "typo", "created": "2026-06-11", "status": "New", "first_touch": "2026-06-12"}
    deals = cut_now([*steady(), new])
    issues = deals.issues.frame()
    strays = issues[issues["reason"] == "stray_date"]
    assert strays["column"].tolist() == ["created", "first_touch"]
    assert strays["row"].tolist() == [63, 63]
    assert strays["value"].tolist() == ["2026-06-11 00:00:00", "2026-06-12 00:00:00"]
    assert deals.rows == {"read": 62, "used": 61, "set_aside": 0, "after_asof": 1}


def test_changes_of_the_history_and_entered_columns_may_be_astray_too() -> None:
    change: Row = {"id": "d0", "changed_at": "2026-07-01", "from_status": "New", "to_status": "Work"}
    entry: Row = {"row": 3, "status": "Work", "at": "2026-07-02"}
    deals = cut(dataset(steady(), [change], entered=[entry]), None, "", TODAY)
    assert deals.as_of == END
    assert deals.strays[["table", "column", "id"]].to_numpy().tolist() == [
        ["history", "changed_at", "d0"],
        ["deals", "entered", "d1"],
    ]


def test_nothing_is_astray_where_the_day_is_given() -> None:
    deals = cut(dataset(steady() + later(80)), dt.date(2026, 9, 1), "", TODAY)
    assert deals.as_of == dt.date(2026, 9, 1)
    assert deals.last_day == END + dt.timedelta(days=80)
    assert deals.strays.empty
    assert "stray_date" not in set(deals.issues.frame()["reason"])


def test_too_few_deals_before_the_pause_outweigh_nothing() -> None:
    rows: list[Row] = [
        {"id": "a", "created": "2026-01-01", "status": "New"},
        {"id": "b", "created": "2026-01-02", "status": "Won", "closed": "2026-03-04"},
    ]
    assert cut_now(rows).as_of == dt.date(2026, 3, 4)


def test_a_slip_changes_no_day_horizon_or_rows() -> None:
    """The same deals with one closing date a year on give the report's day of the right ones."""
    right = steady() + later(-3)
    wrong = steady() + later(120)
    assert cut_now(right).as_of == cut_now(wrong).as_of == END
