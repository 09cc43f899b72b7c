"""Small workbooks for the tests in a live office, and waiting for what an office does in its own time."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

import xlwings as xw

STAGES = [
    ["Статус", "Порядок", "Роль"],
    ["Новый", 1, "intake"],
    ["В работе", 2, "work"],
    ["Ожидаем оплату", 3, "presale"],
    ["Оплачен", 4, "won"],
    ["Отказ", 5, "lost"],
]
HEADER = ["ID", "Дата создания", "Статус", "Менеджер", "Источник", "Сумма", "Дата закрытия"]
DEALS = [
    HEADER,
    [1, dt.datetime(2026, 6, 1), "Новый", "Анна", "Сайт", None, None],
    [2, dt.datetime(2026, 6, 2), "Ожидаем оплату", "Анна", "Сайт", 1000, None],
    [3, dt.datetime(2026, 6, 3), "Оплачен", "Борис", "Реклама", 2000, dt.datetime(2026, 6, 20)],
    [4, dt.datetime(2026, 6, 4), "Отказ", "Борис", "Реклама", None, dt.datetime(2026, 6, 21)],
    [5, dt.datetime(2026, 5, 5), "Оплачен", "Анна", "Сайт", 3000, dt.datetime(2026, 6, 22)],
]
LOAD = "=DEALS(Сделки!A1:G6,Этапы!A1:C6)"


def filled(app: xw.App) -> xw.Book:
    """A workbook with deals, stages, and a sheet "Ф" for formulas."""
    book = app.books.add()
    book.sheets[0].name = "Сделки"
    book.sheets["Сделки"]["A1"].value = DEALS
    book.sheets.add("Этапы", after="Сделки")["A1"].value = STAGES
    book.sheets.add("Ф", after="Этапы")
    return book


def with_deals(app: xw.App) -> xw.Sheet:
    """The sheet "Ф" of such a workbook, its deals loaded in A1."""
    sheet = filled(app).sheets["Ф"]
    sheet["A1"].formula = LOAD
    assert str(sheet["A1"].value).endswith("· 5"), "Calc computes a cell when it is looked at"
    return sheet


def put_block(sheet: xw.Sheet) -> None:
    """Give a sheet a place for the block of intake, in A3:A4, that nothing has filled yet."""
    sheet.book.names.add("hf_intake", "=Ф!$A$3:$A$4")
    sheet["A3"].value = [["Leads"], ["nothing yet"]]


def until(condition: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether something comes true while there is still patience."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
