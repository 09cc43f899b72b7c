"""A deals sheet as large as they come: one .xlsx of 12 columns of mixed types, as CRMs export them."""

from __future__ import annotations

import argparse
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.departments import big_frames

SEED = 1
HEADERS = {
    "id": "Deal ID",
    "created": "Create Date",
    "status": "Deal Stage",
    "manager": "Deal owner",
    "source": "Lead Source",
    "amount": "Amount",
    "status_changed": "Stage changed",
    "closed": "Close Date",
    "first_touch": "First contact",
    "next_contact": "Next contact",
    "lost_from": "Lost at stage",
    "lost_reason": "Lost reason",
}
_REASONS = ("Price", "No answer", "Chose a competitor", "Postponed", "Not our customer")
_CHUNK = 20_000
_TYPED_DATES = {"created": 0.002, "status_changed": 0, "closed": 0, "first_touch": 0, "next_contact": 0.002}
"""The columns of dates and the share of cells that are text: deals brought in by hand, contacts typed in."""
_EPOCH = np.datetime64("1899-12-30", "us")

Cells = npt.NDArray[np.object_]
"""Cells of one column, each the inside of its ``<c>``: attributes, ``>`` and content; "" for an empty one."""


def write_sheet(path: Path, rows: int) -> None:
    """Write a workbook with one sheet ``Deals``: a row of headings and ``rows`` deals.

    Most ids are numbers and one in a hundred is text; dates are real, but in two columns of them one cell in
    500 is text; amounts are numbers, text with a sign of the currency, errors and blanks; names come in
    variants; some ids come twice. The same for the same number of rows.
    """
    columns = _columns(rows)
    strings = _Strings()
    cells = [[strings.cell(HEADERS[name]), *columns[name](strings)] for name in HEADERS]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, text in _PARTS.items():
            package.writestr(name, text)
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for piece in _sheet(cells, rows + 1):
                part.write(piece.encode())
        package.writestr("xl/sharedStrings.xml", strings.part())


class _Strings:
    """The shared strings of a workbook, numbered as they are met."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}

    def cell(self, text: str) -> str:
        """The cell of one text."""
        return f' t="s"><v>{self._number.setdefault(text, len(self._number))}</v>' if text else ""

    def cells(self, texts: pd.Series) -> Cells:
        """The cells of many texts."""
        codes, names = pd.factorize(np.asarray(texts, dtype=object))
        return np.array([self.cell(str(name)) for name in names], dtype=object)[codes]

    def part(self) -> str:
        """The part of the package that lists them."""
        items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in self._number)
        return f'{_XML}<sst xmlns="{_MAIN}" uniqueCount="{len(self._number)}">{items}</sst>'


def _columns(rows: int) -> dict[str, Callable[[_Strings], Cells]]:
    """Our name of each column → its cells, given where their texts are kept."""
    deals = big_frames(rows, SEED).deals
    rng = np.random.default_rng(SEED)

    def some(share: float) -> npt.NDArray[np.int64]:
        return np.flatnonzero(rng.random(rows) < share)

    lost = deals["lost_from"] != ""
    reasons = np.array(_REASONS, dtype=object)[rng.integers(0, len(_REASONS), rows)]
    texts = {
        "status": _altered(deals["status"], some(0.001), str.upper),
        "manager": _altered(
            _altered(deals["manager"], some(0.005), lambda s: f"{s} "), some(0.01), lambda _: ""
        ),
        "source": _altered(_altered(deals["source"], some(0.005), str.lower), some(0.03), lambda _: ""),
        "lost_from": deals["lost_from"],
        "lost_reason": pd.Series(np.where(lost, reasons, ""), dtype="str"),
    }
    made: dict[str, Callable[[_Strings], Cells]] = {
        name: partial(_text_cells, values) for name, values in texts.items()
    }
    made |= {name: partial(_date_cells, deals[name], some(share)) for name, share in _TYPED_DATES.items()}
    made["id"] = partial(_id_cells, rows, some(0.0001), some(0.01))
    made["amount"] = partial(_amount_cells, deals["amount"], some(0.02), some(0.05), some(0.0005))
    return made


def _text_cells(texts: pd.Series, strings: _Strings) -> Cells:
    return strings.cells(texts)


def _altered(texts: pd.Series, at: npt.NDArray[np.int64], change: Callable[[str], str]) -> pd.Series:
    values = texts.to_numpy(dtype=object, copy=True)
    values[at] = [change(text) for text in values[at]]
    return pd.Series(values, dtype="str")


def _id_cells(
    rows: int, twice: npt.NDArray[np.int64], named: npt.NDArray[np.int64], strings: _Strings
) -> Cells:
    numbers = np.arange(10_000_000, 10_000_000 + rows)
    numbers[twice] = numbers[np.maximum(twice - 1, 0)]
    cells = np.array([f"><v>{number}</v>" for number in numbers], dtype=object)
    cells[named] = [strings.cell(f"A-{number}") for number in numbers[named]]
    return cells


def _date_cells(dates: pd.Series, typed: npt.NDArray[np.int64], strings: _Strings) -> Cells:
    times = dates.to_numpy(dtype="datetime64[us]")
    known = ~np.isnat(times)
    serials = (times - _EPOCH) / np.timedelta64(1, "D")
    cells = np.array([f' s="1"><v>{serial:.9f}</v>' for serial in serials], dtype=object)
    texts = dates.iloc[typed].dt.strftime("%d.%m.%Y %H:%M")
    cells[typed] = [strings.cell(str(text)) for text in texts]
    cells[~known] = ""
    return cells


def _amount_cells(
    amounts: pd.Series,
    typed: npt.NDArray[np.int64],
    blank: npt.NDArray[np.int64],
    broken: npt.NDArray[np.int64],
    strings: _Strings,
) -> Cells:
    values = amounts.to_numpy()
    cells = np.array([f"><v>{value:.0f}</v>" for value in values], dtype=object)
    cells[typed] = [strings.cell(f"{value:,.0f} ₽".replace(",", " ")) for value in values[typed]]
    cells[blank] = ""
    cells[broken] = ' t="e"><v>#N/A</v>'
    return cells


def _sheet(columns: Sequence[Sequence[str]], rows: int) -> Iterator[str]:
    """The sheet's XML in pieces."""
    letters = "ABCDEFGHIJKL"
    yield f'{_XML}<worksheet xmlns="{_MAIN}"><dimension ref="A1:{letters[-1]}{rows}"/><sheetData>'
    for start in range(0, rows, _CHUNK):
        chunk = zip(*(column[start : start + _CHUNK] for column in columns), strict=True)
        yield "".join(_row(number, letters, cells) for number, cells in enumerate(chunk, start + 1))
    yield "</sheetData></worksheet>"


def _row(number: int, letters: str, cells: Sequence[str]) -> str:
    filled = [
        f'<c r="{letter}{number}"{cell}</c>' for letter, cell in zip(letters, cells, strict=True) if cell
    ]
    return f'<row r="{number}">{"".join(filled)}</row>'


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = {
    "/xl/workbook.xml": "sheet.main",
    "/xl/worksheets/sheet1.xml": "worksheet",
    "/xl/styles.xml": "styles",
    "/xl/sharedStrings.xml": "sharedStrings",
}
_PARTS = {
    "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + "".join(
        f'<Override PartName="{part}" ContentType="{_KIND}.{kind}+xml"/>' for part, kind in _TYPES.items()
    )
    + "</Types>",
    "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="Deals" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/styles.xml": f'{_XML}<styleSheet xmlns="{_MAIN}">'
    "<fonts><font/></fonts><fills><fill/></fills><borders><border/></borders>"
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>',
}


def main() -> None:
    """Write the sheet to the file named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    args = parser.parse_args()
    write_sheet(args.path, args.rows)


if __name__ == "__main__":
    main()
