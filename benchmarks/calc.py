"""The extension in a headless LibreOffice Calc: deals loaded by a formula, hundreds of figures, a refresh.

Beside our formulas, in the same run, the peer: the same counts as COUNTIFS of Calc's own over the same cells.
A count that differs from the peer's ends the run. Linux only, as it reads what the processes have used.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

import pandas as pd
import xlsxwriter
import xlwings as xw

from addin.demo.sheets import Column, Look, Sheet
from addin.demo.workbook import write_tables
from addin.hosts.calc.bundle import PACKAGE
from addin.hosts.calc.engine import connect, disconnect
from addin.hosts.calc.extension import unpack
from addin.hosts.calc.launch import Office
from addin.hosts.calc.live import REFRESH
from benchmarks import measure
from benchmarks.departments import MANAGERS, RUNGS, SOURCES, big_frames
from benchmarks.sheet import HEADS
from sheets_templates.live_workbook import make_live

SEED = 1
GOAL_LOAD, GOAL_FIGURES, GOAL_REFRESH = 1.5, 1.0, {20_000: 1.0, 100_000: 4.0}
"""Seconds on two cores: the first DEALS, 500 figures, a refresh by the number of deals."""
DEALS_EACH = 1_000
"""Deals of a manager in a workbook that is refreshed: two years' work."""
COUNTS = (1, 20, 100, 200, 500)
REST = 1.0
"""Seconds between a load and the formulas where the load is left out."""
_LOOKS: dict[str, Look] = {
    **dict.fromkeys(("created", "status_changed", "closed", "first_touch", "next_contact"), "moment"),
    "amount": "money",
}  # fmt: skip
_STAGES = Sheet("Stages", (Column("status", "Status"), Column("order", "Order"), Column("role", "Role")))
_MEASURES = ("rate", "entered", "advanced", "followed")
_STEPS = (*pairwise(RUNGS), (RUNGS[-1], "Won"))
_DISPATCH = """
def _dispatch(office, url):
    office.create("com.sun.star.frame.DispatchHelper").executeDispatch(
        office.desktop.getCurrentFrame(), url, "_self", 0, ()
    )

def _told(_office):
    from .commands import STATUS
    return STATUS.text

OPS.update(dispatch=_dispatch, told=_told)
"""
"""What the benchmark asks of an office beyond what the product offers: to press the toolbar's item."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="deals for the formulas")
    parser.add_argument(
        "--refresh", type=int, nargs="*", default=list(GOAL_REFRESH), help="deals of a refresh"
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--part", choices=("formulas", "refresh"), help="one of the two; both by default")
    asked = parser.parse_args()
    machine = measure.machine()
    with tempfile.TemporaryDirectory(prefix="honest-funnel-") as place, _office(Path(place)) as calc:
        if asked.part != "refresh":
            print(formulas(calc, asked.rows, asked.runs))
        if asked.part != "formulas":
            print(refreshes(calc, asked.refresh, asked.runs))
    print(machine)


@dataclass(frozen=True)
class Calc:
    """A headless office with the extension."""

    office: Office
    app: xw.App
    folder: Path

    def timed(self, work: Callable[[], object]) -> Spent:
        """What a piece of work costs: by the clock, and of the processors of the office and its worker."""
        before, started = self._cpu(), time.perf_counter()
        work()
        return Spent(time.perf_counter() - started, self._cpu() - before)

    def _cpu(self) -> float:
        pids, found = [self.office.pid], []
        while pids:
            pid = pids.pop()
            found.append(pid)
            for listed in Path(f"/proc/{pid}/task").glob("*/children"):
                with suppress(OSError):  # a thread that has ended meanwhile
                    pids += [int(child) for child in listed.read_text(encoding="ascii").split()]
        ticks = 0
        for pid in found:
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2].split()
            ticks += int(stat[11]) + int(stat[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock, and of processors."""

    wall: float
    cpu: float


@contextmanager
def _office(folder: Path) -> Iterator[Calc]:
    """An office whose worker keeps its sets of deals in a folder of its own, so that none is there before."""
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    package = unpack(folder / "extensions" / "honest-funnel", sys.executable) / "pythonpath" / PACKAGE
    with (package / "ops.py").open("a", encoding="utf-8") as ops:
        ops.write(_DISPATCH)
    with Office(folder / "profile", extensions=folder / "extensions") as office:
        app = connect(office.bridge)
        yield Calc(office, app, folder)
        disconnect(app)


def formulas(calc: Calc, rows: int, runs: int) -> str:
    """The table of loading and asking, ours and the peer's."""
    book = _raw_book(calc, rows)
    sheet = book.sheets["Formulas"]
    loads: list[Spent] = []
    ours, both, peer = (dict[int, list[Spent]]((count, []) for count in COUNTS) for _ in range(3))
    figures: list[Spent] = []
    sheet["J1"].formula = "=DEALS(Warm!A1:L20,Stages!A1:C9)"  # the worker is started when a workbook opens
    for _ in range(runs):
        for count in COUNTS:
            load, asked, mine = _asked(calc, book, rows, count, 0.0)
            both[count].append(Spent(load.wall + asked.wall, load.cpu + asked.cpu))
            again, asked, mine = _asked(calc, book, rows, count, REST)
            ours[count].append(asked)
            loads += [load, again]
            peer[count].append(calc.timed(partial(_set, sheet[f"D4:D{3 + count}"], _peer(rows))))
            theirs = sheet[f"D4:D{3 + count}"].options(ndim=1).value
            if mine != theirs or not all(isinstance(value, float) for value in mine):
                raise SystemExit(f"the counts differ: {mine} and {theirs}")
            sheet["D4:D503"].clear_contents()
        sheet["A1"].formula = _deals(rows)
        figures.append(calc.timed(lambda: _set(sheet["F4:F503"], _FIGURE)))
        shown = sheet["F4:F503"].options(ndim=1).value
        if sum(isinstance(value, float) for value in shown) < len(shown) // 2:
            raise SystemExit(f"no figures: {shown[:20]}")
        sheet["F4:F503"].clear_contents()
    load = _median(loads)
    told = (
        f"DEALS, {len(loads)} first loads: {_shown(load)} (goal {GOAL_LOAD}), "
        f"{min(one.wall for one in loads):.2f} to {max(one.wall for one in loads):.2f}. "
        f"500 figures of managers × steps × measures: {_shown(_median(figures))} (goal {GOAL_FIGURES})."
    )
    lines = [
        f"{rows:,} × {len(HEADS)} deals; seconds by the clock (of processors), median of {runs} runs",
        measure.table(
            ("formulas", "ours", "ours + DEALS", "COUNTIFS", "without load", "with load"),
            [_row(count, *(_median(found[count]) for found in (ours, both, peer))) for count in COUNTS],
        ),
        "",
        told,
    ]
    book.close()
    return "\n".join(lines)


_OURS = '=INTAKE(A$1,"leads",A4,B4,"2024-10-01..2026-09-18")'
_FIGURE = "=STAGE_CONV(A$1,G4,H4,A4,,,I4)"


def _asked(
    calc: Calc, book: xw.Book, rows: int, count: int, pause: float
) -> tuple[Spent, Spent, list[object]]:
    """What it costs to load a set that nobody has loaded yet, and to ask it; and the answers."""
    sheet, amount = book.sheets["Formulas"], book.sheets["Deals"]["F2"]
    amount.value = 1 + (amount.value or 0)
    load = calc.timed(partial(_set, sheet["A1"], _deals(rows)))
    time.sleep(pause)
    asked = calc.timed(partial(_set, sheet[f"C4:C{3 + count}"], _OURS))
    found = sheet[f"C4:C{3 + count}"].options(ndim=1).value
    sheet["C4:C503"].clear_contents()
    sheet["A1"].clear_contents()
    return load, asked, found


def _deals(rows: int) -> str:
    return f"=DEALS(Deals!$A$1:$L${rows + 1},Stages!$A$1:$C$9)"


def _peer(rows: int) -> str:
    manager, source = f"Deals!$D$2:$D${rows + 1}", f"Deals!$E$2:$E${rows + 1}"
    return f"=COUNTIFS({manager},A4,{source},B4)"


def _set(cells: xw.Range, formula: str) -> None:
    """Enter a formula, filled down; what Calc computes is there when this returns."""
    cells.formula = formula
    _ = cells[0].value, cells[-1].value


def _row(count: int, ours: Spent, both: Spent, peer: Spent) -> list[str]:
    faster = (f"{peer.wall / found.wall:.1f}×" for found in (ours, both))
    return [str(count), *map(_shown, (ours, both, peer)), *faster]


def _shown(spent: Spent) -> str:
    return f"{spent.wall:.2f} ({spent.cpu:.2f})"


def _median(spent: Sequence[Spent]) -> Spent:
    return Spent(statistics.median(s.wall for s in spent), statistics.median(s.cpu for s in spent))


def _raw_book(calc: Calc, rows: int) -> xw.Book:
    """A workbook with the deals, their stages and what the formulas ask for."""
    path = calc.folder / "formulas.xlsx"
    deals, stages = _tables(rows)
    few = Sheet("Warm", deals[0].columns), deals[1].head(19)
    with xlsxwriter.Workbook(path) as file:
        page = file.add_worksheet("Formulas")
        for place in range(500):
            page.write_row(3 + place, 0, [f"Manager {place % MANAGERS + 1:03d}", _source(place)])
            step = _STEPS[place // MANAGERS % len(_STEPS)]
            page.write_row(3 + place, 6, [*step, _MEASURES[place % len(_MEASURES)]])
        write_tables(file, [deals, stages, few])
    return calc.app.books.open(str(path))


def _source(place: int) -> str:
    return f"Source {place // MANAGERS * 7 % SOURCES + 1:02d}"


def _tables(rows: int, managers: int = MANAGERS) -> list[tuple[Sheet, pd.DataFrame]]:
    """The deals in twelve columns and their stages, as sheets; the first ``managers`` have all the deals."""
    data = big_frames(rows, SEED)
    columns = tuple(Column(key, head, _LOOKS.get(key, "text"), 16) for key, head in HEADS.items())
    deals = data.deals[list(HEADS)].astype(object)
    deals = deals.where(data.deals[list(HEADS)].notna() & (deals != ""), None)
    deals["manager"] = [f"Manager {int(name[-3:]) % managers + 1:03d}" for name in deals["manager"]]
    return [(Sheet("Deals", columns), deals), (_STAGES, data.stages[["status", "order", "role"]])]


def refreshes(calc: Calc, sizes: Sequence[int], runs: int) -> str:
    """The table of refreshes of live workbooks."""
    table = []
    for size in sizes:
        path = calc.folder / f"live-{size}.xlsx"
        make_live("en", path, _tables(size, max(size // DEALS_EACH, 1)))
        opened = calc.timed(partial(calc.app.books.open, str(path)))
        spent = []
        for turn in range(runs + 1):
            _change(calc.app.books.active, turn)
            spent.append(calc.timed(lambda: calc.office.bridge.call("dispatch", REFRESH)))
        told = calc.office.bridge.call("told")
        if not told.startswith("Refreshed "):
            raise SystemExit(told)
        warm = spent[1:]
        goal = f"{GOAL_REFRESH[size]:.1f}" if size in GOAL_REFRESH else ""
        table.append([f"{size:,}", *map(_shown, (opened, spent[0], _median(warm))), goal])
        calc.app.books.active.close()
    heads = ("deals", "opened", "first refresh", "warm refresh", "goal")
    return measure.table(heads, table)


def _change(book: xw.Book, turn: int) -> None:
    """Other statuses for a deal in each thousand, so that a refresh has something to do."""
    deals = book.sheets["Deals"].used_range
    heads = deals[0, :].options(ndim=1).value
    column, statuses = heads.index(HEADS["status"]), (*RUNGS, "Won")
    for row in range(1 + turn, deals.shape[0], 1000):
        deals[row, column].value = statuses[(row + turn) % len(statuses)]


if __name__ == "__main__":
    main()
