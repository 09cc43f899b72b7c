"""With the fast way and without it a workbook gives one report, whatever stands in its cells."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from addin.errors import InputError
from addin.refresh import Request, load, report_of
from addin.report.json_export import as_json
from tests.readers.xlsx.raw_workbook import (
    HEADS,
    KINDS,
    ROWS,
    STATUSES,
    Cell,
    book,
    fast_way_off,
    shared,
)

OPTIONS = {"as_of": "2023-06-30", "horizon": "30", "currency": "USD"}
FEW_DATES = 0.05
"""With many more cells that are no dates among the dates of creation there is no report at all."""
CREATED, AMOUNT, MANAGER = (HEADS.index(head) for head in ("Created", "Amount", "Manager"))


def deals(kind: str, share: float) -> str:
    """Rows of deals; this share of their sums and managers, and a few dates, are of this kind of cell."""
    rng = np.random.default_rng(list(KINDS).index(kind))
    rows = [row(1, [shared([head])(rng) for head in HEADS])]
    for number in range(2, ROWS + 2):
        created = f' s="1"><v>{44927 + rng.random() * 180:.6f}</v>'
        source, manager = shared(["Anna", "Пётр"])(rng), shared(["Anna", "Пётр"])(rng)
        amount, status = f"><v>{rng.integers(1, 99)}</v>", shared(STATUSES)(rng)
        cells = [f"><v>{number}</v>", created, status, amount, source, manager]
        for column in (CREATED, AMOUNT, MANAGER):
            if rng.random() < (min(share, FEW_DATES) if column == CREATED else share):
                cells[column] = KINDS[kind](rng)
        rows.append(row(number, cells))
    return "".join(rows)


def row(number: int, cells: list[Cell]) -> str:
    inside = "".join(
        f'<c r="{letter}{number}"{cell}</c>' for letter, cell in zip("ABCDEF", cells, strict=True)
    )
    return f'<row r="{number}">{inside}</row>'


def told(path: Path) -> str:
    """The whole report, or why there is none."""
    try:
        return as_json(report_of(load(Request(path, options=OPTIONS))))
    except InputError as error:
        return error.text("en")


@pytest.mark.parametrize("share", [0.01, 0.3])
@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_of_cell_gives_one_report_both_ways(
    tmp_path: Path, kind: str, share: float, chunks: list[int]
) -> None:
    path = book(tmp_path / "deals.xlsx", deals(kind, share)).path
    fast = told(path)
    assert chunks
    assert json.loads(fast)["header"][0]["rows_used"] > ROWS / 2
    with fast_way_off():
        assert told(path) == fast
