"""The order of the open stages of a pipeline, of each two by the strongest evidence that tells them apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pandas as pd

from addin.deals.evidence import Ints, seconds

Pairs = frozenset[tuple[str, str]]
"""(a, b): deals visit a before b."""

MOST = 1000
"""With more statuses than these the dates of changes are not looked at: they are no stages."""
MAJORITY = 0.6
"""This share of the deals that visited both visited the earlier one first."""
DATES, NAME = "dates", "name"


@dataclass(frozen=True)
class OrderEvidence:
    """What tells the order of stages.

    Args:
        values: evidence, the strongest first → status → a number that grows along the way; ``dates`` stands
            among them for ``earlier``.
        earlier: pairs of statuses that dated changes visit in this order.
    """

    values: Mapping[str, Mapping[str, float]]
    earlier: Pairs = field(default_factory=frozenset)

    def compare(self, one: str, other: str) -> tuple[int, str]:
        """−1 where ``one`` is the earlier, 1 where it is the later, and the evidence; 0 where nothing tells.

        Two whose last and weakest evidence is equal stand by name.
        """
        last = False
        for kind, values in self.values.items():
            if kind == DATES:
                sign = ((other, one) in self.earlier) - ((one, other) in self.earlier)
            else:
                last = one in values and other in values
                sign = int(np.sign(values[one] - values[other])) if last else 0
            if sign:
                return sign, kind
        return ((-1 if one < other else 1), NAME) if last else (0, "")

    def of(self, status: str) -> str:
        """The strongest evidence of this status; "" without any."""
        return next((kind for kind, values in self.values.items() if status in values), "")


def place_stages(
    statuses: Collection[str], evidence: OrderEvidence, known: Collection[str]
) -> dict[str, str]:
    """The statuses whose place is known, in order, each with the evidence that placed it.

    Statuses that nothing connects with the rest have no place: of several groups the one with most
    ``known`` statuses counts. One status alone has nothing to be ordered by.
    """
    signs = {a: {b: evidence.compare(a, b) for b in statuses if b != a} for a in statuses}
    group = _largest_group(signs, known)
    if len(statuses) > 1 and len(group) == 1 and not evidence.of(group[0]) and group[0] not in known:
        return {}
    ordered: list[str] = []
    for status in sorted(group, key=lambda s: (-_told(signs[s]), _score(signs[s]), s)):
        ordered.insert(_gap(status, ordered, signs), status)
    pairs = list(pairwise(ordered))
    by_name = {s for a, b in pairs if signs[a][b][1] == NAME for s in (a, b)}
    return {s: NAME if s in by_name else _evidence(signs[s], s, evidence) for s in ordered}


def _evidence(signs: Mapping[str, tuple[int, str]], status: str, evidence: OrderEvidence) -> str:
    """The strongest evidence that told it from another; alone, its own."""
    used = {kind for sign, kind in signs.values() if sign}
    return next((kind for kind in evidence.values if kind in used), evidence.of(status))


def _told(signs: Mapping[str, tuple[int, str]]) -> int:
    """How many others it can be compared with."""
    return sum(sign != 0 for sign, _ in signs.values())


def _score(signs: Mapping[str, tuple[int, str]]) -> int:
    """How many are earlier, less how many are later."""
    return sum(sign for sign, _ in signs.values())


def _gap(status: str, ordered: list[str], signs: Mapping[str, Mapping[str, tuple[int, str]]]) -> int:
    """Where it contradicts the fewest; of equal places the first: no stage counts as reached unproven."""
    steps = [signs[status][other][0] for other in ordered]
    wrong = [sum(s > 0 for s in steps[at:]) + sum(s < 0 for s in steps[:at]) for at in range(len(steps) + 1)]
    return wrong.index(min(wrong))


def _largest_group(signs: Mapping[str, Mapping[str, tuple[int, str]]], known: Collection[str]) -> list[str]:
    """The connected statuses among which most are known; then the most, then the first by name."""
    left, groups = sorted(signs), []
    while left:
        group, reached = [], [left[0]]
        while reached:
            status = reached.pop()
            if status in left:
                left.remove(status)
                group.append(status)
                reached += [other for other, (sign, _) in signs[status].items() if sign]
        groups.append(group)
    return max(groups, key=lambda g: (sum(s in known for s in g), len(g)), default=[])


def dated_order(events: pd.DataFrame) -> Pairs:
    """Which statuses deals visit before which, by first entries.

    Args:
        events: ``id, status, from_status, at`` of one pipeline; what the first change of a deal left was
            visited before it.
    """
    events = events[events["at"].notna()]
    if events.empty:
        return frozenset()
    deal, at = pd.factorize(events["id"])[0], seconds(events["at"])
    opening = np.full(deal.max() + 1, np.iinfo(np.int64).max)
    np.minimum.at(opening, deal, at)
    left = (events["from_status"] != "").to_numpy(dtype=bool) & (at == opening[deal])
    names = pd.concat([events["status"], events["from_status"][left]], ignore_index=True)
    status, statuses = pd.factorize(names)
    if len(statuses) > MOST:
        return frozenset()
    named = (names != "").to_numpy(dtype=bool)
    deal, when = np.r_[deal, deal[left]][named], np.r_[2 * at + 1, 2 * at[left]][named]
    counts = _pair_counts(deal, when, status[named], len(statuses))
    ahead = (counts > 0) & (counts >= MAJORITY * (counts + counts.T))
    return frozenset((str(statuses[a]), str(statuses[b])) for a, b in zip(*np.nonzero(ahead), strict=True))


def _pair_counts(deal: Ints, when: Ints, status: Ints, size: int) -> Ints:
    """How many deals first visited the status of the row before that of the column."""
    order = np.lexsort((when, status, deal))
    deal, when, status = deal[order], when[order], status[order]
    first = np.r_[True, (np.diff(deal) != 0) | (np.diff(status) != 0)]
    deal, when, status = deal[first], when[first], status[first]
    order = np.lexsort((when, deal))
    deal, when, status = deal[order], when[order], status[order]
    counts, apart = np.zeros(size * size, np.int64), 1
    while apart < len(deal) and (same := deal[apart:] == deal[:-apart]).any():
        later = same & (when[apart:] > when[:-apart])
        counts += np.bincount(status[:-apart][later] * size + status[apart:][later], minlength=size * size)
        apart += 1
    return counts.reshape(size, size)
