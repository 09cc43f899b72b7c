"""Deals whose handles are kept, and where they are kept."""

from __future__ import annotations

from pathlib import Path

from addin.functions.arguments import ArgumentValue
from tests.hosts.live import cells

HEAD: list[object] = ["ID", "Created", "Status", "Manager"]


def rows(first: int = 1, count: int = 20, won: int = 5) -> list[list[object]]:
    found: list[list[object]] = [
        [n, "2026-09-01", "Won" if n - first < won else "New", "Ann"] for n in range(first, first + count)
    ]
    return [[*HEAD], *found]


def deals(first: int = 1, count: int = 20, won: int = 5, name: str = "Deals") -> ArgumentValue:
    return cells(name, rows(first, count, won))


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*")) if folder.exists() else []


GONE = "are no longer loaded. Recalculate the cell with =DEALS"
