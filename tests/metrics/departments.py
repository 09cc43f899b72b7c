"""Whole sales departments of known truth, with their history, money and moods of the market."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
_WON, _LOST = 4, 5
_MEDIAN = (1.0, 6.0, 8.0, 7.0)
"""Median days of a stay that leads on; one that ends in a loss lasts twice as long."""
_DAY = 86_400
_START = np.datetime64("2024-01-01", "s").astype(np.int64)


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
        edges = np.array([np.datetime64("2024-01", "M") + k for k in range(self.months + 1)])
        end = int(edges[-1].astype("datetime64[s]").astype(np.int64))
        born = self._born(rng, edges)
        source = rng.choice(len(self.sources), len(born), p=[share for _, share, _ in self.sources])
        manager = self._held(rng, source)
        odds = rng.normal(0, self.mood, self.months + 12)
        shift = (
            np.array([s[2] for s in self.sources])[source] + np.array([m[1] for m in self.managers])[manager]
        )
        changes = self._walk(rng, born, shift, odds, end)
        return _dataset(rng, self, born, (source, manager), changes)

    def _born(self, rng: np.random.Generator, edges: npt.NDArray[Any]) -> Ints:
        days = edges.astype("datetime64[D]").astype(np.int64)
        mood = np.exp(rng.normal(0, self.mood, self.months))
        length = np.diff(days)
        rate = self.per_day * self.growth ** (np.arange(self.months) / 12) * mood
        count = rng.poisson(rate * length)
        month = np.repeat(np.arange(self.months), count)
        at = days[month] * _DAY + (rng.random(len(month)) * length[month] * _DAY).astype(np.int64)
        return np.sort(at)

    def _held(self, rng: np.random.Generator, source: Ints) -> Ints:
        weight = np.array([[m[2].get(s[0], 1.0) for m in self.managers] for s in self.sources])
        weight = np.cumsum(weight / weight.sum(axis=1, keepdims=True), axis=1)
        return np.asarray((rng.random(len(source))[:, None] > weight[source]).sum(axis=1))

    def _walk(
        self, rng: np.random.Generator, born: Ints, shift: Floats, mood: Floats, end: int
    ) -> list[tuple[Ints, Ints, int, Ints]]:
        """Changes stage by stage: deal, second, stage left, stage entered."""
        deal, at = np.arange(len(born)), born
        found: list[tuple[Ints, Ints, int, Ints]] = []
        for stage in range(_WON):
            month = (at // _DAY).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) - 54 * 12
            base = np.log(self.advance[stage] / (1 - self.advance[stage]))
            more = np.where(stage > 0, shift[deal], 0.0) + mood[np.minimum(month, len(mood) - 1)]
            onwards = rng.random(len(deal)) < 1 / (1 + np.exp(-(base + more)))
            stay = rng.lognormal(np.log(_MEDIAN[stage]), 0.8, len(deal)) * np.where(onwards, 1.0, 2.0)
            at = at + np.maximum(stay * _DAY, 60).astype(np.int64)
            known = at < end
            found.append((deal[known], at[known], stage, np.where(onwards, stage + 1, _LOST)[known]))
            deal, at = deal[known & onwards], at[known & onwards]
        return found


def _dataset(
    rng: np.random.Generator,
    market: Market,
    born: Ints,
    held: tuple[Ints, Ints],
    changes: list[tuple[Ints, Ints, int, Ints]],
) -> Dataset:
    n, (source, manager) = len(born), held
    status, since = np.zeros(n, np.int64), born.copy()
    for deal, at, _, entered in changes:
        status[deal], since[deal] = entered, at
    amount = np.where(rng.random(n) < market.unpriced, np.nan, np.round(rng.lognormal(11.0, 0.7, n), -2))
    ids = pd.Series(np.arange(n)).astype("str").str.zfill(7)
    people, origins = [m[0] for m in market.managers], [s[0] for s in market.sources]
    deals = {
        "row": np.arange(2, n + 2),
        "id": ids,
        "created": _date(born),
        "status": _text(STATUSES, status),
        "manager": _text(people, manager),
        "source": _text(origins, source),
        "amount": amount,
        "status_changed": _date(since),
        "closed": _date(np.where(status >= _WON, since, -1)),
    }
    deal = np.concatenate([c[0] for c in changes])
    history = {
        "row": np.arange(2, len(deal) + 2),
        "id": ids.take(deal).reset_index(drop=True),
        "changed_at": _date(np.concatenate([c[1] for c in changes])),
        "from_status": _text(STATUSES, np.concatenate([np.full(len(c[0]), c[2]) for c in changes])),
        "to_status": _text(STATUSES, np.concatenate([c[3] for c in changes])),
    }
    stages = {
        "status": list(STATUSES),
        "order": np.arange(1.0, 7.0),
        "role": list(ROLES),
        "probability": list(PROBABILITY),
    }
    return Dataset(
        deals=_frame("deals", deals, n),
        entered=empty("entered"),
        ledger=empty("ledger"),
        spend=empty("spend"),
        plan=empty("plan"),
        rates=empty("rates"),
        history=_frame("history", history, len(deal)),
        stages=_frame("stages", stages, len(STATUSES)),
        given=frozenset([*deals, "history", "stages"]),
        sheet="Deals",
        sheets={},
        rows_read=n,
        currency="RUB",
        matched={},
        issues=IssueLog(),
    )


def _text(names: Any, codes: Ints) -> pd.Series:
    return pd.Series(list(names), dtype="str").take(codes).reset_index(drop=True)


def _date(seconds: Ints) -> npt.NDArray[np.datetime64]:
    dates = seconds.astype("datetime64[s]")
    return np.where(seconds < 0, np.datetime64("NaT"), dates).astype("datetime64[us]")


def _frame(table: str, columns: dict[str, Any], rows: int) -> pd.DataFrame:
    """The schema's columns in its order; what is not given is empty."""
    blank = {"str": "", "float64": np.nan, "bool": False, "int64": 0}
    filled = {
        name: columns.get(name, blank.get(kind, np.datetime64("NaT", "us")))
        for name, kind in SCHEMAS[table].items()
    }
    return pd.DataFrame(filled, index=pd.RangeIndex(rows)).astype(SCHEMAS[table])
