"""What a comparison of sources has not seen, though it is on record."""

from __future__ import annotations

import pandas as pd

from addin.deals.asof import Deals

UNSEEN = ("product", "dimension")
"""Columns that sources are not compared by, those of the setting ``by`` last."""


def unseen(deals: Deals) -> str:
    """The first such column by which deals differ, "" without one."""
    return next((name for name in UNSEEN if _tells(deals.frame, name)), "")


def _tells(frame: pd.DataFrame, name: str) -> bool:
    """Whether deals differ by a column, and it is none that is compared."""
    column = frame[name]
    compared = any(column.equals(frame[other]) for other in ("source", "manager"))
    return not compared and column[column != ""].nunique() > 1


def with_unseen(worth: pd.DataFrame, deals: Deals) -> pd.DataFrame:
    """The sources, with a note where one is called low and such a column may explain it."""
    low, column = (worth["verdict"] == "low_conversion") & (worth["note"] == ""), unseen(deals)
    return worth.assign(note=worth["note"].mask(low, f"{column}_unseen")) if column else worth
