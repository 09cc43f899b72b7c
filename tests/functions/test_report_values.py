"""Functions and report tell the same: every cell of the demo's blocks."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from addin.functions.function import Value
from addin.functions.measures import MEASURES
from addin.refresh import Request, load, report_of
from addin.report.blocks import Column
from addin.report.json_export import as_json
from addin.report.layout import BLOCK, BLOCKS
from addin.words import Lang, has, say, span
from tests.hosts.live import Sheet, of_workbook

Record = Mapping[str, Any]


@pytest.fixture(scope="module")
def told(demo_workbook: Path) -> dict[str, list[Record]]:
    """``report.json`` of the demo, made from its file."""
    blocks: dict[str, list[Record]] = json.loads(
        as_json(report_of(load(Request(demo_workbook, system_lang="ru"))))
    )
    return blocks


@pytest.fixture(scope="module")
def demo(demo_workbook: Path, tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    """The demo open in a spreadsheet, its deals loaded."""
    sheet = Sheet(tmp_path_factory.mktemp("cache"), "ru")
    args = of_workbook(demo_workbook, "Сделки", "Этапы", "История", "Расходы", "План", "", "Настройки")
    assert sheet.text("DEALS", *args).startswith("сделки ")
    return sheet


def shown(value: object, column: Column, lang: Lang) -> object:
    """What a cell shows where JSON has ``value``."""
    if value is None:
        return ""
    if column.kind == "date":
        return float((dt.date.fromisoformat(str(value)) - dt.date(1899, 12, 30)).days)
    if column.kind == "flag":
        return say("flag.yes" if value else "flag.no", lang)
    if column.kind == "month":
        return span(value, lang)
    if column.kind == "code" and has(f"code.{value}"):
        return say(f"code.{value}", lang)
    if column.kind == "name" and value == "" and has(f"bucket.{column.key}"):
        return say(f"bucket.{column.key}", lang)
    return value


def same(found: Value, value: object, column: Column | None = None) -> bool:
    """Equal; of numbers to the digits that JSON keeps, of moments to the day."""
    if column is not None and column.kind == "date" and isinstance(found, float):
        found = float(int(found))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return isinstance(found, float) and found == pytest.approx(value, rel=1e-11, abs=0)
    return found == value


@pytest.mark.parametrize("block", [b.name for b in BLOCKS if b.view_of is None and b.name != "data_issues"])
def test_every_cell_of_every_block_is_that_of_the_report(
    demo: Sheet, told: dict[str, list[Record]], block: str
) -> None:
    head, *rows = demo.rows("REPORT_BLOCK", block)
    assert len(head) == len(BLOCK[block].columns)
    assert len(rows) == len(told[block])
    for row, record in zip(rows, told[block], strict=True):
        for cell, column in zip(row, BLOCK[block].columns, strict=True):
            assert same(cell, shown(record[column.key], column, "ru"), column), (
                block,
                column.key,
                cell,
                record,
            )


def test_the_same_cells_are_wrong(demo: Sheet, told: dict[str, list[Record]]) -> None:
    """But for the values: a date of a live sheet is a number, and in order of values the rows differ."""
    keys = [c.key for c in BLOCK["data_issues"].columns if c.key != "value"]
    places = [BLOCK["data_issues"].keys.index(key) for key in keys]
    columns = [BLOCK["data_issues"].columns[place] for place in places]
    _, *rows = demo.rows("REPORT_BLOCK", "data_issues")
    expected = [[shown(record[c.key], c, "ru") for c in columns] for record in told["data_issues"]]
    assert sorted(str([row[place] for place in places]) for row in rows) == sorted(
        str([float(cell) if isinstance(cell, int) else cell for cell in row]) for row in expected
    )


@pytest.mark.parametrize("block", [b for b in BLOCKS if b.view_of is not None], ids=lambda b: b.name)
def test_a_view_shows_the_first_rows(demo: Sheet, told: dict[str, list[Record]], block: Any) -> None:
    _, *rows = demo.rows("REPORT_BLOCK", block.name)
    assert len(rows) == min(block.fixed_rows, len(told[block.view_of]))
    for row, record in zip(rows, told[block.view_of], strict=False):
        expected = [shown(record[c.key], c, "ru") for c in block.columns]
        assert all(map(same, row, expected, block.columns))


def asked(told: dict[str, list[Record]]) -> Iterator[tuple[tuple[str, ...], str, Record]]:
    """Function with its arguments for {measure}, the block it should equal, the record."""
    for name, args in (
        ("intake", ("", "")),
        ("intake_by_manager", ("M", "")),
        ("intake_by_source", ("", "S")),
    ):
        for record in told[name]:
            yield ("INTAKE", "?", *_who(args, record)), name, record
    names = {"conversion": ("", ""), "conversion_by_manager": ("M", ""), "conversion_by_source": ("", "S")}
    for name, args in names.items():
        for record in told[name]:
            yield ("STAGE_CONV", record["from"], record["to"], *_who(args, record), "", "?"), name, record
    for record in told["movement"]:
        days = f"{record['period_from']}..{record['period_to']}"
        yield ("MOVEMENT", record["change"], "?", "", "", days), "movement", record


def test_months_weeks_and_stages_are_those_of_the_report(demo: Sheet, told: dict[str, list[Record]]) -> None:
    asked: list[tuple[tuple[str, ...], str, Record]] = []
    asked += [(("TREND", "?", row["month"]), "trend", row) for row in told["trend"]]
    asked += [(("TREND", "?", row["week"]), "trend_by_week", row) for row in told["trend_by_week"]]
    asked += [(("TIME_IN_STAGE", row["stage"], "?"), "time_in_stage", row) for row in told["time_in_stage"]]
    asked += [(("TIME_IN_STAGE", "", "?"), "time_to_win", row) for row in told["time_to_win"]]
    for row in told["time_in_stage_by_manager"]:
        who = row["manager"] or "не указан"
        asked.append((("TIME_IN_STAGE", row["stage"], "?", who), "time_in_stage_by_manager", row))
    for (function, *args), block, record in asked:
        for measure in set(MEASURES[function]) & set(record):
            found = demo(function, None, *[measure if arg == "?" else arg for arg in args])
            expected = record[measure] if record[measure] is not None or measure != "note" else ""
            assert same(found, expected), (block, args, measure, found, expected)
    assert len(asked) > 40
    assert same(demo("TREND", None), told["trend"][-1]["revenue"])
    assert "не месяц и не неделя" in str(demo("TREND", None, "leads", "2026-Q2"))


def _who(args: tuple[str, str], record: Record) -> list[str]:
    keys = {"M": "manager", "S": "source"}
    return [(record[keys[a]] or "не указан") if a else "" for a in args]


def test_every_measure_of_every_group_is_that_of_the_report(
    demo: Sheet, told: dict[str, list[Record]]
) -> None:
    count = 0
    for (function, *args), block, record in asked(told):
        columns = {column.key: column for column in BLOCK[block].columns}
        for measure in set(MEASURES[function]) & set(columns):
            found = demo(function, None, *[measure if arg == "?" else arg for arg in args])
            expected = shown(record[measure], columns[measure], "ru")
            if record[measure] is None and measure != "note":
                expected = None  # an empty cell of a table is #N/A of a formula
            assert same(found, expected), (function, args, measure, found, expected)
            count += 1
    assert count > 2000


def test_presale_sums_are_those_of_the_block(demo: Sheet, told: dict[str, list[Record]]) -> None:
    rows = told["presale"]
    people = [*{row["manager"] for row in rows}, None]
    for manager, source in product(people, [*{row["source"] for row in rows}, None]):
        some = [r for r in rows if manager in (None, r["manager"]) and source in (None, r["source"])]
        args = ["не указан" if name == "" else name for name in (manager, source)]
        assert demo("PRESALE_FORECAST", None, "count", *args) == len(some)
        assert demo("PRESALE_FORECAST", None, "unpriced", *args) == sum(r["unpriced"] for r in some)
        for measure, column in (
            ("amount", "amount"),
            ("expected_period", "expected_period"),
            ("expected_horizon", "expected"),
            ("expected", "expected_period"),  # the report's period is the month of T
        ):
            known = [r[column] for r in some if r[column] is not None]
            expected = sum(known) if known or not some else None
            assert same(demo("PRESALE_FORECAST", None, measure, *args), expected)


def test_components_are_those_of_the_forecast(demo: Sheet, told: dict[str, list[Record]]) -> None:
    rows = [row for row in told["forecast"] if row["month"] == told["forecast"][0]["month"]]
    assert [row["component"] for row in rows] == ["closed", "presale", "earlier", "new", "total"]
    for row in rows:
        for measure, column in (("", "mean"), ("low", "low"), ("high", "high")):
            found = demo("PRESALE_FORECAST", None, measure, None, None, row["component"])
            assert same(found, row[column]), (row["component"], measure)
    for name in told["plan_fact"][1:]:
        person = name["manager"] or "не указан"
        found = demo("PRESALE_FORECAST", None, "expected", person, None, "итого")
        assert same(found, name["forecast"]), person


def test_a_period_of_its_own_gives_the_report_of_that_period(demo: Sheet, demo_workbook: Path) -> None:
    """As if the settings had named it, but for where it came from."""
    other = json.loads(
        as_json(report_of(load(Request(demo_workbook, options={"period": "2026-Q2"}, system_lang="ru"))))
    )
    for block in ("summary", "header", "intake_by_week", "presale", "key_figures", "conversion"):
        _, *rows = demo.rows("REPORT_BLOCK", block, None, "2026-Q2")
        expected = [[shown(r[c.key], c, "ru") for c in BLOCK[block].columns] for r in other[block]]
        assert len(rows) == len(expected)
        for row, record in zip(rows, expected, strict=True):
            assert all(map(same, row, record, BLOCK[block].columns)), block


def test_each_managers_part_of_a_movement_is_that_of_the_block(
    demo: Sheet, told: dict[str, list[Record]]
) -> None:
    for record in told["movement_by_manager"]:
        days = f"{record['period_from']}..{record['period_to']}"
        for change in ("start", "created", "won", "moved_back", "reassigned_in", "end"):
            for measure, key in (("deals", change), ("money", f"{change}_money")):
                found = demo("MOVEMENT", None, change, measure, record["manager"] or "не указан", "", days)
                assert same(found, record[key]), (change, measure, record)
