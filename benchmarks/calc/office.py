"""A headless office with the extension, and what a piece of work in it costs."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import xlwings as xw

from addin.hosts.calc.engine import connect, disconnect
from addin.hosts.calc.extension.build import unpack
from addin.hosts.calc.extension.package import PACKAGE
from addin.hosts.calc.launch import Office

_BENCHMARK_HANDLERS = """
def _dispatch(office, url):
    office.create("com.sun.star.frame.DispatchHelper").executeDispatch(
        office.desktop.getCurrentFrame(), url, "_self", 0, ()
    )

def _status(_office):
    from .commands import STATUS
    return STATUS.text

HANDLERS.update(dispatch=_dispatch, status=_status)
"""
"""What the benchmark asks of an office beyond what the product offers: to press the toolbar's item."""


@dataclass(frozen=True)
class Timing:
    """Seconds by the clock, and of processors."""

    wall: float
    cpu: float

    def __add__(self, other: Timing) -> Timing:
        """Both together."""
        return Timing(self.wall + other.wall, self.cpu + other.cpu)

    def __str__(self) -> str:
        """By the clock (of processors)."""
        return f"{self.wall:.2f} ({self.cpu:.2f})"


def median(timings: Sequence[Timing]) -> Timing:
    """The median of each of the two."""
    return Timing(statistics.median(t.wall for t in timings), statistics.median(t.cpu for t in timings))


@dataclass(frozen=True)
class Calc:
    """A headless office with the extension."""

    office: Office
    app: xw.App
    folder: Path

    def timed(self, work: Callable[[], object]) -> Timing:
        """What a piece of work costs: by the clock, and of the processors of the office and its worker."""
        before, started = self._cpu(), time.perf_counter()
        work()
        return Timing(time.perf_counter() - started, self._cpu() - before)

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


@contextmanager
def open_office(folder: Path) -> Iterator[Calc]:
    """An office whose worker keeps its sets of deals in a folder of its own, so that none is there before."""
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    package = unpack(folder / "extensions" / "honest-funnel", sys.executable) / "pythonpath" / PACKAGE
    with (package / "dispatcher.py").open("a", encoding="utf-8") as dispatcher:
        dispatcher.write(_BENCHMARK_HANDLERS)
    with Office(folder / "profile", extensions=folder / "extensions") as office:
        app = connect(office.client)
        yield Calc(office, app, folder)
        disconnect(app)
