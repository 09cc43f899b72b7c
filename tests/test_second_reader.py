"""Gnumeric, a reader of another making, finds in our workbooks the texts and figures that we wrote."""

from __future__ import annotations

import csv
import io
import subprocess
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from addin.cli.app import main
from addin.hosts.excel.build import build
from addin.report.layout import BLOCKS
from addin.words import Lang
from addin.xlsx.fill import fill
from tests.cli.sample import HEADER, ROWS
from tests.office import require_program
from tests.xlsx import rich_template
from tests.xlsx.filled import filled
from tests.xlsx.samples import Sample, frame

Make = Callable[[Path], Path]


def _report(lang: Lang, rows: int) -> Make:
    return lambda folder: filled(folder, {block.name: frame(block.name, rows) for block in BLOCKS}, lang)


def _rich(folder: Path) -> Path:
    out = folder / "out.xlsm"
    blocks = {"presale": frame("presale", 30), "cohorts": frame("cohorts", 3)}
    fill(rich_template.build(folder / "template.xlsm"), Sample(blocks), out)
    return out


def _proposal(folder: Path) -> Path:
    (folder / "deals.csv").write_text("\n".join([HEADER, *ROWS]), encoding="utf-8")
    out = folder / "proposal.xlsx"
    main(["check", str(folder / "deals.csv"), "--propose", str(out), "--lang", "en"])
    return out


def _excel(lang: Lang) -> Make:
    return lambda folder: build(folder, lang)[0]


MADE: dict[str, Make] = {
    **{f"report {lang} {rows}": _report(lang, rows) for lang in ("ru", "en") for rows in (0, 1, 40)},
    "rich template": _rich,
    "proposal": _proposal,
    "Excel workbook ru": _excel("ru"),
    "Excel workbook en": _excel("en"),
}


def read_by_gnumeric(path: Path, folder: Path) -> list[list[list[str]]]:
    """Its sheets as rows of texts; figures are written in full, dates as the numbers that stand for them."""
    program = require_program("ssconvert", "Gnumeric is not installed: apt-get install gnumeric")
    form = ["--export-type=Gnumeric_stf:stf_assistant", "-O", "separator=, format=raw quoting-mode=always"]
    subprocess.run(
        [program, "-S", *form, str(path), str(folder / "sheet-%n.csv")],
        check=True,
        capture_output=True,
        timeout=60,
        env={"HOME": str(folder), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )
    found = sorted(folder.glob("sheet-*.csv"), key=lambda each: int(each.stem.partition("-")[2]))
    return [list(csv.reader(io.StringIO(each.read_bytes().decode(), newline=""))) for each in found]


def _skipped(cells: list[Any], rows: list[list[str]]) -> tuple[int, int]:
    """How many empty rows and columns Gnumeric leaves out before the first that holds something."""
    theirs = [(i, j) for i, row in enumerate(rows) for j, text in enumerate(row) if text]
    if not cells or not theirs:
        return 0, 0
    down = min(cell.row for cell in cells) - 1 - min(i for i, _ in theirs)
    return down, min(cell.column for cell in cells) - 1 - min(j for _, j in theirs)


def _is_in_array(page: Worksheet, place: str) -> bool:
    """Whether the formula of another cell gives this one its value."""
    return any(
        CellRange(place).issubset(CellRange(each)) for each in page.array_formulae.values() if ":" in each
    )


def _same(ours: Any, theirs: str) -> bool:
    if isinstance(ours, bool):
        return theirs == str(ours).upper()
    if isinstance(ours, str):
        return theirs.replace("\r\n", "\n") == ours.replace("\r\n", "\n")
    number = ours if isinstance(ours, (int, float)) else to_excel(ours)
    return bool(abs(float(theirs) - number) <= 1e-9 * max(1.0, abs(number)))


@pytest.mark.parametrize("name", MADE)
def test_gnumeric_reads_what_we_wrote(name: str, tmp_path: Path) -> None:
    path = MADE[name](tmp_path)
    read = read_by_gnumeric(path, tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # extensions that openpyxl does not know
        book = openpyxl.load_workbook(path, keep_vba=True)
    pages = {page.title: page for page in book.worksheets}
    checked = 0
    for title, rows in zip(book.sheetnames, read, strict=True):
        page = pages.get(title)
        if page is None:  # a sheet that is a chart
            continue
        cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
        down, right = _skipped(cells, rows)
        for cell in cells:
            if cell.data_type in ("f", "e") or _is_in_array(page, cell.coordinate):
                continue
            found = rows[cell.row - 1 - down][cell.column - 1 - right]
            assert _same(cell.value, found), (page.title, cell.coordinate, cell.value, found)
            checked += 1
    assert checked > 5
