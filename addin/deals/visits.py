"""Visits: one deal's stay between two rungs of the pipeline, the rows every conversion rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, unique
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.arrays import is_in
from addin.deals.evidence import NEVER, UNKNOWN, Bools, Ints
from addin.deals.stages import Role
from addin.deals.status_at import ROLES, WON
from addin.deals.timeline import Timeline
from addin.parallel import run_all

Days = npt.NDArray[np.int32]

_LOST, _NONTARGET = ROLES.index(Role.LOST), ROLES.index(Role.NONTARGET)


@unique
class Outcome(IntEnum):
    """How a visit ended."""

    OPEN = 0
    ADVANCED = 1
    LOST = 2
    NONTARGET = 3


_ENDING = np.zeros(len(ROLES) + 1, np.int8)
"""Role of a deal → how it ends a visit that did not advance; the last place is read for ``UNKNOWN``."""
_ENDING[_LOST], _ENDING[_NONTARGET] = Outcome.LOST, Outcome.NONTARGET

KEYS = [
    "outcome",
    "manager",
    "source",
    "entered",
    "left",
    "seen",
    "usable",
    "vague",
    "across",
    "skipped",
    "reopened",
]
"""What visits of one pair of rungs are grouped by; all whole numbers, days since 1970-01-01."""

Pair = tuple[int, int]
"""A rung and the rung to be reached from it."""


@dataclass(frozen=True)
class Visits:
    """Visits, or visits grouped, with what their codes mean.

    Args:
        tables: pair of rungs → one row a visit: ``deal`` (position in ``ids``; only where not grouped) and
            the columns of ``KEYS``, ``n`` and ``amount`` (sum). ``entered`` is the day the stage was
            reached, ``UNKNOWN`` where nothing tells; ``left`` the day of the outcome (T for an open visit),
            ``UNKNOWN`` likewise. ``seen`` is the day from which the visit was under observation.
            ``usable``: its dates suffice for a rate. ``vague``: whether the deal was in the stage, or went
            on, is not known; ``across``: as it stood in a status without a place.
        ladder, managers, sources: the names behind the codes.
        ids: the deals.
        as_of_day: T as a day.
        evidence: ``history`` (dated changes of stages), ``dates`` or ``snapshot``.
    """

    tables: dict[Pair, pd.DataFrame]
    ladder: list[str]
    managers: list[str]
    sources: list[str]
    ids: pd.Series
    as_of_day: int
    evidence: str

    def of(self, stage: int, target: int) -> pd.DataFrame:
        """The rows of one pair of rungs."""
        return self.tables[stage, target]

    def first_to_won(self) -> pd.DataFrame:
        """The rows of first stage → won: every placed lead."""
        return self.of(0, len(self.ladder) - 1)

    def frame(self) -> pd.DataFrame:
        """All pairs in one table with names for codes: ``stage, target``, the columns of ``tables``, and
        ``id`` where not grouped."""
        parts = []
        for (stage, target), table in self.tables.items():
            named = table.assign(
                stage=self.ladder[stage],
                target=self.ladder[target],
                manager=[self.managers[code] for code in table["manager"]],
                source=[self.sources[code] for code in table["source"]],
                outcome=[Outcome(code).name.lower() for code in table["outcome"]],
            )
            if "deal" in table:
                named["id"] = self.ids.to_numpy()[table["deal"]]
            parts.append(named)
        return pd.concat(parts, ignore_index=True)


def stage_pairs(height: int) -> list[Pair]:
    """The pairs a report shows: neighbouring rungs and, last, the first and the last rung."""
    steps = [(k, k + 1) for k in range(height - 1)]
    return steps if height == 2 else [*steps, (0, height - 1)]


def all_stage_pairs(height: int) -> list[Pair]:
    """The pairs that a report's figures need: those shown and from every rung to the last."""
    return [*stage_pairs(height), *((k, height - 1) for k in range(1, height - 2))]


def visits(timeline: Timeline, wanted: list[Pair] | None = None) -> Visits:
    """The visits of the pairs wanted (default: all a report needs), one row a deal and pair."""
    chosen = all_stage_pairs(len(timeline.ladder)) if wanted is None else wanted
    ended = timeline.ended[is_in(timeline.role, [WON, _LOST])]
    dated = "dates" if (ended >= 0).any() else "snapshot"
    tables = run_all([partial(_pair, timeline, *pair) for pair in chosen], len(timeline.created))
    return Visits(
        dict(zip(chosen, tables, strict=True)),
        timeline.ladder,
        timeline.managers,
        timeline.sources,
        timeline.ids,
        timeline.as_of_day,
        "history" if timeline.dated_stages else dated,
    )


def _pair(t: Timeline, stage: int, target: int) -> pd.DataFrame:
    """The visits of one pair; without dated stages a deal of unknown stage may be in any, vaguely."""
    reached, advanced = t.reach[:, stage] < NEVER, t.reach[:, target] < NEVER
    whole = stage == 0 and target == len(t.ladder) - 1
    vague, across = (of & ~advanced & (not whole) for of in (~t.stage_known, t.unplaced))
    deal = np.flatnonzero(t.in_funnel & (reached | across | (vague & (not t.dated_stages))))
    at = deal if len(deal) < len(t.created) else slice(None)  # all of a million are not picked out
    reached, advanced, vague, across = reached[at], advanced[at], vague[at], across[at]
    outcome = np.where(advanced, np.int8(Outcome.ADVANCED), _ENDING[t.role[at]])
    left = _left(t, target, at, outcome)
    entered = _entered(t, stage, at, reached)
    dated = (entered >= 0) & ~((outcome == Outcome.ADVANCED) & (left < 0))
    usable = dated & ~vague & (whole or t.dated_stages)
    columns = {
        "deal": deal.astype(np.int32),
        "outcome": outcome,
        "manager": t.manager[:, stage][at],
        "source": t.source[at].astype(np.int32),
        "entered": entered,
        "left": left,
        "seen": _seen(t, stage, at, entered, usable),
        "usable": usable,
        "vague": vague,
        "across": across,
        "skipped": reached & ~t.own[:, stage][at] & t.dated_stages,
        "reopened": t.reopened[at],
        "n": np.ones(len(deal), np.int32),
        "amount": t.amount[at],
    }
    # nothing is changed in place, and a million rows are not copied for nothing
    return pd.DataFrame(columns, copy=False)


def _entered(t: Timeline, stage: int, at: Ints | slice, reached: Bools) -> Days:
    """The day the stage was reached, ``UNKNOWN`` where nothing dates it.

    Of undated stages, and of one that a deal is not known to have reached, the day of creation.
    """
    if not t.dated_stages:
        return t.created[at].astype(np.int32)
    entered = np.where(t.dated[:, stage][at], t.reach[:, stage][at], np.int32(UNKNOWN))
    return entered if reached.all() else np.where(reached, entered, t.created[at].astype(np.int32))


def _left(t: Timeline, target: int, at: Ints | slice, outcome: npt.NDArray[np.int8]) -> Days:
    """The day of the outcome: T for an open visit, ``UNKNOWN`` where it has no date."""
    advanced = np.where(t.dated[:, target][at], t.reach[:, target][at], np.int32(UNKNOWN))
    undecided = np.where(outcome >= Outcome.LOST, t.ended[at].astype(np.int32), np.int32(t.as_of_day))
    return np.where(outcome == Outcome.ADVANCED, advanced, undecided)


def _seen(t: Timeline, stage: int, at: Ints | slice, entered: Days, usable: Bools) -> Days:
    """The day from which each visit was under observation.

    Of deals older than the records some left the first stage unseen; those that had not then come under
    observation on the first recorded day. Where none is missing, creation is observation enough.
    """
    before = t.created[at] < t.records_start
    if t.records_start == NEVER or (stage == 0 and not (~usable & before).any()):
        return entered.copy()
    return np.where(before, np.maximum(entered, np.int32(t.records_start)), entered)
