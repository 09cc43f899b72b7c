"""Refreshes a live workbook in Calc many times over and tells how the memory of the office grows.

``python -m tools.endurance [REFRESHES]``, 500 by default; on Linux, as it reads ``/proc``. Nothing in the
workbook changes between two refreshes, so all growth is loss. Of LibreOffice 7.4 some 70 bytes are lost with
each member of its objects that its Python looks up as an attribute: ``office/lean.py`` tells what is done.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from addin.hosts.calc.engine import connect, disconnect
from addin.hosts.calc.launch import Office
from addin.hosts.workbook import refresh
from sheets_templates.live_workbook import make_live, sample_tables

ROWS = 400  # of each raw table
WARM_UP = 20  # refreshes until caches are full
STEP = 50
BOUND = 0.05  # MB a refresh; more is a loss of ours


def main() -> int:
    """Print the growth; 1 where it is beyond the bound."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    found: list[tuple[int, float]] = []
    for number, memory in memory_over(count):
        found.append((number, memory))
        print(f"after {number:4} refreshes: {memory:6.1f} MB", flush=True)
    growth = (found[-1][1] - found[0][1]) / max(found[-1][0] - found[0][0], 1)
    print(f"{growth:.3f} MB a refresh; at most {BOUND}")
    return int(growth > BOUND)


def memory_over(count: int) -> Iterator[tuple[int, float]]:
    """Refreshes made since all is warm, and MB of the office, every ``STEP`` refreshes and in the end."""
    with tempfile.TemporaryDirectory() as folder, Office() as office:
        path = Path(folder) / "live.xlsx"
        make_live("en", path, [(sheet, table.tail(ROWS)) for sheet, table in sample_tables()])
        app = connect(office.client)
        book = app.books.open(str(path))
        for number in range(-WARM_UP, count + 1):
            if number >= 0 and (number % STEP == 0 or number == count):
                yield number, _resident(office.pid)
            refresh(book, "en")
        disconnect(app)


def _resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    sys.exit(main())
