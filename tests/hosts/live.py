"""Cells as a live spreadsheet hands them over, and functions called as a cell calls them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pandas as pd

from addin.deals.dataset import Dataset
from addin.functions.arguments import ArgumentValue, Cells
from addin.functions.call import call
from addin.functions.disk_cache import DiskCache
from addin.functions.function import Value
from addin.functions.handle_cache import HandleCache
from addin.words import Lang

_EPOCH = dt.datetime(1899, 12, 30)


def cell(value: object) -> float | str:
    """A value as Calc has it: numbers are floats, dates serial numbers, empty cells ""."""
    if value is None or value != value:  # noqa: PLR0124  (NaN and NaT)
        return ""
    if isinstance(value, dt.datetime):
        return (value - _EPOCH).total_seconds() / 86_400
    return value if isinstance(value, str) else float(str(value))


def cells(name: str, rows: Sequence[Sequence[object]], first_row: int = 1) -> Cells:
    return Cells.of_rows(name, first_row, tuple(tuple(cell(value) for value in row) for row in rows))


def of_frame(name: str, frame: pd.DataFrame) -> Cells:
    """A frame with its columns as headers."""
    return cells(name, [list(frame.columns), *frame.astype(object).to_numpy().tolist()])


def of_dataset(data: Dataset) -> list[ArgumentValue]:
    """The arguments of DEALS that give this dataset."""
    stages, history = data.stages[["status", "order", "role"]], data.history.drop(columns="row")
    deals = data.deals.drop(columns=["row", "currency", "pipeline"])
    return [
        of_frame("Deals", deals),
        of_frame("Stages", stages),
        of_frame("History", history) if len(history) else None,
    ]


def of_workbook(path: Path, *names: str) -> list[ArgumentValue]:
    """Sheets of a workbook, "" being an argument left out."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return [cells(name, list(book[name].iter_rows(values_only=True))) if name else None for name in names]


class Sheet:
    """A document whose formulas are computed by one process with a folder of its own."""

    def __init__(self, folder: Path, lang: Lang = "en", origin: str = "doc") -> None:
        self.cache, self.lang, self.origin = HandleCache(DiskCache(folder)), lang, origin

    def rows(self, name: str, *args: ArgumentValue) -> tuple[tuple[Value, ...], ...]:
        return call(name, args, self.lang, self.origin, self.cache)

    def __call__(self, name: str, *args: ArgumentValue) -> Value:
        """The only cell of the answer."""
        ((value,),) = self.rows(name, *args)
        return value

    def text(self, name: str, *args: ArgumentValue) -> str:
        return str(self(name, *args))
