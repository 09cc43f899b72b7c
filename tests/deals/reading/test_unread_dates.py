"""Columns of dates of which a part is in a form nobody knows."""

from __future__ import annotations

import pytest

from addin.deals.reading.cells import ReadOptions
from tests.deals.sheets import STAGES, Rows, column, issues, load, refusal, short


def _created(*texts: object) -> Rows:
    return [["ID", "Создана", "Статус"], *([i, text, "Новая"] for i, text in enumerate(texts, 1))]


def test_a_column_of_which_a_part_is_unreadable_is_refused_with_the_forms_it_holds() -> None:
    known = [f"{day} Jan 2026" for day in range(1, 21)]
    error = refusal(_created(*known, "1 Foo 2026", "2 Foo 2026", "3 Bar 2026"), stages=STAGES)
    assert error.key == "dates_unread"
    assert (error.params["count"], error.params["filled"], error.params["row"]) == (3, 23, 22)
    assert error.params["examples"] == "1 Foo 2026 · 3 Bar 2026"
    assert error.params["column"] == "Создана"


@pytest.mark.parametrize(
    ("known", "unknown"), [(5, ["soon", "later"]), (40, ["1 Foo 2026", "2 Foo 2026", "3 Foo 2026"])]
)
def test_a_few_unreadable_dates_are_set_aside_and_listed(known: int, unknown: list[str]) -> None:
    data = load(_created(*["2026-01-05"] * known, *unknown), stages=STAGES)
    assert len(data.deals) == known
    assert [(row, reason) for row, _, _, reason, _ in issues(data)] == [
        (known + 2 + i, "bad_created") for i in range(len(unknown))
    ]


def test_cells_without_a_date_are_no_unreadable_ones() -> None:
    data = load(_created("2026-01-05", *["NULL", "-", None, "0000-00-00"] * 2), stages=STAGES)
    assert [reason for _, _, _, reason, _ in issues(data)] == ["no_created"] * 8


def test_days_and_months_swapped_by_the_option_are_refused_too() -> None:
    error = refusal(_created(*["25/01/2026"] * 4, "01/02/2026"), ReadOptions(date_order="mdy"))
    assert error.key == "dates_unread"


def test_a_history_is_read_or_refused_alike() -> None:
    changes: Rows = [
        ["ID", "Когда", "Было", "Стало"],
        *([1, f"{i} Foo 2026", "Новая", "Счёт"] for i in range(1, 5)),
    ]
    assert refusal(_created("2026-01-05"), stages=STAGES, history=changes).key == "dates_unread"


@pytest.mark.parametrize("header", ["Закрыта", "Дата смены статуса", "вход: Счёт"])
def test_days_of_moves_and_ends_mostly_unreadable_are_refused(header: str) -> None:
    rows = short(header, *["1 Foo 2026"] * 3, *["2026-10-01"] * 2, None, status="Оплата")
    error = refusal(rows, stages=STAGES)
    assert error.key == "dates_mostly_unread"
    assert (error.params["count"], error.params["filled"], error.params["row"]) == (3, 5, 2)
    assert (error.params["column"], error.params["examples"]) == (header, "1 Foo 2026")
    half = short(header, *["1 Foo 2026"] * 3, *["2026-10-01"] * 3, status="Оплата")
    assert [reason for _, _, _, reason, _ in issues(load(half, stages=STAGES))].count("bad_date") == 3


def test_a_next_contact_in_words_is_listed_only() -> None:
    data = load(short("Следующий контакт", "завтра", "скоро", "весной", "2026-10-01"), stages=STAGES)
    assert [reason for _, _, _, reason, _ in issues(data)] == ["bad_date"] * 3


def test_wins_whose_date_cannot_be_read_are_said_to_be_undated() -> None:
    rows: Rows = [
        ["ID", "Создана", "Статус", "Закрыта", "Дата смены статуса"],
        [1, "2026-09-01", "Оплата", "1 Foo 2026", None],
        [2, "2026-09-01", "Оплата", "2 Foo 2026", "2026-09-20"],
        [3, "2026-09-01", "Отказ", "3 Foo 2026", None],
        *([i, "2026-09-01", "Оплата", "2026-09-10", None] for i in range(4, 9)),
    ]
    assert (0, "Закрыта", "1", "wins_undated", "kept") in issues(load(rows, stages=STAGES))
    change = [["ID", "Когда", "Было", "Стало"], [1, "2026-09-12", "Новая", "Оплата"]]
    assert "wins_undated" not in load(rows, stages=STAGES, history=change).issues.reasons()


def _tracker(closing: str) -> Rows:
    return [
        ["ID", "Создана", "Статус", "Дата закрытия"],
        [1, "2026-09-01", "Оплата", "2026-09-15"],
        [2, "2026-09-20", "Новая", closing],
    ]


def test_a_column_of_closing_with_plans_in_it_is_told_of() -> None:
    data = load(_tracker("2026-12-01"), stages=STAGES)
    assert issues(data) == [(0, "Дата закрытия", "1", "closing_planned", "kept")]
    assert column(data, "closed")[0] == "2026-09-15"
    assert issues(load(_tracker("2026-09-20"), stages=STAGES)) == []


def test_markers_of_nothing_are_empty_cells() -> None:
    rows: Rows = [
        ["ID", "Создана", "Статус", "Менеджер", "Источник", "Воронка", "Закрыта", "Сумма"],
        [1, "2026-01-05", "Новая", "None", "NULL", "n/a", "-", "N/A"],
        [2, "2026-01-05", "Нет", "нет", "no", "Нет", "не закрыта", "—"],
        [3, "2026-01-05", r"\N", "(No value)", "Не указано", "(пусто)", "nan", "нет"],
    ]
    data = load(rows)
    assert column(data, "manager") == [""] * 3
    assert column(data, "source") == [""] * 3
    assert column(data, "status") == ["Новая", "Нет", ""]
    assert column(data, "pipeline") == ["", "Нет", ""]
    assert column(data, "closed") == [None] * 3
    assert not {"bad_date", "bad_amount"} & {str(reason) for _, _, _, reason, _ in issues(data)}


def test_closed_deals_of_a_status_whose_words_say_open_are_told() -> None:
    head: list[object] = ["ID", "Created Date", "Stage", "Close Date"]
    made: list[list[object]] = []
    for i in range(1, 13):
        stage = ("New", "Contract", "Won", "Lost")[i % 4]
        made.append([i, f"2026-01-{i:02}", stage, None if stage == "New" else f"2026-01-{i + 10:02}"])
    log = load([head, *made]).issues.frame()
    told = log[log["reason"] == "closed_yet_open"]
    assert told["value"].tolist() == ["Contract"]
    made = [[*row[:3], row[3] if row[2] in ("Won", "Lost") else None] for row in made]
    assert "closed_yet_open" not in load([head, *made]).issues.frame()["reason"].tolist()
