"""Months as people write them."""

from __future__ import annotations

import pandas as pd
import pytest

from addin.deals.values.months import parse_month


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-9", "2026-09"),
        ("2026.09", "2026-09"),
        ("9/2026", "2026-09"),
        ("Сентябрь 2026 г.", "2026-09"),
        ("сент. 26", "2026-09"),
        ("мая 2026", "2026-05"),
        ("2026 March", "2026-03"),
        ("Sep-26", "2026-09"),
        ("2026-13", None),
        ("зима 2026", None),
        ("01.09.2026", None),
        ("", None),
    ],
)
def test_parse_month(text: str, month: str | None) -> None:
    assert parse_month(text) == (None if month is None else pd.Timestamp(month))
