"""``check --propose`` of a file with several currencies: a sheet of rates, to be filled and read back."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.cli.sample import Run
from tests.cli.test_propose import sheet


@pytest.mark.parametrize("beside", [True, False])
def test_rates_of_several_currencies_are_asked_for_in_the_same_workbook(
    run: Run, tmp_path: Path, beside: bool
) -> None:
    deals, out = tmp_path / "deals.csv", tmp_path / ("deals-mapping.xlsx" if beside else "own.xlsx")
    lines = [
        f"{n},2026-01-{n + 1:02},{('New', 'Won', 'Lost')[n % 3]},{100 + n},{('USD', 'EUR')[n % 2]}"
        for n in range(12)
    ]
    deals.write_text("\n".join(["id,created,status,amount,currency", *lines]), encoding="utf-8")
    assert run("report", deals)[0] == 2
    assert run("check", deals, "--propose", out, "--lang", "en")[0] == 0
    assert [row[:2] for row in sheet(out, "Rates")] == [
        ["Date", "Currency"],
        ["2000-01-01", "EUR"],
        ["2000-01-01", "USD"],
    ]
    book = openpyxl.load_workbook(out)
    book["Settings"].cell(6, 2).value = "USD"
    book["Rates"].cell(6, 3).value = 1.25
    book["Rates"].delete_rows(7)
    book.save(out)
    options = () if beside else ("--map", out)
    code, _, err = run("report", deals, "--json", tmp_path / "out.json", "--period", "all", *options)
    assert (code, err) == (0, "")
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    won = {n: (100 + n) * (1.25 if n % 2 else 1) for n in range(1, 12, 3)}
    assert sum(row["revenue"] for row in found["sources"]) == pytest.approx(sum(won.values()))
