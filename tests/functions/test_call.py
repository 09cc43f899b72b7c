"""Whatever a formula is given, its cell shows values or a text that says what to do."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from addin.defect_log import LOG_VARIABLE
from addin.functions.arguments import Cells
from addin.words import say
from tests.functions.example import STAGES, settings, twelve
from tests.hosts.live import Sheet, cells


def test_a_range_of_one_cell_is_its_value(sheet: Sheet, deals: str) -> None:
    one = Cells.of_rows("Лист", 5, ((deals,),))
    assert sheet("INTAKE", one, cells("Лист", [["untouched"]]), cells("Лист", [[""]])) == 1.0


@pytest.mark.parametrize(
    ("name", "args", "words"),
    [
        ("INTAKE", [cells("Сделки", twelve())], "One cell with the formula =DEALS(…) is needed here"),
        ("INTAKE", ["Лист «Сделки»: не найдены колонки"], "is no handle of loaded deals"),
        ("INTAKE", [12.0], '"12" is no handle of loaded deals'),
        ("INTAKE", ["deals 00000000 · 14"], "The deals 00000000 are no longer loaded."),
        ("DEALS", [], "Give the range of deals with its headers"),
        ("DEALS", ["text"], 'Argument deals: a range with its headers is needed, not "text".'),
        ("DEALS", [cells("Лист", [["ID", "Имя"], [1, "x"]])], 'Sheet "Лист": needed columns are missing'),
        ("DEALS", [cells("Лист", [[""]])], 'The sheet "Лист" is empty.'),
        ("REPORT_BLOCK", [], "Name a table of the report: header, plan_bar"),
        ("INTAKE", [None] * 6, "INTAKE takes no more than 5 arguments."),
    ],
)
def test_wrong_arguments_are_told(
    sheet: Sheet, deals: str, name: str, args: list[object], words: str
) -> None:
    assert deals
    assert words in sheet.text(name, *args)


def test_several_currencies_and_unclear_dates_are_told_in_the_cell(sheet: Sheet) -> None:
    head = ["ID", "Создана", "Статус", "Сумма"]
    rows = [head, [1, "2026-09-01", "Новая", "100 $"], [2, "2026-09-01", "Оплата", "100 €"]]
    assert "several currencies" in sheet.text("DEALS", cells("Сделки", rows))
    rows = [head, [1, "01/02/2026", "Новая", 1], [2, "03/04/2026", "Оплата", 1]]
    assert "can be read as day/month and as month/day" in sheet.text("DEALS", cells("Сделки", rows))
    wrong = cells("Настройки", [["Цвет", "синий"]])
    said = sheet.text("DEALS", cells("Сделки", rows), None, None, None, None, None, wrong)
    assert 'there is no setting "Цвет"' in said


@pytest.mark.parametrize(
    ("name", "args", "words"),
    [
        ("STAGE_CONV", ["Счёт"], 'There is no stage "Счёт" on the way to a win.'),
        ("STAGE_CONV", ["Счёт выставлн"], "Similar: «Счёт выставлен»."),
        ("STAGE_CONV", ["Отказ"], 'There is no stage "Отказ"'),
        ("STAGE_CONV", ["Оплата"], '"Оплата" is the last stage and leads nowhere.'),
        ("STAGE_CONV", ["Оплата", "Новая"], 'The stage "Новая" does not come after "Оплата".'),
        ("STAGE_CONV", ["Новая", "новая"], "Новая → Счёт выставлен → Оплата"),
        ("STAGE_CONV", ["", "", "Алёна"], "There are: «Алёна Ким», «Пётр»."),
        ("STAGE_CONV", ["", "", "", "Сойт"], "Similar: «Сайт»."),
        ("STAGE_CONV", ["", "", "", "", "", "rat"], 'There is no measure "rat". Similar: «rate»'),
        ("STAGE_CONV", ["", "", "", "", "", "verdict"], "give a manager or a source, and not both"),
        ("STAGE_CONV", ["", "", "Пётр", "Сайт", "", "expected"], "give a manager or a source"),
        ("STAGE_CONV", ["", "", "", "", "осень"], 'I cannot read window = "осень".'),
        ("INTAKE", ["", "", "", "2027"], "begins after the report's day 2026-09-18"),
        ("INTAKE", ["", "", "", "2026-09-15..2026-09-01"], "the end is before the start"),
        ("INTAKE", ["conversion"], 'There is no measure "conversion".'),
        ("PRESALE_FORECAST", ["zzz"], "There are: «count», «amount», «expected»"),
        (
            "PRESALE_FORECAST",
            ["", "", "", "zzz"],
            "There are: «closed», «presale», «earlier», «new», «total».",
        ),
        ("PRESALE_FORECAST", ["count", "", "", "total"], "The measure count is of pre-sale only."),
    ],
)
def test_wrong_names_are_told_with_the_right_ones(
    sheet: Sheet, deals: str, name: str, args: list[object], words: str
) -> None:
    assert words in sheet.text(name, deals, *args)


def test_names_that_differ_in_spaces_only_have_to_be_exact(sheet: Sheet) -> None:
    rows = twelve()
    rows[1][3], rows[2][3] = "Анна Мария", "Аннамария"
    handle = sheet.text("DEALS", cells("Сделки", rows), STAGES, None, None, None, None, settings())
    leads = [
        sheet("STAGE_CONV", handle, "", "", name, "", "", "entered") for name in ("анна мария", "АННАМАРИЯ")
    ]
    assert leads == [1.0, 1.0]
    assert "fits several names: «Анна Мария», «Аннамария»" in sheet.text("INTAKE", handle, "", "анна мар ия")


def test_a_defect_is_a_text_and_its_traceback_goes_to_the_log(
    sheet: Sheet, deals: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log.txt"
    monkeypatch.setattr("addin.report.queries.intake.intake", lambda _: 1 / 0)
    said = sheet.text("INTAKE", deals, "leads", "", "", "2026-07")
    assert said == say("function_error.internal", "en", function="INTAKE", what="ZeroDivisionError")
    assert not log.exists()
    monkeypatch.setenv(LOG_VARIABLE, str(log))
    assert sheet("INTAKE", deals, "leads", "", "", "2026-07") == said
    assert "ZeroDivisionError: division by zero" in log.read_text(encoding="utf-8")
    monkeypatch.setenv(LOG_VARIABLE, str(tmp_path / "no" / "such" / "folder"))
    assert sheet("INTAKE", deals, "leads", "", "", "2026-07") == said
    assert "KeyError" in sheet.text("NO_SUCH")


def test_two_threads_get_what_one_would(sheet: Sheet, deals: str) -> None:
    questions = [
        ("STAGE_CONV", deals, start, "", manager, "", window, "entered")
        for start in ("", "Новая", "Счёт выставлен")
        for manager in ("", "Алёна Ким", "Пётр")
        for window in ("", "2026-05", "2026-09")
    ]
    expected = [sheet(*question) for question in questions]
    other = Sheet(sheet.cache._disk.folder)  # computes everything anew
    found: list[list[object]] = [[], []]

    def ask(turn: int) -> None:
        found[turn] = [other(*question) for question in (questions if turn else questions[::-1])]

    threads = [threading.Thread(target=ask, args=(turn,)) for turn in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected[::-1], expected]
