"""Every function through xlwings' own ``call_udf`` and Windows converters, with what Excel sends."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import Any

import pytest

from addin.functions.disk_cache import DiskCache
from addin.functions.handle_cache import HandleCache
from addin.functions.registry import BY_NAME, FUNCTIONS
from addin.words import LANGS
from tests.hosts.excel.windows import DIV0, MISSING, NA, Book, Sheet, windows

HEAD = ("ID", "Created", "Status", "Manager", "Source", "Amount", "Closed")
JUNE = 46174.0  # 2026-06-01 as a serial number
DEALS = (
    HEAD,
    (1.0, JUNE, "New", "Anna", "Site", None, None),
    (2.0, JUNE + 1, "Invoice", "Anna", "Site", 150_000.0, None),
    (3.0, JUNE + 2.5, "Paid", "Boris", "Ads", 90_000.0, JUNE + 12),
    (4.0, JUNE + 13, "Lost", "Boris", "Ads", NA, JUNE + 19),
)
STAGES = (
    ("Status", "Role"),
    ("New", "intake"),
    ("Invoice", "presale"),
    ("Paid", "won"),
    ("Lost", "lost"),
)
Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def udfs() -> Iterator[Any]:
    with windows() as found:
        for lang in LANGS:
            importlib.reload(importlib.import_module(f"addin.hosts.excel.{lang}"))
        yield found
    for lang in LANGS:
        importlib.reload(importlib.import_module(f"addin.hosts.excel.{lang}"))


@pytest.fixture
def ask(udfs: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Ask:
    cache = HandleCache(DiskCache(tmp_path))
    monkeypatch.setattr("addin.functions.call.process_cache", lambda: cache)

    def call(name: str, *args: object, lang: str = "en", count: int | None = None) -> Any:
        """As the macro code calls: every argument, those left out as Excel marks them."""
        size = len(BY_NAME[name].arguments) if count is None else count
        given = (*args, *[MISSING] * (size - len(args)))
        found = udfs.call_udf(f"addin.hosts.excel.{lang}", name, given)
        assert isinstance(found, list), "xlwings hands rows over, whatever a function returns"
        return found[0][0] if len(found) == len(found[0]) == 1 else found

    return call


@pytest.fixture
def sheet() -> Sheet:
    return Sheet("Deals", DEALS)


@pytest.fixture
def handle(ask: Ask, sheet: Sheet) -> Sheet:
    """A sheet whose cell A1 holds the handle."""
    return Sheet("Formulas", ((ask("DEALS", sheet.columns(1, 15)),),))


def test_whole_columns_are_cut_to_the_cells_in_use(ask: Ask, sheet: Sheet) -> None:
    told = ask("DEALS", sheet.columns(1, 15))
    assert told.startswith("deals ")
    assert told.endswith("· 4")
    assert sheet.read == [("Value2", len(DEALS) * len(HEAD))]
    assert ask("DEALS", sheet.UsedRange) == told
    assert ask("DEALS", sheet.columns(1, 15), lang="ru").startswith("сделки ")


def test_empty_rows_that_formats_put_into_use_change_nothing(ask: Ask, sheet: Sheet) -> None:
    longer = Sheet("Deals", (*DEALS, *[(None,) * 7] * 5, ("",) * 7))
    assert ask("DEALS", longer.columns(1, 15)) == ask("DEALS", sheet.columns(1, 15))


def test_a_table_may_stand_anywhere(ask: Ask) -> None:
    low = Sheet("Deals", DEALS, at=(7, 3))
    assert ask("DEALS", low.columns(1, 20)).endswith("· 4")
    assert [size for _, size in low.read] == [len(DEALS) * len(HEAD)]
    assert ask("DEALS", low.columns(14, 15)) == ask("DEALS", Sheet("Deals", ((None,),)).columns(1, 2))


def test_the_tables_beside_it_count(ask: Ask, sheet: Sheet) -> None:
    plain = ask("DEALS", sheet.columns(1, 7))
    with_stages = ask("DEALS", sheet.columns(1, 7), Sheet("Stages", STAGES).columns(1, 2))
    assert plain != with_stages
    settings = Sheet("Settings", (("Name", "Value"), ("lang", "ru")))
    told = ask(
        "DEALS", sheet.columns(1, 7), MISSING, MISSING, MISSING, MISSING, MISSING, settings.columns(1, 2)
    )
    assert told.startswith("сделки ")


def test_every_function_answers(ask: Ask, handle: Sheet) -> None:
    cell = handle.Cells(1, 1)
    assert ask("INTAKE", cell) == 4.0
    assert ask("INTAKE", cell, "leads", "Anna") == 2.0
    assert ask("INTAKE", cell, MISSING, "boris", "ads", "2026-06") == 2.0
    assert ask("PRESALE_FORECAST", cell, "count") == 1.0
    assert ask("PRESALE_FORECAST", cell, "amount") == 150_000.0
    assert ask("STAGE_CONV", cell, MISSING, MISSING, MISSING, MISSING, "all", "entered") == 4.0
    assert ask("MOVEMENT", cell, "created", "deals", MISSING, MISSING, "2026-06") == 4.0
    assert ask("MOVEMENT", cell).startswith("There is no such change")
    assert ask("TREND", cell, "leads", "2026-06") == 4.0
    assert ask("TIME_IN_STAGE", cell, MISSING, "visits") == 4.0
    block = ask("REPORT_BLOCK", "presale", cell)
    assert [len(row) for row in block] == [len(block[0])] * len(block)
    assert {function.name for function in FUNCTIONS} == {
        "DEALS", "INTAKE", "STAGE_CONV", "PRESALE_FORECAST",
        "MOVEMENT", "TREND", "TIME_IN_STAGE", "REPORT_BLOCK",
    }  # fmt: skip


def test_the_handle_may_be_a_cell_its_text_or_left_out(ask: Ask, handle: Sheet) -> None:
    text = str(handle.rows[0][0])
    assert ask("INTAKE", handle.Cells(1, 1)) == ask("INTAKE", text) == ask("INTAKE") == 4.0
    assert handle.asked == 0, "a single cell is read without a look at what is in use"


def test_no_value_is_a_mark_that_the_macro_code_turns_into_excels_own_error(ask: Ask, handle: Sheet) -> None:
    assert ask("STAGE_CONV", handle.Cells(1, 1), "Invoice", "Paid", MISSING, MISSING, MISSING) == "#N/A"


def test_error_cells_are_the_text_they_show(ask: Ask, handle: Sheet) -> None:
    issues = ask("REPORT_BLOCK", "data_issues", handle.Cells(1, 1))
    assert any("#N/A" in row for row in issues)
    broken = Sheet("Formulas", ((DIV0,),))
    assert "#DIV/0!" in ask("INTAKE", broken.Cells(1, 1))
    assert "#DIV/0!" in ask("INTAKE", DIV0)


def test_a_single_cell_a_row_and_a_column_are_ranges_like_others(ask: Ask) -> None:
    one = Sheet("Deals", (("ID",),))
    assert "Created" in ask("DEALS", one.Cells(1, 1)) or "created" in ask("DEALS", one.Cells(1, 1))
    column = Sheet("Deals", (("ID",), (1.0,), (2.0,)))
    assert "created" in ask("DEALS", column.columns(1, 1)).casefold()


def test_values_come_without_a_range_too(ask: Ask) -> None:
    array = tuple(row[:3] for row in DEALS)
    assert ask("DEALS", array).endswith("· 4")
    assert "range" in ask("DEALS", "Deals!A:O")
    assert "DEALS" in ask("INTAKE", 12.0)


def test_dates_are_serial_numbers_or_moments(ask: Ask, sheet: Sheet) -> None:
    def moments(row: tuple[object, ...]) -> tuple[object, ...]:
        zone = dt.timezone.utc  # noqa: UP017 - as pywin32 marks them
        when = {
            at: dt.datetime(1899, 12, 30, tzinfo=zone) + dt.timedelta(days=value)
            for at, value in enumerate(row)
            if isinstance(value, float) and 40_000 < value < 60_000
        }
        return tuple(when.get(at, value) for at, value in enumerate(row))

    old = Sheet("Deals", (HEAD, *map(moments, DEALS[1:])), book=Book(from_1904=True))
    assert ask("DEALS", old.columns(1, 15)) == ask("DEALS", sheet.columns(1, 15))
    assert [how for how, _ in old.read] == ["Value"]


def test_a_mistake_is_told_in_the_cell(ask: Ask, handle: Sheet) -> None:
    assert "leads" in ask("INTAKE", handle.Cells(1, 1), "leds")
    assert "Anna" in ask("INTAKE", handle.Cells(1, 1), "leads", "Ana")
    assert ask("DEALS", MISSING, lang="ru").startswith("Укажите диапазон")


@pytest.mark.usefixtures("udfs")
def test_the_wizard_knows_functions_and_arguments() -> None:
    module = importlib.import_module("addin.hosts.excel.ru")
    for function in FUNCTIONS:
        told = getattr(module, function.name).__xlfunc__
        assert told["ret"]["doc"] == function.help("ru")
        assert [arg["doc"] for arg in told["args"]] == [
            function.argument_help(argument, "ru") for argument in function.arguments
        ]
        needed = len(list(takewhile(lambda one: one.required, function.arguments)))
        optional = ["optional" in arg for arg in told["args"]]
        assert optional == [place >= needed for place in range(len(optional))], "none behind an optional one"
