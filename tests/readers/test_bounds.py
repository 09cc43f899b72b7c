"""Bounds on what a file declares: refused by size, ratio and cells before anything is made room for."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from addin.errors import InputError
from addin.readers import bounds
from addin.readers.bounds import VARIABLE
from addin.readers.kinds import FileKind, detect_kind
from addin.readers.ods import OdsGrid
from addin.readers.xlsx.grid import XlsxGrid

ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="Deals"><table:table-row table:number-rows-repeated="{rows}">'
    '<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}">'
    "<text:p>x</text:p></table:table-cell></table:table-row></table:table>"
    "</office:spreadsheet></office:body></office:document-content>"
)


def ods(path: Path, rows: int, columns: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", ODS.format(rows=rows, columns=columns))
    return path


def xlsx(path: Path, cells: dict[tuple[int, int], str]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Deals")
        for (row, column), value in cells.items():
            sheet.write_string(row, column, value)
    return path


@pytest.fixture(autouse=True)
def low_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """A megabyte: 25,000 cells."""
    monkeypatch.setenv(VARIABLE, "1")


def refusal(read: Callable[..., object], *args: object) -> str:
    with pytest.raises(InputError) as caught:
        read(*args)
    return caught.value.key


def test_an_ods_may_not_repeat_more_cells_than_the_bound(tmp_path: Path) -> None:
    grid = OdsGrid(ods(tmp_path / "a.ods", 3000, 9), "Deals")
    assert refusal(grid.body, 0) == "sheet_too_big"
    assert len(OdsGrid(ods(tmp_path / "b.ods", 2000, 9), "Deals").body(0).rows) == 2000


def test_a_stray_cell_far_away_is_no_room_for_all_between(tmp_path: Path) -> None:
    grid = XlsxGrid(xlsx(tmp_path / "a.xlsx", {(0, 0): "ID", (999, 30): "stray"}), "Deals")
    assert refusal(grid.body, 0) == "sheet_too_big"
    near = XlsxGrid(xlsx(tmp_path / "b.xlsx", {(0, 0): "ID", (99, 30): "near"}), "Deals")
    assert len(near.body(0).rows) == 2


def test_a_file_larger_than_the_bound_is_refused_and_the_variable_raises_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = tmp_path / "a.csv"
    text.write_bytes(b"ID;Status\n" * 200_000)
    assert refusal(detect_kind, text) == "file_too_big"
    monkeypatch.setenv(VARIABLE, "2")
    assert detect_kind(text) is FileKind.TEXT
    monkeypatch.setenv(VARIABLE, "no number")
    assert detect_kind(text) is FileKind.TEXT


def test_a_package_that_unpacks_to_more_than_the_bound_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b" " * 1_500_000)
    assert refusal(detect_kind, path) == "file_too_big"
    monkeypatch.setenv(VARIABLE, "100")
    assert detect_kind(path) is FileKind.XLSX
    monkeypatch.setattr(bounds, "_RATIO_FROM", 1_000_000)
    assert refusal(detect_kind, path) == "file_swells"
    monkeypatch.setenv(VARIABLE, str(bounds.MOST_MEGABYTES + 1))
    assert detect_kind(path) is FileKind.XLSX
