"""Random small departments with every turn a deal can take, for properties."""

from __future__ import annotations

import datetime as dt

import numpy as np

from addin.deals.dataset import Dataset
from tests.make import LADDER, Row, dataset

_OPEN = ["New", "Work", "Demo", "Invoice"]
_ENDS = {"Won", "Lost", "Junk"}
_START = dt.datetime(2025, 9, 1)
MANAGERS = ["Ann", "Bob", "Cy", ""]
SOURCES = ["ads", "site", ""]


def random_dataset(
    count: int, seed: int, *, history: bool = True, dates: bool = True, managers: list[str] = MANAGERS
) -> Dataset:
    """Deals of ten months that climb, skip, return, are lost, reopened and won; times within working days."""
    rng = np.random.default_rng(seed)
    deals: list[Row] = []
    changes: list[Row] = []
    for number in range(count):
        name = f"D{number:05d}"
        created = _START + dt.timedelta(minutes=int(rng.integers(0, 300 * 24 * 60)))
        manager = managers[int(rng.integers(len(managers)))]
        status, path = _path(name, created, manager, rng)
        changes.extend(path)
        closed = path[-1]["changed_at"] if path and status in _ENDS and dates else None
        known = {"id": name, "created": created, "status": status, "manager": manager, "closed": closed}
        deals.append(known | _extras(created, rng))
    assert set(LADDER) >= {d["status"] for d in deals}
    return dataset(deals, changes if history else ())


def _path(
    name: str, created: dt.datetime, manager: str, rng: np.random.Generator
) -> tuple[str, list[dict[str, object]]]:
    """The status a deal ends in, and its changes."""
    status, at, path = "New", created, []
    while status not in _ENDS or rng.random() < 0.08:
        at = at + dt.timedelta(hours=float(rng.exponential(150)))
        if at > dt.datetime(2026, 6, 30):
            break
        following = _next(status, rng)
        change = {"id": name, "changed_at": at, "from_status": status, "to_status": following}
        path.append(change | {"manager": manager})
        status = following
    return status, path


def _extras(created: dt.datetime, rng: np.random.Generator) -> dict[str, object]:
    """What is told of a deal beside its way."""
    source = SOURCES[int(rng.integers(len(SOURCES)))]
    amount = None if rng.random() < 0.2 else float(rng.integers(1, 100) * 500)
    touch = created + dt.timedelta(hours=3) if rng.random() < 0.5 else None
    contact = dt.datetime(2026, 6, int(rng.integers(1, 29))) if rng.random() < 0.4 else None
    return {"source": source, "amount": amount, "first_touch": touch, "next_contact": contact}


def _next(status: str, rng: np.random.Generator) -> str:
    if status in _ENDS:
        return _OPEN[int(rng.integers(1, 4))]
    rung, draw = _OPEN.index(status), rng.random()
    if draw < 0.2:
        return "Lost"
    if draw < 0.28:
        return "Junk"
    if draw < 0.36 and rung:
        return _OPEN[rung - 1]
    if draw < 0.46:
        return [*_OPEN, "Won", "Won"][rung + 2]
    return [*_OPEN, "Won"][rung + 1]
