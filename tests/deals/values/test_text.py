"""Text of cells, one spelling a name, ids as they were meant."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.deals.values.text import as_text, fold, header_key, parse_ids, shapes, unify, unify_to


def _text(*values: str) -> pd.Series:
    return pd.Series(list(values), dtype="str")


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


def test_the_most_frequent_spelling_is_kept() -> None:
    raw = _text("Семён", "семен", "Семён", "СЕМЕН", "", "Анна", "семен", "Семён")
    unified = unify(raw)
    assert unified.values.tolist() == ["Семён", "Семён", "Семён", "Семён", "", "Анна", "Семён", "Семён"]
    assert unified.variants.to_dict("list") == {
        "variant": ["СЕМЕН", "семен"],
        "canonical": ["Семён", "Семён"],
        "count": [1, 2],
    }


def test_of_equally_frequent_spellings_the_smallest_is_kept() -> None:
    for order in (["б", "Б"], ["Б", "б"]):
        assert unify(_text(*order)).values.tolist() == ["Б", "Б"]


def test_names_of_one_spelling_stay() -> None:
    for raw in (_text("Анна", ""), _text()):
        pd.testing.assert_series_equal(unify(raw).values, raw)
        assert unify(raw).variants.empty


def test_known_names_are_matched_and_others_left() -> None:
    raw = _text("НОВЫЙ", "новый", "Чужой", "", "НОВЫЙ")
    unified = unify_to(raw, ["Новый", "В работе"])
    assert unified.values.tolist() == ["Новый", "Новый", "Чужой", "", "Новый"]
    assert unified.variants["count"].tolist() == [2, 1]
    both = unify_to(raw, ["Новый", "новый"])
    assert both.values.tolist() == ["Новый", "новый", "Чужой", "", "Новый"]


def test_numbers_as_ids() -> None:
    ids = parse_ids(pd.Series([12345.0, 1.23e11, np.nan, 2.0**53 + 2]))
    assert ids.values.tolist() == ["12345", "123000000000", "", "9007199254740994"]
    assert ids.repaired.tolist() == [False, False, False, True]
    assert ids.reason.tolist() == [None, None, None, "id_scientific"]


@pytest.mark.parametrize("dtype", ["str", "object"])
def test_text_ids(dtype: str) -> None:
    cells = ["12345.0", "1,23E+11", "1.23e+11", "007", " A-1 ", "1E5", "1.234E+2", None, "12.50"]
    ids = parse_ids(pd.Series(cells, dtype=dtype))
    expected = ["12345", "123000000000", "123000000000", "007", "A-1", "1E5", "1.234E+2", "", "12.50"]
    assert ids.values.tolist() == expected
    assert np.flatnonzero(ids.repaired).tolist() == [1, 2]
    assert ids.reason.tolist() == [None, "id_scientific", "id_scientific", *[None] * 6]


def test_ids_do_not_change_the_input() -> None:
    raw = pd.Series(["12345.0", "1,23E+11"], dtype="str")
    before = raw.copy()
    parse_ids(raw)
    pd.testing.assert_series_equal(raw, before)


@given(st.lists(st.text(alphabet="019aя .\u00a0", max_size=6), max_size=12))
def test_shapes_part_texts_by_all_but_digits(texts: list[str]) -> None:
    cells = np.array([*texts, ""], dtype=object)
    nines = str.maketrans("0123456789", "9999999999")
    found = {int(at): shape.text for shape in shapes(cells) for at in shape.at}
    assert found == {i: text.translate(nines) for i, text in enumerate(texts) if text}


@given(st.lists(st.integers(0, 10**18 - 1), min_size=1, max_size=9))
def test_shapes_read_digits(numbers: list[int]) -> None:
    texts = np.array([f"№ {number:018d}" for number in numbers], dtype=object)
    (shape,) = shapes(texts)
    assert shape.number(range(2, 20)).tolist() == numbers
    assert shape.number([]).tolist() == [0] * len(numbers)


def test_long_and_empty_texts_have_no_shape() -> None:
    assert not list(shapes(np.array(["", "1" * 49], dtype=object)))
    assert len(list(shapes(np.array(["", "1" * 48], dtype=object)))) == 1


def test_long_texts_that_differ_in_their_first_letter_have_two_shapes() -> None:
    texts = np.array(["a" + "xy" * 20, "b" + "xy" * 20, "a" + "xy" * 20], dtype=object)
    assert [shape.at.tolist() for shape in shapes(texts)] == [[0, 2], [1]]
