"""Deals that lie in the bin of their program: an export of a database holds them too."""

from __future__ import annotations

import numpy as np
import pandas as pd

from addin.deals.grids import Body
from addin.deals.tables.headers import Headers
from addin.deals.tables.outcome import flag_keys, free_cells, heading_keys, holds_only, yes_no
from addin.deals.values.nothing import is_said
from addin.deals.values.text import Bools, as_text, fold


def deleted_rows(found: Headers, body: Body) -> tuple[Bools, str, pd.Series]:
    """Which records of deals are deleted, by a column of yes and no or one of dates; its heading and texts.

    Args:
        found: the headers; a column that is already taken for something tells nothing of this.
        body: the cells.
    """
    for at in free_cells(found, set()):
        keys = heading_keys(found.cells[at])
        if keys & flag_keys("deleted") and holds_only(body, at, yes_no()):
            text = as_text(body.columns[at])
            said = [word for word in text.unique() if yes_no().get(fold(word))]
            return text.isin(said).to_numpy(dtype=bool), found.cells[at], text
        if keys & flag_keys("deleted_at") and at < len(body.columns):
            cells = body.columns[at]
            return is_said(cells, "date"), found.cells[at], as_text(cells)
    return np.zeros(len(body.rows), dtype=bool), "", pd.Series(dtype="str")
