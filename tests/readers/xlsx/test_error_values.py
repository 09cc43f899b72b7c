"""An error value that the library does not know is an error cell like any other, in files small and large."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from addin.deals.grids import CellError
from addin.deals.reading.cells import ReadOptions
from addin.deals.reading.dataset import read
from addin.readers.sources import open_sources
from addin.readers.xlsx.grid import XlsxGrid
from tests.readers.sheets import failure
from tests.readers.xlsx.raw_workbook import HEADS, body, book, shared, whole

LATER = (
    *("#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#BUSY!", "#UNKNOWN!", "#CONNECT!"),
    *("#ERROR!", "#PYTHON!", "#EXTERNAL!", "#Н/Д", "#ref!"),
)
COUNT = 200
_RNG = np.random.default_rng(0)


def deals(path: Path, text: str, letter: str) -> XlsxGrid:
    """Deals with such a cell in row 4 of this column."""
    cells = {
        "A": "><v>{row}</v>",
        "B": ' s="1"><v>45000.5</v>',
        "C": _text("New"),
        "D": "><v>2.5</v>",
        "E": _text("Anna"),
        "F": _text("Anna"),
        "G": "><v>7</v>",
    }
    rows = ["".join(f'<c r="{at}1"{_text(head)}</c>' for at, head in zip("ABCDEF", HEADS, strict=True))]
    for row in range(2, COUNT + 2):
        line = {at: cell.format(row=row) for at, cell in cells.items()}
        if row == 4:
            line[letter] = f' t="e"><v>{text}</v>'
        rows.append("".join(f'<c r="{at}{row}"{cell}</c>' for at, cell in line.items()))
    return book(path, "".join(f'<row r="{i}">{row}</row>' for i, row in enumerate(rows, 1)))


def _text(text: str) -> str:
    return shared([text])(_RNG)


@pytest.mark.parametrize("letter", list("ADFG"))
@pytest.mark.parametrize("text", LATER)
def test_a_small_sheet_tells_the_error_with_its_place_and_keeps_its_types(
    tmp_path: Path, text: str, letter: str
) -> None:
    one, other = (deals(tmp_path / f"{i}.xlsx", each, letter) for i, each in enumerate((text, "#REF!")))
    found, wanted = one.body(1), other.body(1)
    assert found.errors == [CellError(4, "ABCDEFG".index(letter), text)]
    assert found.rows.tolist() == list(range(2, COUNT + 2))
    for column, like in zip(found.columns, wanted.columns, strict=True):
        pd.testing.assert_series_equal(column, like)


@pytest.mark.parametrize("letter", list("ADFG"))
def test_a_large_sheet_gives_the_same(tmp_path: Path, letter: str, chunks: list[int]) -> None:
    for text in LATER:
        grid = deals(tmp_path / "a.xlsx", text, letter)
        assert body(grid, 1) == whole(grid, 1)
    assert len(chunks) == len(LATER)


def test_a_chunk_that_is_not_plain_gives_the_same(tmp_path: Path, chunks: list[int]) -> None:
    rows = "".join(
        f'<row r="{i}"><c r="A{i}" t="inlineStr"><is><t>x</t></is></c><c r="B{i}"{cell}</c></row>'
        for i, cell in enumerate(["><v>5</v>"] * 99 + [' t="e"><v>#SPILL!</v>'] + ["><v>6</v>"] * 99, 1)
    )
    grid = book(tmp_path / "a.xlsx", rows)
    assert body(grid, 0) == whole(grid, 0)
    assert chunks
    assert grid.body(0).errors == [CellError(100, 1, "#SPILL!")]


def test_cells_and_rows_that_do_not_tell_their_place_are_counted(tmp_path: Path) -> None:
    rows = '<row r="3"><c><v>1</v></c><c t="e"><v>#BUSY!</v></c></row>'
    rows += '<row><c t="e"><f>A1</f><v>#CALC!</v></c></row>'
    found = book(tmp_path / "a.xlsx", rows).body(0)
    assert sorted(found.errors, key=lambda error: error.row) == [
        CellError(3, 1, "#BUSY!"),
        CellError(4, 0, "#CALC!"),
    ]


@pytest.mark.parametrize(
    "edit", [{}, {"<": "<x:", "<x:/": "</x:", "xmlns=": "xmlns:x="}], ids=["plain", "prefix"]
)
def test_errors_known_and_unknown_stand_side_by_side(tmp_path: Path, edit: dict[str, str]) -> None:
    rows = "".join(
        f'<row r="{i}"><c r="A{i}" t="e"><v>{text}</v></c><c r="B{i}"><v>{i}</v></c></row>'
        for i, text in enumerate(["#N/A", "#CALC!", "#VALUE!", "#NAME?"], 1)
    )
    found = book(tmp_path / "a.xlsx", rows, edit).body(0)
    assert [error.text for error in found.errors] == ["#N/A", "#CALC!", "#VALUE!", "#NAME?"]


@pytest.mark.parametrize("text", ["#GETTING_DATA", "#ERROR!", "#BLOCKED!"])
def test_it_is_an_issue_with_its_row_and_text(tmp_path: Path, text: str) -> None:
    data = read(open_sources(deals(tmp_path / "a.xlsx", text, "D").path).tables, ReadOptions(currency="USD"))
    assert len(data.deals) == COUNT
    issues = data.issues.frame().query("reason == 'error_cell'")[["row", "column", "value"]]
    assert issues.to_numpy().tolist() == [[4, "Amount", text]]


def test_among_the_headings_it_is_no_trouble(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="e"><v>#CALC!</v></c></row><row r="2"><c r="A2"><v>5</v></c></row>'
    grid = book(tmp_path / "a.xlsx", rows)
    assert grid.top(1)[0].cells == ["#CALC!"]
    assert grid.body(1).columns[0].tolist() == [5.0]


def test_a_sheet_damaged_beside_such_a_cell_is_still_damaged(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="e"><v>#CALC!</v></c></row><row r="2"><c'
    grid = book(tmp_path / "a.xlsx", rows)
    assert failure(lambda: grid.body(0)).key == "file_damaged"


@pytest.mark.parametrize("text", LATER[:11])
def test_as_text_it_is_an_error_too(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"ID,Created,Status,Amount,Manager\n1,2026-01-01,New,5,{text}\n", encoding="utf-8")
    data = read(open_sources(path).tables, ReadOptions(currency="USD"))
    assert data.deals["manager"].tolist() == [""]
    assert data.issues.frame().query("reason == 'error_cell'")["value"].tolist() == [text]
