"""The command line as a user meets it: files in, files out, one readable line when something is wrong."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from addin.cli.app import main
from addin.cli.language import detect_language
from tests.xlsx.samples import load

HEADER = "ID;Дата создания;Статус;Менеджер;Источник;Сумма;Дата закрытия"
ROWS = [
    "1;01.06.2026;Новый;Анна;Сайт;;",
    "2;02.06.2026;Ожидаем оплату;Анна;Сайт;150 000;",
    "3;03.06.2026;Оплачен;Борис;Реклама;90 000 ₽;13.06.2026",
    "4;14.06.2026;Отказ;Борис;Реклама;;20.06.2026",
]


@pytest.fixture
def deals(tmp_path: Path) -> Path:
    path = tmp_path / "deals.csv"
    path.write_text("\n".join([HEADER, *ROWS]), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def call(*args: object) -> tuple[int, str, str]:
        code = main([str(arg) for arg in args])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


Run = Callable[..., tuple[int, str, str]]


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
    assert book.sheetnames[0] == "Summary"


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


def test_two_runs_are_equal_byte_for_byte(run: Run, deals: Path, tmp_path: Path) -> None:
    files = [(tmp_path / f"{n}.xlsx", tmp_path / f"{n}.json") for n in "ab"]
    for book, text in files:
        assert run("report", deals, "--out", book, "--json", text)[0] == 0
    assert files[0][0].read_bytes() == files[1][0].read_bytes()
    assert files[0][1].read_bytes() == files[1][1].read_bytes()


def test_check_shows_how_everything_was_taken_and_writes_nothing(run: Run, deals: Path) -> None:
    before = sorted(deals.parent.iterdir())
    code, out, err = run("check", deals, "--lang", "ru")
    assert (code, err) == (0, "")
    assert sorted(deals.parent.iterdir()) == before
    for word in (
        "Дата создания",
        "created",
        "Ожидаем оплату",
        "предпродажа",
        "угадана по словам",
        "прочитано 4",
    ):
        assert word in out


def test_a_report_in_russian(run: Run, deals: Path) -> None:
    code, out, _ = run("report", deals, "--lang", "ru")
    assert code == 0
    assert "В предпродаже 1\u00a0сделка, на 150\u00a0000\u00a0RUB" in out
    assert load(deals.with_name("deals-report.xlsx")).sheetnames[0] == "Сводка"


BAD: list[tuple[list[str], str]] = [
    (["report"], "Missing argument 'DEALS'"),
    (["report", "no-such.xlsx"], "no-such.xlsx"),
    (["report", "DEALS", "--wrong"], "No such option: --wrong"),
    (["report", "DEALS", "--period", "sometimes"], 'period = "sometimes"'),
    (["report", "DEALS", "--horizon", "0"], 'horizon = "0"'),
    (["report", "DEALS", "--as-of", "2026-13-01"], 'as_of = "2026-13-01"'),
    (["report", "DEALS", "--timezone", "Europe/Moskva"], "Europe/Moscow"),
    (["report", "DEALS", "--pipeline", "Retail"], 'no pipeline "Retail"'),
    (["report", "DEALS", "--lang", "de"], "ru, en"),
    (["report", "DEALS", "--as-of", "2020-01-01"], "no deal is left"),
    (["report", "DEALS", "--history", "no-such.csv"], "no-such.csv"),
    (["report", "DEALS", "--template", "no-such.xlsx"], "no-such.xlsx"),
    (["report", "DEALS", "--out", "no-folder/x.xlsx"], "no-folder"),
    (["report", "DEALS", "--json", "no-folder/x.json"], "no-folder"),
    (["demo", "DEALS"], "deals.csv"),
    (["report", "DEALS", "--out", "DEALS"], "one of your input files"),
    (["report", "DEALS", "--json", "DEALS"], "one of your input files"),
    (["report", "DEALS", "--out", "a.xlsx", "--json", "a.xlsx"], "two different outputs"),
    (["report", "DEALS", "--ledger", "a.xlsx"], "ends in .csv"),
    (["report", "DEALS", "--period", "2030-01"], "begins after the report's day"),
    (["nonsense"], "nonsense"),
]


@pytest.mark.parametrize(("args", "part"), BAD, ids=[" ".join(args) for args, _ in BAD])
def test_what_is_wrong_is_said_in_one_line_with_exit_code_2(
    run: Run, deals: Path, args: list[str], part: str
) -> None:
    code, _, err = run(*(str(deals) if arg == "DEALS" else arg for arg in args))
    assert code == 2
    assert err.count("\n") == 1
    assert part in err
    assert "Traceback" not in err


def test_missing_columns_name_what_was_found(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("Номер;Создано когда-то;Стутус\n1;2026-01-01;Новый\n", encoding="utf-8")
    code, _, err = run("report", path)
    assert code == 2
    assert "Стутус" in err


def test_no_output_is_written_unless_all_can_be(run: Run, deals: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    assert run("report", deals, "--out", out, "--json", tmp_path / "no-folder" / "x.json")[0] == 2
    assert not out.exists()
    (tmp_path / "link.csv").symlink_to(deals)
    before = deals.read_bytes()
    assert run("report", deals, "--json", tmp_path / "link.csv")[0] == 2
    assert deals.read_bytes() == before


def test_check_shows_the_tables_even_where_no_report_can_be(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "young.csv"
    path.write_text("ID;Дата создания;Статус\n1;01.06.2026;Новый\n", encoding="utf-8")
    code, out, err = run("check", path, "--lang", "ru")
    assert code == 2
    assert "приём" in out
    assert "«оплата»" in err


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


def test_a_failed_run_leaves_the_former_report(run: Run, deals: Path) -> None:
    assert run("report", deals)[0] == 0
    target = deals.with_name("deals-report.xlsx")
    before = target.read_bytes()
    deals.write_text(HEADER + "\n", encoding="utf-8")
    assert run("report", deals)[0] == 2
    assert target.read_bytes() == before


def test_a_defect_shows_no_traceback_unless_asked(
    run: Run, deals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from addin.cli.commands import report

    def broken(*_: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(report, "load", broken)
    code, _, err = run("report", deals)
    assert (code, err.count("\n")) == (1, 1)
    assert "ZeroDivisionError: oh" in err
    with pytest.raises(ZeroDivisionError):
        main(["report", str(deals), "--debug"])


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
    shutil.copy(Path(__file__).parents[2] / "sheets_templates" / "report.en.xlsx", mine)
    book = load(mine)
    book["Summary"]["A1"] = "Our weekly"
    book.save(mine)
    out = tmp_path / "out.xlsx"
    assert run("report", deals, "--template", mine, "--out", out)[0] == 0
    assert load(out)["Summary"]["A1"].value == "Our weekly"


def test_a_template_may_set_what_nobody_else_does(run: Run, deals: Path, tmp_path: Path) -> None:
    mine, out, text = (tmp_path / name for name in ("mine.xlsx", "out.xlsx", "out.json"))
    shutil.copy(Path(__file__).parents[2] / "sheets_templates" / "report.ru.xlsx", mine)
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


@pytest.mark.parametrize("args", [["--help"], ["report", "--help"], ["check", "--help"], ["demo", "--help"]])
@pytest.mark.parametrize(("lang", "word"), [("ru", "сдел|продаж"), ("en", "sale|deal|report")])
def test_help_teaches_in_both_languages(run: Run, args: list[str], lang: str, word: str) -> None:
    code, out, _ = run(*args, "--lang", lang)
    if code == 0:
        assert any(w in out for w in word.split("|"))
    before, out_before, _ = run("--lang", lang, *args)
    assert before == 0
    assert any(w in out_before for w in word.split("|"))


def test_the_language_comes_from_the_option_then_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    assert detect_language([]) == "en"
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")
    assert detect_language([]) == "ru"
    assert detect_language(["report", "--lang", "en"]) == "en"
    assert detect_language(["--lang=en"]) == "en"


def test_demo_makes_the_sample_and_its_report(run: Run, tmp_path: Path) -> None:
    code, out, err = run("demo", tmp_path / "demo", "--lang", "ru")
    assert (code, err) == (0, "")
    assert sorted(p.name for p in (tmp_path / "demo").iterdir()) == [
        "deals-report.xlsx",
        "deals.xlsx",
        "report.json",
    ]
    assert "Точка роста — Семён Журавлёв" in out
    found = json.loads((tmp_path / "demo" / "report.json").read_text(encoding="utf-8"))
    header = found["header"][0]
    assert header["as_of"] == "2026-09-18"
    assert header["rows_read"] == header["rows_used"] + header["rows_set_aside"] + header["rows_after_asof"]
    assert {row["basis"] for row in found["conversion"]} == {"history"}


def test_the_module_runs_as_a_program(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "addin", "--version"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0
    assert done.stdout.startswith("honest-funnel 0.")
