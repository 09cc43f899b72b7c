"""Figures that stand large: where one is not known, the words below it take its place."""

from __future__ import annotations

import pandas as pd


def never_blank(record: pd.DataFrame) -> pd.DataFrame:
    """A record of figures, each followed by its words: the words alone where there is no figure.

    Args:
        record: one row; columns in pairs, a figure and its words.
    """
    pairs = list(zip(record.columns[::2], record.columns[1::2], strict=True))
    row = record.astype(object)
    for figure, words in pairs:
        if pd.isna(row[figure].iloc[0]) and not pd.isna(row[words].iloc[0]):
            row[figure], row[words] = row[words], None
    untouched = [key for pair in pairs for key in pair if row[pair[1]].equals(record[pair[1]].astype(object))]
    return row.astype({key: record[key].dtype for key in untouched})
