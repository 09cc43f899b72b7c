"""References to documents, as 1С writes them: a document's kind, number and day in one text."""

from __future__ import annotations

import pandas as pd

_REFERENCE = (
    r"^(?:\D*\s)?№?\s*(?P<number>\S*\d\S*)\s+(?:от|від|of|from|dated|vom|du|del|do|z|dnia)\s+"
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?:[\sT,]+\d{1,2}:\d{2}(?::\d{2})?)?$"
)


_SOME = 2_000


def hold_references(ids: pd.Series) -> bool:
    """Whether cells, of which some are looked at, hold references."""
    some = ids.iloc[:: max(len(ids) // _SOME, 1)].astype("str")
    return bool((numbers_in(some) != "").any())


def numbers_in(ids: pd.Series) -> pd.Series:
    """The number in «Заказ покупателя ЗП-000001 от 06.09.2026 13:58:15»; "" where a text is no reference."""
    return ids.str.extract(_REFERENCE)["number"].fillna("").astype("str")


def by_number(ids: pd.Series, known: pd.Series) -> pd.Series:
    """Ids as they are known: a reference for its number, or a number for the one reference that bears it.

    Args:
        ids: text.
        known: text, those of the deals.
    """
    strange = ids[~ids.isin(known).to_numpy(dtype=bool)].drop_duplicates()
    known = known.drop_duplicates()
    if strange.empty or known.empty:
        return ids
    named, bearing = numbers_in(strange), numbers_in(known)
    to = dict(zip(strange[named.isin(known)], named[named.isin(known)], strict=True))
    alone = known[((bearing != "") & ~bearing.duplicated(keep=False)).to_numpy(dtype=bool)]
    wanted = set(strange)
    to |= {n: one for n, one in zip(bearing[alone.index], alone, strict=True) if n in wanted}
    return ids.replace(to) if to else ids
