"""The workbook made for Excel, its commands run over the same interface of xlwings in Calc."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw

from addin.errors import InputError
from addin.hosts import workbook
from addin.hosts.excel.build import build
from addin.hosts.workbook import STATUS

ROWS = [
    ["1", "2026-06-01", "New", "Anna"],
    ["2", "2026-06-02", "Invoice sent", "Anna"],
    ["3", "2026-06-03", "Paid", "Boris"],
    ["", "2026-06-04", "Lost", "Boris"],
]


@pytest.fixture
def made(app: xw.App, tmp_path: Path) -> Iterator[xw.Book]:
    book = app.books.open(str(build(tmp_path, "en")[0]))
    yield book
    book.close()


def fill(book: xw.Book) -> None:
    sheet = book.sheets["Deals"]
    heads = sheet.used_range.options(ndim=2).value[0]
    for row, values in enumerate(ROWS, 2):
        for name, value in zip(("ID", "Created", "Status", "Manager"), values, strict=True):
            sheet.range((row, heads.index(name) + 1)).value = value or None


def test_check_and_refresh_read_the_raw_sheets_and_no_others(made: xw.Book) -> None:
    with pytest.raises(InputError):
        workbook.check(made, "en")
    fill(made)
    told = workbook.check(made, "en")
    assert 'Sheet "Deals": 4 read, 3 used, 1 set aside' in told
    assert "Invoice sent – " in told
    done = workbook.refresh(made, "en")
    assert "4\u00a0rows, 3 used, 1 set aside" in done
    status = next(name for name in made.names if name.name.casefold() == STATUS)
    assert status.refers_to_range[0, 0].value == done
