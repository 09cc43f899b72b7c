"""History, ledger, spend and plan as typed tables; records that cannot be used are set aside and logged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.dataset import SCHEMAS, empty
from addin.deals.reading.cells import Bools, Cells
from addin.deals.reading.currency import Amounts, read_amounts
from addin.deals.reading.days_or_months import DaysOrMonths, read_days_or_months
from addin.deals.values.amounts import parse_amounts
from addin.deals.values.formula_texts import unguarded
from addin.deals.values.text import as_text


def read_history(cells: Cells | None) -> pd.DataFrame:
    """Changes of status; those without an id or a date are set aside."""
    if cells is None:
        return empty("history")
    kept, ids, moments = cells.with_id_and_date("changed_at")
    texts = {name: kept.text(name) for name in ("from_status", "to_status", "manager")}
    table = pd.DataFrame({"row": kept.table.rows, "id": ids, "changed_at": moments, **texts})
    return _typed(table, "history")


def read_ledger(cells: Cells | None) -> pd.DataFrame:
    """Earlier sightings; those without an id or a date are set aside. Amounts are in the report's money."""
    if cells is None:
        return empty("ledger")
    kept, ids, seen = cells.with_id_and_date("seen_at")
    table = pd.DataFrame(
        {
            "id": unguarded(ids),
            "status": unguarded(kept.text("status")),
            "amount": _stored_amounts(kept.table.cells("amount")),
            "manager": unguarded(kept.text("manager")),
            "next_contact": kept.dates("next_contact"),
            "status_changed": kept.dates("status_changed"),
            "seen_at": seen,
        }
    )
    return _typed(table, "ledger")


def _stored_amounts(cells: pd.Series) -> npt.NDArray[np.float64]:
    """Sums as a program writes them, with a decimal point; as people do where somebody has typed some."""
    texts = as_text(cells)
    if texts.str.fullmatch(r"(-?[0-9]+(\.[0-9]+)?(e\+[0-9]+)?)?").all():
        return pd.to_numeric(texts, errors="coerce").to_numpy(dtype=np.float64)
    return parse_amounts(cells).values


@dataclass(frozen=True)
class MoneyTable:
    """A table of money by day or month, the amounts not yet in one currency.

    Args:
        table: the schema's columns but ``amount``.
        amounts: the amounts of its records.
    """

    table: pd.DataFrame
    amounts: Amounts


def read_spend(cells: Cells | None) -> MoneyTable | None:
    """Spend by day or by month; a record without a date or an amount is set aside."""
    if cells is None:
        return None
    moments = _spend_moments(cells)
    kept, sums = _usable(cells, moments, "date" if cells.table.has("date") else "month")
    table = pd.DataFrame(
        {
            "date": moments.values[kept].reset_index(drop=True),
            "by_month": moments.is_month[kept],
            "source": sums.cells.text("source"),
        }
    )
    return MoneyTable(table, sums)


def _spend_moments(cells: Cells) -> DaysOrMonths:
    """The day where there is one, else the month."""
    months = _as_months(read_days_or_months(cells, "month"))
    if not cells.table.has("date"):
        return months
    days = read_days_or_months(cells, "date")
    dated = days.values.notna().to_numpy(dtype=bool)
    return DaysOrMonths(
        days.values.fillna(months.values),
        np.where(dated, days.is_month, months.is_month),
        ~dated & (days.bad | months.bad),
    )


def read_plan(cells: Cells | None) -> MoneyTable | None:
    """The plan by month; a record without a month or an amount is set aside."""
    if cells is None:
        return None
    moments = _as_months(read_days_or_months(cells, "month"))
    kept, sums = _usable(cells, moments, "month")
    month = moments.values[kept].reset_index(drop=True)
    return MoneyTable(pd.DataFrame({"month": month, "manager": sums.cells.text("manager")}), sums)


def _as_months(moments: DaysOrMonths) -> DaysOrMonths:
    values = moments.values
    first = values.dt.normalize() - pd.to_timedelta(values.dt.day - 1, unit="D")
    return DaysOrMonths(first.astype(values.dtype), values.notna().to_numpy(dtype=bool), moments.bad)


def _usable(cells: Cells, moments: DaysOrMonths, column: str) -> tuple[Bools, Amounts]:
    """Which records have a date and an amount, and the amounts of these."""
    broken = cells.errors(column, "set_aside")
    undated = moments.values.isna().to_numpy(dtype=bool) & ~broken
    cells.report(undated & moments.bad, column, "bad_row_date", "set_aside")
    cells.report(undated & ~moments.bad, column, "no_row_date", "set_aside")
    dated = ~(broken | undated)
    broken = cells.errors("amount", "set_aside", skip=~dated)
    values = parse_amounts(cells.table.cells("amount")).values
    unpriced = dated & ~broken & ~(values >= 0)
    cells.report(unpriced, "amount", "no_row_amount", "set_aside")
    kept = dated & ~broken & ~unpriced
    return kept, read_amounts(cells.only(kept))


def _typed(table: pd.DataFrame, name: str) -> pd.DataFrame:
    return table[list(SCHEMAS[name])].astype(SCHEMAS[name])
