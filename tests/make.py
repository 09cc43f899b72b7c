"""Small typed datasets for tests, written as a person would write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd

from addin.deals.dataset import SCHEMAS, Dataset, empty
from addin.deals.issues import IssueLog

LADDER = {
    "New": "intake",
    "Work": "work",
    "Demo": "work",
    "Invoice": "presale",
    "Won": "won",
    "Lost": "lost",
    "Junk": "nontarget",
    "Test": "ignore",
}
TODAY = dt.date(2026, 9, 30)

Row = Mapping[str, object]


def table(name: str, rows: Sequence[Row]) -> pd.DataFrame:
    """Rows as a table of the schema; dates may be text, what is missing is not given."""
    if not rows:
        return empty(name)
    columns: dict[str, pd.Series] = {}
    for column, dtype in SCHEMAS[name].items():
        values = [row.get(column) for row in rows]
        if dtype.startswith("datetime"):
            columns[column] = pd.Series(
                pd.to_datetime(pd.Series(values, dtype=object), format="ISO8601")
            ).astype(dtype)
        elif column == "row":
            columns[column] = pd.Series([row.get("row", 2 + i) for i, row in enumerate(rows)], dtype=dtype)
        elif dtype == "str":
            columns[column] = pd.Series(["" if v is None else str(v) for v in values], dtype="str")
        elif dtype == "bool":
            columns[column] = pd.Series([bool(v) for v in values], dtype=bool)
        else:
            columns[column] = pd.Series(values, dtype=dtype)
    return pd.DataFrame(columns)


def stages(roles: Mapping[str, str] = LADDER, pipeline: str = "") -> pd.DataFrame:
    """A stages table from status → role, in their order."""
    rows = [
        {"pipeline": pipeline, "status": status, "order": i, "role": role}
        for i, (status, role) in enumerate(roles.items(), 1)
    ]
    return table("stages", rows)


def dataset(
    deals: Sequence[Row],
    history: Sequence[Row] = (),
    *,
    entered: Sequence[Row] = (),
    ledger: Sequence[Row] = (),
    roles: Mapping[str, str] = LADDER,
    given: Sequence[str] | None = None,
    currency: str = "RUB",
) -> Dataset:
    """A dataset of these rows; ``given`` defaults to every column any row names."""
    named = {key for row in deals for key in row} if given is None else set(given)
    if history:
        named.add("history")
    return Dataset(
        deals=table("deals", deals),
        entered=table("entered", entered),
        history=table("history", history),
        ledger=table("ledger", ledger),
        spend=empty("spend"),
        plan=empty("plan"),
        rates=empty("rates"),
        stages=stages(roles),
        provided=frozenset(named),
        sheet="Deals",
        sheets={"history": "History"},
        rows_read=len(deals),
        currency=currency,
        matched={},
        issues=IssueLog(),
    )
