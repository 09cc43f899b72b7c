"""Headers found wherever they stand, columns by alias or mapping, what is no data left out."""

from __future__ import annotations

import pandas as pd
import pytest

from addin.deals.grids import CellsGrid
from addin.deals.issues import IssueLog
from addin.deals.tables.columns import (
    ALIASES,
    REQUIRED,
    SETTINGS,
    SHEETS,
    column_named,
    entered_status,
    normalise_header,
)
from addin.deals.tables.table import Table, column_letter, find_table
from addin.errors import InputError
from addin.words import LANGS
from tests.deals.sheets import Rows

HEADERS = ["ID", "Дата создания", "Статус"]
ROW = [1, "2026-09-18", "Новая"]


def table(rows: Rows, name: str = "deals", **mapping: str) -> tuple[Table, pd.DataFrame]:
    log = IssueLog()
    found = find_table(name, CellsGrid("Лист", rows), mapping, log)
    assert found is not None
    return found, log.frame()


def failure(rows: Rows, **mapping: str) -> InputError:
    with pytest.raises(InputError) as caught:
        table(rows, "deals", **mapping)
    assert all(caught.value.text(lang) for lang in LANGS)
    return caught.value


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


def test_the_better_alias_wins_and_the_other_is_noted() -> None:
    found, log = table(
        [["ID", "Дата", "Дата создания", "Статус", "Статус", ""], [*ROW[:2], *ROW[1:], "x", "y"]]
    )
    assert found.headers["created"] == "Дата создания"
    assert log[["column", "value", "reason"]].to_numpy().tolist() == [
        ["F", "F", "blank_header"],
        ["Статус", "E → D", "duplicate_header"],
        ["Дата", "→ Дата создания", "second_header"],
    ]


def test_a_mapping_goes_before_any_alias() -> None:
    rows: list[list[object]] = [
        ["ID", "Дата создания", "Статус", "Шаг", "Дата шага"],
        [*ROW, "Счёт", "2026-09-19"],
    ]
    found, log = table(rows, **{"status": "шаг", "entered:Счёт": "Дата шага"})
    assert found.headers["status"] == "Шаг"
    assert found.headers["entered:Счёт"] == "Дата шага"
    assert log.empty
    error = failure(rows, status="Шга")
    assert str(error) == (
        'Sheet "Лист": column status is mapped to the header "Шга", which is not there. '
        'Similar: «Шаг». Correct the sheet "Mapping".'
    )


def test_a_missing_column_names_what_was_found_and_what_is_alike() -> None:
    error = failure([["Отчёт"], ["ID", "Дата созданья", "Статус"], ROW])
    assert str(error) == (
        'Sheet "Лист": needed columns are missing: created («Дата создания»). '
        "Row 2 has: «ID», «Дата созданья», «Статус». Similar: «Дата созданья». "
        'Rename the header, or name it on a sheet "Mapping" (columns "Column", "Header").'
    )
    assert failure([["a", "b"], [1, 2]]).params["nearest"] == "—"


def test_an_empty_sheet_of_deals_is_an_error_and_another_a_note() -> None:
    assert failure([]).key == "sheet_empty"
    log = IssueLog()
    assert find_table("plan", CellsGrid("План", [[None, ""]]), {}, log) is None
    assert log.frame()["reason"].tolist() == ["empty_sheet"]


def test_spend_needs_a_date_or_a_month() -> None:
    for header in ("Дата", "Месяц"):
        assert table([[header, "Источник", "Сумма"], ["2026-09", "Сайт", 5]], "spend")[0].has("amount")
    with pytest.raises(InputError) as caught:
        table([["Источник", "Сумма"], ["Сайт", 5]], "spend")
    assert caught.value.params["columns"] == "date («Дата») / month («Месяц»)"


@pytest.mark.parametrize(
    "last",
    [
        [None, None, "Итого", 5],
        ["ИТОГО:", None, None, 5],
        [1, None, "Всего", 5],
        [None, "Total", None, 5],
        [1, "Grand total", None, 5],
        [None, None, None, 5, "Итого по отделу: 12"],
    ],
)
def test_totals_of_deals_are_set_aside(last: list[object]) -> None:
    found, log = table([[*HEADERS, "Сумма"], [*ROW, 5], last])
    assert found.rows.tolist() == [2]
    assert found.read == 2
    assert log.query("reason == 'totals_row'")["row"].tolist() == [3.0]


def test_a_deal_that_speaks_of_a_total_is_a_deal() -> None:
    found, log = table([[*HEADERS, "Комментарий"], [*ROW, "Итого 500"], [2, *ROW[1:], "Всего"]])
    assert found.rows.tolist() == [2, 3]
    assert log.empty


def test_totals_of_a_plan_are_set_aside_wherever_they_stand() -> None:
    rows: list[list[object]] = [
        ["Месяц", "Менеджер", "План"],
        ["2026-09", "Анна", 5],
        ["2026-09", "Итого", 5],
    ]
    found, _ = table([*rows, *[["2026-10", "Анна", i] for i in range(5)]], "plan")
    assert found.rows.tolist() == [2, 4, 5, 6, 7, 8]


def test_error_cells_as_text_are_taken_out_and_follow_their_rows() -> None:
    found, _ = table([[*HEADERS, "Сумма"], [None, None, "Итого", "#REF!"], [2, *ROW[1:], 1], [*ROW, "#Н/Д"]])
    assert found.cells("amount").tolist()[0] == 1
    assert pd.isna(found.cells("amount").tolist()[1])
    assert found.errors.to_numpy().tolist() == [[1, "amount", "#Н/Д"]]


def test_no_alias_of_a_table_means_two_columns_unless_meant() -> None:
    shared = {normalise_header("firstContactDate"), normalise_header("Дата первого контакта")}
    for name, columns in ALIASES.items():
        keys = [alias for names in columns.values() for alias in {normalise_header(n) for n in names}]
        twice = {k for k in keys if keys.count(k) > 1}
        assert twice == (shared if name == "deals" else set()), name
        assert all(keys), name


def test_the_catalogue_of_columns_is_whole() -> None:
    for name, needed in REQUIRED.items():
        assert {c for one in needed for c in one.split("|")} <= set(ALIASES[name])
    assert set(SHEETS) == {*REQUIRED, "settings"}
    names = [
        normalise_header(alias)
        for aliases in SETTINGS.values()
        for alias in set(map(normalise_header, aliases))
    ]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("entered:Invoice", "Invoice"),
        ("Вход: Счёт выставлен ", "Счёт выставлен"),
        ('Date entered "Demo (Sales)"', "Demo"),
        ("Дата входа: Договор", "Договор"),
        ("Entered", None),
        ("Вход в систему", None),
    ],
)
def test_entered_status(header: str, status: str | None) -> None:
    assert entered_status(header) == status


def test_column_named_and_letters() -> None:
    assert column_named("deals", "МЕНЕДЖЕР") == "manager"
    assert column_named("deals", "вход:Счёт") == "entered:Счёт"
    assert column_named("deals", "нечто") is None
    assert column_named("deals", "--") is None
    assert [column_letter(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("Валюта сделки", "currency"),
        ("Deal - Currency of Value", "currency"),
        ("Дата и время создания", "created"),
        ("Created time", "created"),
        ("ИД", "id"),
        ("Сделка ID", "id"),
        ("#", "id"),
        ("Deal - ID", "id"),
        ("Deal - Deal created", "created"),
        ("Deal - Won time", "closed"),
        ("Deal - Lost time", "closed"),
    ],
)
def test_headers_that_crms_write(header: str, named: str) -> None:
    assert column_named("deals", header) == named


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
