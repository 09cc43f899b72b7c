"""Whether the libraries are here that pulling needs beside what a report needs."""

from __future__ import annotations

from importlib.util import find_spec

LIBRARIES = ("dlt", "duckdb", "jmespath", "keyring")


def can_pull() -> bool:
    """Whether the libraries of the extra are installed."""
    return all(find_spec(name) is not None for name in LIBRARIES)
