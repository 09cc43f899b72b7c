"""Whether deals are won as often as their chances say: ``python -m tools.chance_evidence``."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from addin.deals.dataset import Dataset
from addin.report.figures import compute_figures
from addin.settings import Settings
from tests.metrics.worlds import WORLDS

TODAY = dt.date(2026, 6, 30)
DAYS = (dt.date(2025, 10, 10), dt.date(2025, 12, 20), dt.date(2026, 2, 15))
"""Days whose open deals are looked at, from five weeks after a change on."""
DEPARTMENTS = 4
EDGES = (0.0, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)


def followed(data: Dataset, days: Sequence[dt.date] = DAYS) -> pd.DataFrame:
    """The open deals of some days: ``chance`` to be won within H, and whether it was ``won`` by then."""
    changes = data.history[data.history["to_status"] == "Won"]
    won_on = changes.set_index("id")["changed_at"]
    found = []
    for day in days:
        f = compute_figures(data, Settings(as_of=day), TODAY)
        table = f.open_deals.table
        end = pd.Timestamp(day) + pd.Timedelta(days=f.horizon.days + 1)
        if end <= pd.Timestamp(TODAY) + pd.Timedelta(days=1):
            won = (table["id"].map(won_on) < end).to_numpy()
            found.append(pd.DataFrame({"chance": table["chance"], "won": won, "stage": table["stage"]}))
    return pd.concat(found, ignore_index=True).dropna()


def reliability(rows: pd.DataFrame) -> list[str]:
    """Of the deals of each band of chances, the mean chance and the share won; "–" for under 30 deals."""
    band = np.digitize(rows["chance"], EDGES[1:-1])
    cells = []
    for k in range(len(EDGES) - 1):
        some = rows[band == k]
        told = f"{some['chance'].mean():.2f} · {some['won'].mean():.2f}" if len(some) >= 30 else "–"
        cells.append(told)
    return cells


def table(departments: int = DEPARTMENTS) -> Iterator[list[str]]:
    """One row a world, and one of all."""
    every = []
    for name, world in WORLDS.items():
        rows = pd.concat([followed(world.draw(seed)) for seed in range(departments)])
        every.append(rows)
        yield [name, f"{len(rows)}", *reliability(rows)]
    rows = pd.concat(every)
    yield ["all", f"{len(rows)}", *reliability(rows)]


if __name__ == "__main__":
    for row in table():
        sys.stdout.write(f"| {' | '.join(row)} |\n")
        sys.stdout.flush()
