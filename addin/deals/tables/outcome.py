"""The columns beside the stage that tell how a deal ended, known by their headings and by what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd

from addin.datafile import load_toml
from addin.deals.grids import Body
from addin.deals.tables.columns import aliases_by_key
from addin.deals.tables.headers import Headers
from addin.deals.tables.headings import normalise_header, shorter_forms
from addin.deals.tables.planned import is_planned
from addin.deals.values.nothing import said
from addin.deals.values.text import fold

FLAGS = ("won", "lost", "closed", "active")
"""What a column of yes and no may say; its part is called ``is_won`` and so on."""
_ASKED = {"closed": "closed", "won_at": "won", "lost_at": "lost"}
"""Column of a day → what it says where it holds yes and no."""
_MOST = 60
"""A column with more different values is neither a stage nor an outcome."""
_REASON = re.compile(r"\s+[-–—/]\s+|\s*[:(,]")
_NUMBERING = re.compile(r"^(?:\d{1,2}|[a-zа-я])\s*[.):-]\s*|\s*[(\[][^()\[\]]*[)\]]$", re.IGNORECASE)


def with_outcome(found: Headers, body: Body, mapped: Iterable[str]) -> Headers:
    """The headers with the columns of the outcome among them, where such stand beside the stage.

    A column counts whose heading is one of a status or an outcome and whose values, all of them, are words
    of an outcome; or whose heading asks whether the deal is won, lost, closed or active, and whose values are
    yes and no. Of two columns of a status the one that holds nothing but such words is the outcome.

    Args:
        found: the headers of a table of deals.
        body: its cells.
        mapped: our columns that the user has mapped: nothing is put in the place of his status.
    """
    taken = set(mapped)
    if "status" in taken or "outcome" in found.columns:
        return found
    found, asked = _without_flags(found, body, taken)
    columns = dict(found.columns)
    columns |= {f"is_{flag}": at for flag, at in (asked | _flags(found, body)).items()}
    used = {at for name, at in columns.items() if name.startswith("is_")}
    if columns.get("closed") in used:
        del columns["closed"]
    worded = [at for at in _candidates(found, used) if _tells_ends(body, at)]
    others = [at for at in _candidates(found, used) if at not in worded and _few(body, at)]
    stage = columns.get("status", -1)
    if stage in worded and others and found.export is None:
        stage = others[0]
    outcome = [at for at in worded if at != stage]
    if outcome and stage not in worded:
        columns |= {"outcome": outcome[0]} if stage < 0 else {"status": stage, "outcome": outcome[0]}
    now_used = set(columns.values())
    duplicates = [(column, at) for column, at in found.duplicates if at not in now_used]
    return replace(found, columns=columns, duplicates=duplicates)


@cache
def outcome_words() -> Mapping[str, str]:
    """Folded word of an outcome → ``won``, ``lost`` or ``open``."""
    return {
        fold(word): end
        for end, by_language in _data()["words"].items()
        for words in by_language.values()
        for word in words
    }


@cache
def yes_no() -> Mapping[str, bool]:
    """Folded word → whether it is a yes."""
    said = {True: _data()["yes"]["any"], False: _data()["no"]["any"]}
    return {fold(word): yes for yes, words in said.items() for word in words}


def told_end(text: str) -> str:
    """The end that a word of an outcome tells, "" for others; "Lost - price", «Отказ: дорого» tell it too."""
    words = outcome_words()
    return words.get(fold(text)) or words.get(fold(_REASON.split(text, maxsplit=1)[0]), "")


def end_of(stage: str) -> str:
    """``won`` or ``lost`` where the name of a stage says nothing else, "" otherwise."""
    end = outcome_words().get(fold(_NUMBERING.sub("", stage)), "")
    return "" if end == "open" or len(stage) == 1 else end


def distinct_texts(cells: pd.Series) -> list[str]:
    """The different texts of a column, without the empty one."""
    distinct = cells.dropna().drop_duplicates()
    return [str(text) for text in said(distinct, "stage").unique() if text]


def _without_flags(found: Headers, body: Body, mapped: set[str]) -> tuple[Headers, dict[str, int]]:
    """The headers whose days of an end are days, and the columns that only ask for one: "Closed", yes or no.

    In the place of such a day stands the next heading of it, if there is one.
    """
    asked = {
        flag: at
        for column, flag in _ASKED.items()
        if column not in mapped
        and (at := found.columns.get(column)) is not None
        and holds_only(body, at, yes_no())
    }
    if not asked:
        return found, {}
    columns = {name: at for name, at in found.columns.items() if at not in asked.values()}
    if "closed" in asked:
        left = [at for at in free_cells(replace(found, columns=columns), set()) if at not in asked.values()]
        days = [at for at in left if _names_of("closed") & heading_keys(found.cells[at])]
        days = [at for at in days if not is_planned(found.cells[at])]
        columns |= {"closed": days[0]} if days else {}
    return replace(found, columns=columns), asked


def _flags(found: Headers, body: Body) -> dict[str, int]:
    free = free_cells(found, {"status", "closed"})
    flags: dict[str, int] = {}
    for flag in FLAGS:
        keys = flag_keys(flag)
        at = next(
            (i for i in free if keys & heading_keys(found.cells[i]) and holds_only(body, i, yes_no())), None
        )
        if at is not None and at != found.columns.get("status"):
            flags[flag] = at
    return flags


def _candidates(found: Headers, used: set[int]) -> list[int]:
    names = _names_of("status", "outcome")
    free = free_cells(found, {"status"})
    return [at for at in free if at not in used and names & heading_keys(found.cells[at])]


def free_cells(found: Headers, but: set[str]) -> list[int]:
    """The cells of headings that no column but these is taken from."""
    taken = {at for column, at in found.columns.items() if column not in but}
    return [at for at, cell in enumerate(found.cells) if cell and at not in taken]


def holds_only(body: Body, at: int, words: Mapping[str, object]) -> bool:
    """Whether a column holds few different texts, and each is one of these words."""
    texts = distinct_texts(body.columns[at]) if _few(body, at) else []
    return bool(texts) and all(fold(text) in words for text in texts)


def _tells_ends(body: Body, at: int) -> bool:
    texts = distinct_texts(body.columns[at]) if _few(body, at) else []
    return bool(texts) and all(map(told_end, texts))


def _few(body: Body, at: int) -> bool:
    return at < len(body.columns) and 0 < body.columns[at].nunique() <= _MOST


def heading_keys(heading: str) -> set[str]:
    """The comparison forms of a heading, as it stands and shortened."""
    return {normalise_header(heading), *(key for keys in shorter_forms(heading) for key in keys)}


@cache
def _names_of(*columns: str) -> frozenset[str]:
    every = (aliases_by_key("deals", weak) for weak in (False, True))
    return frozenset(
        key for aliases in every for key, of in aliases.items() if {alias.column for alias in of} & {*columns}
    )


@cache
def flag_keys(flag: str) -> frozenset[str]:
    """The headings of a flag, in their comparison form."""
    return frozenset(map(normalise_header, _data()["flags"][flag]))


@cache
def _data() -> dict[str, Any]:
    return load_toml("addin.deals.tables", "outcomes.toml")
