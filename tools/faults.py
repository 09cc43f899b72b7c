"""The page of faults: what happens where something goes wrong, with the number of tests that show it.

``python -m tools.faults`` makes docs/faults.md from tools/faults.toml; the numbers are pytest's own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/faults.md"
PLACES = {
    "input": "what is read",
    "files": "report, JSON, ledger, filled template",
    "ledger": "the ledger besides",
    "calc": "live in Calc",
    "sheets": "Google Sheets",
}
"""Where a fault comes up → the heading of its column."""


def _told() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def read_faults() -> list[dict[str, Any]]:
    """Each fault: ``what`` it is, and by place a list of what happens and the tests that show it."""
    found: list[dict[str, Any]] = _told()["fault"]
    return found


def named_tests(faults: Sequence[Mapping[str, Any]]) -> list[str]:
    """All tests named, each once."""
    return sorted({name for fault in faults for place in PLACES for name in fault.get(place, [""])[1:]})


def counted(names: Sequence[str]) -> Counter[str]:
    """How many tests pytest collects of each name, as many as its parameters make.

    Raises:
        ValueError: there is no such test.
    """
    env = {key: value for key, value in os.environ.items() if key not in ("INTERLEAVINGS", "PYTEST_ADDOPTS")}
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    told = subprocess.run(
        [*command, *(f"tests/{name}" for name in names)],
        cwd=ROOT, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = Counter(
        line.removeprefix("tests/").partition("[")[0] for line in told.stdout.splitlines() if "::" in line
    )
    if lacking := [name for name in names if not found[name]]:
        raise ValueError(f"no such test: {', '.join(lacking)}\n{told.stdout[-500:]}{told.stderr[-500:]}")
    return found


def page(faults: Sequence[Mapping[str, Any]], counts: Mapping[str, int]) -> str:
    """The page."""
    lines = [f"| fault | {' | '.join(PLACES.values())} |", f"|---|{'---|' * len(PLACES)}"]
    lines += [
        f"| {fault['what']} | {' | '.join(_cell(fault.get(place), counts) for place in PLACES)} |"
        for fault in faults
    ]
    total = sum(counts[name] for name in named_tests(faults))
    head = _told()["head"]
    return f"{head}\n{chr(10).join(lines)}\n\n{total} tests in all.\n"


def _cell(told: Sequence[str] | None, counts: Mapping[str, int]) -> str:
    if not told:
        return ""
    text, *names = told
    files = dict.fromkeys(name.partition("::")[0] for name in names)
    links = ", ".join(f"[{Path(file).stem}](../tests/{file})" for file in files)
    return f"{text} ({sum(counts[name] for name in names)}: {links})"


def main() -> None:
    """Write the page."""
    faults = read_faults()
    PAGE.write_text(page(faults, counted(named_tests(faults))), "utf-8")


if __name__ == "__main__":
    main()
