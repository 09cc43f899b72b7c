"""Columns of dates of which a part is in a form nobody knows."""

from __future__ import annotations

import pytest

from addin.deals.reading.cells import ReadOptions
from tests.deals.sheets import STAGES, Rows, column, issues, load, refusal


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
