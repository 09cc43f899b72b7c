"""Plain rows, read with NumPy, are what fastexcel reads; anything else is left to it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from addin.readers.xlsx.arrow_cells import ArrowCells
from addin.readers.xlsx.fast.columns import read_plain
from addin.readers.xlsx.load import load
from tests.readers.xlsx.fast.plain_rows import random_rows, references, row
from tests.readers.xlsx.raw_workbook import book

NUMBERS = (
    "-0",
    "0.1",
    "007",
    "5.50",
    "1e15",
    "1E-7",
    "0.30000000000000004",
    "12345678901234567",
    "-2.5",
    "1e20",
)


def read(path: Path, rows: str, types: Mapping[int, str] | None = None, after: int = 0) -> ArrowCells | None:
    book(path, rows)
    return read_plain(rows.encode(), after, references(path), types or {})


def content(cells: ArrowCells | None) -> object:
    """The cells that hold anything, as values; errors; the columns without a type of their own."""
    if cells is None:
        return None
    held = np.zeros(len(cells.rows), bool)
    for column in cells.columns.values():
        held |= np.asarray(column.is_valid())
    columns = {
        i: (str(column.type), column.filter(pa.array(held)).to_pylist())
        for i, column in cells.columns.items()
        if column.null_count < len(column)
    }
    errors = sorted(cells.errors, key=lambda error: (error.column, error.row))
    return columns, cells.rows[held].tolist(), errors, cells.untyped


def test_random_plain_rows_are_what_fastexcel_reads(tmp_path: Path) -> None:
    path, read_here = tmp_path / "book.xlsx", 0
    for seed in range(60):
        first = [1, 7, 95, 99_990][seed % 4]  # with as many digits all along, and with one more on the way
        rows = random_rows(np.random.default_rng(seed), first)
        types = {} if seed % 3 else {0: "string", 3: "string"}
        ours = read(path, rows, types)
        if ours is not None:
            read_here += 1
            assert content(ours) == content(load(path, "S", first - 1, types, before=first == 1)), seed
    assert read_here > 20  # the others are columns whose type only fastexcel knows


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_written_among_text_as_fastexcel_writes_it(tmp_path: Path, number: str) -> None:
    path = tmp_path / "book.xlsx"
    rows = row(1, {"A": ' t="s"><v>0</v>'}) + row(2, {"A": f"><v>{number}</v>"})
    assert content(read(path, rows)) == content(load(path, "S", 0, {})) != None  # noqa: E711


def test_dates_are_rounded_to_the_millisecond_as_by_fastexcel(tmp_path: Path) -> None:
    path, rng = tmp_path / "book.xlsx", np.random.default_rng(1)
    days = np.concatenate(
        [61 + rng.random(2000) * 80_000, 45_000 + rng.integers(0, 200_000, 999) / 172_800_000]
    )
    rows = "".join(row(i, {"A": f' s="1"><v>{float(day)!r}</v>'}) for i, day in enumerate(days, 1))
    assert content(read(path, rows)) == content(load(path, "S", 0, {})) != None  # noqa: E711


def test_rows_up_to_the_headers_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    rows = row(2, {"A": ' t="s"><v>0</v>'}) + row(3, {"A": "><v>5</v>"}) + row(4, {"B": ' t="b"><v>1</v>'})
    found = read(path, rows, after=2)
    assert content(found) == (
        {0: ("double", [5.0, None]), 1: ("bool", [None, True])},
        [3, 4],
        [],
        frozenset(),
    )


def test_an_error_that_fastexcel_does_not_know_is_told_as_it_stands(tmp_path: Path) -> None:
    rows = row(1, {"A": ' t="e"><v>#ERROR!</v>'}) + row(2, {"A": "><v>5</v>"})
    found = read(tmp_path / "book.xlsx", rows)
    assert found is not None
    assert [(e.row, e.column, e.text) for e in found.errors] == [(1, 0, "#ERROR!")]


@pytest.mark.parametrize(
    "rows",
    [
        row(1, {"A": ' t="str"><f>A1</f><v>5</v>'}),
        row(1, {"A": ' t="inlineStr"><is><t>Anna</t></is>'}),
        row(1, {"A": ' t="d"><v>2024-05-06</v>'}),
        row(1, {"A": ' s="2"><v>0.5</v>'}),
        row(1, {"A": ' s="1"><v>59</v>'}),
        row(1, {"A": '><v xml:space="preserve">5</v>'}),
        row(1, {"A": "><v></v>"}),
        row(1, {"A": "><v>five</v>"}),
        row(1, {"A": ' t="s"><v>999</v>'}),
        row(1, {"A": ' t="s"><v>-1</v>'}),
        row(1, {"A": ' cm="1"><v>5</v>'}),
        row(1, {"A": ' s="1"                   t="n"><v>5</v>'}),
        row(1, {"AAA": "><v>5</v>"}),
        row(1, {"B": "><v>5</v>", "A": "><v>5</v>"}),
        row(2, {"A": "><v>5</v>"}) + row(1, {"A": "><v>5</v>"}),
        row(1, {"A": "><v>5</v>"}).replace('r="A1"', 'r="A11"'),
        row(1, {"A": "><v>5</v>"}).replace("><v>", ">\n<v>"),
        row(1, {"A": "><v>5</v>"}).replace(' r="A1"', ""),
        row(1, {"A": "><v>5</v>"}).replace('<row r="1"', '<row ht="9" r="1"'),
        row(1, {"A": "><v>5</v>"}) + "<!-- <c -->",
        row(1, {"A": "><v>5"}),
        row(1, {"A": "><v>5</v>"}) + row(2, {"A": f' t="s"><v>{9}</v>'}),
    ],
    ids=[
        *(
            "formula",
            "own text",
            "iso",
            "duration",
            "before March 1900",
            "attributed",
            "no value",
            "no number",
        ),
        *("no such text", "negative", "metadata", "many attributes", "far column", "columns", "rows"),
        *("place", "spaced", "no place", "row attributes", "comment", "torn", "a word for nothing"),
    ],
)
def test_what_is_not_plain_is_left_to_fastexcel(tmp_path: Path, rows: str) -> None:
    assert read(tmp_path / "book.xlsx", rows) is None
