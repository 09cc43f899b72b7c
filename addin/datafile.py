"""Rules and words kept as data in ``.toml`` files beside the code that applies them.

``tomli`` is the parser of the standard library, compiled: half a megabyte is read at a third of the cost.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

try:
    import tomli
except ModuleNotFoundError:  # in a browser, where less to load is better
    import tomllib as tomli  # type: ignore[no-redef]


@cache
def load_toml(package: str, name: str) -> dict[str, Any]:
    """What a file of a package holds, read once; not to be changed."""
    return tomli.loads((files(package) / name).read_text(encoding="utf-8"))
