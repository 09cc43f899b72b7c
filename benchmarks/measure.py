"""What the benchmarks share: a whole process measured, the machine named, a table printed."""

from __future__ import annotations

import cProfile
import io
import os
import platform
import pstats
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("numpy", "pandas", "pyarrow", "scipy", "narwhals", "fastexcel", "lxml")
_MEGABYTE = 2**20
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Run:
    """One whole process.

    Args:
        wall, user, system: seconds.
        peak: most memory held at once, megabytes.
        output: what it printed.
    """

    wall: float
    user: float
    system: float
    peak: float
    output: str


def run(command: Sequence[str | Path], env: dict[str, str] | None = None) -> Run:
    """Run a command to its end and measure it; Linux and macOS.

    On Linux a child starts with its parent's peak memory, so a parent that wants true peaks stays small.

    Raises:
        CalledProcessError: it did not end well.
    """
    started = time.perf_counter()
    with subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.PIPE, env=env, text=True
    ) as child:
        output = child.stdout.read() if child.stdout else ""
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, child.args, output)
    return Run(wall, used.ru_utime, used.ru_stime, used.ru_maxrss * _RSS_UNIT / _MEGABYTE, output)


def bytecode_env(folder: Path) -> dict[str, str]:
    """An environment that keeps compiled modules in ``folder``, as an installed package has them."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder)}


def median_min_max(values: Sequence[float]) -> list[str]:
    """Median, smallest and largest as cells of a table."""
    return [f"{value:.2f}" for value in (statistics.median(values), min(values), max(values))]


def whole_processes(runs: Sequence[Run]) -> list[str]:
    """Wall time (median, smallest, largest), median user and system time, and peak as cells of a table."""
    user, system = statistics.median(r.user for r in runs), statistics.median(r.system for r in runs)
    peak = max(run.peak for run in runs)
    return [*median_min_max([r.wall for r in runs]), f"{user:.2f}", f"{system:.2f}", f"{peak:.0f}"]


def table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; the first column to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(headers, *rows, strict=True)]
    lines = [_line(row, widths) for row in (headers, *rows)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join([lines[0], _line(rule, widths), *lines[1:]])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell.rjust(width) if place else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return f"| {' | '.join(padded)} |"


def machine() -> str:
    """Where this runs: cores, load, Python and libraries."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count()
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    where = f"{platform.system()} {platform.machine()}, {_processor()}, {cores} cores, load before {load}"
    return f"{where}; Python {platform.python_version()}, {libraries}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def profiled(work: Callable[[], object], own: int = 25, below: int = 25) -> str:
    """The costliest lines of a profile: ``own`` by own time, ``below`` of our code by all beneath."""
    profile = cProfile.Profile()
    profile.runcall(work)
    text = io.StringIO()
    stats = pstats.Stats(profile, stream=text)
    stats.sort_stats("tottime").print_stats(own)
    stats.sort_stats("cumulative").print_stats(r"[\\/](addin|benchmarks)[\\/]", below)
    root = str(Path(__file__).resolve().parents[1])
    lines = text.getvalue().replace(f"{root}{os.sep}", "").splitlines()
    return "\n".join(_shorter(line) for line in lines if line.strip())


def _shorter(line: str) -> str:
    """A line of a profile with the folders before a library left out."""
    before, mark, after = line.partition("site-packages" + os.sep)
    return before[: before.rfind(" ") + 1] + after if mark else line
