"""Columns by alias or mapping, what is missing, error cells."""

from __future__ import annotations

import pandas as pd
import pytest

from addin.deals.grids import CellsGrid
from addin.deals.issues import IssueLog
from addin.deals.tables.table import find_table
from addin.errors import InputError
from tests.deals.tables.found import HEADERS, ROW, failure, table


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
    error = failure([["Отчёт"], ["ID", "Дата содания", "Статус"], ROW])
    assert str(error) == (
        'Sheet "Лист": needed columns are missing: created ("Creation Date"). '
        "Row 2 has: «ID», «Дата содания», «Статус». Similar: «Дата содания». "
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
    assert "date («Дата») / month («Месяц»)" in caught.value.text("ru")


def test_error_cells_as_text_are_taken_out_and_follow_their_rows() -> None:
    found, _ = table([[*HEADERS, "Сумма"], [None, None, "Итого", "#REF!"], [2, *ROW[1:], 1], [*ROW, "#Н/Д"]])
    assert found.cells("amount").tolist()[0] == 1
    assert pd.isna(found.cells("amount").tolist()[1])
    assert found.errors.to_numpy().tolist() == [[1, "amount", "#Н/Д"]]
