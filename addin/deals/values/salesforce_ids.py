"""Ids of Salesforce: 15 characters whose letter case counts, or these with three that tell the case."""

from __future__ import annotations

import numpy as np
import pandas as pd

_SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_SHORT, _LONG, _PART = 15, 18, 5
_FORM = r"(?=[0-9]*[A-Za-z])[A-Za-z0-9]{15}(?:[A-Z0-5]{3})?"
_SOME = 2_000


def suffix_of(short: str) -> str:
    """The last three characters of the long form: which letters of the short one are large, five by five."""
    parts = [short[at : at + _PART] for at in range(0, _SHORT, _PART)]
    return "".join(_SUFFIX[sum(one.isupper() << place for place, one in enumerate(part))] for part in parts)


def look_like_such(ids: pd.Series) -> bool:
    """Whether ids, of which some are looked at, have one of the two forms."""
    some = ids.iloc[:: max(len(ids) // _SOME, 1)].astype("str")
    return bool(some.str.fullmatch(_FORM).any())


def in_known_form(ids: pd.Series, known: pd.Series) -> pd.Series:
    """Ids in the form in which they are known; those not known in either stay as they are.

    The first 15 characters are compared, their letter case with them. Of several long forms of one short form
    only the one with the right suffix is its own.

    Args:
        ids: text.
        known: text, those of the deals.
    """
    lengths = ids.str.len()
    strange = ids[(lengths.isin((_SHORT, _LONG)) & ~ids.isin(known)).to_numpy(dtype=bool)]
    names = strange.drop_duplicates()
    names = names[names.str.fullmatch(_FORM).to_numpy(dtype=bool)]
    if names.empty:
        return ids
    known = known.drop_duplicates()
    to = _others(names[names.str.len() == _SHORT], known[known.str.len() == _LONG], to_long=True)
    to |= _others(known[known.str.len() == _SHORT], names[names.str.len() == _LONG], to_long=False)
    return ids.replace(to) if to else ids


def _others(short: pd.Series, long: pd.Series, *, to_long: bool) -> dict[str, str]:
    """The id of one form → the same in the other, where there is one."""
    heads = long.str.slice(0, _SHORT)
    pairs = pd.DataFrame({"short": heads, "long": long})[heads.isin(short).to_numpy(dtype=bool)]
    right = pairs["long"].str.slice(_SHORT) == pairs["short"].map(suffix_of)
    alone = ~pairs["short"].duplicated(keep=False) & pairs["long"].str.fullmatch(_FORM)
    pairs = pairs[np.asarray(right | alone, dtype=bool)]
    one, other = ("short", "long") if to_long else ("long", "short")
    return dict(zip(pairs[one], pairs[other], strict=True))
