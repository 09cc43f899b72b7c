"""One spelling a name."""

from __future__ import annotations

import pandas as pd

from addin.deals.values.spelling import known_spellings, unify


def _text(*values: str) -> pd.Series:
    return pd.Series(list(values), dtype="str")


def test_the_most_frequent_spelling_is_kept() -> None:
    raw = _text("Семён", "семен", "Семён", "СЕМЕН", "", "Анна", "семен", "Семён")
    assert unify(raw).tolist() == ["Семён", "Семён", "Семён", "Семён", "", "Анна", "Семён", "Семён"]


def test_of_equally_frequent_spellings_the_smallest_is_kept() -> None:
    for order in (["б", "Б"], ["Б", "б"]):
        assert unify(_text(*order)).tolist() == ["Б", "Б"]


def test_names_of_one_spelling_stay() -> None:
    for raw in (_text("Анна", ""), _text()):
        pd.testing.assert_series_equal(unify(raw), raw)


def test_known_names_are_matched_and_others_left() -> None:
    counts = {"НОВЫЙ": 2, "новый": 1, "Чужой": 1}
    assert known_spellings(counts, ["Новый", "В работе"]) == {"НОВЫЙ": "Новый", "новый": "Новый"}
    assert known_spellings(counts, ["Новый", "новый"]) == {"НОВЫЙ": "Новый"}
