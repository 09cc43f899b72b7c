"""Exports of CRMs as they lie on a disk, and what is read of them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from addin.deals.dataset import Dataset
from addin.deals.reading.cells import ReadOptions
from addin.deals.reading.dataset import read
from addin.readers.sources import open_sources
from tests.deals.sheets import issues

CRM = Path(__file__).parents[2] / "fixtures" / "crm"
SYSTEMS = CRM.with_name("systems")
FILES = sorted(path.name for path in CRM.iterdir())


def read_export(name: str, options: ReadOptions | None = None, **beside: str) -> Dataset:
    extra = {table: CRM / file for table, file in beside.items()}
    return read(open_sources(CRM / name, extra).tables, options or ReadOptions())


def deal(data: Dataset, name: str) -> dict[str, object]:
    """What is known of one deal, dates as text, without what is not given."""
    row = data.deals[data.deals["id"] == name].iloc[0].drop(["row", "id"])
    return {
        str(key): str(value).removesuffix(" 00:00:00") if isinstance(value, pd.Timestamp) else value
        for key, value in row.items()
        if not pd.isna(value) and value != ""
    }


def reasons(data: Dataset) -> list[tuple[object, ...]]:
    return [issue for issue in issues(data) if issue[3] != "text_amount"]


def roles(data: Dataset) -> dict[str, str]:
    return dict(zip(data.stages["status"], data.stages["role"], strict=True))
