"""``honest-funnel backtest``: the record printed, its chart saved, or why there is none."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from addin.cli.app import main
from tests.metrics.examples import steady


@pytest.fixture
def deals(tmp_path: Path) -> Path:
    """A lead a day for 300 days, each won five days on."""
    lines = ["id;created;status;amount;closed"]
    for row in steady(300, dt.date(2026, 6, 15)):
        values = (row["id"], row["created"], row["status"], row["amount"] or "", row["closed"] or "")
        lines.append(";".join(str(value) for value in values))
    path = tmp_path / "deals.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    stages = "status;order;role\nNew;1;intake\nWon;2;won\n"
    (tmp_path / "stages.csv").write_text(stages, encoding="utf-8")
    return path


def call(deals: Path, *more: str) -> int:
    stages = str(deals.with_name("stages.csv"))
    return main(["backtest", str(deals), "--stages", stages, "--lang", "en", *more])


def test_the_record_is_printed_and_its_chart_saved(deals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(deals) == 0
    said = capsys.readouterr().out.replace("\u00a0", " ")
    assert "average of 3" in said
    assert "2026-05-15" in said
    assert "amounts are today's" in said
    book = openpyxl.load_workbook(deals.with_name("deals-backtest.xlsx"))
    page: Any = book.worksheets[0]
    assert len(page._charts) == 1
    shown = [row for row in page.iter_rows(values_only=True) if isinstance(row[0], dt.datetime)]
    assert [row[0].date() for row in shown][-1] == dt.date(2026, 5, 15)
    values = page._charts[0].series[0].val.numRef.f
    assert values.count("$") == 4
    assert f"${27 + len(shown) + 1}" in values  # to the last row


def test_the_same_deals_give_the_same_chart(deals: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        assert call(deals, "--out", str(deals.with_name(name))) == 0
    assert deals.with_name("a.xlsx").read_bytes() == deals.with_name("b.xlsx").read_bytes()


def test_where_there_is_no_record_it_says_why(deals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = deals.read_text(encoding="utf-8").splitlines()
    deals.write_text("\n".join(lines[:60]), encoding="utf-8")
    assert call(deals) == 0
    assert "three whole months" in capsys.readouterr().out
    assert not deals.with_name("deals-backtest.xlsx").exists()


def test_a_chart_never_takes_the_place_of_the_deals(deals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(deals, "--out", str(deals)) == 2
    assert "deals.csv" in capsys.readouterr().err
