"""Sheets of two columns: mappings of headers, and settings."""

from __future__ import annotations

import datetime as dt

import pytest

from addin.deals.grids import Body, CellError, CellsGrid
from addin.deals.reading.cells import ReadOptions
from addin.deals.tables.key_value import read_settings
from addin.errors import InputError, OptionError
from tests.deals.sheets import column, load, refusal


def test_a_mapping_sheet_and_given_mappings() -> None:
    deals: list[list[object]] = [
        ["ID", "Создана", "Статус", "Кто", "Шаг"],
        [1, "2026-09-18", "Новая", "Анна", "Счёт"],
    ]
    told: list[list[object]] = [["Колонка", "Заголовок"], ["Менеджер", "Кто"], ["История.id", "Ключ"]]
    history: list[list[object]] = [["Ключ", "Когда", "В статус"], [1, "2026-09-18", "Новая"]]
    data = load(deals, mapping=told, history=history)
    assert column(data, "manager") == ["Анна"]
    assert column(data, "id", "history") == ["1"]
    data = load(deals, ReadOptions(mapping={"status": "Шаг"}), mapping=[["status", "Статус"]])
    assert column(data, "status") == ["Счёт"]
    error = refusal(deals, mapping=[["менеджор", "Кто"]])
    assert (error.key, error.params["value"]) == ("mapping_column", "менеджор")


def test_a_column_mapped_twice_is_an_error_naming_both_headers() -> None:
    deals: list[list[object]] = [
        ["ID", "Создана", "Статус", "Кто", "Шаг"],
        [1, "2026-09-18", "Новая", "А", "Б"],
    ]
    for names in (("Менеджер", "manager"), ("manager", "manager")):
        error = refusal(deals, mapping=[[names[0], "Кто"], [names[1], "Шаг"]])
        assert isinstance(error, InputError)
        assert str(error) == 'Column manager is mapped to two headers at once: "Кто" and "Шаг". Keep one.'
    given = ReadOptions(mapping={"Менеджер": "Кто", "manager": "Шаг"})
    assert refusal(deals, given).key == "mapping_twice"


def test_a_setting_given_twice_or_holding_an_error_is_an_error() -> None:
    with pytest.raises(OptionError) as caught:
        read_settings(CellsGrid("Настройки", [["Валюта", "RUB"], ["Язык", "ru"], ["Report currency", "USD"]]))
    assert caught.value.text("ru") == (
        "Лист «Настройки»: настройка currency дана дважды: «RUB» и «USD». Оставьте одну строку."
    )
    with pytest.raises(OptionError) as caught:
        read_settings(CellsGrid("Настройки", [["Маржа", "#ССЫЛКА!"]]))
    assert caught.value.text("ru") == (
        "Лист «Настройки»: у настройки «Маржа» вместо значения ошибка #ССЫЛКА!. "
        "Исправьте формулу или впишите значение."
    )


def test_an_error_cell_of_a_workbook_is_no_empty_setting() -> None:
    class Broken(CellsGrid):
        def body(self, after: int) -> Body:
            whole = super().body(after)
            return Body(whole.columns, whole.rows, [CellError(2, 1, "#REF!")])

    with pytest.raises(OptionError) as caught:
        read_settings(Broken("Настройки", [["Язык", "ru"], ["Маржа", None]]))
    assert (caught.value.key, caught.value.params["value"]) == ("setting_broken", "#REF!")


def test_settings_are_read_under_names_in_either_language() -> None:
    grid = CellsGrid(
        "Настройки",
        [
            ["Настройка", "Значение", "Пояснение"],
            ["Дата отчёта", dt.datetime(2026, 9, 18), "до этого дня"],
            ["Период", "2026-09"],
            ["horizon", 30.0],
            ["Маржа", 0.35],
            ["Валюта", None],
            ["Просто строка"],
            ["time zone", "Europe/Moscow"],
        ],
    )
    assert read_settings(grid) == {
        "as_of": "2026-09-18 00:00:00",
        "period": "2026-09",
        "horizon": "30",
        "margin": "0.35",
        "timezone": "Europe/Moscow",
    }
    assert read_settings(None) == {}


def test_an_unknown_setting_names_the_nearest() -> None:
    with pytest.raises(OptionError) as caught:
        read_settings(CellsGrid("Настройки", [["Горизнт", 5]]))
    assert caught.value.params["nearest"] == "«Горизонт», «Горизонт, дней»"
    assert "«Горизнт»" in caught.value.text("ru")
