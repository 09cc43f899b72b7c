"""The typed tables that reading makes of raw cells; not yet cut at the as-of date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

import pandas as pd

from addin.deals.issues import Action, IssueLog
from addin.deals.tables.exports import RecognisedExport

TEXT, DATE, NUMBER, COUNT = "str", "datetime64[us]", "float64", "int64"

SCHEMAS: dict[str, dict[str, str]] = {
    "deals": {
        "row": COUNT,
        "id": TEXT,
        "created": DATE,
        "status": TEXT,
        "manager": TEXT,
        "source": TEXT,
        "amount": NUMBER,
        "currency": TEXT,
        "status_changed": DATE,
        "closed": DATE,
        "lost_from": TEXT,
        "lost_reason": TEXT,
        "first_touch": DATE,
        "next_contact": DATE,
        "pipeline": TEXT,
        "client": TEXT,
        "phone": TEXT,
        "link": TEXT,
        "team": TEXT,
        "product": TEXT,
        "dimension": TEXT,
    },
    "entered": {"row": COUNT, "status": TEXT, "at": DATE},
    "history": {
        "row": COUNT,
        "id": TEXT,
        "changed_at": DATE,
        "from_status": TEXT,
        "to_status": TEXT,
        "manager": TEXT,
    },
    "ledger": {
        "id": TEXT,
        "status": TEXT,
        "amount": NUMBER,
        "manager": TEXT,
        "next_contact": DATE,
        "status_changed": DATE,
        "seen_at": DATE,
    },
    "spend": {"date": DATE, "by_month": "bool", "source": TEXT, "amount": NUMBER},
    "plan": {"month": DATE, "manager": TEXT, "amount": NUMBER},
    "rates": {"date": DATE, "currency": TEXT, "rate": NUMBER},
    "stages": {
        "pipeline": TEXT,
        "status": TEXT,
        "order": NUMBER,
        "role": TEXT,
        "probability": NUMBER,
        "guessed": "bool",
        "evidence": TEXT,
        "placed_by": TEXT,
    },
}
"""Table → column → dtype. Text is "" where not given; dates are naive, in the business time zone."""


def empty(table: str) -> pd.DataFrame:
    """A table of the schema without rows."""
    return _empty(table).copy()


@cache
def _empty(table: str) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in SCHEMAS[table].items()})


@dataclass(frozen=True)
class Dataset:
    """All tables of one input, typed, names in one spelling each, rows in the order of the sheet.

    Args:
        deals: usable rows of the deals sheet of every pipeline; ids may repeat (they are settled at the cut).
        entered: dated entries of stages from ``entered:<status>`` columns, by sheet row of the deal.
        history, ledger, spend, plan, rates: as the schema; without rows where not given.
        stages: the statuses of every pipeline, given or guessed, by pipeline and order.
        provided: names of the columns of ``deals`` and of the tables that were there.
        sheet: the deals sheet as the user calls it; ``sheets`` the same for other tables.
        rows_read: data rows of the deals sheet.
        currency: the report's currency as found or set; "" where the data name none.
        matched: table → column → header taken for it, for ``check``.
        issues: what was set aside or repaired so far.
        exports: table → the CRM's export it was recognised as.
    """

    deals: pd.DataFrame
    entered: pd.DataFrame
    history: pd.DataFrame
    ledger: pd.DataFrame
    spend: pd.DataFrame
    plan: pd.DataFrame
    rates: pd.DataFrame
    stages: pd.DataFrame
    provided: frozenset[str]
    sheet: str
    sheets: dict[str, str]
    rows_read: int
    currency: str
    matched: dict[str, dict[str, str]]
    issues: IssueLog
    exports: Mapping[str, RecognisedExport] = field(default_factory=dict)

    def log_issues(
        self,
        log: IssueLog,
        place: tuple[str, str],
        rows: Iterable[float],
        values: Iterable[object],
        reason: str,
        action: Action,
    ) -> None:
        """Log issues of a table and column of ours under the names the user has for them."""
        table, column = place
        sheet = self.sheets.get(table, self.sheet)
        header = self.matched.get(table, {}).get(column, column)
        log.add(sheet, rows, header, values, reason, action)
