"""Cell functions by example: what a formula shows, how names may be typed, what a cell says in words."""

from __future__ import annotations

import inspect
import threading
from pathlib import Path

import pytest

from addin.defect_log import LOG_VARIABLE
from addin.functions.arguments import Cells
from addin.functions.call import call
from addin.functions.measures import DEFAULT_MEASURE, MEASURES, blocks, measure_names, measures
from addin.functions.registry import BY_NAME, FUNCTIONS
from addin.report.layout import BLOCK
from addin.words import LANGS, Lang, catalogue, has, say
from tests.hosts.live import Sheet, cells

HEAD = [
    "ID",
    "Дата создания",
    "Статус",
    "Менеджер",
    "Источник",
    "Сумма",
    "Дата закрытия",
    "Следующий контакт",
]
STAGES = cells(
    "Этапы",
    [
        ["Статус", "Порядок", "Роль"],
        ["Новая", 1, "приём"],
        ["Счёт выставлен", 2, "предпродажа"],
        ["Оплата", 3, "оплата"],
        ["Отказ", 4, "отказ"],
    ],
)
AS_OF = ["Дата отчёта", "2026-09-18"]


def deal(
    number: int, day: str, status: str, manager: str, source: str, amount: object, closed: str
) -> list[object]:
    return [number, day, status, manager, source, amount, closed, ""]


def twelve() -> list[list[object]]:
    """Twelve old leads: four won by Алёна Ким; and two of September, one of nobody, one waiting to pay."""
    old = [
        deal(n, "2026-05-01", "Оплата" if n <= 4 else "Отказ", "Алёна Ким", "Сайт", 1000, f"2026-05-{10 + n}")
        for n in range(1, 13)
    ]
    new = [
        deal(13, "2026-09-01", "Новая", "", "Реклама", "", ""),
        deal(14, "2026-09-02", "Счёт выставлен", "Пётр", "", 5000, ""),
    ]
    return [[*HEAD], *old, *new]


def settings(*more: list[str]) -> Cells:
    return cells("Настройки", [["Настройка", "Значение"], AS_OF, ["Горизонт", "30"], ["Окно", "all"], *more])


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path / "shelf")


@pytest.fixture
def deals(sheet: Sheet) -> str:
    return sheet.text("DEALS", cells("Сделки", twelve()), STAGES, None, None, None, None, settings())


# --- what formulas show ---


def test_a_handle_names_the_content_and_counts_the_deals(sheet: Sheet, deals: str) -> None:
    word, digest, count = deals.split(" ", 2)
    assert (word, count) == ("deals", "· 14")
    assert len(digest) == 8
    assert set(digest) <= set("0123456789abcdef")
    args = [cells("Сделки", twelve()), STAGES, None, None, None, None, settings()]
    assert sheet("DEALS", *args) == deals
    sheet.lang = "ru"
    assert sheet("DEALS", *args) == deals.replace("deals", "сделки")
    changed = twelve()
    changed[3][2] = "Отказ"
    assert sheet("DEALS", cells("Сделки", changed), *args[1:]) != deals


def test_thousands_stand_apart(sheet: Sheet) -> None:
    rows = [
        ["ID", "Created", "Status"],
        *([n, "2026-09-01", "New" if n % 2 else "Won"] for n in range(12_012)),
    ]
    assert sheet.text("DEALS", cells("Deals", rows)).endswith("· 12\u00a0012")


@pytest.mark.parametrize(
    ("args", "shown"),
    [
        ([], 2.0),
        (["taken"], 1.0),
        (["untouched", "не указан"], 1.0),
        (["Leads", "Пётр"], 1.0),
        (["leads", "", "Реклама"], 1.0),
        (["leads", "Пётр", "Реклама"], 0.0),
        (["leads", "all", "все"], 2.0),
        (["taken_rate", "Пётр"], 1.0),
        (["taken_rate", "Пётр", "Реклама"], None),
        (["leads", "", "", "2026-05"], 12.0),
        (["leads", "", "", 2026.0], 14.0),
        (["leads", "", "", "2026 - Q3"], 2.0),
        (["leads", "", "", "май 2026"], 12.0),
        (["leads", "", "", 46143.0], 12.0),  # 1 May 2026: the month
        (["leads", "", "", 46267.0], 1.0),  # 2 September 2026: the day
        (["leads", "", "", "Все"], 14.0),
        (["leads", "", "", "2025"], None),  # no records of that time: no zero
        (["note", "", "", "2025"], "no records before the first deal"),
    ],
)
def test_intake(sheet: Sheet, deals: str, args: list[object], shown: object) -> None:
    found = sheet("INTAKE", deals, *args)
    assert found == shown or (isinstance(shown, str) and isinstance(found, str) and found != "")


@pytest.mark.parametrize(
    ("args", "shown"),
    [
        ([], pytest.approx(4 / 14)),  # the two young ones were watched longer than the wins took
        (["", "", "", "", "", "followed"], 12.0),
        (["", "", "", "", "", "entered"], 14.0),
        (["Новая", "Оплата", "алена  ким", "", "", "advanced"], 4.0),
        (["", "", "АлёнаКим", "сайт"], pytest.approx(4 / 12)),
        (["", "", "Пётр"], None),  # too early
        (["", "", "Пётр", "", "", "advanced"], 0.0),  # a true zero
        (["", "", "", "", "2026-09", "entered"], 2.0),
        (["новая"], None),  # without a history a step has bounds only
        (["новая", "", "", "", "", "bound_high"], 1.0),
        (["новая", "", "", "", "", "to"], "Счёт выставлен"),
        (["", "счет выставлен", "", "", "", "На этап"], "Счёт выставлен"),
        (["", "", "", "", "", "basis"], "dates"),
        (["", "", "Пётр", "", "", "verdict"], None),
        (["", "", "", "Не указан", "", "entered"], 1.0),
    ],
)
def test_stage_conv(sheet: Sheet, deals: str, args: list[object], shown: object) -> None:
    assert sheet("STAGE_CONV", deals, *args) == shown


def test_presale_forecast(sheet: Sheet, deals: str) -> None:
    asked = {name: sheet("PRESALE_FORECAST", deals, name) for name in MEASURES["PRESALE_FORECAST"]}
    assert (asked["count"], asked["amount"], asked["unpriced"]) == (1.0, 5000.0, 0.0)
    assert sheet("PRESALE_FORECAST", deals) == asked["expected"] == asked["expected_period"]
    assert sheet("PRESALE_FORECAST", deals, "Сделок", "Алёна Ким") == 0.0
    assert sheet("PRESALE_FORECAST", deals, "expected", "Алёна Ким") == 0.0


def test_expected_is_of_the_month_whatever_the_period(sheet: Sheet, deals: str) -> None:
    args = [cells("Сделки", twelve()), STAGES, None, None, None, None]
    quarter = sheet.text("DEALS", *args, settings(["Период", "2026-09-01..2026-09-20"]))
    expected = sheet("PRESALE_FORECAST", deals)
    assert isinstance(expected, float)
    assert expected > 0
    assert sheet("PRESALE_FORECAST", quarter) == expected
    assert sheet("PRESALE_FORECAST", quarter, "expected_period") < expected
    past = sheet.text("DEALS", *args, settings(["Период", "2026-08"]))
    assert sheet("PRESALE_FORECAST", past) == expected
    assert sheet("PRESALE_FORECAST", past, "expected_period") is None


def test_report_block_is_a_table_with_headings(sheet: Sheet, deals: str) -> None:
    head, *rows = sheet.rows("REPORT_BLOCK", "Intake by source", deals)
    assert head[:3] == ("Source", "Leads", "Taken")
    assert [row[:2] for row in rows] == [("(not given)", 1.0), ("Реклама", 1.0)]
    assert sheet.rows("REPORT_BLOCK", "intake_by_source", deals, "2026-05")[1][:2] == ("Сайт", 12.0)
    sheet.lang = "ru"
    assert sheet.rows("REPORT_BLOCK", "приёмлидов по источникам", deals)[1][0] == "(не указан)"
    header = dict(zip(*sheet.rows("REPORT_BLOCK", "header", deals), strict=True))
    assert header["На конец дня"] == 46283.0  # 18 September 2026
    origin = [
        row[2] for row in sheet.rows("REPORT_BLOCK", "settings", deals, "2026-05") if row[0] == "Период"
    ]
    assert origin == ["формула"]


def test_the_language_of_the_settings_goes_before_the_hosts(sheet: Sheet) -> None:
    args = [cells("Сделки", twelve()), STAGES, None, None, None, None, settings(["Язык", "русский"])]
    handle = sheet.text("DEALS", *args)
    assert handle.startswith("сделки ")
    assert sheet.text("STAGE_CONV", handle, "Счет").startswith("На пути к оплате нет этапа «Счет»")
    assert sheet.rows("REPORT_BLOCK", "stages", handle)[0][0] == "Воронка"


def test_nobody_is_in_a_bucket_where_all_have_a_source(sheet: Sheet) -> None:
    rows = [row for row in twelve() if row[4]]
    handle = sheet.text("DEALS", cells("Сделки", rows), STAGES, None, None, None, None, settings())
    for manager in ("", "Алёна Ким"):
        asked = ("STAGE_CONV", handle, "", "", manager, "не указан", "")
        assert [sheet(*asked, m) for m in ("entered", "rate", "note")] == [0.0, None, "no deals"]
    assert sheet("STAGE_CONV", handle, "", "", "", "не указан", "", "verdict") is None
    assert sheet("INTAKE", handle, "leads", "", "не указан", "all") == 0.0
    assert sheet("PRESALE_FORECAST", handle, "count", "", "не указан") == 0.0


# --- arguments ---


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
        ("REPORT_BLOCK", [], "Name a table of the report: header, summary"),
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


# --- defects and threads ---


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


# --- the registry ---


def test_the_registry_is_as_hosts_expect_it() -> None:
    assert {f.name: [a.name for a in f.arguments] for f in FUNCTIONS} == {
        "DEALS": ["deals", "stages", "history", "spend", "plan", "rates", "settings"],
        "INTAKE": ["deals", "measure", "manager", "source", "period"],
        "STAGE_CONV": ["deals", "from_stage", "to_stage", "manager", "source", "window", "measure"],
        "PRESALE_FORECAST": ["deals", "measure", "manager", "source", "component"],
        "REPORT_BLOCK": ["block", "deals", "period"],
    }
    assert {(f.name, a.name) for f in FUNCTIONS for a in f.arguments if a.required} == {
        ("DEALS", "deals"),
        ("REPORT_BLOCK", "block"),
    }
    assert list(inspect.signature(call).parameters)[:4] == ["name", "args", "lang", "origin"]


@pytest.mark.parametrize("lang", LANGS)
def test_everything_has_help_and_no_help_is_left_over(lang: Lang) -> None:
    told = {f"function.{f.name}" for f in FUNCTIONS}
    told |= {f"function.{f.name}.{a.name}" for f in FUNCTIONS for a in f.arguments}
    assert told == {key for key in catalogue() if key.startswith("function.")}
    for function in FUNCTIONS:
        assert function.help(lang)
        assert len(function.help(lang)) <= 255, "Excel shows no more"
        for argument in function.arguments:
            assert 0 < len(function.argument_help(argument, lang)) <= 255
            assert function.argument_help(argument.name, lang) == function.argument_help(argument, lang)


def test_every_measure_is_found_by_its_key_and_its_headings() -> None:
    assert set(MEASURES["INTAKE"]) == set(BLOCK["intake"].keys)
    assert set(MEASURES["STAGE_CONV"]) >= set(BLOCK["conversion"].keys)
    for name, own in MEASURES.items():
        assert DEFAULT_MEASURE[name] in own
        for measure in own:
            for said in (measure, measure.upper(), *measure_names(name, measure)):
                assert measures(name).find(said) == measure, said
    names = {key for key in catalogue() if key.startswith("measure.")}
    assert names == {f"measure.PRESALE_FORECAST.{measure}" for measure in MEASURES["PRESALE_FORECAST"]}


@pytest.mark.parametrize("lang", LANGS)
def test_every_block_is_found_by_its_key_and_its_title(lang: Lang) -> None:
    for name in BLOCK:
        assert blocks().find(name) == name
        if has(f"block.{name}"):
            assert blocks().find(say(f"block.{name}", lang)) == name
    assert set(BY_NAME) == {f.name for f in FUNCTIONS}
