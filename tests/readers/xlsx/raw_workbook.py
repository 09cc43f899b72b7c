"""Workbooks written as raw XML, with every kind of cell that programs write."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd
import pytest

from addin.readers.xlsx.grid import XlsxGrid

HEAD = 3
ROWS = 240
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET_PART = "xl/worksheets/sheet1.xml"
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
LATER_ERRORS = ["#GETTING_DATA", "#SPILL!", "#ERROR!", "#BLOCKED!"]
"""Error values that came after the first edition of the file format."""
NOTHING = ["NA", "#N/A", "null", "1.#IND", "None"]
HEADS = ["ID", "Created", "Status", "Amount", "Source", "Manager"]
STATUSES = ["New", "Proposal", "Won", "Lost"]
_STRINGS = TEXTS + NOTHING + HEADS + STATUSES

Cell = str
Maker = Callable[[np.random.Generator], Cell]


def number(rng: np.random.Generator) -> Cell:
    return f"><v>{rng.choice([rng.integers(0, 9), rng.normal(), 1e15, 2.5])}</v>"


def shared(texts: Sequence[str]) -> Maker:
    """Makes a cell of one of these texts, which all are among the shared strings."""
    return lambda rng: f' t="s"><v>{_STRINGS.index(str(rng.choice(texts)))}</v>'


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
    "later error": lambda rng: f' t="e"><v>{rng.choice(LATER_ERRORS)}</v>',
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
    strings = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in _STRINGS)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in _PARTS.items():
            package.writestr(name, text)
        package.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{strings}</sst>')
        package.writestr(SHEET_PART, sheet)
    return XlsxGrid(path, "S")


def rows_with(cell: Cell, at: int, rows: int = ROWS) -> str:
    """A column of numbers with one other cell."""
    cells = [cell if i == at else f"><v>{i}</v>" for i in range(rows)]
    return "".join(f'<row r="{i}"><c r="B{i}"{cell}</c></row>' for i, cell in enumerate(cells, HEAD + 1))


def body(grid: XlsxGrid, after: int = HEAD) -> object:
    """All there is in a grid below a row, to be compared."""
    found = grid.body(after)
    columns = [(str(c.dtype), [None if pd.isna(v) else (type(v), v) for v in c]) for c in found.columns]
    return columns, found.rows.tolist(), found.errors


@contextmanager
def fast_way_off() -> Iterator[None]:
    """Sheets are read whole meanwhile, however large."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("addin.readers.xlsx.fast.load_fast", lambda *_: None)
        yield


def whole(grid: XlsxGrid, after: int = HEAD) -> object:
    """What :func:`body` gives of a grid read whole."""
    with fast_way_off():
        return body(grid, after)
