"""``honest-funnel report``: the workbook, its JSON, the ledger; settings and templates of one's own."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl

from tests.cli.sample import HEADER, ROWS, Run
from tests.xlsx.samples import load

TEMPLATES = Path(__file__).parents[2] / "sheets_templates"


def test_report_writes_a_workbook_beside_the_deals_and_json_where_asked(run: Run, deals: Path) -> None:
    code, out, err = run("report", deals, "--json", deals.with_name("r.json"))
    assert (code, err) == (0, "")
    assert "4 rows read" in out.replace("\u00a0", " ")
    assert "deals-report.xlsx" in out
    found: dict[str, Any] = json.loads(deals.with_name("r.json").read_text(encoding="utf-8"))
    assert found["header"] == [
        {
            "as_of": "2026-06-20",
            "period_from": "2026-06-01",
            "period_to": "2026-06-30",
            "horizon_days": 30,
            "pipeline": "",
            "rows_read": 4,
            "rows_used": 4,
            "rows_set_aside": 0,
            "rows_after_asof": 0,
        }
    ]
    book = load(deals.with_name("deals-report.xlsx"))
    assert "hf_presale" in book.defined_names
    assert (book.sheetnames[0], book.active.title) == ("How to read", "Monday")


def test_a_report_in_russian(run: Run, deals: Path) -> None:
    code, out, _ = run("report", deals, "--lang", "ru")
    assert code == 0
    assert "В предпродаже 1\u00a0сделка, на 150\u00a0000\u00a0₽" in out
    book = load(deals.with_name("deals-report.xlsx"))
    assert (book.sheetnames[0], book.active.title) == ("Как читать", "Главное")


def test_two_runs_are_equal_byte_for_byte(run: Run, deals: Path, tmp_path: Path) -> None:
    files = [(tmp_path / f"{n}.xlsx", tmp_path / f"{n}.json") for n in "ab"]
    for book, text in files:
        assert run("report", deals, "--out", book, "--json", text)[0] == 0
    assert files[0][0].read_bytes() == files[1][0].read_bytes()
    assert files[0][1].read_bytes() == files[1][1].read_bytes()


def test_options_win_over_the_settings_sheet(run: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Deals"
    sheet.append(["ID", "Created", "Status"])
    sheet.append(["1", "2026-06-01", "New"])
    sheet.append(["2", "2026-06-02", "Won"])
    settings = book.create_sheet("Settings")
    settings.append(["Horizon", 45])
    settings.append(["Period", "2026-05"])
    book.save(tmp_path / "d.xlsx")
    target = tmp_path / "r.json"
    assert run("report", tmp_path / "d.xlsx", "--json", target, "--period", "2026-06")[0] == 0
    header = json.loads(target.read_text(encoding="utf-8"))["header"][0]
    assert (header["horizon_days"], header["period_from"]) == (45, "2026-06-01")


def test_a_month_typed_into_a_settings_sheet_may_have_become_a_date(run: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Сделки"
    for line in (
        ["ID", "Дата создания", "Статус"],
        ["1", "2026-06-01", "Новый"],
        ["2", "2026-06-02", "Оплачен"],
    ):
        sheet.append(line)
    settings = book.create_sheet("Настройки")
    settings.append(["Период", dt.datetime(2026, 5, 1)])
    settings.append(["Язык", "русский"])
    book.save(tmp_path / "d.xlsx")
    code, out, _ = run("report", tmp_path / "d.xlsx", "--period", "2026-06")
    assert (code, "По состоянию на" in out) == (0, True)
    code, out, _ = run("report", tmp_path / "d.xlsx")
    assert "01.05.2026 – 31.05.2026" in out


def test_the_ledger_grows_by_changes_only(run: Run, deals: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.csv"
    assert run("report", deals, "--ledger", ledger)[0] == 0
    first = ledger.read_text(encoding="utf-8")
    assert len(first.splitlines()) == 5
    code, out, _ = run("report", deals, "--ledger", ledger)
    assert (code, ledger.read_text(encoding="utf-8")) == (0, first)
    assert "(+0)" in out
    deals.write_text("\n".join([HEADER, *ROWS]).replace("Новый", "В работе"), encoding="utf-8")
    assert run("report", deals, "--ledger", ledger)[0] == 0
    assert len(ledger.read_text(encoding="utf-8").splitlines()) == 6


def test_a_template_of_ones_own_is_filled(run: Run, deals: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.xlsx"
    shutil.copy(TEMPLATES / "report.en.xlsx", mine)
    book = load(mine)
    book["Monday"]["A1"] = "Our weekly"
    book.save(mine)
    out = tmp_path / "out.xlsx"
    assert run("report", deals, "--template", mine, "--out", out)[0] == 0
    assert load(out)["Monday"]["A1"].value == "Our weekly"


def test_a_template_may_set_what_nobody_else_does(run: Run, deals: Path, tmp_path: Path) -> None:
    mine, out, text = (tmp_path / name for name in ("mine.xlsx", "out.xlsx", "out.json"))
    shutil.copy(TEMPLATES / "report.ru.xlsx", mine)
    book = load(mine)
    sheet = book["Настройки"]
    row = next(r for r in range(1, 20) if sheet.cell(r, 1).value == "Горизонт")
    sheet.cell(row, 2).value = 45
    book.save(mine)

    def told(*options: object) -> dict[str, tuple[str, str]]:
        assert run("report", deals, "--template", mine, "--out", out, "--json", text, *options)[0] == 0
        rows = json.loads(text.read_text(encoding="utf-8"))["settings"]
        return {r["name"]: (r["value"], r["origin"]) for r in rows}

    assert told()["horizon"] == ("45", "template")
    assert told("--horizon", 7)["horizon"] == ("7", "command_line")
    # a filled report used as a template: what the report wrote there is no setting
    shutil.copy(out, mine)
    assert told("--as-of", "2026-06-15")["horizon"] == ("30", "default")
    assert told()["as_of"] == ("2026-06-20", "data")
