"""Why deals were lost: how often each reason was given, for how much money, and from which stage."""

from __future__ import annotations

import numpy as np
import pandas as pd

from addin.arrays import is_in
from addin.deals.evidence import Ints
from addin.deals.stages import Role
from addin.deals.status_at import ROLES
from addin.deals.timeline import Timeline
from addin.metrics.horizon import Window
from addin.metrics.occupancy import Floats

_LOST, _NONTARGET = ROLES.index(Role.LOST), ROLES.index(Role.NONTARGET)


def lost_reasons(frame: pd.DataFrame, timeline: Timeline, window: Window) -> pd.DataFrame:
    """One row a reason, most deals first, "" being those lost without one.

    Args:
        frame: the deals at T.
        timeline: of the same deals.
        window: the days of loss that count; where no loss has a date, all do.

    Returns:
        ``reason``, ``lost`` and ``nontarget`` (deals), ``share`` (of all of them), ``amount`` (of those with
        one, NaN without any), ``stage`` (from which most were lost, "" unknown) and ``from_stage`` (how
        many).
    """
    t = timeline
    gone = t.is_lead & is_in(t.role, [_LOST, _NONTARGET])
    dated = gone & (t.ended >= 0)
    if dated.any():
        gone = dated & (t.ended >= window.first) & (t.ended <= window.last)
    at = np.flatnonzero(gone)
    reason, reasons = pd.factorize(frame["lost_reason"].iloc[at], sort=True)
    stage, stages = pd.factorize(frame["lost_from"].iloc[at], sort=True)
    size, given = len(reasons), np.array([name != "" for name in stages], dtype=bool)[stage]
    lost = np.bincount(reason, t.role[at] == _LOST, size).astype(np.int64)
    every = np.bincount(reason, minlength=size)
    cells = np.bincount(reason[given] * len(stages) + stage[given], minlength=size * len(stages))
    names, counts = _most(cells.reshape(size, len(stages)), [str(name) for name in stages])
    share = every / max(len(at), 1)
    out = pd.DataFrame(
        {
            "reason": reasons,
            "lost": lost,
            "nontarget": every - lost,
            "amount": _sums(reason, t.amount[at], size),
            "share": share,
            "stage": pd.Series(names, dtype=object),
            "from_stage": counts,
        }
    )
    return out.iloc[np.argsort(-share, kind="stable")].reset_index(drop=True)


def _sums(group: Ints, amount: Floats, size: int) -> Floats:
    """Of the amounts known; NaN for a group without any."""
    known = ~np.isnan(amount)
    found = np.bincount(group[known], amount[known], size)
    return np.where(np.bincount(group[known], minlength=size) > 0, found, np.nan)


def _most(counts: Ints, names: list[str]) -> tuple[list[str], Floats]:
    """Of each row the name with the highest count, the first of equal ones, and that count; "" and NaN."""
    if not len(names):
        return [""] * len(counts), np.full(len(counts), np.nan)
    best, most = counts.argmax(axis=1), counts.max(axis=1)
    found = [names[place] if n else "" for place, n in zip(best, most, strict=True)]
    return found, np.where(most > 0, most, np.nan)
