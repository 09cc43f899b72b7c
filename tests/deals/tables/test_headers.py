"""Headers found wherever they stand."""

from __future__ import annotations

import pytest

from addin.deals.grids import TopRow
from addin.deals.tables.headers import find_headers
from addin.deals.tables.heading_row import row_of
from tests.deals.tables.found import HEADERS, ROW, failure, table


def test_headers_under_titles_and_blank_rows() -> None:
    found, _ = table([["Выгрузка"], [], ["на 18.09.2026", "", "Статус"], [], HEADERS, ROW, [], [2, *ROW[1:]]])
    assert found.headers == {"id": "ID", "created": "Дата создания", "status": "Статус"}
    assert found.rows.tolist() == [6, 8]
    assert found.read == 2


def test_headers_in_the_thirtieth_filled_row_are_found_and_lower_ones_are_not() -> None:
    titles: list[list[object]] = [[f"строка {i}"] for i in range(29)]
    assert table([*titles, HEADERS, ROW])[0].rows.tolist() == [31]
    assert failure([["ещё"], *titles, HEADERS, ROW]).key == "column_missing"


def test_a_group_above_the_headers_is_passed_over_and_merged_ones_are_joined() -> None:
    group = ["Сделка", None, None, "Деньги", None]
    found, _ = table([group, [*HEADERS, "Сумма", "Валюта"], [*ROW, 5, "RUB"]])
    assert found.rows.tolist() == [3]
    upper = ["ID", "Даты", None, "Статус"]
    lower = [None, "Дата создания", "Дата закрытия", None]
    found, _ = table([upper, lower, [1, "2026-09-18", None, "Новая"]])
    assert found.headers == {
        "id": "ID",
        "created": "Дата создания",
        "closed": "Дата закрытия",
        "status": "Статус",
    }
    assert found.rows.tolist() == [3]


def test_headers_under_merged_ones_are_read_though_the_upper_row_alone_would_do() -> None:
    upper = [*HEADERS, "Сумма", None, "Ответственный"]
    found, _ = table([upper, [None, None, None, "Сумма", "Валюта"], [*ROW, 5, "RUB", "Анна"]])
    assert found.headers["currency"] == "Валюта"
    assert (found.headers["manager"], found.rows.tolist()) == ("Ответственный", [3])
    spend = [
        ["Месяц", "Источник", "Деньги", None],
        [None, None, "Расход", "Валюта"],
        ["2026-09", "Сайт", 5, "$"],
    ]
    assert table(spend, "spend")[0].rows.tolist() == [3]


def test_a_first_record_is_no_lower_row_of_headers() -> None:
    upper = [*HEADERS, "Сумма", None]
    # with an id it is a record whatever it says; without one it must name more columns
    assert table([upper, [1, None, None, "Сумма", "Валюта"]])[0].rows.tolist() == [2]
    assert table([upper, [None, "2026-09-18", "Новая", 5, "x"]])[0].rows.tolist() == [2]
    assert table([upper, [], [None, None, None, "Сумма", "Валюта"]])[0].rows.tolist() == [3]


def test_english_api_and_hubspot_headers() -> None:
    found, _ = table(
        [["id", "firstContactDate", "crmStatus.name", "manager.fullName", "nextContactDate"], ROW]
    )
    assert set(found.columns) == {"id", "created", "status", "manager", "next_contact"}
    both, _ = table(
        [["id", "Create Date", "Deal Stage", "firstContactDate", 'Date entered "Demo (Sales)"'], ROW]
    )
    assert both.headers["created"] == "Create Date"
    assert both.headers["first_touch"] == "firstContactDate"
    assert both.has("entered:Demo")


def test_what_stands_in_brackets_is_passed_over_where_no_other_heading_will_do() -> None:
    found, log = table([["#", "Дата создания (МСК)", "Статус", "Сумма (руб.)"], [*ROW, 5]])
    assert found.headers == {
        "id": "#",
        "created": "Дата создания (МСК)",
        "status": "Статус",
        "amount": "Сумма (руб.)",
    }
    assert log.empty
    found, _ = table([[*HEADERS, "Сумма (план)", "Чек"], [*ROW, 5, 7]])
    assert found.headers["amount"] == "Чек"
    # a date of no one knows what
    assert failure([["ID", "Дата (закрытия)", "Статус"], ROW]).key == "column_missing"


def test_a_row_is_read_once_however_many_mappings_are_tried() -> None:
    rows = [TopRow(number, [f"Поле {number}", "Дата создания", "Статус"]) for number in range(1, 31)]
    row_of.cache_clear()
    for mapping in ({}, {"created": "Дата создания"}, {"created": "Дата создания", "id": "Поле 1"}):
        find_headers("deals", rows, mapping)
    assert row_of.cache_info().misses <= 2 * len(rows)
    assert row_of.cache_info().hits >= len(rows)


def test_a_mapping_of_the_status_makes_no_other_row_of_an_earlier_one() -> None:
    changes = TopRow(1, ["OpportunityId", "StageName", "CreatedDate", "OldValue", "NewValue", "Field"])
    free, mapped = (find_headers("deals", [changes], of) for of in ({}, {"status": "StageName"}))
    assert free.columns != mapped.columns
    assert find_headers("deals", [changes], {}) == free


@pytest.mark.parametrize(
    "number", ["Quote #", "Quote No.", "№ сметы", "N° devis", "Preis Nr.", "Budget number"]
)
def test_a_number_of_a_quote_is_no_sum(number: str) -> None:
    rows: list[list[object]] = [["Created Date", "Stage", number], ["2026-01-01", "New", 416]]
    found, _ = table(rows)
    assert not found.has("amount")
    found, _ = table([[*rows[0], "Quote total"], [*rows[1], 5]])
    assert found.headers["amount"] == "Quote total"


@pytest.mark.parametrize(
    "heading",
    [
        "Timestamp", "Отметка времени", "Позначка часу", "Уақыт белгісі", "Zeitstempel", "Horodateur",
        "Marca temporal", "Carimbo de data/hora", "Informazioni cronologiche",
        "Sygnatura czasowa", "Zaman damgası", "Erstellungsprotokoll", "Journal de création", "Log creazione",
    ],
)  # fmt: skip
def test_the_time_of_a_form_or_a_board_is_the_day_of_creation(heading: str) -> None:
    found, _ = table([[heading, "Stage"], ["2026-01-01", "New"]])
    assert found.headers["created"] == heading
