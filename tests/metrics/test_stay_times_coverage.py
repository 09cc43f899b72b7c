"""Pipelines with skips, returns, lingering losses and young cohorts: rates still cover the truth."""

from __future__ import annotations

import datetime as dt

import numpy as np

from addin.deals.asof import cut
from addin.deals.dataset import Dataset
from addin.deals.timeline import build_timeline
from addin.deals.visits import visits
from addin.metrics.conversion import conversion
from addin.metrics.horizon import Window
from tests.make import TODAY, Row, dataset

LADDER = ["New", "Work", "Demo", "Won"]
ROLES = {"New": "intake", "Work": "work", "Demo": "presale", "Won": "won", "Lost": "lost"}
START, LAST = dt.datetime(2025, 1, 1), dt.datetime(2026, 1, 1)
H = 30
Path = list[tuple[float, str]]


def course(rng: np.random.Generator) -> Path:
    """Days since creation and the status entered, to the end: on, skipping one, back, or lost after long."""
    rung, at = 0, 0.0
    path: Path = []
    while True:
        ways = [("on", 1 / 14)]
        if rung < 2:
            ways.append(("skip", 1 / 70))
        if rung:
            ways.append(("back", 1 / 45))
        waits = [float(rng.exponential(1 / hazard)) for _, hazard in ways]
        lost = float(rng.gamma(4.0, 12.0))  # losses linger: 48 days on average, hardly any in the first week
        if lost < min(waits):
            return [*path, (at + lost, "Lost")]
        at += min(waits)
        rung += {"on": 1, "skip": 2, "back": -1}[ways[int(np.argmin(waits))][0]]
        path.append((at, LADDER[rung]))
        if LADDER[rung] == "Won":
            return path


def beyond(path: Path, rung: int) -> tuple[float, float]:
    """When a course first reached a rung, and when it first went beyond it; inf for never."""
    reached = min((at for at, s in path if s in LADDER[rung:]), default=np.inf) if rung else 0.0
    return reached, min((at for at, s in path if s in LADDER[rung + 1 :]), default=np.inf)


def truth() -> list[float]:
    """The share that goes beyond each rung within H days of reaching it, from 20,000 finished courses."""
    rng = np.random.default_rng(99)
    courses = [course(rng) for _ in range(20_000)]
    shares = []
    for rung in range(3):
        times = np.array([beyond(path, rung) for path in courses])
        entered = times[np.isfinite(times[:, 0])]
        # ages are whole calendar days: an event up to the end of day H counts, half a day more on average
        shares.append(float((entered[:, 1] - entered[:, 0] <= H + 0.5).mean()))
    return shares


def department(seed: int, count: int = 600) -> Dataset:
    """A growing year of leads, cut where the year ends."""
    rng = np.random.default_rng(seed)
    deals: list[Row] = []
    history: list[Row] = []
    for k in range(count):
        created = START + (LAST - START) * float(rng.random() ** 0.6)
        status, closed = "New", None
        for days, following in course(rng):
            at = created + dt.timedelta(days=days)
            if at >= LAST:
                break
            history.append({"id": f"d{k}", "changed_at": at, "from_status": status, "to_status": following})
            status, closed = following, at if following in {"Won", "Lost"} else None
        deals.append({"id": f"d{k}", "created": created, "status": status, "closed": closed})
    return dataset(deals, history, roles=ROLES)


def test_rates_cover_the_truth_and_the_usual_shares_do_not() -> None:
    true = np.array(truth())
    rates, covered, usual = [], [], []
    for seed in range(40):
        deals = cut(department(seed), LAST.date() - dt.timedelta(days=1), "", TODAY)
        table = conversion(visits(build_timeline(deals)), H, Window(0, 10**6)).iloc[:3]
        rates.append(table["rate"].to_numpy())
        covered.append(((table["low"] <= true) & (true <= table["high"])).to_numpy())
        usual.append((table["advanced"] / (table["advanced"] + table["lost"])).to_numpy())
    assert np.abs(np.mean(rates, axis=0) - true).max() < 0.015
    assert np.mean(covered) > 0.9
    assert np.abs(np.mean(usual, axis=0) - true).min() > 0.02
