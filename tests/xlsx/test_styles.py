"""How many lines a text takes."""

from __future__ import annotations

import pytest

from addin.xlsx.styles import line_count


@pytest.mark.parametrize(
    ("text", "letters", "lines"),
    [
        ("", 10, 1),
        ("one line", 10, 1),
        ("two longer words", 10, 2),
        ("Александра Константинопольская-Преображенская", 24, 3),
        ("a\nb\nc", 10, 3),
        ("a word-of-parts", 8, 2),
        ("incomprehensibilities", 10, 3),
        ("at incomprehensibilities", 10, 4),
        ("90\u00a0percent of all", 10, 2),
        ("exactly 10", 10, 1),
    ],
)
def test_lines_break_at_spaces_and_hyphens(text: str, letters: float, lines: int) -> None:
    assert line_count(text, letters) == lines
