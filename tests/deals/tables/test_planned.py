"""Headings of days that are planned date nothing that has happened."""

from __future__ import annotations

import pytest

from addin.datafile import load_toml
from addin.deals.tables.columns import ALIASES
from addin.deals.tables.planned import HAPPENED, is_planned
from tests.deals.sheets import STAGES, Rows, column, load
from tests.deals.tables.found import HEADERS, ROW, table

PLANNED = [
    "Expected close date",
    "Est. close date",
    "Estimated Close Date",
    "estimatedclosedate",
    "Target close date",
    "Close date (expected)",
    "Close Date, est.",
    "Close_Date_Est__c",
    "expectedCloseDate",
    "Deal - Expected close date",
    "Forecasted Close Date",
    "Projected closing date",
    "Planned creation date",
    "Плановая дата закрытия",
    "Дата закрытия (план)",
    "Дата закрытия, план",
    "Планируемая дата закрытия",
    "Предполагаемая дата закрытия сделки",
    "Ожидаемая дата продажи",
    "Прогноз: дата закрытия",
    "Очікувана дата закриття",
    "Планова дата закриття угоди",
    "Күтілетін жабылу күні",
    "Жоспарланған жабылу күні",
    "Erwartetes Abschlussdatum",
    "Voraussichtliches Abschlussdatum",
    "Abschlussdatum (Plan)",
    "Zieldatum Abschluss",
    "Date de clôture prévue",
    "Date de clôture (prévisionnelle)",
    "Fecha de cierre prevista",
    "Fecha estimada de cierre",
    "Data de fechamento prevista",
    "Previsão de fechamento",
    "Data di chiusura prevista",
    "Chiusura attesa",
    "Przewidywana data zamknięcia",
    "Planowana data zamknięcia",
    "Tahmini kapanış tarihi",
    "Beklenen kapanış tarihi",
]


@pytest.mark.parametrize("heading", PLANNED)
def test_a_planned_day_is_no_closing_date_and_is_listed_as_unused(heading: str) -> None:
    found, _ = table([[*HEADERS, heading], [*ROW, "2026-12-31"]])
    assert not HAPPENED & found.columns.keys() - {"created"}
    assert found.unused == (heading,)


@pytest.mark.parametrize("heading", PLANNED)
def test_the_day_of_closing_is_taken_wherever_it_stands_beside_a_planned_one(heading: str) -> None:
    found, log = table([[heading, *HEADERS, "Close date"], ["2026-12-31", *ROW, "2026-09-20"]])
    assert found.headers["closed"] == "Close date"
    assert log.empty


def test_no_heading_of_what_has_happened_speaks_of_a_plan() -> None:
    for name in HAPPENED:
        assert [alias for alias in ALIASES["deals"][name] if is_planned(alias)] == []


def test_no_export_dates_what_has_happened_by_a_plan_but_the_one_that_writes_over_it() -> None:
    exports = load_toml("addin.deals.tables", "exports.toml")["export"]
    planned = {
        (one["crm"], heading)
        for one in exports
        for name in HAPPENED & one["columns"].keys()
        for heading in one["columns"][name]
        if is_planned(heading)
    }
    assert {crm for crm, _ in planned} == {"Битрикс24 (Bitrix24)"}


def test_a_planned_next_contact_and_a_mapped_column_are_taken() -> None:
    found, _ = table([[*HEADERS, "Next contact date (planned)"], [*ROW, "2026-12-31"]])
    assert not found.has("closed")
    found, _ = table([[*HEADERS, "Expected close"], [*ROW, "2026-12-31"]], closed="Expected close")
    assert found.headers["closed"] == "Expected close"


def test_wins_are_not_dated_by_a_plan() -> None:
    rows: Rows = [
        ["ID", "Создана", "Статус", "Expected close date"],
        [1, "2026-06-01", "Оплата", "2026-11-30"],
        [2, "2026-06-02", "Новая", "2026-12-31"],
    ]
    assert column(load(rows, stages=STAGES), "closed") == [None, None]
