"""Figures that stand large."""

from __future__ import annotations

import numpy as np
import pandas as pd

from addin.report.tile_words import never_blank


def test_words_stand_large_where_there_is_no_figure() -> None:
    record = pd.DataFrame([{"leads": 3, "leads_note": "3", "taken_rate": np.nan, "taken_note": "no deals"}])
    found = never_blank(record, "key_figures").iloc[0]
    assert (found["leads"], found["leads_note"], found["taken_rate"]) == (3, "3", "no deals")
    assert pd.isna(found["taken_note"])


def test_a_sum_stays_a_number_or_empty() -> None:
    record = pd.DataFrame([{"presale": np.nan, "presale_note": "1 deal"}])
    pd.testing.assert_frame_equal(never_blank(record, "key_figures"), record)
