"""The pages to hand out: of each manager the deals to act on that fit one page."""

from __future__ import annotations

import pandas as pd

from addin.report.layout_managers import HANDOUT_ROWS
from addin.words import Lang, say


def handout(to_call: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """The deals to call, so many rows a manager that each has a page of his own.

    Args:
        to_call: the deals that wait for action, those of a manager together.
        lang: of the words.

    Returns:
        The columns of ``to_call``; :data:`HANDOUT_ROWS` rows for every manager but the last one: his first
        deals, where they are cut a row that counts the others, and rows left empty.
    """
    pages = [_page(own, lang) for _, own in to_call.groupby("manager", sort=False, dropna=False)]
    if not pages:
        return to_call.head(0)
    filled = [page.reindex(range(HANDOUT_ROWS)) for page in pages[:-1]]
    return pd.concat([*filled, pages[-1]], ignore_index=True).reindex(columns=to_call.columns)


def _page(own: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """The deals of one manager, or as many as leave room for the count of the others."""
    own = own.reset_index(drop=True).astype(object)
    if len(own) <= HANDOUT_ROWS:
        return own
    shown = HANDOUT_ROWS - 1
    told = {"manager": own["manager"].iloc[0], "client": say("monday.more", lang, n=len(own) - shown)}
    return pd.concat([own.head(shown), pd.DataFrame([told], dtype=object)], ignore_index=True)
