"""Texts grouped by all but their digits."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from addin.deals.values.digit_shapes import shapes


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
    assert not list(shapes(np.array(["", "1" * 65], dtype=object)))
    assert len(list(shapes(np.array(["", "1" * 48], dtype=object)))) == 1


def test_long_texts_that_differ_in_their_first_letter_have_two_shapes() -> None:
    texts = np.array(["a" + "xy" * 20, "b" + "xy" * 20, "a" + "xy" * 20], dtype=object)
    assert [shape.at.tolist() for shape in shapes(texts)] == [[0, 2], [1]]
