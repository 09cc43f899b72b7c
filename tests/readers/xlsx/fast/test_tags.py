"""Digits among the tags of a sheet."""

from __future__ import annotations

import numpy as np
import pytest

from addin.readers.xlsx.fast.tags import NotPlainError, small_numbers_at


def test_small_numbers_are_read_at_once() -> None:
    numbers = [0, 7, 10, 99, 12_345_678, 99_999_999, 1_000_000]
    xml = b"<" * 8 + b"<".join(b"%d" % number for number in numbers)
    ends = np.cumsum([len(str(number)) + 1 for number in numbers]) + 7
    starts = ends - [len(str(number)) for number in numbers]
    assert small_numbers_at(xml, starts, ends).tolist() == numbers


@pytest.mark.parametrize("text", [b"1a", b"/1", b":1", b"-1", b" 1", b"\xff1", b"", b"123456789"])
def test_other_text_is_no_small_number(text: bytes) -> None:
    xml = b"<" * 8 + text
    with pytest.raises(NotPlainError):
        small_numbers_at(xml, np.array([8]), np.array([len(xml)]))
