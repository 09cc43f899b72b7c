"""``honest-funnel demo``: the sample and its report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.sample import Run


@pytest.mark.parametrize(
    ("lang", "finding"), [("ru", "Точка роста — Семён Журавлёв"), ("en", "Growth point: Simon Crane")]
)
def test_demo_makes_the_sample_and_its_report(run: Run, tmp_path: Path, lang: str, finding: str) -> None:
    code, out, err = run("demo", tmp_path / "demo", "--lang", lang)
    assert (code, err) == (0, "")
    assert sorted(p.name for p in (tmp_path / "demo").iterdir()) == [
        "deals-report.xlsx",
        "deals.xlsx",
        "report.json",
    ]
    assert finding in out
    found = json.loads((tmp_path / "demo" / "report.json").read_text(encoding="utf-8"))
    header = found["header"][0]
    assert header["as_of"] == "2026-09-18"
    assert header["rows_read"] == header["rows_used"] + header["rows_set_aside"] + header["rows_after_asof"]
    assert {row["basis"] for row in found["conversion"]} == {"history"}
