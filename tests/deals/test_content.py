"""What columns may be by what their cells hold; nothing where nothing tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from addin.deals.content import propose_columns
from addin.deals.grids import CellsGrid

COLUMNS = {"id", "created", "closed", "status", "manager", "amount"}
DAYS = [dt.date(2026, 1, 5) + dt.timedelta(days=n) for n in range(40)]
STATUSES = ["New", "Negotiation", "Won", "Lost"]
PEOPLE = ["Ann Bell", "Bob Cole"]
DONE = [n % 4 > 1 for n in range(40)]


def proposed(*columns: Sequence[object], wanted: set[str] = COLUMNS) -> dict[str, int]:
    headings = [f"F{number}" for number in range(len(columns))]
    grid = CellsGrid("Sheet", [headings, *map(list, zip(*columns, strict=True))])
    return propose_columns(grid.body(1), range(len(columns)), wanted, headings)


def texts(days: Sequence[dt.date | None], form: str = "%d.%m.%Y") -> list[str | None]:
    return [day.strftime(form) if day else None for day in days]


def of(values: Sequence[str]) -> list[str]:
    return [values[n % len(values)] for n in range(40)]


CLOSED = [day + dt.timedelta(days=9) if done else None for day, done in zip(DAYS, DONE, strict=True)]
CODES = [f"A-{n}" for n in range(40)]
SUMS = [f"{1000 + 37 * n} €" for n in range(40)]


@pytest.mark.parametrize("form", ["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y %H:%M", "%d %B %Y"])
def test_every_column_is_told_by_its_cells(form: str) -> None:
    columns = [CODES, of(STATUSES), texts(CLOSED, form), texts(DAYS, form), of(PEOPLE), SUMS]
    assert proposed(*columns) == {
        "id": 0,
        "status": 1,
        "closed": 2,
        "created": 3,
        "manager": 4,
        "amount": 5,
    }


def test_dates_that_fit_both_orders_are_dates_all_the_same() -> None:
    days = [f"{1 + n % 12:02}/{1 + n % 7:02}/2026" for n in range(40)]
    assert proposed(days) == {"created": 0}


def test_of_two_complete_columns_of_dates_the_earlier_is_created() -> None:
    later = [day + dt.timedelta(days=30) for day in DAYS]
    assert proposed(texts(later), texts(DAYS)) == {"created": 1}


def test_numbers_are_dates_only_where_nothing_else_is() -> None:
    numbers = [45_000 + 10 * (n // 2) for n in range(40)]
    assert proposed(numbers, texts(DAYS))["created"] == 1


@pytest.mark.parametrize("statuses", [["Нова", "Успішно", "Новый", "Оплачен", "Отказ"], STATUSES])
def test_few_values_with_words_of_stages_are_statuses_and_few_others_are_not(statuses: list[str]) -> None:
    assert proposed(of(["Moscow", "Tver", "Kazan"]), of(statuses), wanted={"status"}) == {"status": 1}


def test_two_columns_of_unknown_words_are_no_statuses() -> None:
    assert proposed(of(["Kappa", "Lambda"]), of(["Rho", "Sigma", "Tau"]), wanted={"status"}) == {}


def test_phones_names_and_repeated_codes_are_no_ids() -> None:
    phones = [f"+7 900 123-45-{n:02}" for n in range(40)]
    names = [f"Client {chr(65 + n % 26)}{chr(65 + n // 26)}" for n in range(40)]
    assert proposed(phones, names, of(["A-1", "A-2"])) == {}


def test_shares_and_years_are_no_sums() -> None:
    assert proposed([n / 40 for n in range(40)], of(["10%", "50%"])) == {}


def test_nothing_is_proposed_of_a_sheet_without_records() -> None:
    grid = CellsGrid("Sheet", [["F1", "F2"]])
    assert propose_columns(grid.body(1), [0, 1], COLUMNS, ["F1", "F2"]) == {}
