"""The statuses of a CRM: their order in the pipeline and their roles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.words import Lang, say


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


@unique
class StageEvidence(StrEnum):
    """What the role and the place of a status rest on, the stronger first."""

    STATED = "stated"
    OUTCOME = "outcome"
    PROBABILITY = "probability"
    NUMBERS = "numbers"
    DEFAULT_PIPELINE = "default_pipeline"
    DATES = "dates"
    WORDS = "words"
    CLOSING = "closing"
    WEAK_WORDS = "weak_words"
    NAME = "name"
    NONE = "none"


NO_PROOF = (
    StageEvidence.PROBABILITY,
    StageEvidence.NUMBERS,
    StageEvidence.DEFAULT_PIPELINE,
    StageEvidence.DATES,
    StageEvidence.NONE,
)
"""Where a first stage of work rests on these, nothing says that somebody took the deals that begin in it."""

OPEN = (Role.INTAKE, Role.WORK, Role.PRESALE)
CLOSED = (Role.WON, Role.LOST, Role.NONTARGET)

COLUMNS = ["pipeline", "status", "order", "role", "probability", "guessed", "evidence", "placed_by"]


@dataclass(frozen=True)
class Stages:
    """The statuses of one pipeline.

    Args:
        table: columns ``status`` (text), ``order`` (number, NaN for an open status of unknown place),
            ``role`` (a :class:`Role`), ``probability`` (0 to 1 or NaN), ``guessed`` (bool: nobody stated
            the role), ``evidence`` (a :class:`StageEvidence`: of the role, else of the place)
            and ``placed_by`` (of the place); one row a status, by order.
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
    def rungs(self) -> dict[str, int]:
        """Open status → its rung; those of unknown place stand on none.

        Where no open status has a place all of them are one rung: each is somewhere before the sale.
        """
        opened = self.table[self.table["role"].isin(OPEN)]
        placed = opened["status"][opened["order"].notna()]
        if placed.empty:
            return dict.fromkeys(map(str, opened["status"]), 0)
        return {str(status): rung for rung, status in enumerate(placed)}

    def first_of(self, role: Role) -> str | None:
        """The first status of a role by order; None where there is none."""
        found = self.table["status"][self.table["role"] == role]
        return None if found.empty else str(found.iloc[0])

    @property
    def ladder(self) -> list[str]:
        """The names of the rungs: open statuses by order and, last, the first won status.

        All won statuses are the one last rung, several open ones of unknown place, with none of known place,
        the one first. Empty where no status is won or none is open.
        """
        won = self.table["status"][self.table["role"] == Role.WON]
        names: dict[int, str] = {}
        for status, rung in self.rungs.items():
            names[rung] = f"{names[rung]} / {status}" if rung in names else status
        return [*names.values(), str(won.iloc[0])] if names and len(won) else []

    @property
    def unplaced(self) -> set[str]:
        """The open statuses that stand on no rung."""
        return set(self.table["status"][self.table["role"].isin(OPEN)]) - set(self.rungs)

    @property
    def unproven(self) -> set[str]:
        """The statuses of work that do not tell whether somebody took the deal.

        They are the first stage, where deals begin, or of unknown place, and neither a person nor their words
        say that they are work.
        """
        t = self.table
        silent = set(t["status"][(t["role"] == Role.WORK) & t["evidence"].isin(NO_PROOF)])
        return {status for status in silent if self.rungs.get(status, 0) == 0}

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


def evidence_in_words(evidence: str, placed_by: str, lang: Lang) -> str:
    """What a role rests on, and its place where that rests on something else; "" where nobody has told."""
    if not evidence:
        return ""
    role = say(f"evidence.{evidence}", lang)
    if placed_by in ("", evidence):
        return role
    return say("stages.role_and_place", lang, role=role, place=say(f"evidence.{placed_by}", lang))


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
