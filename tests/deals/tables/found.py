"""Tables found in sheets of a few rows."""

from __future__ import annotations

import pandas as pd
import pytest

from addin.deals.grids import CellsGrid
from addin.deals.issues import IssueLog
from addin.deals.tables.table import Table, find_table
from addin.errors import InputError
from addin.words import LANGS
from tests.deals.sheets import Rows

HEADERS = ["ID", "Дата создания", "Статус"]
ROW = [1, "2026-09-18", "Новая"]


def table(rows: Rows, name: str = "deals", **mapping: str) -> tuple[Table, pd.DataFrame]:
    log = IssueLog()
    found = find_table(name, CellsGrid("Лист", rows), mapping, log)
    assert found is not None
    return found, log.frame()


def failure(rows: Rows, **mapping: str) -> InputError:
    with pytest.raises(InputError) as caught:
        table(rows, "deals", **mapping)
    assert all(caught.value.text(lang) for lang in LANGS)
    return caught.value
