"""What a refusal asks for stands as a blank setting in the proposal; filled, it mends the file."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.cli.sample import Run


def _fill(path: Path, sheet: str, value: str) -> None:
    book = openpyxl.load_workbook(path)
    (cell,) = (row[1] for row in book[sheet].iter_rows() if row[1].fill.fgColor.rgb == "FFFFF2CC")
    cell.value = value
    book.save(path)


@pytest.mark.parametrize(("lang", "sheet"), [("en", "Settings"), ("ru", "Настройки")])
def test_the_order_of_day_and_month(run: Run, tmp_path: Path, lang: str, sheet: str) -> None:
    path, out = tmp_path / "deals.csv", tmp_path / "deals-mapping.xlsx"
    path.write_text("ID;Created;Status\n1;01/02/2026;New\n2;03/04/2026;Won\n", encoding="utf-8")
    said = run("check", path, "--propose", out, "--lang", lang)[1]
    assert ": 1; " in said
    assert run("report", path, "--lang", lang)[0] == 2
    _fill(out, sheet, "mdy")
    assert run("report", path, "--lang", lang)[::2] == (0, "")


def test_the_currency_of_the_report(run: Run, tmp_path: Path) -> None:
    path, out, rates = tmp_path / "deals.csv", tmp_path / "deals-mapping.xlsx", tmp_path / "rates.csv"
    path.write_text(
        "ID;Created;Status;Amount\n1;2026-02-01;New;€ 100\n2;2026-03-04;Won;100 $\n", encoding="utf-8"
    )
    rates.write_text("Date;Currency;Rate\n2026-01-01;EUR;1,1\n", encoding="utf-8")
    assert run("check", path, "--propose", out, "--lang", "en")[0] == 0
    _fill(out, "Settings", "USD")
    assert run("report", path, "--rates", rates, "--lang", "en")[::2] == (0, "")


@pytest.mark.parametrize("status", ["Kasse gesehen", ""])
def test_the_status_of_paid_deals(run: Run, tmp_path: Path, status: str) -> None:
    path, out = tmp_path / "deals.csv", tmp_path / "deals-mapping.xlsx"
    path.write_text("ID;Created;Status\n1;2026-02-01;New\n2;2026-03-04;In progress\n", encoding="utf-8")
    assert ": 1; " in run("check", path, "--propose", out, "--lang", "en")[1]
    book = openpyxl.load_workbook(out)
    stages = book["Stages"]
    (row,) = (row for row in stages.iter_rows() if row[0].fill.fgColor.rgb == "FFFFF2CC")
    assert row[2].value == "won"
    code, _, err = run("report", path, "--lang", "en")  # left as it is, it says nothing yet
    assert code == 2
    assert "none has the role" in err
    if status:
        row[0].value = status
    else:
        stages["C7"] = "won"  # one of those there
    book.save(out)
    assert run("report", path, "--lang", "en")[::2] == (0, "")
