"""Amounts of one report in one currency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from addin.deals.dataset import empty
from addin.deals.reading.cells import Bools, Cells
from addin.deals.tables.headings import currency_of, scale_of
from addin.deals.values.amounts import Floats, ParsedAmounts, parse_amounts, parse_decimals
from addin.deals.values.currency_names import agreed, candidates, currency_code, currency_sign, is_shared
from addin.errors import InputError, OptionError


@dataclass(frozen=True)
class Amounts:
    """The amounts of a table, each still in its own currency.

    Args:
        cells: the table they came from.
        values: amounts, NaN where there is none.
        currency: code of each, "" where the row names none; a sign of several currencies that nothing in
            the table settles stays a sign.
    """

    cells: Cells
    values: pd.Series
    currency: pd.Series


def read_amounts(cells: Cells) -> Amounts:
    """The amounts of a table, negative ones dropped, with the currency each names.

    The currency column comes first, then the sign or code inside the amount, then that of the heading
    («Сумма, руб.», ``amount_usd``). What had to be read out of text is logged as repaired. An amount whose
    currency cannot be read is dropped: it is never taken for the report's.
    """
    cells.errors("amount")
    parsed = parse_amounts(cells.table.cells("amount"))
    values = pd.Series(_in_units(cells, parsed), dtype="float64")
    negative = (values < 0).to_numpy(dtype=bool)
    cells.report(parsed.bad, "amount", "bad_amount", "repaired")
    cells.report(negative, "amount", "negative_amount", "repaired")
    cells.report(parsed.repaired & ~parsed.bad & ~negative, "amount", "text_amount", "repaired")
    values = values.mask(negative)
    inside = parsed.currency.reset_index(drop=True)
    told, unread = _told(cells)
    cells.report(unread & values.notna().to_numpy(dtype=bool), "currency", "bad_currency", "repaired")
    values = values.mask(unread)
    of_heading = currency_of(cells.table.header("amount"))
    if of_heading:
        inside = inside.where((inside != "") | (told != ""), of_heading)
    named = _settled(cells, _named(cells, told, inside).where(values.notna(), ""), told)
    return Amounts(cells, values, named)


def _in_units(cells: Cells, parsed: ParsedAmounts) -> Floats:
    """The sums as money, where the heading says that they stand in thousands, cents or millionths.

    «47,600» of millions may be 47.6 or 47,600 of them: a thousand times more is no guess, so it is dropped.
    """
    header = cells.table.header("amount")
    scale = scale_of(header)
    if scale == 1:
        return parsed.values
    cells.log.note(cells.table.sheet, header, f"× {scale:,.6f}".rstrip("0").rstrip("."), "amount_scaled")
    # a division is exact where a product with a part of one is not
    scaled = parsed.values * scale if scale > 1 else parsed.values / round(1 / scale)
    unsure = parsed.unsure & ~parsed.sized & (scale > 1)
    cells.report(unsure, "amount", "amount_mark_unsure", "repaired")
    return np.where(parsed.sized, parsed.values, np.where(unsure, np.nan, scaled))


def _told(cells: Cells) -> tuple[pd.Series, Bools]:
    """What the currency column says, "" where it says nothing; and where it cannot be read."""
    size = len(cells.table.rows)
    if not cells.table.has("currency"):
        return pd.Series("", index=pd.RangeIndex(size), dtype="str"), np.zeros(size, dtype=bool)
    text = cells.text("currency")
    told = text.map({name: currency_sign(name) for name in text.unique()}).astype("str")
    unread = ((text != "") & (told == "")).to_numpy(dtype=bool, copy=True)
    unread[cells.table.error_positions("currency")] = True
    return told, unread


def _named(cells: Cells, told: pd.Series, inside: pd.Series) -> pd.Series:
    """The currency of each row, as its column says, else as the amount itself."""
    named = told.where(told != "", inside)
    both = np.flatnonzero(((told != "") & (inside != "") & (told != inside)).to_numpy(dtype=bool))
    if not len(both):
        return named
    meant = {pair: agreed(pair) for pair in set(zip(told.iloc[both], inside.iloc[both], strict=True))}
    found = [meant[pair] for pair in zip(told.iloc[both], inside.iloc[both], strict=True)]
    other = np.zeros(len(named), dtype=bool)
    other[both] = [code == "" for code in found]
    cells.report(other, "amount", "currency_disagrees", "kept")
    named.iloc[both] = [code or says for code, says in zip(found, told.iloc[both], strict=True)]
    return named


def _settled(cells: Cells, named: pd.Series, told: pd.Series) -> pd.Series:
    """The currencies with signs of several of them replaced by the one that is meant, as far as that shows.

    It is the report's, if that was asked for; else the only one that a code elsewhere in the table names;
    else the customary one. The last, and a sign that nothing settles, is noted.
    """
    signs = sorted(str(sign) for sign in named.unique() if is_shared(str(sign)))
    meant = {}
    for sign in signs:
        customary = currency_code(sign)
        # who writes both "$" and CAD in his amounts may well mean two currencies, in a column he does not
        written = set((told if customary else named).unique()) & set(candidates(sign))
        asked = currency_code(cells.options.currency)
        if asked in candidates(sign):
            meant[sign] = asked
        elif len(written) == 1:
            meant[sign] = written.pop()
        else:
            meant[sign] = customary or sign
            value = f"{sign} → {customary}" if customary else f"{sign} ({', '.join(candidates(sign))})"
            cells.log.note(cells.table.sheet, cells.table.header("amount"), value, "currency_sign")
    return named.replace(meant) if meant else named


def _by_rates(currency: pd.Series, code: str, rates: pd.DataFrame) -> pd.Series:
    """The currencies with signs of several replaced by the report's, or the only one that has a rate."""
    meant = {}
    for sign in (str(sign) for sign in currency.unique() if is_shared(str(sign))):
        rated = set(candidates(sign)) & set(rates["currency"])
        if len(rated) == 1:
            meant[sign] = rated.pop()
        elif code in candidates(sign) or code == "":
            meant[sign] = code
    return currency.replace(meant) if meant else currency


def report_currency(asked: str, sums: Sequence[Amounts], rates: pd.DataFrame) -> str:
    """The code of the report's currency: as asked, else the only one found; "" where none is named.

    Nor is it named by the only sign found, if several currencies bear it. Where several are found and every
    one but one has a rate, that one is what the rates are in.

    Raises:
        OptionError: the currency asked for is none we know.
        InputError: several currencies and nothing tells in which the report should be.
    """
    if asked:
        code = currency_code(asked)
        if not code:
            raise OptionError("currency", value=asked)
        return code
    named = [(one, _by_rates(one.currency, "?", rates)) for one in reversed(sums)]
    found = {str(code): one for one, currency in named for code in currency.unique() if code}
    if len(found) == 1 and is_shared(min(found)):
        return ""
    unrated = sorted(set(found) - set(rates["currency"]))
    if len(found) > 1 and (len(unrated) != 1 or is_shared(unrated[0])):
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
    named = _by_rates(sums.currency, code, rates)
    foreign = (sums.values.notna() & ~named.isin(["", code])).to_numpy(dtype=bool)
    if not foreign.any():
        return sums.values
    needed = sorted(named[foreign].unique())
    missing = [currency for currency in needed if currency not in set(rates["currency"])]
    if missing:
        raise InputError(
            "currency_no_rate",
            sheet=sums.cells.table.sheet,
            currencies=", ".join(missing),
            report=code,
            row=int(sums.cells.table.rows[foreign & named.isin(missing).to_numpy(dtype=bool)][0]),
        )
    at = np.flatnonzero(foreign)
    rows = pd.DataFrame({"at": at, "date": dates.iloc[at].to_numpy(), "currency": named.iloc[at].to_numpy()})
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
