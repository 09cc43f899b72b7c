"""Why deals were lost: how often each reason was given, for how much money, and from which stage."""

from __future__ import annotations

import numpy as np
import pandas as pd

from addin.deals.stages import Role
from addin.deals.standing import ROLES
from addin.deals.timeline import Timeline
from addin.metrics.horizon import Window

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
    gone = t.lead & np.isin(t.state, [_LOST, _NONTARGET])
    dated = gone & (t.ended >= 0)
    if dated.any():
        gone = dated & (t.ended >= window.first) & (t.ended <= window.last)
    rows = pd.DataFrame(
        {
            "reason": frame["lost_reason"].to_numpy()[gone],
            "stage": frame["lost_from"].to_numpy()[gone],
            "lost": (t.state == _LOST)[gone].astype(int),
            "nontarget": (t.state == _NONTARGET)[gone].astype(int),
            "amount": t.amount[gone],
        }
    )
    by = rows.groupby("reason", sort=True)
    out = by[["lost", "nontarget"]].sum()
    out["amount"] = by["amount"].sum(min_count=1)
    out["share"] = (out["lost"] + out["nontarget"]) / max(len(rows), 1)
    told = rows[rows["stage"] != ""].groupby(["reason", "stage"]).size().rename("from_stage").reset_index()
    told = told.sort_values(["from_stage", "stage"], ascending=[False, True], kind="stable")
    out = out.join(told.drop_duplicates("reason").set_index("reason")).reset_index()
    out["stage"] = out["stage"].fillna("").astype(object)
    return out.sort_values(["share", "reason"], ascending=[False, True], kind="stable", ignore_index=True)
