"""Figures that stand large: where one is not known, the words below it take its place."""

from __future__ import annotations

import pandas as pd

from addin.report.layout import BLOCK

_WORDED = ("figure", "text")
"""Kinds of figures that may be told in words."""


def never_blank(record: pd.DataFrame, block: str) -> pd.DataFrame:
    """A record of figures, each followed by its words: the words alone where there is no figure.

    Args:
        record: one row; columns in pairs, a figure and its words.
        block: its name; counts and sums stay numbers, or empty.
    """
    kinds = {column.key: column.kind for column in BLOCK[block].columns}
    pairs = list(zip(record.columns[::2], record.columns[1::2], strict=True))
    row = record.astype(object)
    for figure, words in pairs:
        if kinds[figure] in _WORDED and pd.isna(row[figure].iloc[0]) and not pd.isna(row[words].iloc[0]):
            row[figure], row[words] = row[words], None
    untouched = [key for pair in pairs for key in pair if row[pair[1]].equals(record[pair[1]].astype(object))]
    return row.astype({key: record[key].dtype for key in untouched})
