"""The truth of the sample: what becomes of a deal on each rung, and what that adds up to."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from addin.demo.leads import Leads, manager_strengths
from addin.demo.office_hours import Floats
from addin.demo.people import MANAGERS, RUNGS, SOURCES, STATUSES, WON

_ADVANCE = np.array([0.88, 0.49, 0.67, 0.58, 0.73])
"""Chance to move on from each rung, among real customers, for an average manager and source."""
_NONTARGET = np.array([0.35, 0.65, 0.0, 0.0, 0.0])
"""Of the chance to be no customer, how much comes out on each rung."""
_WEEKEND = -0.5
SKIPS = np.array([0.03, 0.08, 0.05, 0.04, 0.0])
"""Of the moves onwards, how many pass over a rung."""
BACK = 0.05
"""Chance of a step back and a return during a stay (from the third rung on)."""
REOPENED, REOPENED_WELL = 0.04, 0.35
"""Chance that a loss is taken back, and that the deal then moves on."""
REVOKED, WON_AGAIN = 0.03, 0.5
"""Chance that a win is taken back, and that it is won again."""


@dataclass(frozen=True)
class Chances:
    """What one stay on a rung ends with; one row a deal, one column a rung."""

    advance: Floats
    nontarget: Floats


def chances(leads: Leads) -> Chances:
    """The chances of every lead with the managers who hold it."""
    rungs = np.arange(len(RUNGS))
    quality = np.array([s.quality for s in SOURCES])[leads.source]
    shift = manager_strengths()[leads.manager, rungs] + np.where(rungs > 0, quality[:, None], 0.0)
    shift[:, 0] += np.where(leads.weekend, _WEEKEND, 0.0)
    nontarget = np.array([s.nontarget for s in SOURCES])[leads.source][:, None] * _NONTARGET
    odds = _ADVANCE / (1 - _ADVANCE) * np.exp(shift)
    return Chances((1 - nontarget) * odds / (1 + odds), nontarget)


def truth_by_manager(leads: Leads) -> pd.DataFrame:
    """Chance of each step by manager, had he handled all leads of the sample from the beginning.

    Columns ``manager, from, to, chance``; the last row of a manager is first stage → won. A step is taken if
    the deal ever reaches the next rung or a later one; skipped rungs count as reached, a win only if it is
    not taken back for good, a loss that is taken back as what came of it. No cut at T, no horizon.
    """
    rows: list[tuple[str, str, str, float]] = []
    for position, manager in enumerate(MANAGERS):
        reached = _reached(chances(replace(leads, manager=np.full_like(leads.manager, position))))
        names = STATUSES[: WON + 1]
        steps = reached[1:] / reached[:-1]
        rows += [(manager.name, names[k], names[k + 1], float(step)) for k, step in enumerate(steps)]
        rows.append((manager.name, names[0], names[WON], float(reached[WON])))
    return pd.DataFrame(rows, columns=["manager", "from", "to", "chance"])


def truth_by_source(leads: Leads) -> pd.DataFrame:
    """Chance of a lead to be won by source, had all sources been handled by the same mix of managers.

    Columns ``source, chance``; nontarget leads count as leads.
    """
    source = leads.source
    found = [
        _reached(chances(replace(leads, source=np.full_like(source, i))))[WON] for i in range(len(SOURCES))
    ]
    return pd.DataFrame({"source": [s.name for s in SOURCES], "chance": found})


def _reached(chance: Chances) -> Floats:
    """Share of deals that ever reach each rung and, last, a win that stands."""
    lost = 1 - chance.advance - chance.nontarget
    onwards = chance.advance + lost * REOPENED * REOPENED_WELL
    stands = np.zeros((len(onwards), WON + 1))
    passed = np.zeros_like(stands)
    stands[:, 0] = 1.0
    for rung in range(WON):
        moves = stands[:, rung] * onwards[:, rung]
        stands[:, rung + 1] += moves * (1 - SKIPS[rung])
        if rung + 2 <= WON:
            stands[:, rung + 2] += moves * SKIPS[rung]
            passed[:, rung + 1] += moves * SKIPS[rung]
    stands[:, WON] *= 1 - REVOKED * (1 - WON_AGAIN)
    return np.asarray((stands + passed).mean(axis=0), dtype=np.float64)
