"""Bitrix24."""

from __future__ import annotations

from addin.deals.reading.cells import ReadOptions
from tests.deals.crm_exports.samples import deal, read_export, reasons, roles
from tests.deals.sheets import load


def test_bitrix24_hands_over_a_page_as_xls() -> None:
    data = read_export("bitrix24.ru.xls")
    assert deal(data, "8") == {
        "created": "2026-06-01 10:00:00",
        "status": "Сделка успешна",
        "manager": "Анна Белова",
        "source": "CRM-форма",
        "amount": 350_000.0,
        "currency": "RUB",
        "closed": "2026-06-20",
        "pipeline": "Общая",
    }
    assert deal(data, "9")["amount"] == 12_500.5
    assert deal(data, "15") == {"created": "2026-06-29 12:00:00", "status": "Новая", "pipeline": "Общая"}
    assert [
        roles(data)[name] for name in ("Сделка успешна", "Сделка провалена", "Анализ причины провала")
    ] == [
        "won",
        "lost",
        "lost",
    ]
    assert reasons(data) == [(2, "Сумма", "0.00", "zero_amount", "kept")]


def test_bitrix24_in_english_with_american_dates_and_a_blank_column() -> None:
    data = read_export("bitrix24.en.csv")
    assert deal(data, "2") == {
        "created": "2026-06-03 10:00:00",
        "status": "Deal won",
        "manager": "Bob",
        "source": "Call",
        "amount": 250.5,
        "currency": "USD",
        "closed": "2026-06-28",
        "pipeline": "General",
    }
    assert reasons(data) == [(5, "Amount", "0", "zero_amount", "kept")]


def test_a_mapped_stage_of_a_dump_is_placed_by_the_pipeline_that_the_crm_ships() -> None:
    options = ReadOptions(mapping={"created": "DATE_CREATE", "status": "STAGE_ID", "pipeline": "CATEGORY_ID"})
    stages = [("NEW", "P"), ("PREPARATION", "P"), ("WON", "S"), ("APOLOGY", "F")]
    rows = [["ID", "STAGE_ID", "STAGE_SEMANTIC_ID", "CATEGORY_ID", "DATE_CREATE", "OPPORTUNITY"]] + [
        [str(at), stage, end, "0", f"2026-06-0{at}", "10"] for at, (stage, end) in enumerate(stages, 1)
    ]
    for read in (load(rows, options), load(rows)):
        assert [roles(read)[name] for name in ("NEW", "WON", "APOLOGY")] == ["intake", "won", "lost"]
