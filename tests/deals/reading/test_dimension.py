"""The column that the setting ``by`` names: any column of names, read or not read otherwise."""

from __future__ import annotations

import pytest

from addin.deals.reading.cells import ReadOptions
from tests.deals.sheets import column, load, refusal

SHEET = [
    ["ID", "Создана", "Статус", "Менеджер", "Товар", "Регион", "Сумма"],
    [1, "2026-09-18", "Новая", "Анна", "Печь", "Юг", 100],
    [2, "2026-09-18", "Новая", "Анна", "печь ", "Север", 200],
    [3, "2026-09-18", "Новая", "Борис", None, "юг", None],
]


def read_by(by: str) -> list[object]:
    return column(load(SHEET, ReadOptions(by=by)), "dimension")


@pytest.mark.parametrize(
    ("by", "values"),
    [
        ("Регион", ["Юг", "Север", "Юг"]),
        ("регион", ["Юг", "Север", "Юг"]),
        ("Товар", ["Печь", "Печь", ""]),
        ("product", ["Печь", "Печь", ""]),
        ("Статус", ["Новая"] * 3),
        ("", ["Печь", "Печь", ""]),
    ],
)
def test_any_column_of_names_may_be_asked_for_and_by_default_it_is_the_product(
    by: str, values: list[str]
) -> None:
    assert read_by(by) == values
    assert "dimension" in load(SHEET, ReadOptions(by=by)).provided


def test_a_column_asked_for_takes_nothing_from_what_is_read_otherwise() -> None:
    plain, by = load(SHEET), load(SHEET, ReadOptions(by="Регион"))
    assert plain.deals.drop(columns="dimension").equals(by.deals.drop(columns="dimension"))


def test_without_a_product_there_is_no_dimension() -> None:
    data = load([row[:4] for row in SHEET])
    assert "dimension" not in data.provided
    assert column(data, "dimension") == [""] * 3


@pytest.mark.parametrize(
    ("by", "key"),
    [
        ("Региен", "by_unknown"),
        ("Сумма", "by_no_names"),
        ("Создана", "by_no_names"),
        ("Менеджер", "by_own_table"),
        ("Источник", "by_unknown"),
    ],
)
def test_what_cannot_be_told_apart_by_is_refused_by_name(by: str, key: str) -> None:
    error = refusal(SHEET, ReadOptions(by=by))
    assert error.key == key
    assert by in error.text("ru")
    assert "Сделки" in error.text("en")
    assert key != "by_unknown" or "Регион" in error.text("ru")


def test_too_many_values_are_refused_where_asked_for_and_left_where_not() -> None:
    rows = [[k, "2026-09-18", "Новая", f"Товар {k}"] for k in range(400)]
    many = [["ID", "Создана", "Статус", "Товар"], *rows]
    error = refusal(many, ReadOptions(by="Товар"))
    assert (error.key, error.params["count"]) == ("by_too_many", 400)
    assert "dimension" not in load(many).provided
