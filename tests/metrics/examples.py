"""Small departments worked by hand, and what the metrics are made from, shared by several tests."""

from __future__ import annotations

import datetime as dt

import numpy as np

from addin.deals.asof import Deals, cut
from addin.deals.dataset import Dataset
from addin.deals.evidence import Bools
from addin.deals.timeline import Timeline, build_timeline, drop_rough_dates
from addin.deals.visits import Visits, visits
from addin.metrics.occupancy import Occupancy
from addin.metrics.stays import occupancy_of
from tests.make import TODAY, Row, dataset

MID_JUNE = dt.date(2026, 6, 15)
END_OF_JUNE = dt.date(2026, 6, 30)


def prepared(data: Dataset, as_of: dt.date = END_OF_JUNE) -> tuple[Deals, Timeline]:
    """The deals as of a day, and their timeline."""
    deals = cut(data, as_of, "", TODAY)
    return deals, build_timeline(deals)


def visits_of(data: Dataset, as_of: dt.date | None = END_OF_JUNE, horizon: int = 30) -> Visits:
    """The visits as of a day, at the grade of evidence that this horizon asks for."""
    deals = cut(data, as_of, "", TODAY)
    return visits(drop_rough_dates(build_timeline(deals), deals, horizon))


def occupied(data: Dataset, day: dt.date = MID_JUNE) -> tuple[Occupancy, Bools]:
    """Where every deal stood up to a day, and which rungs are pre-sale."""
    deals, timeline = prepared(data, day)
    return occupancy_of(deals, timeline), np.array([role == "presale" for role in timeline.rung_roles[:-1]])


def steady(days: int, last: dt.date = MID_JUNE, take: int = 5) -> list[Row]:
    """One lead a day up to T, each won so many days after with 200, or still new."""
    rows: list[Row] = []
    for k in range(days):
        day = last - dt.timedelta(days=k)
        won = k >= take
        closed = (day + dt.timedelta(days=take)).isoformat() if won else None
        rows.append(
            {
                "id": f"s{k:04d}",
                "created": day.isoformat(),
                "status": "Won" if won else "New",
                "closed": closed,
                "amount": 200.0 if won else None,
            }
        )
    return rows


def invoiced(
    count: int, won_after: int | None, created: str = "2026-01-01", prefix: str = "d"
) -> tuple[list[Row], list[Row]]:
    """Deals that reach Invoice on the day after creation and are won so many days later, or stay."""
    deals: list[Row] = []
    moves: list[Row] = []
    start = dt.datetime.fromisoformat(created) + dt.timedelta(days=1)
    for k in range(count):
        name = f"{prefix}{k:03d}"
        won = won_after is not None
        deals.append({"id": name, "created": created, "status": "Won" if won else "Invoice", "amount": 100.0})
        moves.append({"id": name, "changed_at": start, "from_status": "New", "to_status": "Invoice"})
        if won_after is not None:
            at = start + dt.timedelta(days=won_after)
            moves.append({"id": name, "changed_at": at, "from_status": "Invoice", "to_status": "Won"})
    return deals, moves


def joined(*parts: tuple[list[Row], list[Row]]) -> Dataset:
    """One dataset of several lots of deals and their changes."""
    return dataset([d for deals, _ in parts for d in deals], [m for _, moves in parts for m in moves])
