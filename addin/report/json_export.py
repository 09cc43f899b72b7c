"""A report as JSON: every block a list of records, the same bytes for the same input."""

from __future__ import annotations

import datetime as dt
import json
import math

import numpy as np
import pandas as pd

from addin.report.blocks import Kind
from addin.report.build import Report
from addin.report.layout import BLOCK

DIGITS = 12
"""Significant digits kept of a fraction or an amount: fewer than a double has, so that the order in which
numbers were added does not show."""

_WHOLE: tuple[Kind, ...] = ("int", "days", "row", "tone")


def as_json(report: Report) -> str:
    """The report's blocks as JSON text, in the order of the layout; ends with a line feed.

    Dates are ISO 8601, missing values null, an unnamed manager or source is "". The time of refresh is not
    in it.
    """
    blocks = {name: records(report.blocks[name], name) for name in BLOCK if name in report.blocks}
    return json.dumps(blocks, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def records(table: pd.DataFrame, block: str) -> list[dict[str, object]]:
    """The rows of a block as plain records."""
    columns = BLOCK[block].columns
    values = [[_plain(value, column.kind) for value in table[column.key]] for column in columns]
    keys = [column.key for column in columns]
    return [dict(zip(keys, row, strict=True)) for row in zip(*values, strict=True)]


def _plain(value: object, kind: Kind) -> object:
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (dt.date, pd.Timestamp)):
        return value.isoformat()[:10]
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        number = float(f"{float(value):.{DIGITS}g}")
        return int(number) if kind in _WHOLE and number.is_integer() else number
    return str(value)
