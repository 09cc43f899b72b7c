"""What a small file may stand for is bounded by its size, however it says so, before room is made for it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from addin.errors import InputError
from addin.readers import bounds
from addin.readers.bounds import VARIABLE
from addin.readers.html import HtmlGrid
from addin.readers.kinds import detect_kind
from addin.readers.ods import OdsGrid
from addin.readers.text import TextGrid
from addin.readers.xlsx.fast import load_fast, parallel
from addin.readers.xlsx.grid import XlsxGrid
from tests.readers.test_bounds import ods, refusal, xlsx

Change = Callable[[bytes], bytes]
FAR = {(0, 0): "ID", (0, 1): "Status", (1, 0): "1", (2000, 40): "x"}


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of a few kilobytes may stand for what their size allows."""
    monkeypatch.setattr(bounds, "_FEW_CELLS", 1000)
    monkeypatch.setattr(bounds, "CELLS_PER_BYTE", 1)


def rewritten(path: Path, change: Change, part: str = "xl/worksheets/sheet1.xml") -> Path:
    out = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out


def spaced(xml: bytes) -> bytes:
    return re.sub(rb'r="(\w+)"', rb"r = '\1'", xml)


def prefixed(xml: bytes) -> bytes:
    names = rb"<(/?)(worksheet|dimension|sheetViews|sheetView|sheetFormatPr|sheetData|row|c|v|pageMargins)\b"
    return re.sub(names, rb"<\1x:\2", xml).replace(
        b'xmlns="http://schemas.open', b'xmlns:x="http://schemas.open'
    )


def last_row_first(xml: bytes) -> bytes:
    rows = re.findall(rb"<row .*?</row>", xml, re.DOTALL)
    return xml.replace(b"".join(rows), rows[-1] + b"".join(rows[:-1]))


@pytest.mark.parametrize("change", [bytes, spaced, prefixed, last_row_first])
def test_a_cell_far_away_is_found_however_it_is_written(tmp_path: Path, change: Change) -> None:
    path = rewritten(xlsx(tmp_path / "a.xlsx", FAR), change)
    assert refusal(XlsxGrid(path, "Deals").body, 0) == "sheet_too_big"


def test_empty_cells_far_away_are_no_cells(tmp_path: Path) -> None:
    """Programs store cells that have a format and nothing else; no room is made for them."""
    path = xlsx(tmp_path / "a.xlsx", {key: text for key, text in FAR.items() if key[0] < 2})
    far = rewritten(path, lambda xml: xml.replace(b"</row>", b'<c r="XFD1" s="0"/></row>', 1))
    assert XlsxGrid(far, "Deals").body(1).rows.tolist() == [2]


def test_the_variable_raises_the_bound_of_ratio_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = ods(tmp_path / "a.ods", 2000, 9)
    assert refusal(OdsGrid(path, "Deals").body, 0) == "sheet_too_big"
    monkeypatch.setenv(VARIABLE, str(bounds.MOST_MEGABYTES + 1))
    assert len(OdsGrid(path, "Deals").body(0).rows) == 2000


def test_text_with_one_wide_row_has_that_many_columns_in_every_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("ID,Status\n" + "," * 500 + "\n" + "1,New\n" * 300)
    assert refusal(TextGrid(path).body, 1) == "sheet_too_big"


def page(path: Path, row: str, more: int) -> HtmlGrid:
    head = "<html><body><table><tr><th>ID</th><th>Status</th></tr>"
    path.write_text(head + row + "<tr><td>1</td><td>New</td></tr>" * more + "</table></body></html>")
    return HtmlGrid(path)


def test_cells_of_a_page_that_cover_many_rows_are_counted(tmp_path: Path) -> None:
    grid = page(tmp_path / "a.html", "<tr><td colspan=9999 rowspan=999>x</td></tr>", 20)
    assert refusal(grid.body, 1) == "sheet_too_big"


def test_what_stands_beyond_the_last_column_of_a_page_is_left_out(tmp_path: Path) -> None:
    grid = page(tmp_path / "a.html", "<tr>" + "<td colspan=16384>x</td>" * 50 + "</tr>", 3)
    assert len(grid.body(1).rows) == 4


def test_spaces_that_a_cell_counts_are_no_more_than_a_cell_holds(tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", 1, 1)
    with zipfile.ZipFile(path) as package:
        content = package.read("content.xml").replace(b">x<", b'>x<text:s text:c="99999999"/>y<')
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    assert len(OdsGrid(path, "Deals").body(0).columns[0][0]) == 32_767 + 2


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
def test_a_part_that_holds_more_than_it_declares_is_damaged(
    tmp_path: Path, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "_UNSEEN", 0)
    path = rewritten(
        xlsx(tmp_path / "a.xlsx", {(0, 0): "ID", (1, 0): "1"}), lambda xml: xml + b" " * 9999, part
    )
    content = bytearray(path.read_bytes())
    entry = content.find(b"PK\1\2")
    while content[entry + 46 : entry + 46 + len(part)] != part.encode():
        entry = content.find(b"PK\1\2", entry + 1)
    content[entry + 24 : entry + 28] = (500).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        XlsxGrid(path, "Deals").body(detect_kind(path).value * 0)
    assert caught.value.key == "file_damaged"


def test_a_sheet_read_on_every_core_has_the_bound_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "CHUNK_SIZE", 4000)
    monkeypatch.setattr(parallel, "_OVERHEAD", 0)
    rows = {(row, column): "x" for row in range(300) for column in range(3)}
    assert load_fast(xlsx(tmp_path / "near.xlsx", rows | {(0, 1): "far"}), "Deals", 0, {}) is not None
    path = xlsx(tmp_path / "far.xlsx", rows | {(150, 16_000): "far"})
    assert load_fast(path, "Deals", 0, {}) is None, "reading it whole decides"
    assert refusal(XlsxGrid(path, "Deals").body, 0) == "sheet_too_big"


def test_a_sheet_that_lies_where_excel_puts_none_has_the_bound_too(tmp_path: Path) -> None:
    """The library finds it all the same."""
    path = xlsx(tmp_path / "a.xlsx", FAR)
    moved = tmp_path / "moved.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(moved, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name.replace("workbook.xml", "Workbook.xml"), old.read(name))
    assert refusal(XlsxGrid(moved, "Deals").body, 0) == "sheet_too_big"


def test_the_message_tells_the_value_that_raises_the_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = XlsxGrid(xlsx(tmp_path / "a.xlsx", FAR), "Deals")
    with pytest.raises(InputError, match=f"{VARIABLE}=([0-9]+)") as caught:
        grid.body(0)
    monkeypatch.setenv(VARIABLE, str(caught.value.params["value"]))
    assert len(grid.body(0).rows) == 3
