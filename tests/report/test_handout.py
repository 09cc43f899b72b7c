"""The pages to hand out."""

from __future__ import annotations

import pandas as pd
import pytest

from addin.report.handout import handout
from addin.report.layout_managers import HANDOUT_ROWS


def to_call(**deals: int) -> pd.DataFrame:
    rows = [
        {"manager": name, "id": f"{name}{i}", "client": f"client {i}", "amount": 100.0 - i}
        for name, count in deals.items()
        for i in range(count)
    ]
    return pd.DataFrame(rows, columns=["manager", "id", "client", "amount"])


@pytest.mark.parametrize("counts", [(1, 1), (3, HANDOUT_ROWS), (HANDOUT_ROWS + 1, 2), (90, 0), (0, 0)])
def test_each_manager_begins_a_page(counts: tuple[int, int]) -> None:
    found = handout(to_call(ann=counts[0], bob=counts[1]), "en")
    if all(counts):
        assert found["manager"].iloc[HANDOUT_ROWS] == "bob"
        assert found["id"].iloc[HANDOUT_ROWS] == "bob0"
    assert found["manager"].notna().sum() == sum(min(count, HANDOUT_ROWS) for count in counts)


def test_what_does_not_fit_is_counted() -> None:
    found = handout(to_call(ann=HANDOUT_ROWS + 3, bob=1), "en")
    assert found["id"].iloc[:HANDOUT_ROWS].notna().sum() == HANDOUT_ROWS - 1
    assert found["client"].iloc[HANDOUT_ROWS - 1] == "4\N{NO-BREAK SPACE}more"
