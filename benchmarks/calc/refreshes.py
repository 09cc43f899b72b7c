"""Refreshes of live workbooks by the toolbar's item, a few deals changed before each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import xlwings as xw

from addin.hosts.calc.live_workbook import REFRESH_URL
from benchmarks import measure
from benchmarks.calc.office import Calc, median
from benchmarks.calc.tables import deals_and_stages
from benchmarks.departments import RUNGS
from benchmarks.sheet import HEADERS
from sheets_templates.live_workbook import make_live

GOAL_REFRESH = {20_000: 1.0, 100_000: 4.0}
"""Deals → seconds on two cores."""
DEALS_PER_MANAGER = 1_000
"""Two years' work."""


def refreshes(calc: Calc, sizes: Sequence[int], runs: int) -> str:
    """The table of refreshes of live workbooks."""
    table = []
    for size in sizes:
        path = calc.folder / f"live-{size}.xlsx"
        make_live("en", path, deals_and_stages(size, max(size // DEALS_PER_MANAGER, 1)))
        opened = calc.timed(partial(calc.app.books.open, str(path)))
        timings = []
        for run in range(runs + 1):
            _change(calc.app.books.active, run)
            timings.append(calc.timed(lambda: calc.office.client.call("dispatch", REFRESH_URL)))
        status = calc.office.client.call("status")
        if not status.startswith("Refreshed "):
            raise SystemExit(status)
        first, warm = timings[0], median(timings[1:])
        goal = f"{GOAL_REFRESH[size]:.1f}" if size in GOAL_REFRESH else ""
        table.append([f"{size:,}", *map(str, (opened, first, warm)), goal])
        calc.app.books.active.close()
    return measure.table(("deals", "opened", "first refresh", "warm refresh", "goal"), table)


def _change(book: xw.Book, run: int) -> None:
    """Other statuses for a deal in each thousand, so that a refresh has something to do."""
    deals = book.sheets["Deals"].used_range
    headers = deals[0, :].options(ndim=1).value
    column, statuses = headers.index(HEADERS["status"]), (*RUNGS, "Won")
    for row in range(1 + run, deals.shape[0], 1000):
        deals[row, column].value = statuses[(row + run) % len(statuses)]
