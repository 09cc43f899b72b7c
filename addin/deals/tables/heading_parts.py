"""Columns taken by parts of their heading and by what they hold, where no list has the heading as a whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from addin.datafile import load_toml
from addin.deals.grids import Body
from addin.deals.tables.headers import Headers
from addin.deals.tables.heading_row import says_number
from addin.deals.tables.headings import header_words, normalise_header
from addin.deals.tables.outcome import free_cells, yes_no
from addin.deals.tables.planned import is_planned
from addin.deals.values.amounts import parse_amounts
from addin.deals.values.dates import parse_dates
from addin.deals.values.nothing import said
from addin.deals.values.text import as_text, fold

_SAMPLE = 2_000
_MOST, _COMPLETE = 0.9, 0.95
_NAMES = 60
"""A column with more different values holds no names of stages, people or channels."""


class _Rule(NamedTuple):
    """What a heading must speak of, what it must not, what the column holds, which part is enough as its only
    word, and of which column the rule is where that has another of its name.
    """

    parts: tuple[str, ...]
    bar: tuple[str, ...]
    cells: str
    alone: str = ""
    of: str = ""


def with_parts(found: Headers, body: Body, mapped: Collection[str]) -> Headers:
    """The headers of deals with columns that they lacked: a single heading speaks of it and its cells agree.

    Args:
        found: the headers of a table of deals.
        body: its cells.
        mapped: our columns that the user has mapped.

    Returns:
        The headers; the columns taken so are among ``by_parts``, and no longer missing.
    """
    columns = dict(found.columns)
    cells = _sampled(body)
    _part_people(found, cells, mapped, columns)
    second = {index for _, index in found.duplicates}
    ignored = found.export.ignored if found.export else frozenset[str]()
    for name, rule in _rules().items():
        column = rule.of or name
        lacking = column not in columns and column not in mapped
        if not lacking or (column == "closed" and {"won_at", "lost_at"} & set(columns)):
            continue
        free = [i for i in free_cells(replace(found, columns=columns), set()) if i not in second]
        fitting = [
            i
            for i in free
            if normalise_header(found.cells[i]) not in ignored and _speaks_of(found.cells[i], name)
        ]
        holding = [i for i in fitting if i < len(cells) and _HOLDS[rule.cells](cells[i])]
        if len(holding) == 1:
            columns[column] = holding[0]
    first = columns.get("first_touch", len(cells))
    lacking = "created" not in columns and not {"created", "first_touch"} & set(mapped)
    if lacking and first < len(cells) and _days(cells[first]):
        columns["created"] = columns.pop("first_touch")  # no earlier day is known
    taken = frozenset(columns) - frozenset(found.columns)
    missing = [needed for needed in found.missing if needed not in taken]
    return replace(found, columns=columns, missing=missing, by_parts=taken) if taken else found


def _part_people(
    found: Headers, cells: Sequence[pd.Series], mapped: Collection[str], columns: dict[str, int]
) -> None:
    """Take clients for the managers where the heading may mean both: few people, over and over."""
    at = columns.get("client", len(cells))
    settled = "manager" in columns or {"manager", "client"} & set(mapped)
    if not settled and at < len(cells) and _speaks_of(found.cells[at], "manager") and _names(cells[at]):
        columns["manager"] = columns.pop("client")


@lru_cache(maxsize=20_000)
def _speaks_of(heading: str, column: str) -> bool:
    rule = _rules()[column]
    words = [key for word in header_words(heading) if (key := normalise_header(word))]
    alone = len(words) == 1 and bool(rule.alone) and _has(words, rule.alone)
    return (
        (alone or all(_has(words, part) for part in rule.parts))
        and not any(_has(words, part) for part in rule.bar)
        and not (rule.cells.endswith("days") and is_planned(heading))
        and not (rule.cells == "sums" and says_number(heading))
    )


def _has(words: list[str], part: str) -> bool:
    whole, beginnings, ends = _words(part)
    return any(w in whole or w.startswith(beginnings) or (len(w) > 3 and w.endswith(ends)) for w in words)


def _sampled(body: Body) -> list[pd.Series]:
    """Some records of each column, evenly; a row with one cell alone, as a month above its deals, is none."""
    at = np.unique(np.linspace(0, max(len(body.rows) - 1, 0), _SAMPLE).astype(np.int64))[: len(body.rows)]
    cells = [column.iloc[at].reset_index(drop=True) for column in body.columns]
    filled = sum((column.notna().to_numpy(dtype=np.int64) for column in cells), np.zeros(len(at), np.int64))
    records = filled > min(1, len(cells) - 1)
    return [column[records].reset_index(drop=True) for column in cells]


def _days(cells: pd.Series) -> bool:
    return _some_days(cells) and (said(cells, "date") != "").mean() >= _COMPLETE


def _some_days(cells: pd.Series) -> bool:
    filled = cells[(said(cells, "date") != "").to_numpy(dtype=bool)]
    if not len(filled):
        return False
    read = parse_dates(filled, "UTC")
    if read.ambiguous is not None:
        read = parse_dates(filled, "UTC", "dmy")
    return bool(read.values.notna().mean() >= _MOST)


def _sums(cells: pd.Series) -> bool:
    filled = cells[(said(cells) != "").to_numpy(dtype=bool)]
    return len(filled) > 0 and float((~np.isnan(parse_amounts(filled).values)).mean()) >= _MOST


def _names(cells: pd.Series) -> bool:
    texts = said(cells, "stage")
    distinct = [text for text in texts.unique() if text]
    lettered = sum(1 for text in distinct if any(map(str.isalpha, text)))
    few = 0 < len(distinct) <= min(_NAMES, max(len(texts) // 2, 3))
    told = all(fold(text) in yes_no() for text in distinct)
    return few and lettered >= _MOST * len(distinct) and not told and not _some_days(as_text(cells))


_HOLDS: Mapping[str, Callable[[pd.Series], bool]] = {
    "days": _days,
    "some_days": _some_days,
    "sums": _sums,
    "names": _names,
}


@cache
def _rules() -> dict[str, _Rule]:
    rules = load_toml("addin.deals.tables", "heading_parts.toml")["columns"]
    return {
        name: _Rule(tuple(of["parts"]), tuple(of["bar"]), of["cells"], of.get("alone", ""), of.get("of", ""))
        for name, of in rules.items()
    }


@cache
def _words(part: str) -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    """The words of a part: whole ones, beginnings, ends."""
    by_language: dict[str, list[str]] = load_toml("addin.deals.tables", "heading_parts.toml")["parts"][part]
    every = [word for words in by_language.values() for word in words]

    def comparable(words: list[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(normalise_header(word.strip("*")) for word in words))

    whole = comparable([word for word in every if "*" not in word])
    return (
        frozenset(whole),
        comparable([word for word in every if word.endswith("*")]),
        comparable([word for word in every if word.startswith("*")]),
    )
