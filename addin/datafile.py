"""Rules and words kept as data in ``.toml`` files beside the code that applies them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_toml(package: str, name: str) -> dict[str, Any]:
    """What a file of a package holds, read once; not to be changed."""
    return tomllib.loads((files(package) / name).read_text(encoding="utf-8"))
