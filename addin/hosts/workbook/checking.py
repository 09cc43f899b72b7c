"""What was read from a live workbook, in a few lines: for a look before a report is made."""

from __future__ import annotations

import pandas as pd

from addin.deals.stages import evidence_in_words
from addin.refresh import LoadedData, deals_of
from addin.words import Lang, has, say

MOST = 8
"""Kinds of issues named; there may be more."""


def summary(loaded: LoadedData) -> str:
    """The rows read and used, the roles nobody stated, and what was set aside or repaired, by kind.

    Raises:
        InputError, OptionError: no report can come of the tables.
    """
    lang, deals = loaded.settings.lang, deals_of(loaded)
    rows = deals.rows
    lines = [
        say(
            "cli.check.rows",
            lang,
            sheet=loaded.data.sheet,
            read=rows["read"],
            used=rows["used"],
            aside=rows["set_aside"],
            after=rows["after_asof"],
            as_of=deals.as_of,
        )
    ]
    stages = deals.stages.table
    guessed = [
        f"{row['status']} – {_word(row['role'], lang)} "
        f"({evidence_in_words(row['evidence'], row['placed_by'], lang)})"
        for row in _records(stages[stages["guessed"]])
    ]
    if guessed:
        lines += ["", say("check.guessed", lang, roles="; ".join(guessed))]
    return "\n".join([*lines, "", *_issues(deals.issues.frame(), lang)])


def _issues(issues: pd.DataFrame, lang: Lang) -> list[str]:
    if issues.empty:
        return [say("cli.check.no_issues", lang)]
    kinds = list(issues.groupby(["action", "reason"], sort=False))
    lines = [
        say("check.issue", lang, action=_word(action, lang), reason=_word(reason, lang), count=len(found))
        for (action, reason), found in kinds[:MOST]
    ]
    more = len(kinds) - MOST
    return lines if more <= 0 else [*lines, say("check.more", lang, n=more)]


def _records(frame: pd.DataFrame) -> list[dict[str, str]]:
    return [{str(key): str(value) for key, value in row.items()} for row in frame.to_dict("records")]


def _word(code: object, lang: Lang) -> str:
    return say(f"code.{code}", lang) if has(f"code.{code}") else str(code)
