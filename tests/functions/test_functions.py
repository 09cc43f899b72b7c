"""Cell functions by example: what a formula shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from addin.functions.arguments import Cells
from addin.functions.function import Value
from addin.functions.measures import MEASURES
from tests.functions.example import STAGES, settings, twelve
from tests.hosts.live import Sheet, cells


def dates_of(sheet: Sheet, handle: Cells | None) -> list[Value]:
    head, *rows = sheet.rows("REPORT_BLOCK", "attention", handle)
    place = next(i for i, name in enumerate(head) if name in ("Создана", "Created"))
    return [row[place] for row in rows]


@pytest.mark.parametrize("named", [True, False])
def test_days_are_counted_as_the_document_counts_them(sheet: Sheet, named: bool) -> None:
    """From 1904, as the cell with the handle tells, or, where none is named, the deals'."""
    texts = cells("Сделки", twelve())
    deals = sheet.text("DEALS", texts, STAGES, None, None, None, None, settings())
    usual = dates_of(sheet, Cells.of_rows("", 1, [[deals]]))
    assert 46_000 < float(str(usual[0])) < 47_000
    handle = replace(Cells.of_rows("", 1, [[deals]]), since=1462)
    if not named:
        sheet.text("DEALS", replace(texts, since=1462), STAGES, None, None, None, None, settings())
    found = dates_of(sheet, handle if named else None)
    assert found == [float(str(day)) - 1462 for day in usual]


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
