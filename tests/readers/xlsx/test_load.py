"""What fastexcel gives of a sheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from addin.readers.xlsx.load import load
from tests.readers.xlsx.fast.plain_rows import row
from tests.readers.xlsx.raw_workbook import TEXTS, Cell, book


@pytest.mark.parametrize(
    "main", [' t="b"><v>1</v>', "><v>5</v>", ' s="1"><v>45000</v>'], ids=["bool", "number", "date"]
)
def test_errors_and_words_for_nothing_are_told_as_the_sheet_shows_them(tmp_path: Path, main: Cell) -> None:
    cells = [main, ' t="e"><v>#REF!</v>', f' t="s"><v>{len(TEXTS)}</v>', main]
    path = tmp_path / "book.xlsx"
    book(path, "".join(row(i, {"A": cell}) for i, cell in enumerate(cells, 1)))
    found = load(path, "S", 0, {})
    assert found is not None
    assert [error.text for error in found.errors] == ["#REF!", "NA"]
