"""Text of cells and the forms in which texts are compared."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.deals.values.text import as_text, fold, header_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Семён   ЖУРАВЛЁВ ", "семен журавлев"),
        ("Анна\u00a0Белова", "анна белова"),
        ("Анна\u2009Бе\u200bлова\ufeff", "анна белова"),
        ("Семе\u0308н Чаи\u0306ка", "семен чайка"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_fold_by_hand(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(alphabet="Ёёе\u0308\u0306и АbС\u00a0\u200b\t1ßİ", max_size=12))
def test_fold_twice_is_fold_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_headers_are_equal_but_for_case_spaces_and_marks() -> None:
    alike = ["Дата создания сделки", "дата_создания-сделки", " ДАТА  СОЗДАНИЯ\u00a0сделки* "]
    assert {header_key(text) for text in alike} == {"датасозданиясделки"}
    assert header_key("entered: Счёт №2") == "entered:счет2"
    assert header_key("Статус:") == header_key(" Статус : ") == "статус"


def test_numbers_become_text_without_a_needless_point() -> None:
    raw = pd.Series([1.0, 2.5, np.nan, -3.0, 1e22], index=[5, 6, 7, 8, 9])
    text = as_text(raw)
    assert text.tolist() == ["1", "2.5", "", "-3", "10000000000000000000000"]
    assert text.index.tolist() == [5, 6, 7, 8, 9]
    assert text.dtype == "str"


def test_mixed_cells_become_text_each_in_its_own_way() -> None:
    moment = dt.datetime(2024, 1, 3, 4, 5)
    raw = pd.Series(
        ["=IMPORTXML(1)", " x\u00a0", None, True, 1, 1.0, moment, dt.date(2024, 1, 3), np.nan, pd.NaT]
    )
    expected = ["=IMPORTXML(1)", "x", "", "TRUE", "1", "1", "2024-01-03 04:05:00", "2024-01-03", "", ""]
    assert as_text(raw.astype("object")).tolist() == expected


def test_columns_of_dates_flags_and_nothing_become_text() -> None:
    assert as_text(pd.Series(pd.to_datetime(["2024-01-03", "NaT"]))).tolist() == ["2024-01-03 00:00:00", ""]
    assert as_text(pd.Series([True, False])).tolist() == ["TRUE", "FALSE"]
    assert as_text(pd.Series([None, None], dtype="object")).tolist() == ["", ""]
    assert as_text(pd.Series([], dtype="object")).dtype == "str"
