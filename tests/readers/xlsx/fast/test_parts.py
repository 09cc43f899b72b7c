"""A large sheet read in parts is what it is read as a whole."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd
import pytest

from addin.readers.xlsx.fast import parts as fast_parts
from addin.readers.xlsx.fast import unzip
from addin.readers.xlsx.fast.cut import Part
from addin.readers.xlsx.grid import XlsxGrid
from addin.readers.xlsx.load import Cells

HEAD = 3
ROWS = 240
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = "xl/worksheets/sheet1.xml"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_PARTS = {
    "_rels/.rels": f'<Relationships xmlns="{_LINKS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_LINKS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="22"/>'
    '<xf numFmtId="46"/></cellXfs></styleSheet>',
}
TEXTS = ["Anna", "Пётр", " Anna ", "x" * 200, "", "  ", "<row r=", "&!", "2024-05-06"]
NOTHING = ["NA", "#N/A", "null", "1.#IND", "None"]

Cell = str
Maker = Callable[[np.random.Generator], Cell]


def number(rng: np.random.Generator) -> Cell:
    return f"><v>{rng.choice([rng.integers(0, 9), rng.normal(), 1e15, 2.5])}</v>"


def shared(texts: Sequence[str]) -> Maker:
    known = TEXTS + NOTHING
    return lambda rng: f' t="s"><v>{known.index(str(rng.choice(texts)))}</v>'


def error(rng: np.random.Generator) -> Cell:
    return f' t="e"><v>{rng.choice(["#N/A", "#REF!", "#DIV/0!", "#NAME?"])}</v>'


KINDS: dict[str, Maker] = {
    "number": number,
    "whole": lambda rng: f"><v>{rng.integers(0, 1000)}</v>",
    "date": lambda rng: f' s="1"><v>{45000 + rng.random() * 100:.9f}</v>',
    "duration": lambda rng: f' s="2"><v>{rng.random() * 3:.6f}</v>',
    "iso": lambda rng: f' t="d"><v>2024-05-{rng.integers(10, 30)}T10:00:00</v>',
    "bool": lambda rng: f' t="b"><v>{rng.integers(0, 2)}</v>',
    "text": shared(TEXTS),
    "nothing": shared(NOTHING),
    "own text": lambda rng: f' t="inlineStr"><is><t>{escape(str(rng.choice(TEXTS)))}</t></is>',
    "formula": lambda rng: f' t="str"><f>A1</f><v>{escape(str(rng.choice(TEXTS)))}</v>',
    "error": error,
    "blank": lambda _: ' s="1">',
}


def column(rng: np.random.Generator) -> list[Cell]:
    """Cells of mostly one kind; of others there are none, one, a few in one place, or some everywhere."""
    names = list(KINDS)
    cells = [KINDS[main := str(rng.choice(names))](rng) for _ in range(ROWS)]
    for at in np.flatnonzero(rng.random(ROWS) < rng.choice([0, 0.3, 1])):
        cells[at] = ""
    start = int(rng.integers(0, ROWS))
    places = [[], [start], range(start, min(start + 9, ROWS)), np.flatnonzero(rng.random(ROWS) < 0.1)]
    other = str(rng.choice([name for name in names if name != main]))
    for at in places[int(rng.integers(0, len(places)))]:
        cells[at] = KINDS[other](rng)
    return cells


def rows_of(rng: np.random.Generator, numbered: bool = True) -> str:
    """Rows of XML: headers, gaps between rows, cells that need not tell their place."""
    columns = [column(rng) for _ in range(6)]
    first = int(rng.integers(0, 3))
    spans = str(rng.choice(["", 'spans="1:9" ']))
    row, rows = HEAD, [f'<row r="2"><c r="{"ABC"[first]}2" t="s"><v>0</v></c></row>', f'<row r="{HEAD}"/>']
    for cells in zip(*columns, strict=True):
        row += int(rng.choice([1, 1, 1, 1, 2, 30]))
        letters = "ABCDEFGHI"[first:]
        tell = numbered or rng.random() < 0.5
        inside = "".join(
            f"<c{f' r={chr(34)}{letter}{row}{chr(34)}' if tell else ''}{cell}</c>"
            for letter, cell in zip(letters, cells, strict=False)
            if cell
        )
        rows.append(f'<row {spans}r="{row}">{inside}</row>')
    return "".join(rows)


def book(path: Path, rows: str, edit: Mapping[str, str] | None = None) -> XlsxGrid:
    """A workbook of these rows, with some text of its sheet exchanged."""
    sheet = (
        f'<worksheet xmlns="{_MAIN}"><dimension ref="A1:Z9"/><sheetData>{rows}</sheetData>'
        '<mergeCells count="1"><mergeCell ref="A2:B2"/></mergeCells></worksheet>'
    )
    for old, new in (edit or {}).items():
        assert old in sheet
        sheet = sheet.replace(old, new)
    strings = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in TEXTS + NOTHING)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in _PARTS.items():
            package.writestr(name, text)
        package.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{strings}</sst>')
        package.writestr(_SHEET, sheet)
    return XlsxGrid(path, "S")


def body(grid: XlsxGrid) -> object:
    found = grid.body(HEAD)
    columns = [(str(c.dtype), [None if pd.isna(v) else (type(v), v) for v in c]) for c in found.columns]
    return columns, found.rows.tolist(), found.errors


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Cut into parts of a few rows from here on; of every sheet that was, the list tells how many."""
    made: list[int] = []
    joined = fast_parts._joined

    def counted(found: Sequence[Cells], types: Mapping[int, str]) -> Cells:
        made.append(len(found))
        return joined(found, types)

    monkeypatch.setattr(fast_parts, "PART", 3000)
    monkeypatch.setattr(fast_parts, "_AGAIN", 0)
    monkeypatch.setattr(unzip, "_PIECE", 50)
    monkeypatch.setattr(fast_parts, "_joined", counted)
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    return made


def whole(grid: XlsxGrid, monkeypatch: pytest.MonkeyPatch) -> object:
    with monkeypatch.context() as patch:
        patch.setattr(fast_parts, "PART", 1 << 40)
        return body(grid)


@pytest.mark.parametrize("seed", range(30))
def test_parts_give_what_the_whole_gives(
    tmp_path: Path, seed: int, parts: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(seed)
    grid = book(tmp_path / "book.xlsx", rows_of(rng, numbered=bool(seed % 3)))
    assert body(grid) == whole(grid, monkeypatch)
    assert parts
    assert parts[0] > 2


def rows_with(cell: Cell, at: int, rows: int = ROWS) -> str:
    """A column of numbers with one other cell."""
    cells = [cell if i == at else f"><v>{i}</v>" for i in range(rows)]
    return "".join(f'<row r="{i}"><c r="B{i}"{cell}</c></row>' for i, cell in enumerate(cells, HEAD + 1))


@pytest.mark.parametrize("at", [0, ROWS // 2, ROWS - 1])
@pytest.mark.parametrize("kind", list(KINDS))
def test_one_cell_decides_for_the_column_in_whichever_part_it_stands(
    tmp_path: Path, kind: str, at: int, parts: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = KINDS[kind](np.random.default_rng(0))
    grid = book(tmp_path / "book.xlsx", rows_with(cell, at))
    assert body(grid) == whole(grid, monkeypatch)
    assert parts


def test_text_in_the_last_part_makes_text_of_the_first(tmp_path: Path, parts: list[int]) -> None:
    grid = book(tmp_path / "book.xlsx", rows_with(' t="str"><v>about ten</v>', ROWS - 1))
    cells = grid.body(HEAD).columns[1]
    assert cells.iloc[[0, 1, -1]].tolist() == ["0", "1", "about ten"]
    assert parts[0] > 2


def test_dates_above_a_late_text_are_written_out_without_reading_them_again(
    tmp_path: Path, parts: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    cells = fast_parts._Reading.cells

    def counted(reading: fast_parts._Reading, part: Part) -> Cells:
        read.append(part.number)
        return cells(reading, part)

    monkeypatch.setattr(fast_parts._Reading, "cells", counted)
    days = [45000, 45000.5, 45000.123456789, *range(45100, 45100 + ROWS)]
    dates = [f' s="1"><v>{day}</v>' for day in days]
    rows = "".join(
        f'<row r="{row}"><c r="B{row}"{cell}</c></row>'
        for row, cell in enumerate([*dates, ' t="str"><v>tomorrow</v>'], HEAD + 1)
    )
    grid = book(tmp_path / "book.xlsx", rows)
    found = body(grid)
    assert len(read) == len(set(read)) == parts[0]
    assert found == whole(grid, monkeypatch)


def test_a_part_without_cells_is_rows_without_values(
    tmp_path: Path, parts: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = "".join(f'<row r="{number}" ht="15"/>' for number in range(5000, 6000))
    last = '<row r="6000"><c r="A6000"><v>1</v></c></row>'
    grid = book(tmp_path / "book.xlsx", rows_with("><v>5</v>", 5) + empty + last)
    assert body(grid) == whole(grid, monkeypatch)
    assert parts
    assert grid.body(HEAD).rows[-2:].tolist() == [HEAD + ROWS, 6000]


@pytest.mark.usefixtures("parts")
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
def test_a_sheet_written_another_way_is_read_all_the_same(
    tmp_path: Path, edit: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = book(tmp_path / "book.xlsx", rows_with(' t="b"><v>1</v>', 3), edit)
    assert body(grid) == whole(grid, monkeypatch)
    assert len(grid.body(HEAD).rows) >= ROWS


def test_many_texts_make_larger_parts(
    tmp_path: Path, parts: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = book(tmp_path / "book.xlsx", rows_with("><v>1</v>", 1, 4 * ROWS))
    for again in (0, 2, 99):  # the third time it is read as a whole
        monkeypatch.setattr(fast_parts, "_AGAIN", again)
        grid.body(HEAD)
    assert len(parts) == 2
    assert parts[0] > parts[1]
