"""What of a workbook Refresh keeps beside its blocks: the ledger, the selection, the sheet as it was read."""

from __future__ import annotations

from pathlib import Path

import xlwings as xw

from addin.hosts.workbook import refresh
from addin.hosts.workbook.snapshot import SheetSnapshot
from addin.placement.ranges import Rect
from tests.hosts.calc.refresh.blocks import ATTENTION, cells


def test_a_sheet_is_known_after_its_cells_have_moved(app: xw.App) -> None:
    book = app.books.add()
    sheet, every = book.sheets[0], Rect(1, 1, 12, 6)
    sheet["B2"].value = [["head", "b", "c"], [1, 2, 3], ["x", None, "y"], [4, 5, 6]]
    seen = SheetSnapshot(sheet)
    seen.load()
    for rect in (Rect(4, 3, 5, 4), Rect(3, 1, 4, 9), Rect(7, 2, 9, 3)):
        sheet.range((rect.top, rect.left), (rect.bottom, rect.right)).insert("down")
        seen.cells_inserted(rect)
        assert (seen.used, seen.rows(every)) == (SheetSnapshot(sheet).used, SheetSnapshot(sheet).rows(every))
    for rect in (Rect(4, 2, 5, 3), Rect(3, 4, 6, 4)):
        sheet.range((rect.top, rect.left), (rect.bottom, rect.right)).delete("up")
        seen.cells_deleted(rect)
        assert seen.rows(every) == SheetSnapshot(sheet).rows(every)
    book.close()


def test_the_ledger_gains_rows_once(book: xw.Book) -> None:
    sheet = book.sheets.add("Журнал", after=book.sheets[len(book.sheets) - 1])
    refresh(book, "ru")
    rows = sheet.used_range.last_cell.row
    assert rows == 401
    assert sheet.range("A1:B1").value == ["id", "status"]
    refresh(book, "ru")
    assert sheet.used_range.last_cell.row == rows


def test_selection_and_screen_return(book: xw.Book) -> None:
    book.sheets[ATTENTION].activate()
    book.sheets[ATTENTION].range("C7:D9").select()
    refresh(book, "ru")
    assert book.selection is not None
    assert (book.selection.sheet.name, book.selection.address) == (ATTENTION, "$C$7:$D$9")
    assert book.app.screen_updating
    assert book.app.calculation == "automatic"
    assert "hf_undo" not in book.sheet_names


def test_two_workbooks_are_apart(book: xw.Book, app: xw.App, made: Path, tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    path.write_bytes(made.read_bytes())
    other = app.books.open(str(path))
    refresh(other, "ru")
    assert len(cells(book, "attention")) == 2
    assert len(cells(other, "attention")) > 100
    other.close()
