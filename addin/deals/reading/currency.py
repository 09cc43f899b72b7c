"""Amounts of one report in one currency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.deals.dataset import empty
from addin.deals.reading.cells import Bools, Cells
from addin.deals.values.amounts import parse_amounts, parse_decimals
from addin.deals.values.currency_names import currency_code
from addin.errors import InputError, OptionError


@dataclass(frozen=True)
class Amounts:
    """The amounts of a table, each still in its own currency.

    Args:
        cells: the table they came from.
        values: amounts, NaN where there is none.
        currency: code of each, "" where the row names none.
    """

    cells: Cells
    values: pd.Series
    currency: pd.Series


def read_amounts(cells: Cells) -> Amounts:
    """The amounts of a table, negative ones dropped, with the currency each names.

    The currency column comes first, then the sign or code inside the amount. What had to be read out of text
    is logged as repaired. An amount whose currency cannot be read is dropped: it is never taken for the
    report's.
    """
    cells.errors("amount")
    parsed = parse_amounts(cells.table.cells("amount"))
    values = pd.Series(parsed.values, dtype="float64")
    negative = (values < 0).to_numpy(dtype=bool)
    cells.report(parsed.bad, "amount", "bad_amount", "repaired")
    cells.report(negative, "amount", "negative_amount", "repaired")
    cells.report(parsed.repaired & ~parsed.bad & ~negative, "amount", "text_amount", "repaired")
    values = values.mask(negative)
    named, unread = _named(cells, parsed.currency.reset_index(drop=True))
    cells.report(unread & values.notna().to_numpy(dtype=bool), "currency", "bad_currency", "repaired")
    values = values.mask(unread)
    return Amounts(cells, values, named.where(values.notna(), ""))


def _named(cells: Cells, inside: pd.Series) -> tuple[pd.Series, Bools]:
    """The currency of each row, as its column says, else as the amount itself; where it cannot be read."""
    if not cells.table.has("currency"):
        return inside, np.zeros(len(inside), dtype=bool)
    text = cells.text("currency")
    codes = {name: currency_code(name) for name in text.unique()}
    in_column = text.map(codes).astype("str")
    unread = ((text != "") & (in_column == "")).to_numpy(dtype=bool, copy=True)
    unread[cells.table.error_positions("currency")] = True
    other = ((in_column != "") & (inside != "") & (in_column != inside)).to_numpy(dtype=bool)
    cells.report(other, "amount", "currency_disagrees", "kept")
    return in_column.where(in_column != "", inside), unread


def report_currency(asked: str, sums: Sequence[Amounts], rates: pd.DataFrame) -> str:
    """The code of the report's currency: as asked, else the only one found; "" where none is named.

    Where several are found and every one but one has a rate, that one is what the rates are in.

    Raises:
        OptionError: the currency asked for is none we know.
        InputError: several currencies and nothing tells in which the report should be.
    """
    if asked:
        code = currency_code(asked)
        if not code:
            raise OptionError("currency", value=asked)
        return code
    found = {str(code): one for one in reversed(sums) for code in one.currency.unique() if code}
    unrated = sorted(set(found) - set(rates["currency"]))
    if len(found) > 1 and len(unrated) != 1:
        one = found[min(found)]
        raise InputError("currency_unset", sheet=one.cells.table.sheet, currencies=", ".join(sorted(found)))
    return next(iter(unrated or sorted(found)), "")


def convert(sums: Amounts, dates: pd.Series, code: str, rates: pd.DataFrame) -> pd.Series:
    """Amounts in the report's currency.

    The rate is the last one on or before the row's date; before the first there is, the first, and the row
    is noted.

    Args:
        sums: amounts in their own currencies.
        dates: the date of each.
        code: the report's currency.
        rates: ``date, currency, rate``: units of the report's currency for one unit.

    Raises:
        InputError: a currency has no rate at all.
    """
    foreign = (sums.values.notna() & ~sums.currency.isin(["", code])).to_numpy(dtype=bool)
    if not foreign.any():
        return sums.values
    needed = sorted(sums.currency[foreign].unique())
    missing = [currency for currency in needed if currency not in set(rates["currency"])]
    if missing:
        raise InputError(
            "currency_no_rate",
            sheet=sums.cells.table.sheet,
            currencies=", ".join(missing),
            report=code,
            row=int(sums.cells.table.rows[foreign & sums.currency.isin(missing).to_numpy(dtype=bool)][0]),
        )
    at = np.flatnonzero(foreign)
    rows = pd.DataFrame(
        {"at": at, "date": dates.iloc[at].to_numpy(), "currency": sums.currency.iloc[at].to_numpy()}
    )
    table = rates.sort_values("date", kind="stable")
    rows = rows.sort_values("date", kind="stable")
    rows = pd.merge_asof(rows, table, on="date", by="currency").sort_values("at", kind="stable")
    early = rows["rate"].isna().to_numpy(dtype=bool)
    first = table.drop_duplicates("currency").set_index("currency")["rate"]
    factor = rows["rate"].where(~early, rows["currency"].map(first))
    before = np.zeros(len(foreign), dtype=bool)
    before[rows["at"].to_numpy()[early]] = True
    sums.cells.report(before, "amount", "rate_is_later", "kept")
    values = sums.values.to_numpy(dtype=np.float64, copy=True)
    values[at] *= factor.to_numpy(dtype=np.float64)
    return pd.Series(values, dtype="float64")


def read_rates(cells: Cells | None) -> pd.DataFrame:
    """The rates: ``date, currency, rate``; records without one of the three are set aside and logged."""
    if cells is None:
        return empty("rates")
    broken = cells.errors("date", "set_aside")
    broken |= cells.errors("rate", "set_aside", skip=broken)
    dates, bad_date = cells.parse_dates("date")
    undated = dates.isna().to_numpy(dtype=bool) & ~broken
    cells.report(undated & bad_date, "date", "bad_row_date", "set_aside")
    cells.report(undated & ~bad_date, "date", "no_row_date", "set_aside")
    text = cells.text("currency")
    codes = text.map({name: currency_code(name) for name in text.unique()}).astype("str")
    nameless = (codes == "").to_numpy(dtype=bool) & ~broken & ~undated
    cells.report(nameless, "currency", "bad_rate_currency", "set_aside")
    rate = pd.Series(parse_decimals(cells.table.cells("rate")), dtype="float64")
    senseless = ~(rate > 0).to_numpy(dtype=bool) & ~broken & ~undated & ~nameless
    cells.report(senseless, "rate", "bad_rate", "set_aside")
    kept = ~(broken | undated | nameless | senseless)
    table = pd.DataFrame({"date": dates, "currency": codes, "rate": rate})
    return table[kept].reset_index(drop=True)
