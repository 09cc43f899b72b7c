"""The statuses of a CRM: their order in the pipeline and their roles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique

import numpy as np
import numpy.typing as npt
import pandas as pd


@unique
class Role(StrEnum):
    """What a status means for the funnel."""

    INTAKE = "intake"
    WORK = "work"
    PRESALE = "presale"
    WON = "won"
    LOST = "lost"
    NONTARGET = "nontarget"
    IGNORE = "ignore"


OPEN = (Role.INTAKE, Role.WORK, Role.PRESALE)
CLOSED = (Role.WON, Role.LOST, Role.NONTARGET)

COLUMNS = ["pipeline", "status", "order", "role", "probability", "guessed"]


@dataclass(frozen=True)
class Stages:
    """The statuses of one pipeline.

    Args:
        table: columns ``status`` (text), ``order`` (number), ``role`` (a :class:`Role`), ``probability``
            (0 to 1 or NaN), ``guessed`` (bool: the role came from the words); one row a status, by order.
    """

    table: pd.DataFrame

    @classmethod
    def of_pipeline(cls, every: pd.DataFrame, pipeline: str) -> Stages:
        """The statuses of one pipeline: its own, else those given for every pipeline.

        Args:
            every: the statuses of all pipelines (schema ``stages``).
            pipeline: its name.
        """
        own = every[every["pipeline"] == pipeline]
        table = own if not own.empty else every[every["pipeline"] == ""]
        return cls(table.reset_index(drop=True))

    @property
    def ladder(self) -> list[str]:
        """The rungs of the pipeline: open statuses by order and, last, the first won status.

        All won statuses are the one last rung. Empty where no status is won or none is open.
        """
        listed = list(zip(self.table["status"], self.table["role"], strict=True))
        rungs = [str(status) for status, role in listed if role in OPEN]
        won = [str(status) for status, role in listed if role == Role.WON]
        return [*rungs, won[0]] if rungs and won else []

    def status_order(self) -> npt.NDArray[np.int64]:
        """The place on the way of each status by its row: open rungs, then won, then other ends.

        One more element, for a status nobody listed, is lowest.
        """
        rank = {Role.WON: 1, Role.LOST: 2, Role.NONTARGET: 2, Role.IGNORE: 2}
        tiers = np.array([rank.get(Role(role), 0) for role in self.table["role"]], dtype=np.int64)
        return np.append(tiers * 10_000 + np.arange(len(tiers)), -1)

    def roles(self) -> dict[str, Role]:
        """Status → role."""
        return {str(s): Role(r) for s, r in zip(self.table["status"], self.table["role"], strict=True)}


def closed_deals(deals: pd.DataFrame, stages: pd.DataFrame) -> pd.Series:
    """Which deals stand in a status that is an end, by the roles of their own pipeline.

    Args:
        deals: ``pipeline`` and ``status`` (schema ``deals``).
        stages: the statuses of all pipelines (schema ``stages``).
    """
    found = pd.Series(False, index=deals.index)
    for pipeline in deals["pipeline"].unique():
        own = Stages.of_pipeline(stages, pipeline).table
        ends = own["status"][own["role"].isin(CLOSED)]
        found |= (deals["pipeline"] == pipeline) & deals["status"].isin(ends)
    return found
