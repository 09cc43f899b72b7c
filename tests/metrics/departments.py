"""Whole sales departments of known truth, with their history, money and moods of the market."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.dataset import SCHEMAS, Dataset, empty
from addin.deals.issues import IssueLog

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

STATUSES = ("New", "Work", "Demo", "Invoice", "Won", "Lost")
ROLES = ("intake", "work", "work", "presale", "won", "lost")
PROBABILITY = (0.05, 0.15, 0.35, 0.7, 1.0, 0.0)
WON, LOST = 4, 5
MEDIAN = (1.0, 6.0, 8.0, 7.0)
"""Median days of a stay that leads on; one that ends in a loss lasts twice as long."""
DAY = 86_400
_START = np.datetime64("2024-01-01", "s").astype(np.int64)


class Changes(NamedTuple):
    """Changes of deals that leave one stage: deal, second, that stage, stage entered of each."""

    deal: Ints
    at: Ints
    left: int
    entered: Ints


@dataclass(frozen=True)
class Market:
    """How a department lives.

    Args:
        per_day: leads a day at the beginning.
        growth: factor of leads a year later.
        mood: standard deviation of what a month adds to the logarithm of leads, and to the log-odds of
            moving on.
        advance: chance to move on from each stage in a middling month.
        sources: source → (share of leads, log-odds added to every step after the first).
        managers: manager → (log-odds added, source → how many times the usual share of its leads he gets).
        months: how long records go on.
        unpriced: share of deals without an amount.
    """

    per_day: float = 8.0
    growth: float = 1.3
    mood: float = 0.1
    advance: tuple[float, ...] = (0.85, 0.55, 0.6, 0.7)
    sources: tuple[tuple[str, float, float], ...] = (("ads", 0.6, 0.0), ("site", 0.4, 0.0))
    managers: tuple[tuple[str, float, dict[str, float]], ...] = (("Ann", 0.0, {}), ("Bob", 0.0, {}))
    months: int = 24
    unpriced: float = 0.1

    def draw(self, seed: int) -> Dataset:
        """A department as its records stand at the end of the last month."""
        rng = np.random.default_rng(seed)
        edges = np.datetime64("2024-01", "M") + np.arange(self.months + 1)
        end = int(edges[-1].astype("datetime64[s]").astype(np.int64))
        created = self._created(rng, edges)
        source = rng.choice(len(self.sources), len(created), p=[share for _, share, _ in self.sources])
        manager = self._managers(rng, source)
        odds = rng.normal(0, self.mood, self.months + 12)
        shift = (
            np.array([s[2] for s in self.sources])[source] + np.array([m[1] for m in self.managers])[manager]
        )
        changes = self._changes(rng, created, shift, odds, end)
        amount = self._amounts(rng, len(created))
        return dataset_of(self, created, (source, manager), amount, changes)

    def _created(self, rng: np.random.Generator, edges: npt.NDArray[Any]) -> Ints:
        """The second each lead was created, in order."""
        days = edges.astype("datetime64[D]").astype(np.int64)
        mood = np.exp(rng.normal(0, self.mood, self.months))
        length = np.diff(days)
        rate = self.per_day * self.growth ** (np.arange(self.months) / 12) * mood
        count = rng.poisson(rate * length)
        month = np.repeat(np.arange(self.months), count)
        at = days[month] * DAY + (rng.random(len(month)) * length[month] * DAY).astype(np.int64)
        return np.sort(at)

    def _managers(self, rng: np.random.Generator, source: Ints) -> Ints:
        """The manager of each lead."""
        weight = np.array([[m[2].get(s[0], 1.0) for m in self.managers] for s in self.sources])
        weight = np.cumsum(weight / weight.sum(axis=1, keepdims=True), axis=1)
        return np.asarray((rng.random(len(source))[:, None] > weight[source]).sum(axis=1))

    def _amounts(self, rng: np.random.Generator, n: int) -> Floats:
        return np.where(rng.random(n) < self.unpriced, np.nan, np.round(rng.lognormal(11.0, 0.7, n), -2))

    def _changes(
        self, rng: np.random.Generator, created: Ints, shift: Floats, mood: Floats, end: int
    ) -> list[Changes]:
        """Changes of status, stage by stage."""
        deal, at = np.arange(len(created)), created
        found: list[Changes] = []
        for stage in range(WON):
            month = (at // DAY).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) - 54 * 12
            base = np.log(self.advance[stage] / (1 - self.advance[stage]))
            more = np.where(stage > 0, shift[deal], 0.0) + mood[np.minimum(month, len(mood) - 1)]
            onwards = rng.random(len(deal)) < 1 / (1 + np.exp(-(base + more)))
            stay = rng.lognormal(np.log(MEDIAN[stage]), 0.8, len(deal)) * np.where(onwards, 1.0, 2.0)
            at = at + np.maximum(stay * DAY, 60).astype(np.int64)
            known = at < end
            found.append(Changes(deal[known], at[known], stage, np.where(onwards, stage + 1, LOST)[known]))
            deal, at = deal[known & onwards], at[known & onwards]
        return found


def dataset_of(
    market: Market, created: Ints, codes: tuple[Ints, Ints], amount: Floats, changes: list[Changes]
) -> Dataset:
    """The records of deals whose changes are known; ``codes``: source and manager of each."""
    return _dataset(_deals(market, created, codes, amount, changes), _history(changes), len(created))


def _deals(
    market: Market, created: Ints, codes: tuple[Ints, Ints], amount: Floats, changes: list[Changes]
) -> dict[str, Any]:
    """The columns of the table of deals; ``codes``: source and manager of each."""
    n, (source, manager) = len(created), codes
    status, since = np.zeros(n, np.int64), created.copy()
    for change in changes:
        status[change.deal], since[change.deal] = change.entered, change.at
    return {
        "row": np.arange(2, n + 2),
        "id": _ids(np.arange(n)),
        "created": _date(created),
        "status": _text(STATUSES, status),
        "manager": _text([m[0] for m in market.managers], manager),
        "source": _text([s[0] for s in market.sources], source),
        "amount": amount,
        "status_changed": _date(since),
        "closed": _date(np.where(status >= WON, since, -1)),
    }


def _history(changes: list[Changes]) -> dict[str, Any]:
    """The columns of the table of changes."""
    deal = np.concatenate([change.deal for change in changes])
    left = np.concatenate([np.full(len(change.deal), change.left) for change in changes])
    return {
        "row": np.arange(2, len(deal) + 2),
        "id": _ids(deal),
        "changed_at": _date(np.concatenate([change.at for change in changes])),
        "from_status": _text(STATUSES, left),
        "to_status": _text(STATUSES, np.concatenate([change.entered for change in changes])),
    }


def _dataset(deals: dict[str, Any], history: dict[str, Any], count: int) -> Dataset:
    stages = {
        "status": list(STATUSES),
        "order": np.arange(1.0, 7.0),
        "role": list(ROLES),
        "probability": list(PROBABILITY),
    }
    return Dataset(
        deals=_frame("deals", deals, count),
        entered=empty("entered"),
        ledger=empty("ledger"),
        spend=empty("spend"),
        plan=empty("plan"),
        rates=empty("rates"),
        history=_frame("history", history, len(history["row"])),
        stages=_frame("stages", stages, len(STATUSES)),
        provided=frozenset([*deals, "history", "stages"]),
        sheet="Deals",
        sheets={},
        rows_read=count,
        currency="RUB",
        matched={},
        issues=IssueLog(),
    )


def _ids(deal: Ints) -> pd.Series:
    return pd.Series(deal).astype("str").str.zfill(7)


def _text(names: Any, codes: Ints) -> pd.Series:
    return pd.Series(list(names), dtype="str").take(codes).reset_index(drop=True)


def _date(seconds: Ints) -> npt.NDArray[np.datetime64]:
    dates = seconds.astype("datetime64[s]")
    return np.where(seconds < 0, np.datetime64("NaT", "s"), dates).astype("datetime64[us]")


def _frame(table: str, columns: dict[str, Any], rows: int) -> pd.DataFrame:
    """The schema's columns in its order; what is not given is empty."""
    blank = {"str": "", "float64": np.nan, "bool": False, "int64": 0}
    filled = {
        name: columns.get(name, blank.get(kind, np.datetime64("NaT", "us")))
        for name, kind in SCHEMAS[table].items()
    }
    return pd.DataFrame(filled, index=pd.RangeIndex(rows)).astype(SCHEMAS[table])
