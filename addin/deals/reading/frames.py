"""The typed tables on their way to a dataset: read, then every name in one spelling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd

from addin.deals.dataset import empty
from addin.deals.issues import IssueLog
from addin.deals.reading.cells import Cells
from addin.deals.reading.deals import RawDeals
from addin.deals.reading.extras import MoneyTable, read_history, read_ledger
from addin.deals.reading.names import Mention, unify_names
from addin.deals.reading.stages import read_stages
from addin.deals.tables.table import Table
from addin.parallel import run_all


@dataclass
class Frames:
    """The tables while names are brought to one spelling and amounts to one currency, in place."""

    deals: pd.DataFrame
    entered: pd.DataFrame
    history: pd.DataFrame
    ledger: pd.DataFrame
    stages: pd.DataFrame
    spend: pd.DataFrame
    plan: pd.DataFrame


def read_frames(
    cells: Mapping[str, Cells], raw: RawDeals, spend: MoneyTable | None, plan: MoneyTable | None
) -> Frames:
    """The tables as read, names as they stand and amounts not in one currency yet."""
    return Frames(
        raw.frame,
        raw.entered,
        read_history(cells.get("history")),
        read_ledger(cells.get("ledger")),
        read_stages(cells["stages"]) if "stages" in cells else empty("stages"),
        spend.table if spend else empty("spend"),
        plan.table if plan else empty("plan"),
    )


STATUS_COLUMNS = {
    "deals": ("status", "lost_from"),
    "entered": ("status",),
    "history": ("from_status", "to_status"),
    "ledger": ("status",),
}
"""Table → its columns of statuses."""
_STATUS = tuple(
    (name, column, "entered" if name == "entered" else column)
    for name, columns in STATUS_COLUMNS.items()
    for column in columns
)
_MANAGER = tuple((name, "manager", "manager") for name in ("deals", "history", "ledger", "plan"))
_SOURCE = tuple((name, "source", "source") for name in ("deals", "spend"))
_PIPELINE = tuple((name, "pipeline", "pipeline") for name in ("deals", "stages"))
_TEAM, _PRODUCT, _BY = ((("deals", column, column),) for column in ("team", "product", "dimension"))


def unify_spellings(frames: Frames, found: Mapping[str, Table], log: IssueLog) -> None:
    """One spelling for every name of a kind; statuses as the stages sheet has them."""
    known = [str(status) for status in frames.stages["status"]]
    kinds = (_STATUS, _MANAGER, _SOURCE, _PIPELINE, _TEAM, _PRODUCT, _BY)
    groups = [_mentions(places, frames, found) for places in kinds]
    logs = [IssueLog() for _ in groups]
    words: list[list[str]] = [known, *([] for _ in kinds[1:])]
    run_all(
        [
            partial(unify_names, list(group.values()), own, spellings)
            for group, own, spellings in zip(groups, logs, words, strict=True)
        ],
        len(frames.deals),
    )
    for own in logs:
        log.extend(own)
    for name in {name for group in groups for name, _ in group}:
        respelt = {column: m.values for group in groups for (of, column), m in group.items() if of == name}
        setattr(frames, name, getattr(frames, name).assign(**respelt))


def _mentions(
    places: Iterable[tuple[str, str, str]], frames: Frames, found: Mapping[str, Table]
) -> dict[tuple[str, str], Mention]:
    """Table and column → the names in it, as they were read."""
    mentions = {}
    for name, column, ours in places:
        table = found.get("deals" if name == "entered" else name)
        if table is not None:
            values = getattr(frames, name)[column]
            mentions[name, column] = Mention(table.sheet, table.header(ours), values)
    return mentions
