"""Blocks of a live workbook's report, and its raw deals."""

from __future__ import annotations

from typing import Any

import xlwings as xw

ATTENTION, DEALS = "Внимание", "Сделки"


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
