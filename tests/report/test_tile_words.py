"""Figures that stand large."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from addin.report.tile_words import never_blank


def test_words_stand_large_where_there_is_no_figure() -> None:
    record = pd.DataFrame([{"leads": 3, "leads_note": "3 taken", "rate": np.nan, "rate_note": "no deals"}])
    found = never_blank(record).iloc[0]
    assert (found["leads"], found["leads_note"], found["rate"]) == (3, "3 taken", "no deals")
    assert pd.isna(found["rate_note"])


@pytest.mark.parametrize("known", [True, False])
def test_a_figure_without_words_stays(known: bool) -> None:
    record = pd.DataFrame([{"sum": 5.0 if known else np.nan, "sum_note": None}])
    pd.testing.assert_frame_equal(never_blank(record), record)
