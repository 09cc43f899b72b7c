"""The deals and stages that the workbooks of both parts hold."""

from __future__ import annotations

import pandas as pd

from addin.demo.sheets import Column, Look, Sheet
from benchmarks.departments import MANAGERS, big_frames
from benchmarks.sheet import HEADERS

SEED = 1
_LOOKS: dict[str, Look] = {
    **dict.fromkeys(("created", "status_changed", "closed", "first_touch", "next_contact"), "moment"),
    "amount": "money",
}  # fmt: skip
_STAGES = Sheet("Stages", (Column("status", "Status"), Column("order", "Order"), Column("role", "Role")))


def deals_and_stages(rows: int, managers: int = MANAGERS) -> list[tuple[Sheet, pd.DataFrame]]:
    """The deals in twelve columns and their stages, as sheets; the first ``managers`` have all the deals."""
    data = big_frames(rows, SEED)
    columns = tuple(Column(key, header, _LOOKS.get(key, "text"), 16) for key, header in HEADERS.items())
    deals = data.deals[list(HEADERS)].astype(object)
    deals = deals.where(data.deals[list(HEADERS)].notna() & (deals != ""), None)
    deals["manager"] = [f"Manager {int(name[-3:]) % managers + 1:03d}" for name in deals["manager"]]
    return [(Sheet("Deals", columns), deals), (_STAGES, data.stages[["status", "order", "role"]])]
