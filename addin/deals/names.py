"""One spelling for a name over all tables that mention it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from addin.deals.issues import IssueLog
from addin.deals.text import unify, unify_to


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
    every = pd.concat([mention.values for mention in mentions], ignore_index=True)
    first = unify_to(every, list(known)) if known else None
    second = unify(first.values if first else every)
    changes = pd.concat([*([first.variants] if first else []), second.variants], ignore_index=True)
    if changes.empty:
        return
    to = {str(v): str(c) for v, c in zip(changes["variant"], changes["canonical"], strict=True)}
    for mention in mentions:
        hit = mention.values.isin(list(to))
        if not hit.any():
            continue
        counts = mention.values[hit].value_counts()
        for variant in sorted(map(str, counts.index)):
            value = f"{variant} → {to[variant]} ({int(counts[variant])})"
            log.note(mention.sheet, mention.header, value, "name_variant")
        mention.values = mention.values.mask(hit, mention.values.map(to)).astype("str")
