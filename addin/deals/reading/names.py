"""One spelling for a name over all tables that mention it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from addin.deals.issues import IssueLog
from addin.deals.values.spelling import NameColumn, known_spellings, most_frequent_spellings


@dataclass
class Mention:
    """A column of names in one table.

    Args:
        sheet: the sheet as the user calls it.
        header: the column as the user calls it.
        values: the names, "" where there is none; replaced by ``unify_names``.
    """

    sheet: str
    header: str
    values: pd.Series


def unify_names(mentions: Sequence[Mention], log: IssueLog, known: Sequence[str] = ()) -> None:
    """Give names that differ in case, spaces or ё/е one spelling in all mentions; each spelling is noted.

    Args:
        mentions: changed in place.
        log: gets a note for every spelling replaced in a table, with how often it stood there.
        known: spellings that win over the most frequent one.
    """
    if not mentions:
        return
    # a column of a million names has some hundred different ones, and their counts tell everything
    names = [NameColumn.of(mention.values) for mention in mentions]
    own = [each.counts() for each in names]
    every: Counter[str] = Counter()
    for counts in own:
        every.update(counts)
    to = known_spellings(every, known)
    known_now: Counter[str] = Counter()
    for name, n in every.items():
        known_now[to.get(name, name)] += n
    to |= most_frequent_spellings(known_now)
    for mention, each, counts in zip(mentions, names, own, strict=True):
        changed = sorted(counts.keys() & to.keys())
        for variant in changed:
            value = f"{variant} → {to[variant]} ({counts[variant]})"
            log.note(mention.sheet, mention.header, value, "name_variant")
        mention.values = each.replaced({variant: to[variant] for variant in changed})
