"""The columns of a history that may name the deal of a change: which are there, and which are vague."""

from __future__ import annotations

import re
from collections.abc import Sequence

from addin.datafile import load_toml
from addin.deals.tables.headings import normalise_header
from addin.deals.values.text import fold

_FILE = load_toml("addin.deals.tables", "history.toml")
_PARTS = frozenset(map(fold, _FILE["ids"]["parts"]))
_BARE = frozenset(map(normalise_header, _FILE["ids"]["bare"]))
_WORDS = re.compile(r"(?<=[a-zа-яё0-9])(?=[A-ZА-ЯЁ])|[^\w№]+|_")

CANDIDATE = "id|"
"""A further column that may name the deal bears this mark before its heading."""


def is_bare(header: str) -> bool:
    """Whether a heading says "id" and not whose: ``ID``, «Номер», ``Record ID``."""
    return normalise_header(header) in _BARE


def may_hold_ids(header: str) -> bool:
    """Whether a part of the heading says id, number or code: ``OpportunityId``, ``deal_ref``."""
    return any(fold(part) in _PARTS for part in _WORDS.split(header.strip()) if part)


def add_candidates(cells: Sequence[str], columns: dict[str, int], duplicates: list[tuple[str, int]]) -> None:
    """Keep every further column that may name the deal beside ``id``; what they hold will decide.

    Where no heading of ``id`` is known the first that may hold ids stands for it until then.

    Args:
        cells: the headings.
        columns: our column → its cell; gets ``id|heading`` for each further one.
        duplicates: loses those that are kept.
    """
    second = {index for column, index in duplicates if column == "id"}
    duplicates[:] = [pair for pair in duplicates if pair[0] != "id"]
    taken = set(columns.values())
    if "id" not in columns:
        found = next((i for i, header in enumerate(cells) if i not in taken and may_hold_ids(header)), None)
        if found is None:
            return
        columns["id"] = found
        taken.add(found)
    for index, header in enumerate(cells):
        if index in second or (index not in taken and may_hold_ids(header)):
            columns.setdefault(f"{CANDIDATE}{header}", index)
