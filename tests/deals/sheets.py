"""Sheets of raw cells for tests of reading."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pytest

from addin.deals.dataset import Dataset
from addin.deals.grids import CellsGrid
from addin.deals.reading.cells import ReadOptions
from addin.deals.reading.dataset import read
from addin.errors import HonestFunnelError
from addin.words import LANGS, has

Rows = Sequence[Sequence[object]]
NAMES = {
    "deals": "Сделки",
    "stages": "Этапы",
    "history": "История",
    "spend": "Расходы",
    "plan": "План",
    "rates": "Курсы",
    "ledger": "Журнал",
    "mapping": "Соответствие",
    "settings": "Настройки",
}
STAGES: Rows = [
    ["Статус", "Порядок", "Роль"],
    ["Новая", 1, "приём"],
    ["Счёт", 2, "предпродажа"],
    ["Оплата", 3, "оплата"],
    ["Отказ", 4, "отказ"],
]


def load(deals: Rows, options: ReadOptions | None = None, **tables: Rows) -> Dataset:
    """What reading makes of these rows; headers first."""
    grids = {name: CellsGrid(NAMES[name], rows) for name, rows in {"deals": deals, **tables}.items()}
    return read(grids, options or ReadOptions())


def short(header: str, *values: object, status: str = "Новая") -> list[list[object]]:
    """Deals with one further column: one deal a value, ids from 1, created on 18.09.2026."""
    rows = [[i, "2026-09-18", status, value] for i, value in enumerate(values, 1)]
    return [["ID", "Создана", "Статус", header], *rows]


def issues(data: Dataset, *, but: str = "guessed_roles") -> list[tuple[object, ...]]:
    """The log as tuples of row (0 where none), column, value, reason and action, without one reason."""
    frame = data.issues.frame()
    assert all(has(f"code.{reason}") for reason in frame["reason"])
    frame = frame[frame["reason"] != but].fillna({"row": 0}).astype({"row": int})
    return list(frame[["row", "column", "value", "reason", "action"]].itertuples(index=False, name=None))


def refusal(deals: Rows, options: ReadOptions | None = None, **tables: Rows) -> HonestFunnelError:
    """The error reading ends with; it can be said in both languages."""
    with pytest.raises(HonestFunnelError) as caught:
        load(deals, options, **tables)
    assert all(caught.value.text(lang) for lang in LANGS)
    return caught.value


def column(data: Dataset, name: str, table: str = "deals") -> list[object]:
    """A column of the dataset as a list, None where there is nothing, days as ISO text."""
    values = getattr(data, table)[name]
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return [None if pd.isna(v) else str(v).removesuffix(" 00:00:00") for v in values]
    return [None if pd.isna(v) else v for v in values]
