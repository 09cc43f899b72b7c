"""Who holds the deals: no robot does, and one person is one, whatever a table calls him."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache

import pandas as pd

from addin.datafile import load_toml
from addin.deals.evidence import positions
from addin.deals.issues import IssueLog
from addin.deals.reading.frames import Frames
from addin.deals.tables.table import Table
from addin.deals.values.spelling import NameColumn
from addin.deals.values.text import fold

_SURE = 0.9
"""Of a person's deals so many must bear the other name for the two to be one person."""
_FEW = 5
"""Fewer deals than this prove nothing."""
_LIKELY = 0.5


def settle_people(frames: Frames, found: Mapping[str, Table], log: IssueLog) -> None:
    """Leave robots out of the managers, and give a person of two names the one of the deals; both are noted.

    A change by a robot is one by whoever held the deal: who made its last change before, else its manager. A
    person is known as the same where the deals prove it: who last changed nearly all deals of a manager, and
    hardly any other, when neither name stands in the other table. Where they only suggest it, it is asked.

    Args:
        frames: managers are replaced.
        found: the raw tables.
        log: gets every robot and every person of two names.
    """
    people_of: dict[str, set[str]] = {}
    for name in ("deals", "history", "ledger"):
        table = getattr(frames, name)
        names = NameColumn.of(table["manager"])
        people_of[name] = {one for one in names.distinct if one and not is_robot(one)}
        robots = {manager: n for manager, n in names.counts().items() if is_robot(manager)}
        if robots:
            for manager, n in sorted(robots.items()):
                _note(found[name], f"{manager} ({n})", "robot_manager", log)
            people = names.replaced(dict.fromkeys(robots, ""))
            if name == "history":
                people = _held_before(table.assign(manager=people), table["manager"].isin(robots))
            setattr(frames, name, table.assign(manager=people))
    if people_of["history"] - people_of["deals"] and people_of["deals"] - people_of["history"]:
        _join_persons(frames, people_of["history"], people_of["deals"], found, log)


def is_robot(name: str) -> bool:
    """Whether a name is one that programs go by."""
    return fold(name) in _robots()


@cache
def _robots() -> frozenset[str]:
    lists = load_toml("addin.deals.reading", "robots.toml")
    return frozenset(fold(name) for names in lists.values() for name in names)


def _note(table: Table, value: str, reason: str, log: IssueLog) -> None:
    log.note(table.sheet, table.header("manager"), value, reason)


def _held_before(history: pd.DataFrame, by_robot: pd.Series) -> pd.Series:
    """The managers of changes; of a robot's whoever made the deal's last change before it, "" for nobody."""
    of_robots = positions(history["id"][by_robot], history["id"]) >= 0
    some = history[of_robots].sort_values(["id", "changed_at"], kind="stable")
    known = some["manager"].where(some["manager"] != "")
    filled = known.groupby(some["id"]).ffill().fillna("")
    return history["manager"].mask(by_robot, filled.reindex(history.index)).astype("str")


def _join_persons(
    frames: Frames, changers: set[str], owners: set[str], found: Mapping[str, Table], log: IssueLog
) -> None:
    """Replace in the history the names of persons whom the deals name otherwise.

    Args:
        frames: ``history`` is changed.
        changers, owners: who is named in the history and in the deals.
        found: the raw tables.
        log: gets who is joined, and who perhaps should be.
    """
    pairs = _pairs(frames, changers - owners)
    to = {}
    for changer, owner, n, of_changer, of_owner in pairs:
        if owner in changers:
            continue
        if n >= _FEW and min(of_changer, of_owner) >= _SURE:
            to[changer] = owner
            _note(found["history"], f"{changer} → {owner} ({n})", "one_person", log)
        elif n >= _FEW and min(of_changer, of_owner) >= _LIKELY:
            _note(found["history"], f"{changer} = {owner}? ({n})", "one_person_perhaps", log)
    if to:
        managers = NameColumn.of(frames.history["manager"]).replaced(to)
        frames.history = frames.history.assign(manager=managers)


def _pairs(frames: Frames, changers: Collection[str]) -> Iterator[tuple[str, str, int, float, float]]:
    """Who last changed whose deals: both names, how many deals, and what share that is of either's.

    Of each name of the history only the manager of most of its deals.
    """
    history = frames.history[frames.history["manager"] != ""]
    order = history.sort_values(["id", "changed_at"], kind="stable")
    last = order.drop_duplicates("id", keep="last").set_index("id")["manager"]
    deals = frames.deals[frames.deals["manager"] != ""]
    both = pd.DataFrame({"owner": deals["manager"], "changer": deals["id"].map(last)}).dropna()
    counts = both.groupby(["changer", "owner"]).size()
    by_changer, by_owner = both["changer"].value_counts(), both["owner"].value_counts()
    best = counts.sort_values(ascending=False, kind="stable").reset_index().drop_duplicates("changer")
    for changer, owner, n in sorted(best.itertuples(index=False, name=None)):
        if changer in changers:
            yield changer, owner, int(n), n / by_changer[changer], n / by_owner[owner]
