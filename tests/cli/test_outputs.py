"""Nothing is written unless all can be, and nothing in place of an input."""

from __future__ import annotations

from pathlib import Path

from tests.cli.sample import HEADER, Run


def test_no_output_is_written_unless_all_can_be(run: Run, deals: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    assert run("report", deals, "--out", out, "--json", tmp_path / "no-folder" / "x.json")[0] == 2
    assert not out.exists()
    (tmp_path / "link.csv").symlink_to(deals)
    before = deals.read_bytes()
    assert run("report", deals, "--json", tmp_path / "link.csv")[0] == 2
    assert deals.read_bytes() == before


def test_a_failed_run_leaves_the_former_report(run: Run, deals: Path) -> None:
    assert run("report", deals)[0] == 0
    target = deals.with_name("deals-report.xlsx")
    before = target.read_bytes()
    deals.write_text(HEADER + "\n", encoding="utf-8")
    assert run("report", deals)[0] == 2
    assert target.read_bytes() == before
