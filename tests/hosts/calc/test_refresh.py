"""The Refresh macro over a live Calc."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from addin.errors import InputError
from addin.hosts.calc.engine.errors import CalcError
from addin.hosts.workbook import refresh
from addin.hosts.workbook.filling import BlockFiller
from addin.hosts.workbook.kept_notes import sheet_of
from addin.hosts.workbook.reading import places_of
from addin.hosts.workbook.snapshot import SheetSnapshot, contents_of
from addin.hosts.workbook.undo_log import UndoLog
from addin.hosts.workbook.values import column_values
from addin.placement.places import Place
from addin.placement.ranges import Rect
from addin.refresh import Request, load, report_of
from addin.report.layout import BLOCK
from tests.hosts.calc.live_samples import live_file, row_of, state

ATTENTION, DEALS = "Внимание", "Сделки"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return live_file(tmp_path_factory.mktemp("live") / "live.xlsx")


@pytest.fixture
def book(app: xw.App, made: Path, tmp_path: Path) -> Iterator[xw.Book]:
    path = tmp_path / "live.xlsx"
    path.write_bytes(made.read_bytes())
    opened = app.books.open(str(path))
    yield opened
    opened.close()


def cells(book: xw.Book, block: str) -> list[list[Any]]:
    """The rows of a block, headings first."""
    name = next(n for n in book.names if n.name == f"hf_{block}")
    found: list[list[Any]] = name.refers_to_range.options(ndim=2).value
    return found


def range_at(book: xw.Book, block: str) -> xw.Range:
    return next(n for n in book.names if n.name == f"hf_{block}").refers_to_range


def status_column(deals: xw.Sheet) -> int:
    """The column of the raw table's statuses."""
    found: int = deals.range("A4:O4").value.index("Статус") + 1
    return found


def change_statuses(book: xw.Book) -> None:
    """Give the first deals other statuses, so that lists of deals change."""
    deals = book.sheets[DEALS]
    column = status_column(deals)
    for row in range(5, 60):
        deals.range((row, column)).value = "Отказ" if row % 2 else "Новый"


def test_every_growing_block_is_filled_as_a_file_would_be(book: xw.Book, made: Path) -> None:
    said = refresh(book, "ru")
    assert "400" in said
    report = report_of(load(Request(made, system_lang="ru")))
    for place in places_of(book):
        if place.block.fixed_rows is not None:
            continue
        frame = report.blocks[place.block.name].head(place.block.max_rows or 10**6)
        wanted = [column_values(column, frame[column.key], "ru") for column in place.block.columns]
        rows = [list(row) for row in zip(*wanted, strict=True)]
        shown = cells(book, place.block.name)[1 : len(rows) + 1]
        for found, row in zip(shown, rows, strict=True):
            for value, expected in zip(found, row, strict=True):
                if isinstance(expected, float):
                    assert value == pytest.approx(expected, rel=1e-12)
                else:
                    assert value == expected


def test_rows_the_user_has_hidden_stay_hidden(book: xw.Book) -> None:
    refresh(book, "ru")
    top, deals = range_at(book, "attention").row, book.sheets[DEALS]
    hidden = book.sheets[ATTENTION].range((top + 2, 1), (top + 6, 1)).rows
    hidden.hidden = True
    column = status_column(deals)
    for deal, *_ in cells(book, "attention")[8:12]:
        deals.range((row_of(deals, deal), column)).value = "Отказ"
    refresh(book, "ru")
    assert hidden.hidden


def test_rows_that_hold_other_texts_become_as_high_as_these_need(book: xw.Book) -> None:
    refresh(book, "ru")
    rect, deals = range_at(book, "attention"), book.sheets[DEALS]
    rows = rect[1:, :]
    rows.wrap_text, rows.column_width, rows.row_height = True, 2, 12
    column = status_column(deals)
    for deal, *_ in cells(book, "attention")[1:4]:
        deals.range((row_of(deals, deal), column)).value = "Отказ"
    refresh(book, "ru")
    heights = [cell.row_height for cell in range_at(book, "attention")[1:, :1]]
    assert len(heights) == rows.shape[0] - 3
    assert all(height is not None and height > 24 for height in heights), "two lines and more"


def test_the_key_figures_of_the_summary_are_filled(book: xw.Book) -> None:
    refresh(book, "ru")
    leads = book.sheets["Приём"].range("B4").value
    total = sum(row[1] for row in cells(book, "intake_by_manager")[1:] if row[1] is not None)
    assert leads == total > 0


def test_a_block_grows_and_shrinks_with_what_covers_it(book: xw.Book) -> None:
    refresh(book, "ru")
    sheet = book.sheets[ATTENTION]
    rect = range_at(book, "attention")
    top, bottom = rect.row, rect.last_cell.row
    sheet.range((top, 20)).formula = f"=COUNTA(A{top + 1}:A{bottom})"
    sheet.range((bottom + 40, 1)).value = "моё"
    deals = book.sheets[DEALS]
    column = status_column(deals)
    first = [row[0] for row in cells(book, "attention")[1:30]]
    for deal in first:
        deals.range((row_of(deals, deal), column)).value = "Отказ"
    refresh(book, "ru")
    shrunk = range_at(book, "attention")
    assert shrunk.last_cell.row == bottom - len(first)
    assert sheet.range((top, 20)).value == bottom - top - len(first)
    assert sheet.range((bottom + 40, 1)).value == "моё"
    assert sheet.range((bottom, 1)).value is None
    for deal in first:
        deals.range((row_of(deals, deal), column)).value = "Новый"
    refresh(book, "ru")
    grown = range_at(book, "attention")
    assert sheet.range((top, 20)).formula == f"=COUNTA(A{top + 1}:A{grown.last_cell.row})"
    assert sheet.range((bottom + 40, 1)).value == "моё"
    new = sheet.range((grown.last_cell.row, 1))
    assert new.number_format == sheet.range((top + 1, 1)).number_format
    assert new.value


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


def test_only_what_differs_is_written_and_an_error_differs(
    book: xw.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh(book, "ru")
    client, written = book.impl.app.client, []
    genuine = client.submit

    def submit(op: str, *args: Any) -> Any:
        if op == "set_values":
            written.append(args[0][1:])
        return genuine(op, *args)

    monkeypatch.setattr(client, "submit", submit)
    refresh(book, "ru")
    status = book.names["hf_status"].refers_to_range
    told = (status.sheet.name, status.row - 1, status.column - 1, status.row - 1, status.column - 1)
    assert set(written) <= {told}
    cell = range_at(book, "attention")[2, 3]
    shown, empty = cell.value, next(c for c in range_at(book, "attention")[2, :] if c.value is None)
    cell.value, empty.formula = "чужое", "=1/0"
    assert shown
    refresh(book, "ru")
    assert cell.value == shown
    assert (empty.value, empty.formula) == (None, "")
    assert len({*written} - {told}) == 1


def test_what_stands_in_the_way_stops_it_and_nothing_changes(book: xw.Book) -> None:
    sheet = book.sheets[ATTENTION]
    sheet.range("B9").value = "моя заметка"
    before = state(book, ATTENTION)
    with pytest.raises(InputError) as caught:
        refresh(book, "ru")
    assert caught.value.params["cell"] == "B9"
    assert state(book, ATTENTION) == before


def test_notes_follow_their_deals_and_are_kept_when_these_leave(book: xw.Book) -> None:
    refresh(book, "ru")
    rect, sheet = range_at(book, "attention"), book.sheets[ATTENTION]
    beside, top = rect.last_cell.column + 1, rect.row
    ids = [row[0] for row in cells(book, "attention")[1:]]
    sheet.range((top, beside)).value = "Заметки"
    leaves, stays = ids[2], ids[10]
    when = dt.datetime(2026, 9, 21)
    sheet.range((top + 3, beside)).value = "обещал подумать"
    note = sheet.range((top + 11, beside), (top + 11, beside + 1))
    note[0].number_format = "@"
    note.value = ["=не формула", when]
    deals = book.sheets[DEALS]
    column = status_column(deals)
    deals.range((row_of(deals, leaves), column)).value = "Отказ"
    refresh(book, "ru")
    now = [row[0] for row in cells(book, "attention")[1:]]
    assert leaves not in now
    notes = sheet.range((top + 1, beside), (top + len(now), beside + 1)).value
    where = {deal: note for deal, note in zip(now, notes, strict=True) if note != [None, None]}
    assert where == {stays: ["=не формула", when]}
    kept = sheet_of(book)
    assert kept is not None
    assert kept.range("A2:D2").value == [
        "Сделки, которыми надо заняться", leaves, "Заметки", "обещал подумать",
    ]  # fmt: skip
    deals.range((row_of(deals, leaves), column)).value = "Новый"
    refresh(book, "ru")
    back = [row[0] for row in cells(book, "attention")[1:]]
    assert sheet.range((top + 1 + back.index(leaves), beside)).value == "обещал подумать"
    assert kept.range("A2").value is None


def test_a_formula_beside_and_a_formula_within_stay_formulas(book: xw.Book) -> None:
    rect, sheet = range_at(book, "attention"), book.sheets[ATTENTION]
    sheet.range((rect.row + 1, 3)).value = None
    sheet.range((rect.row, 3)).value = "Моё"  # the user's own heading: the column is his
    sheet.range((rect.row - 1, 3)).value = None
    sheet.range((rect.row + 1, 3)).formula = f"=LEN(A{rect.row + 1})"
    refresh(book, "ru")
    grown = range_at(book, "attention")
    own = sheet.range((grown.row + 1, 3), (grown.last_cell.row, 3))
    assert own.value == [float(len(row[0])) for row in cells(book, "attention")[1:]]
    assert own[-1].formula == f"=LEN(A{grown.last_cell.row})"


def test_text_of_the_crm_is_no_formula(book: xw.Book) -> None:
    deals = book.sheets[DEALS]
    column = deals.range("A4:O4").value.index("Менеджер") + 1
    cell = deals.range((deals.used_range.last_cell.row, column))
    cell.number_format = "@"
    cell.value = '=HYPERLINK("http://127.0.0.1/";"Анна")'
    refresh(book, "ru")
    names = [row[0] for row in cells(book, "intake_by_manager")[1:]]
    assert '=HYPERLINK("http://127.0.0.1/";"Анна")' in names


@pytest.mark.parametrize("place", ["early", "middle", "late"])
def test_a_failure_leaves_everything_as_it_was(
    book: xw.Book, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    refresh(book, "ru")
    change_statuses(book)
    sheet = book.sheets[ATTENTION]
    sheet.range("A6:D6").color = (255, 240, 200)
    before = state(book, ATTENTION)
    client = book.impl.app.client
    genuine, written = client.submit, 0
    broken = {"early": 5, "middle": 15, "late": 28}[place]

    def submit(op: str, *args: Any) -> Any:
        nonlocal written
        if op in ("set_values", "insert_cells", "delete_cells"):
            written += 1
            if written == broken:
                raise RuntimeError("the office is gone")
        return genuine(op, *args)

    monkeypatch.setattr(client, "submit", submit)
    with pytest.raises(RuntimeError, match="the office is gone"):
        refresh(book, "ru")
    monkeypatch.undo()
    assert written >= broken
    assert state(book, ATTENTION) == before


def test_a_part_that_cannot_be_computed_leaves_everything_as_it_was(
    book: xw.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh(book, "ru")
    change_statuses(book)
    before, filled = state(book, ATTENTION), []
    genuine = BlockFiller.fill

    def fill(self: BlockFiller, place: Place) -> Rect:
        filled.append(place.block.name)
        return genuine(self, place)

    def fail(*_: object) -> None:
        raise RuntimeError("nobody can tell")

    monkeypatch.setattr(BlockFiller, "fill", fill)
    monkeypatch.setattr("addin.report.build.money_blocks", fail)
    with pytest.raises(RuntimeError, match="nobody can tell"):
        refresh(book, "ru")
    monkeypatch.undo()
    assert "attention" in filled
    assert state(book, ATTENTION) == before


def test_cells_formatted_as_text_get_their_formats_back(app: xw.App) -> None:
    book = app.books.add()
    cells = book.sheets[0]["A1:B3"]
    cells.value = [["a", 1], ["b", 2], ["c", 3]]
    cells[1, 0].number_format, cells[2, 0].number_format = "@", "0.00"
    before = [(cell.value, cell.number_format) for cell in cells]
    undo = UndoLog(book)
    undo.write(cells, [["007", 9], ["=1+1", 8], ["1.5", 7]], contents_of(cells))
    undo.wait()
    assert [(cell.value, cell.number_format) for cell in cells[:, 0]] == [
        ("007", "@"), ("=1+1", "@"), ("1.5", "@"),
    ]  # fmt: skip
    undo.roll_back()
    assert [(cell.value, cell.number_format) for cell in cells] == before
    book.close()


def test_a_write_refused_late_is_told_and_everything_is_put_back(
    book: xw.Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh(book, "ru")
    change_statuses(book)
    before = state(book, ATTENTION)
    client = book.impl.app.client
    genuine, written = client.submit, 0

    def submit(op: str, *args: Any) -> Any:
        nonlocal written
        written += op == "set_values"
        return genuine("no such request" if op == "set_values" and written == 3 else op, *args)

    monkeypatch.setattr(client, "submit", submit)
    with pytest.raises(CalcError, match="no such request"):
        refresh(book, "ru")
    monkeypatch.undo()
    assert written > 3, "what came after it had been sent before it was told"
    assert state(book, ATTENTION) == before


def test_bad_data_is_told_where_the_user_looks(book: xw.Book) -> None:
    cell = book.sheets["Формулы"].range("A3")
    book.names.add("hf_status", "='Формулы'!$A$3")
    deals = book.sheets[DEALS]
    deals.range("A4").value = "что-то"
    before = range_at(book, "attention").address
    with pytest.raises(InputError):
        refresh(book, "ru")
    assert "ID" in str(cell.value) or "id" in str(cell.value)
    assert range_at(book, "attention").address == before
    deals.range("A4").value = "ID"
    refresh(book, "ru")
    assert str(cell.value).startswith("Обновлено")


def test_a_protected_sheet_is_told_and_nothing_changes(app: xw.App, made: Path, tmp_path: Path) -> None:
    path = tmp_path / "protected.xlsx"
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = content.replace(b"</sheetData>", b'</sheetData><sheetProtection sheet="1"/>')
            new.writestr(name, content)
    book = app.books.open(str(path))
    before = state(book, ATTENTION)
    with pytest.raises(CalcError, match="is protected"):
        refresh(book, "ru")
    assert state(book, ATTENTION) == before
    assert "защищ" in app.status_bar or "protected" in app.status_bar
    book.close()


def test_a_workbook_without_places_says_so(app: xw.App) -> None:
    other = app.books.add()
    with pytest.raises(InputError) as caught:
        refresh(other, "en")
    assert caught.value.key == "template_without_blocks"
    other.close()


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


def test_a_period_without_deals_says_so_and_the_next_refresh_fills_again(book: xw.Book) -> None:
    settings = book.sheets["Настройки"]
    settings.range("B3").value = "2020-01"
    refresh(book, "ru")
    empty = cells(book, "intake_by_week")
    assert len(empty) == 3, "a block keeps two rows, so that what covers them can grow"
    settings.range("B3").value = "2026-09"
    refresh(book, "ru")
    assert len(cells(book, "intake_by_week")) == 4


def test_every_keyed_block_has_its_key_columns() -> None:
    from addin.placement.row_notes import KEYS

    assert all(set(keys) <= set(BLOCK[block].keys) for block, keys in KEYS.items())
