"""References of 1С: a document's kind, number and day, where the other table has the number."""

from __future__ import annotations

import pandas as pd
import pytest

from addin.deals.values.document_references import numbers_in
from tests.deals.sheets import Rows, column, load, refusal

NUMBERS = ["ЗП-000001", "ЗП-000002"]
REFERENCES = [f"Заказ покупателя {number} от 0{at}.09.2026 13:58:15" for at, number in enumerate(NUMBERS, 1)]


def deals(ids: list[str]) -> Rows:
    return [
        ["Номер", "Дата", "Состояние"],
        *[[one, "01.09.2026", "Выполнен" if at else "В работе"] for at, one in enumerate(ids)],
    ]


def history(ids: list[str]) -> Rows:
    rows = [["05.09.2026", one, "Выполнен" if at else "В работе"] for at, one in enumerate(ids)]
    return [["Период", "Заказ покупателя", "Состояние"], *rows]


@pytest.mark.parametrize("own", [NUMBERS, REFERENCES])
@pytest.mark.parametrize("changes", [NUMBERS, REFERENCES])
def test_a_change_finds_its_document(own: list[str], changes: list[str]) -> None:
    data = load(deals(own), history=history(changes))
    assert column(data, "id", "history") == own
    assert data.matched["history"]["id"] == "Заказ покупателя"


def test_a_number_that_two_documents_bear_is_neither() -> None:
    both = [REFERENCES[0], REFERENCES[0].replace("2026", "2025")]
    assert refusal(deals(both), history=history([NUMBERS[0]])).key == "history_of_other_deals"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Сделка 17 от 1.2.2026", "17"),
        ("Замовлення № 0001-А від 01.02.2026 9:05", "0001-А"),
        ("Order SO-7 dated 01/02/2026", "SO-7"),
        ("17", ""),
        ("Заказ покупателя от 01.02.2026", ""),
        ("Письмо от Анны", ""),
    ],
)
def test_the_number_in_a_reference(text: str, number: str) -> None:
    assert list(numbers_in(pd.Series([text], dtype="str"))) == [number]
