"""What closing dates are worth a word: plans, wins without a date, open statuses of closed deals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from addin.deals.evidence import positions
from addin.deals.reading.cells import Cells
from addin.deals.reading.stage_facts import shares_told
from addin.deals.stages import OPEN, Role
from addin.deals.values.text import Bools

_HAPPENED = ["created", "status_changed", "first_touch"]


def note_closing_dates(
    deals: pd.DataFrame, roles: pd.Series, cells: Cells, history: pd.DataFrame, entered: pd.DataFrame
) -> None:
    """Note wins without a date, as theirs cannot be read, and a column of closing that holds plans too.

    On an open deal a date of closing is only expected; a known export puts the real one in its place.

    Args:
        deals: typed columns.
        roles: the role of each deal's status, "" where it is unknown.
        cells: the raw table, with the log that grows.
        history, entered: their dated changes, typed.
    """
    if not cells.table.has("closed"):
        return
    won = (roles == Role.WON).to_numpy(dtype=bool)
    if "bad_date" in cells.log.reasons():
        undated = won & cells.parse_dates("closed")[1] & deals["status_changed"].isna().to_numpy()
        some = deals[undated]
        dated = (positions(history["id"], some["id"]) >= 0) | some["row"].isin(entered["row"]).to_numpy()
        undated[undated] = ~dated
        _note(cells, undated, "wins_undated")
    if cells.table.export is None and bool((won & deals["closed"].notna().to_numpy()).any()):
        last = deals[_HAPPENED].max().max()
        planned = roles.isin(OPEN).to_numpy(dtype=bool) & (deals["closed"] > last).to_numpy(dtype=bool)
        _note(cells, planned, "closing_planned")
        if "guessed_roles" in cells.log.reasons():
            ends = roles.isin([Role.WON, Role.LOST])
            _note_closed(
                cells, deals["status"], roles, deals["closed"] <= max(last, deals["closed"][ends].max())
            )


def _note_closed(cells: Cells, statuses: pd.Series, roles: pd.Series, closed: pd.Series) -> None:
    """Note statuses that their words call open though their deals are closed, as those of others are not."""
    ended = shares_told(pd.factorize(statuses), closed)
    opened = set(statuses[roles.isin(OPEN)].unique())
    if names := sorted(name for name, so in ended.items() if so and name in opened):
        cells.log.note(cells.table.sheet, cells.table.header("status"), "; ".join(names), "closed_yet_open")


def _note(cells: Cells, which: Bools, reason: str) -> None:
    count = int(np.count_nonzero(which))
    if count:
        cells.log.note(cells.table.sheet, cells.table.header("closed"), count, reason)
