"""A Refresh that fails half-way leaves the workbook as it was."""

from __future__ import annotations

from typing import Any

import pytest
import xlwings as xw

from addin.hosts.calc.engine.errors import CalcError
from addin.hosts.workbook import refresh
from addin.hosts.workbook.filling import BlockFiller
from addin.hosts.workbook.snapshot import contents_of
from addin.hosts.workbook.undo_log import UndoLog
from addin.placement.places import Place
from addin.placement.ranges import Rect
from tests.hosts.calc.live_samples import state
from tests.hosts.calc.refresh.blocks import ATTENTION, change_statuses


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
