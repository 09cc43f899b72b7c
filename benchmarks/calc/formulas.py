"""Deals loaded by a formula and asked by others, beside the same counts as COUNTIFS."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

import xlsxwriter
import xlwings as xw

from addin.demo.sheets import Sheet
from addin.demo.workbook import write_tables
from benchmarks import measure
from benchmarks.calc.office import Calc, Timing, median
from benchmarks.calc.tables import deals_and_stages
from benchmarks.departments import MANAGERS, RUNGS, SOURCES
from benchmarks.sheet import HEADERS

GOAL_LOAD, GOAL_FIGURES = 1.5, 1.0
"""Seconds on two cores: the first DEALS, 500 figures."""
COUNTS = (1, 20, 100, 200, 500)
"""How many formulas are entered at once."""
PAUSE = 1.0
"""Seconds between a load and the formulas where the load is left out."""
_MEASURES = ("rate", "entered", "advanced", "followed")
_STEPS = (*pairwise(RUNGS), (RUNGS[-1], "Won"))
_INTAKE = '=INTAKE(A$1,"leads",A4,B4,"2024-10-01..2026-09-18")'
_STAGE_CONV = "=STAGE_CONV(A$1,G4,H4,A4,,,I4)"


def _timings_by_count() -> dict[int, list[Timing]]:
    return {count: [] for count in COUNTS}


@dataclass
class _Timings:
    """What was measured in all runs; by the number of formulas: ours, ours with the load, the peer's."""

    loads: list[Timing] = field(default_factory=list)
    figures: list[Timing] = field(default_factory=list)
    ours: dict[int, list[Timing]] = field(default_factory=_timings_by_count)
    with_load: dict[int, list[Timing]] = field(default_factory=_timings_by_count)
    peer: dict[int, list[Timing]] = field(default_factory=_timings_by_count)


def formulas(calc: Calc, rows: int, runs: int) -> str:
    """The table of loading and asking, ours and the peer's."""
    book, timings = _open_book(calc, rows), _Timings()
    # the worker is started when a workbook opens
    book.sheets["Formulas"]["J1"].formula = "=DEALS(Warm!A1:L20,Stages!A1:C9)"
    for _ in range(runs):
        for count in COUNTS:
            _measure_counts(calc, book, rows, count, timings)
        timings.figures.append(_measure_figures(calc, book, rows))
    book.close()
    return _printed(timings, rows, runs)


def _measure_counts(calc: Calc, book: xw.Book, rows: int, count: int, timings: _Timings) -> None:
    """So many counts by ours, at once after the load and later, and by the peer.

    Raises:
        SystemExit: the counts differ.
    """
    sheet = book.sheets["Formulas"]
    first_load, formulas, ours = _load_and_ask(calc, book, rows, count, 0.0)
    timings.with_load[count].append(first_load + formulas)
    second_load, formulas, ours = _load_and_ask(calc, book, rows, count, PAUSE)
    timings.ours[count].append(formulas)
    timings.loads += [first_load, second_load]
    timings.peer[count].append(calc.timed(partial(_enter, sheet[f"D4:D{3 + count}"], _countifs(rows))))
    peer = sheet[f"D4:D{3 + count}"].options(ndim=1).value
    if ours != peer or not all(isinstance(value, float) for value in ours):
        raise SystemExit(f"the counts differ: {ours} and {peer}")
    sheet["D4:D503"].clear_contents()


def _measure_figures(calc: Calc, book: xw.Book, rows: int) -> Timing:
    """500 figures of managers × steps × measures.

    Raises:
        SystemExit: most of them are no numbers.
    """
    sheet = book.sheets["Formulas"]
    sheet["A1"].formula = _deals(rows)
    timing = calc.timed(lambda: _enter(sheet["F4:F503"], _STAGE_CONV))
    shown = sheet["F4:F503"].options(ndim=1).value
    if sum(isinstance(value, float) for value in shown) < len(shown) // 2:
        raise SystemExit(f"no figures: {shown[:20]}")
    sheet["F4:F503"].clear_contents()
    return timing


def _load_and_ask(
    calc: Calc, book: xw.Book, rows: int, count: int, pause: float
) -> tuple[Timing, Timing, list[object]]:
    """What it costs to load a set that nobody has loaded yet, and to ask it; and the answers."""
    sheet, amount = book.sheets["Formulas"], book.sheets["Deals"]["F2"]
    amount.value = 1 + (amount.value or 0)
    load = calc.timed(partial(_enter, sheet["A1"], _deals(rows)))
    time.sleep(pause)
    formulas = calc.timed(partial(_enter, sheet[f"C4:C{3 + count}"], _INTAKE))
    values = sheet[f"C4:C{3 + count}"].options(ndim=1).value
    sheet["C4:C503"].clear_contents()
    sheet["A1"].clear_contents()
    return load, formulas, values


def _deals(rows: int) -> str:
    return f"=DEALS(Deals!$A$1:$L${rows + 1},Stages!$A$1:$C$9)"


def _countifs(rows: int) -> str:
    manager, source = f"Deals!$D$2:$D${rows + 1}", f"Deals!$E$2:$E${rows + 1}"
    return f"=COUNTIFS({manager},A4,{source},B4)"


def _enter(cells: xw.Range, formula: str) -> None:
    """Enter a formula, filled down; what Calc computes is there when this returns."""
    cells.formula = formula
    _ = cells[0].value, cells[-1].value


def _printed(timings: _Timings, rows: int, runs: int) -> str:
    table = measure.table(
        ("formulas", "ours", "ours + DEALS", "COUNTIFS", "without load", "with load"),
        [_row(timings, count) for count in COUNTS],
    )
    walls = [load.wall for load in timings.loads]
    return (
        f"{rows:,} × {len(HEADERS)} deals; seconds by the clock (of processors), median of {runs} runs\n"
        f"{table}\n\n"
        f"DEALS, {len(walls)} first loads: {median(timings.loads)} (goal {GOAL_LOAD}), "
        f"{min(walls):.2f} to {max(walls):.2f}. "
        f"500 figures of managers × steps × measures: {median(timings.figures)} (goal {GOAL_FIGURES})."
    )


def _row(timings: _Timings, count: int) -> list[str]:
    ours, with_load, peer = (median(by[count]) for by in (timings.ours, timings.with_load, timings.peer))
    faster = (f"{peer.wall / mine.wall:.1f}×" for mine in (ours, with_load))
    return [str(count), *map(str, (ours, with_load, peer)), *faster]


def _open_book(calc: Calc, rows: int) -> xw.Book:
    """A workbook with the deals, their stages and what the formulas ask for."""
    path = calc.folder / "formulas.xlsx"
    deals, stages = deals_and_stages(rows)
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
