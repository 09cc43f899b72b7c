"""An office does not grow with refreshes that change nothing: the pieces its Python keeps are counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings as xw

from addin.hosts.calc.launch import Office
from addin.hosts.workbook import refresh
from tests.hosts.calc.live_samples import live_file

REFRESHES, MOST = 10, 600
"""How often, and the names of members that may be lost each time: without care they are six thousand."""


def kept_by(office: Office, action: Callable[[], object]) -> int:
    """Pieces of memory kept after so many actions, for each of them."""
    before = office.client.call("kept_blocks")
    for _ in range(REFRESHES):
        action()
    return int(office.client.call("kept_blocks") - before) // REFRESHES


def test_refreshes_that_change_nothing_keep_nothing(app: xw.App, office: Office, tmp_path: Path) -> None:
    book = app.books.open(str(live_file(tmp_path / "live.xlsx")))
    for _ in range(2):
        refresh(book, "ru")
    assert kept_by(office, lambda: refresh(book, "ru")) < MOST


READS: list[Callable[[xw.Sheet], object]] = [
    lambda sheet: sheet["A1:D9"].value,
    lambda sheet: sheet["A1:D9"].formula,
    lambda sheet: sheet.used_range.address,
]


@pytest.mark.parametrize("read", READS)
def test_reading_keeps_nothing(read: Callable[[xw.Sheet], object], app: xw.App, office: Office) -> None:
    sheet = app.books.add().sheets[0]
    sheet["A1:D9"].value = [[1, "a", True, None]] * 9
    read(sheet)
    assert kept_by(office, lambda: read(sheet)) <= 2


@pytest.mark.parametrize("name", ["a;b", "Q'1", "x.A1", "Лист 1", "A1", "S-2$"])
def test_places_are_told_whatever_a_sheet_is_called(name: str, app: xw.App) -> None:
    """They are read from addresses, which hold the name."""
    sheet = app.books.add().sheets[0]
    sheet.name = name
    sheet["C5:AB7"].value = 1
    assert sheet.used_range.address == "$C$5:$AB$7"
    sheet["D9"].formula = "=1/0"
    assert sheet["C5:D9"].options(err_to_str=True).value[4] == [None, "#DIV/0!"]


def test_a_member_is_what_it_is_whoever_was_asked_for_one_of_its_name_before(
    app: xw.App, tmp_path: Path
) -> None:
    """A link has an address as a document has one, and each of them tells it in its own way."""
    book = app.books.add()
    book.sheets[0]["A1"].add_hyperlink("https://example.org/", "x")
    assert book.sheets[0]["A1"].hyperlink == "https://example.org/"
    assert book.fullname == book.name
    book.save(tmp_path / "saved.ods")
    assert Path(book.fullname) == tmp_path / "saved.ods"
