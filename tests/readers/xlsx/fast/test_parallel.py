"""A large sheet read in chunks is what it is read as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from addin.readers.xlsx.arrow_cells import ArrowCells
from addin.readers.xlsx.fast import parallel
from addin.readers.xlsx.fast.chunks import Chunk
from tests.readers.xlsx.raw_workbook import HEAD, KINDS, ROWS, body, book, rows_of, rows_with, whole


@pytest.mark.parametrize("seed", range(30))
def test_chunks_give_what_the_whole_gives(tmp_path: Path, seed: int, chunks: list[int]) -> None:
    rng = np.random.default_rng(seed)
    grid = book(tmp_path / "book.xlsx", rows_of(rng, numbered=bool(seed % 3)))
    assert body(grid) == whole(grid)
    assert chunks
    assert chunks[0] > 2


@pytest.mark.parametrize("at", [0, ROWS // 2, ROWS - 1])
@pytest.mark.parametrize("kind", list(KINDS))
def test_one_cell_decides_for_the_column_in_whichever_chunk_it_stands(
    tmp_path: Path, kind: str, at: int, chunks: list[int]
) -> None:
    cell = KINDS[kind](np.random.default_rng(0))
    grid = book(tmp_path / "book.xlsx", rows_with(cell, at))
    assert body(grid) == whole(grid)
    assert chunks


def test_text_in_the_last_chunk_makes_text_of_the_first(tmp_path: Path, chunks: list[int]) -> None:
    grid = book(tmp_path / "book.xlsx", rows_with(' t="str"><v>about ten</v>', ROWS - 1))
    cells = grid.body(HEAD).columns[1]
    assert cells.iloc[[0, 1, -1]].tolist() == ["0", "1", "about ten"]
    assert chunks[0] > 2


def test_dates_above_a_late_text_are_written_out_without_reading_them_again(
    tmp_path: Path, chunks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    cells = parallel._Progress.cells

    def counted(progress: parallel._Progress, chunk: Chunk) -> ArrowCells:
        read.append(chunk.number)
        return cells(progress, chunk)

    monkeypatch.setattr(parallel._Progress, "cells", counted)
    days = [45000, 45000.5, 45000.123456789, *range(45100, 45100 + ROWS)]
    dates = [f' s="1"><v>{day}</v>' for day in days]
    rows = "".join(
        f'<row r="{row}"><c r="B{row}"{cell}</c></row>'
        for row, cell in enumerate([*dates, ' t="str"><v>tomorrow</v>'], HEAD + 1)
    )
    grid = book(tmp_path / "book.xlsx", rows)
    found = body(grid)
    assert len(read) == len(set(read)) == chunks[0]
    assert found == whole(grid)


def test_a_chunk_without_cells_is_rows_without_values(tmp_path: Path, chunks: list[int]) -> None:
    empty = "".join(f'<row r="{number}" ht="15"/>' for number in range(5000, 6000))
    last = '<row r="6000"><c r="A6000"><v>1</v></c></row>'
    grid = book(tmp_path / "book.xlsx", rows_with("><v>5</v>", 5) + empty + last)
    assert body(grid) == whole(grid)
    assert chunks
    assert grid.body(HEAD).rows[-2:].tolist() == [HEAD + ROWS, 6000]


@pytest.mark.usefixtures("chunks")
@pytest.mark.parametrize(
    "edit",
    [
        {"<row r=": "<row x="},
        {"<row r=": "<row ht='1' r=", "'": '"'},
        {'<row r="200"': '<row r="20000"'},
        {'<row r="200">': '<!-- <row r="200"> --><row r="200">'},
        {'<row r="200">': '<row r="200"><c t="str"><v><![CDATA[<row r="1">]]></v></c>'},
        {"<sheetData>": '<sheetData xml:space="preserve">'},
        {"<row ": "<row\t"},
        {"<": "<x:", "<x:/": "</x:", "xmlns=": "xmlns:x="},
        {"</sheetData>": '</sheetData><extLst><ext uri="x">' + " " * 9000 + "</ext></extLst>"},
    ],
    ids=["no numbers", "attributes", "order", "comment", "cdata", "attributed", "tabs", "prefix", "tail"],
)
def test_a_sheet_written_another_way_is_read_all_the_same(tmp_path: Path, edit: Mapping[str, str]) -> None:
    grid = book(tmp_path / "book.xlsx", rows_with(' t="b"><v>1</v>', 3), edit)
    assert body(grid) == whole(grid)
    assert len(grid.body(HEAD).rows) >= ROWS


def test_many_texts_make_larger_chunks(
    tmp_path: Path, chunks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = book(tmp_path / "book.xlsx", rows_with("><v>1</v>", 1, 4 * ROWS))
    for again in (0, 2, 99):  # the third time it is read as a whole
        monkeypatch.setattr(parallel, "_OVERHEAD", again)
        grid.body(HEAD)
    assert len(chunks) == 2
    assert chunks[0] > chunks[1]
