"""Plain rows, read with NumPy, are what fastexcel reads; anything else is left to it."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from addin.readers.xlsx.fast import parts, unzip
from addin.readers.xlsx.fast.meanings import Book, Kind, Meanings
from addin.readers.xlsx.fast.plain import read_plain
from addin.readers.xlsx.fast.tags import OddError, small_numbers_at
from addin.readers.xlsx.fast.unzip import unzipped
from addin.readers.xlsx.load import Cells, load
from tests.readers.xlsx.fast.test_parts import _SHEET, KINDS, TEXTS, Cell, book

PLAIN = ("number", "whole", "date", "bool", "text", "nothing", "error", "blank")
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
LETTERS = ("A", "B", "Z", "AA", "AZ", "ZZ")


def meanings(path: Path) -> Meanings:
    with zipfile.ZipFile(path) as package:
        others = {name: package.read(name) for name in package.namelist() if name != _SHEET}
    return Meanings(Book("S", _SHEET, others))


def read(path: Path, rows: str, types: Mapping[int, str] | None = None, after: int = 0) -> Cells | None:
    book(path, rows)
    return read_plain(rows.encode(), after, meanings(path), types or {})


def told(cells: Cells | None) -> object:
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


def row(number: int, cells: Mapping[str, Cell]) -> str:
    inside = "".join(f'<c r="{letter}{number}"{cell}</c>' for letter, cell in cells.items() if cell)
    return f'<row r="{number}" spans="1:9">{inside}</row>'


def random_rows(rng: np.random.Generator, first: int = 1) -> str:
    """Rows of columns of mostly one kind each, with others among them, gaps, and row numbers that grow."""
    mixed = rng.random() < 0.5
    mains = {letter: str(rng.choice(PLAIN)) for letter in LETTERS}
    number, rows = first, []
    for _ in range(60):
        cells = {
            letter: KINDS[str(rng.choice(PLAIN)) if mixed and rng.random() < 0.1 else main](rng)
            for letter, main in mains.items()
            if rng.random() < 0.9
        }
        rows.append(row(number, cells))
        number += int(rng.choice([1, 1, 3]))
    return "".join(rows)


def test_random_plain_rows_are_what_fastexcel_reads(tmp_path: Path) -> None:
    path, read_here = tmp_path / "book.xlsx", 0
    for seed in range(60):
        first = [1, 7, 95, 99_990][seed % 4]  # with as many digits all along, and with one more on the way
        rows = random_rows(np.random.default_rng(seed), first)
        types = {} if seed % 3 else {0: "string", 3: "string"}
        ours = read(path, rows, types)
        if ours is not None:
            read_here += 1
            assert told(ours) == told(load(path, "S", first - 1, types, before=first == 1)), seed
    assert read_here > 20  # the others are columns whose type only fastexcel knows


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_is_written_among_text_as_fastexcel_writes_it(tmp_path: Path, number: str) -> None:
    path = tmp_path / "book.xlsx"
    rows = row(1, {"A": ' t="s"><v>0</v>'}) + row(2, {"A": f"><v>{number}</v>"})
    assert told(read(path, rows)) == told(load(path, "S", 0, {})) != None  # noqa: E711


def test_dates_are_rounded_to_the_millisecond_as_by_fastexcel(tmp_path: Path) -> None:
    path, rng = tmp_path / "book.xlsx", np.random.default_rng(1)
    days = np.concatenate(
        [61 + rng.random(2000) * 80_000, 45_000 + rng.integers(0, 200_000, 999) / 172_800_000]
    )
    rows = "".join(row(i, {"A": f' s="1"><v>{float(day)!r}</v>'}) for i, day in enumerate(days, 1))
    assert told(read(path, rows)) == told(load(path, "S", 0, {})) != None  # noqa: E711


def test_rows_up_to_the_headers_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    rows = row(2, {"A": ' t="s"><v>0</v>'}) + row(3, {"A": "><v>5</v>"}) + row(4, {"B": ' t="b"><v>1</v>'})
    found = read(path, rows, after=2)
    assert told(found) == ({0: ("double", [5.0, None]), 1: ("bool", [None, True])}, [3, 4], [], frozenset())


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


def test_styles_are_what_fastexcel_says(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book(path, "")
    found = meanings(path)
    asked = [b"", b' s="0"', b' s="1"', b' s="2"', b' s="1" t="n"', b' t="s" s="1"', b' t="b"', b' t="x"']
    kinds = [found.kind(each) for each in asked]
    number, date, odd = Kind.NUMBER, Kind.DATE, Kind.ODD
    assert kinds == [number, number, date, odd, date, Kind.TEXT, Kind.BOOL, odd]


def test_in_the_1904_system_dates_are_left_to_fastexcel(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book(path, "")
    asked = meanings(path).book
    name = "xl/workbook.xml"
    old = asked.others[name].decode()
    with_1904 = old.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    assert Meanings(Book("S", _SHEET, {**asked.others, name: with_1904.encode()})).kind(b' s="1"') == Kind.ODD


def test_a_plain_sheet_costs_fastexcel_nothing_but_its_meanings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    plain_load = Book.load

    def counted(self: Book, xml: object, after: int, types: Mapping[int, str], before: bool) -> Cells | None:
        asked.append(after)
        return plain_load(self, xml, after, types, before)

    monkeypatch.setattr(Book, "load", counted)
    monkeypatch.setattr(parts, "PART", 3000)
    monkeypatch.setattr(parts, "_AGAIN", 0)
    monkeypatch.setattr(unzip, "_PIECE", 50)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    cells = {"A": ' s="1"><v>45000</v>', "B": ' t="s"><v>1</v>', "C": "><v>2.5</v>"}
    grid = book(tmp_path / "book.xlsx", "".join(row(i, cells) for i in range(1, 400)))
    assert len(grid.body(0).rows) == 399
    assert set(asked) == {0}
    assert len(asked) <= 3  # the texts, and the style perhaps by both


def test_small_numbers_are_read_at_once() -> None:
    numbers = [0, 7, 10, 99, 12_345_678, 99_999_999, 1_000_000]
    xml = b"<" * 8 + b"<".join(b"%d" % number for number in numbers)
    ends = np.cumsum([len(str(number)) + 1 for number in numbers]) + 7
    starts = ends - [len(str(number)) for number in numbers]
    assert small_numbers_at(xml, starts, ends).tolist() == numbers


@pytest.mark.parametrize("text", [b"1a", b"/1", b":1", b"-1", b" 1", b"\xff1", b"", b"123456789"])
def test_other_text_is_no_small_number(text: bytes) -> None:
    xml = b"<" * 8 + text
    with pytest.raises(OddError):
        small_numbers_at(xml, np.array([8]), np.array([len(xml)]))


def test_a_file_is_unzipped_whole(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book(path, random_rows(np.random.default_rng(3)))
    with zipfile.ZipFile(path) as package:
        for info in package.infolist():
            assert b"".join(unzipped(path, info)) == package.read(info)


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_a_damaged_file_is_never_taken_for_whole(tmp_path: Path, place: float) -> None:
    path = tmp_path / "book.xlsx"
    book(path, random_rows(np.random.default_rng(3)))
    with zipfile.ZipFile(path) as package:
        info = package.getinfo(_SHEET)
    damaged = bytearray(path.read_bytes())
    damaged[info.header_offset + 60 + int(place * (info.compress_size - 60))] ^= 0x55
    path.write_bytes(damaged)
    with pytest.raises(zipfile.BadZipFile):
        list(unzipped(path, info))


def test_a_packing_that_spreadsheets_do_not_use_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "stored.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a", "text")
        info = package.getinfo("a")
    with pytest.raises(NotImplementedError):
        list(unzipped(path, info))


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
