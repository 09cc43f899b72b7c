"""No date or span without a unit: newer NumPy refuses what older ones guess."""

from __future__ import annotations

import re
from pathlib import Path

PROJECT = Path(__file__).parents[3]
FOLDERS = ("addin", "sheets_templates", "tests", "tools", "benchmarks")
UNITLESS = re.compile(
    r"""(datetime64|timedelta64)\(("NaT"|'NaT'|-?\d+)\)|datetime64\([^)]*\)(?:\s[+-]\s)\d"""
)


def test_no_date_or_span_is_without_a_unit() -> None:
    found = [
        f"{path.relative_to(PROJECT)}:{number}: {line.strip()}"
        for folder in FOLDERS
        for path in (PROJECT / folder).rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if UNITLESS.search(line) and path != Path(__file__)
    ]
    assert found == []
