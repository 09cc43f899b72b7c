"""The block of the scoreboard: figures of managers, teams and everybody, with the words beside them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from addin.deals.status_at import WON
from addin.metrics.calendar import date_of, first_day, month
from addin.metrics.leads import in_period
from addin.metrics.scoreboard import MonthSoFar, scoreboard
from addin.report.figures import Figures
from addin.words import say


def scoreboard_block(f: Figures, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The month of T by manager and by team; the last row is everybody.

    Args:
        f: what all blocks share.
        tables: ``attention, presale`` and ``managers``.
    """
    t, frame = f.timeline, f.deals.frame
    this = month(t.as_of_day)
    won = (t.role == WON) & (t.ended >= first_day(this)) & (t.ended <= t.as_of_day)
    planned = f.deals.plan["month"].to_numpy("datetime64[M]").astype(np.int64) == this
    found = scoreboard(
        MonthSoFar(
            manager=frame["manager"],
            team=frame["team"] if "team" in f.deals.provided else None,
            created=t.created,
            busy=(t.rung >= 0) | won,
            leads=in_period(f.leads, date_of(first_day(this)), f.deals.as_of),
            to_act=tables["attention"],
            presale=tables["presale"],
            plan=f.deals.plan[planned],
            money=f.money.of_month,
        )
    )
    people = tables["managers"]
    proven = dict(zip(people["manager"], people["proven"], strict=True))
    whole = say("heatmap.all", f.settings.lang)
    return found.assign(
        weakest=pd.Series([proven.get(name) for name in found["manager"]], dtype=object),
        manager=found["manager"].where(found["manager"].notna(), whole),
    )
