"""Work on every core: NumPy and Arrow let go of Python's lock while they work through long columns."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Done = TypeVar("_Done")
_Other = TypeVar("_Other")


LONG = 100_000
"""Columns shorter than this are done before another core could help."""
_ALONE = sys.platform == "emscripten"
"""In a browser there are no threads."""


def run_all(jobs: Sequence[Callable[[], _Done]], rows: int) -> list[_Done]:
    """What the jobs return, in their order, whichever ends first.

    Args:
        jobs: functions that change nothing another one looks at. Of several errors the first job's is raised.
        rows: how long the columns are; the jobs are done one after another where they are short.
    """
    if rows < LONG or _ALONE:
        return [job() for job in jobs]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [future.result() for future in [pool.submit(job) for job in jobs]]


def run_pair(one: Callable[[], _Done], other: Callable[[], _Other], rows: int) -> tuple[_Done, _Other]:
    """What two such jobs of different kinds return."""
    if rows < LONG or _ALONE:
        return one(), other()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(other)
        return one(), waiting.result()
