"""One spelling for a name over all tables that mention it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from addin.deals.issues import IssueLog
from addin.deals.text import known_spellings, respelt, spellings


@dataclass
class Mention:
    """A column of names in one table.

    Args:
        sheet: the sheet as the user calls it.
        header: the column as the user calls it.
        values: the names, "" where there is none; replaced by ``one_spelling``.
    """

    sheet: str
    header: str
    values: pd.Series


def one_spelling(mentions: Sequence[Mention], log: IssueLog, known: Sequence[str] = ()) -> None:
    """Give names that differ in case, spaces or ё/е one spelling in all mentions; each spelling is noted.

    Args:
        mentions: changed in place.
        log: gets a note for every spelling replaced in a table, with how often it stood there.
        known: spellings that win over the most frequent one.
    """
    if not mentions:
        return
    # a column of a million names has some hundred different ones, and their counts tell everything
    every = pd.concat([mention.values.value_counts() for mention in mentions])
    counts = every.groupby(level=0).sum()
    first = known_spellings(counts, known)
    to = dict(zip(first["variant"], first["canonical"], strict=True))
    second = spellings(counts.rename(to).groupby(level=0).sum())
    to |= dict(zip(second["variant"], second["canonical"], strict=True))
    for mention in mentions:
        counts = mention.values[mention.values.isin(list(to))].value_counts()
        for variant in sorted(map(str, counts.index)):
            value = f"{variant} → {to[variant]} ({int(counts[variant])})"
            log.note(mention.sheet, mention.header, value, "name_variant")
        mention.values = respelt(mention.values, to)
