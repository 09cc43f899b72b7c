"""A proposal of columns where one beside the stage tells how deals ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.sample import Run
from tests.cli.test_propose import blocks


@pytest.mark.parametrize(
    "heads", ["Id;Data de criação;Etapa;Estado", "Id;Created Date;Stage;Won", "Id;Posted on;Stage;Status"]
)
def test_an_outcome_beside_the_stage_still_counts_by_a_proposal(run: Run, tmp_path: Path, heads: str) -> None:
    ends = ("yes", "no") if heads.endswith("Won") else ("Won", "Open")
    rows = [f"{i};{i:02}.01.2026;Demo {i % 3};{ends[i % 2]}" for i in range(1, 29)]
    deals = tmp_path / "deals.csv"
    deals.write_text("\n".join([heads, *rows]), encoding="utf-8")
    out = deals.with_name("deals-mapping.xlsx")
    assert run("check", deals, "--propose", out, "--lang", "en")[0] in (0, 2)
    assert blocks(run, deals, "--period", "all")["intake"][0]["won"] == 14
