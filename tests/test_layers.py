"""Imports run one way, and a heavy library is loaded only where it is used."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "addin"

OFFICE = ROOT / "hosts" / "calc" / "office"
ORDER = [
    "words",
    "errors",
    "settings",
    "deals",
    "metrics",
    "report",
    "hosts",
    "demo",
    "commands",
    "commands_sheets",
    "cli_options",
    "cli_sheets",
    "cli",
]
"""A layer may import those before it; ``demo`` makes raw cells and knows no layer but words and errors."""
HOSTS_ONLY = {"xlwings", "gspread", "google", "lxml", "fastexcel", "xlsxwriter", "typer", "rich"}
FREE_OF_HOSTS = {"words", "errors", "settings", "deals", "metrics", "report"}


def layer(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if OFFICE in path.parents and node.level == 1:
                continue  # it runs under another name inside the office
            assert node.level == 0, f"{path}: relative import"
            found.update({node.module, *(f"{node.module}.{a.name}" for a in node.names)})
    return found


FILES = sorted(p for p in ROOT.rglob("*.py") if layer(p) not in {"__init__", "__main__"})


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    own = layer(path)
    allowed = set(ORDER[: ORDER.index(own) + 1])
    if own == "demo":
        allowed = {"words", "errors", "demo"}
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "addin" and len(parts) > 1 and parts[1] in ORDER:
            assert parts[1] in allowed, f"{own} imports {name}"
        if own in FREE_OF_HOSTS:
            assert parts[0] not in HOSTS_ONLY, f"{own} imports {name}"


def test_the_core_loads_without_any_host() -> None:
    script = "import sys, addin.report.build; print(*sorted(m for m in sys.modules if '.' not in m))"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not HOSTS_ONLY & set(loaded)
    assert "statsmodels" not in loaded


def test_help_loads_no_data_library() -> None:
    script = "import sys, addin.cli; print(*sorted(m for m in sys.modules if '.' not in m))"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"pandas", "numpy", "scipy", "pyarrow", "narwhals"} & set(loaded)


@pytest.mark.parametrize("host", ["calc", "excel", "sheets"])
def test_hosts_do_not_know_each_other(host: str) -> None:
    others = {f"addin.hosts.{other}" for other in ("calc", "excel", "sheets") if other != host}
    for path in (ROOT / "hosts" / host).rglob("*.py"):
        known = {name for name in imports(path) if name.startswith(tuple(others))}
        assert not known, f"{path}: {known}"
