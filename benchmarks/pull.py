"""A pull of a large department from a server on this machine, beside the bare reading of the same answers.

``python -m benchmarks.pull``: 50,000 deals with 200,000 changes of status (and their beginnings), asked for
as Bitrix24 is, 2,500 rows a request; then a pull of nothing new. The server is another process. The peer
asks for the same pages with ``requests`` and reads their JSON.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import requests

from addin.crm.connector import connector
from addin.crm.credentials import Credentials
from addin.crm.pull import PullRequest, pull
from addin.crm.transport import Patience
from addin.time_zones import time_zone
from tests.crm.servers.base import STATUSES, Deal, serving
from tests.crm.servers.bitrix24 import TOKEN, Bitrix24

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deals", type=int, default=50_000)
    asked = parser.parse_args()
    with _served(asked.deals) as url, tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store.duckdb"
        print(f"| {asked.deals:,} deals, {4 * asked.deals:,} changes | wall s | CPU s | peak MB | requests |")
        print("|---|---:|---:|---:|---:|")
        _print("first pull", *_timed(lambda: _pull(url, store, 0)))
        _print("a pull of nothing new", *_timed(lambda: _pull(url, store, 1)))
        _print("peer: the same pages, read as JSON", *_timed(lambda: _peer(url, asked.deals)))


def _timed(run: Callable[[], int]) -> tuple[float, float, int]:
    wall, cpu = time.perf_counter(), time.process_time()
    requests_sent = run()
    return time.perf_counter() - wall, time.process_time() - cpu, requests_sent


def _print(what: str, wall: float, cpu: float, sent: int) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    print(f"| {what} | {wall:.1f} | {cpu:.1f} | {peak:.0f} | {sent} |")


def _pull(url: str, store: Path, day: int) -> int:
    rules = replace(connector("bitrix24"), per_second=0.0)
    keys = Credentials(url, {"token": TOKEN})
    zone = time_zone("Europe/Moscow")
    request = PullRequest(rules, keys, store, zone)
    return pull(request, Patience(), NOW + dt.timedelta(days=day)).requests


def _peer(url: str, deals: int) -> int:
    sent = 0
    for method, rows in (
        ("crm.deal.list", deals),
        ("crm.stagehistory.list", 5 * deals),
        ("crm.contact.list", deals),
    ):
        for start in range(0, rows, 2500):
            commands = {f"p{page}": f"{method}?start={start + 50 * page}" for page in range(50)}
            requests.post(f"{url}rest/{TOKEN}/batch", json={"cmd": commands}, timeout=60).json()
            sent += 1
    return sent


@contextmanager
def _served(deals: int) -> Iterator[str]:
    here, there = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(deals, there), daemon=True)
    process.start()
    yield here.recv()
    process.terminate()


def _serve(deals: int, connection: Any) -> None:
    crm = Large()
    start = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    for number in range(1, deals + 1):
        created = start + dt.timedelta(minutes=number * 8)
        past = [(created + dt.timedelta(days=d), STATUSES[d - 1], STATUSES[d]) for d in range(1, 5)]
        crm.deals[number] = Deal(
            number, past[-1][2], created, past[-1][0], number % 2 + 1, 1000.0 * number, past
        )
    with serving(crm) as url:
        connection.send(url)
        connection.recv()


class Large(Bitrix24):
    """Makes its lists once."""

    def __init__(self) -> None:
        super().__init__()
        self.made: dict[tuple[object, ...], list[dict[str, Any]]] = {}

    def rows(self, method: str, told: Mapping[str, str]) -> list[dict[str, Any]]:
        """Everything that a method lists."""
        asked = (method, *sorted(item for item in told.items() if item[0].startswith("filter")))
        if asked not in self.made:
            self.made[asked] = super().rows(method, told)
        return self.made[asked]


if __name__ == "__main__":
    main()
