"""Whether a sheet of deals has ids; where it has none, its rows number them, and that is said."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.tables.columns import NAMES
from addin.deals.tables.headers import Headers
from addin.deals.tables.headings import normalise_header
from addin.deals.values.text import as_text

_NAMES = frozenset(map(normalise_header, NAMES))
_REPEATED = 0.05
_BLANK = 0.5


def why_numbered(found: Headers, columns: Mapping[str, pd.Series], mapped: bool) -> str:
    """The reason for which rows are numbered, a code of an issue; "" where the deals have ids.

    There is no column of ids, or the one that could be holds names, some of them twice; or its heading says
    little (an order's or a client's number) and its values are blank or repeated as no id's are.

    Args:
        found: the headers.
        columns: our columns.
        mapped: whether the user has said which column the id is.
    """
    if "id" not in columns:
        return "rows_numbered"
    is_name = normalise_header(found.cells[found.columns["id"]]) in _NAMES
    if mapped or not (is_name or "id" in found.weak):
        return ""
    text = as_text(columns["id"])
    filled = text[text != ""]
    repeated = int(filled.duplicated().sum())
    bound = 0 if is_name else _REPEATED * len(filled)
    return "id_repeats" if repeated > bound or len(filled) < _BLANK * len(text) else ""


def row_numbers(rows: npt.NDArray[np.int64]) -> pd.Series:
    """The numbers of sheet rows as ids."""
    return pd.Series(rows.astype(np.float64))
