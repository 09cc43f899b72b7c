"""Headings that CRMs export are found by name, in every language; what is no column of ours takes none."""

from __future__ import annotations

from pathlib import Path

import pytest

from addin.deals.grids import TopRow
from addin.deals.tables.headers import find_headers

_LINES = Path(__file__).with_name("shipped_headings.txt").read_text(encoding="utf-8").splitlines()
# what a wrong column would falsify; what ended how may wait for the cells below
_COUNTS = {"id", "created", "status", "manager", "amount", "closed", "won_at", "lost_at", "currency"}


@pytest.mark.parametrize("line", [line for line in _LINES if not line.startswith("#")])
def test_shipped_headings_become_our_columns(line: str) -> None:
    wanted = [(*pair.rsplit("=", 1),) for pair in line.split("|", 2)[2].split("; ")]
    found = find_headers("deals", [TopRow(1, [heading for heading, _ in wanted])], {})
    taken = {at: column.split("+")[0] for column, at in found.columns.items()}
    elsewhere = set(taken.values())
    assert not found.missing
    for at, (heading, columns) in enumerate(wanted):
        may = set(columns.split("/"))
        column = taken.get(at, "-")
        if column == "-":  # unless it may be none, another heading is the same column
            assert may & ({"-", "outcome"} | elsewhere), heading
        else:
            assert column in may or (may == {"-"} and column not in _COUNTS), heading
