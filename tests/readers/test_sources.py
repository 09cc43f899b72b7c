"""Which sheet or file is which table, and files that cannot be read."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd
import pytest
import xlsxwriter

from addin.deals.reading.cells import ReadOptions
from addin.deals.reading.dataset import read
from addin.readers.sources import open_sources
from tests.readers.sheets import book, failure, ole


def test_sheets_are_found_by_name_in_either_language(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx", **{"СДЕЛКИ ": [["id"]], "Stages": [["a"]], "план": [["b"]], "Прочее": [["c"]]}
    )
    sources = open_sources(path, {})
    assert {table: grid.name for table, grid in sources.tables.items()} == {
        "deals": "СДЕЛКИ ",
        "stages": "Stages",
        "plan": "план",
    }
    assert sources.path == path


def test_an_only_sheet_is_the_deals(tmp_path: Path) -> None:
    assert open_sources(book(tmp_path / "a.xlsx", Лист1=[["id"]]), {}).tables["deals"].name == "Лист1"


def test_two_sheets_of_deals_ask(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", Deals=[["id"]], Сделки=[["id"]])
    assert str(failure(lambda: open_sources(path, {}))) == (
        f'Several sheets of "{path}" would do: «Deals», «Сделки». Keep one and rename the others.'
    )


def test_no_sheet_of_deals_lists_the_sheets(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", Раз=[["id"]], Два=[["id"]])
    assert str(failure(lambda: open_sources(path, {}))) == (
        f'The workbook "{path}" has no sheet of deals. Its sheets: «Раз», «Два». '
        "Rename the right one to one of: «Deals», «Сделки»."
    )


def test_files_beside_win_over_sheets(tmp_path: Path) -> None:
    deals = book(tmp_path / "a.xlsx", Сделки=[["id"]], План=[["a"]], Plan=[["b"]])
    plan = tmp_path / "plan.csv"
    plan.write_text("month;amount\n2026-09;5\n", encoding="utf-8")
    spend = book(tmp_path / "s.xlsx", Лист1=[["x"]])
    rates = book(tmp_path / "r.xlsx", Курсы=[["x"]], Прочее=[["x"]])
    tables = open_sources(deals, {"plan": plan, "spend": spend, "rates": rates}).tables
    assert {t: g.name for t, g in tables.items()} == {
        "deals": "Сделки",
        "plan": "plan.csv",
        "spend": "Лист1",
        "rates": "Курсы",
    }
    assert failure(lambda: open_sources(deals, {"plan": plan, "stages": rates})).key == "no_table_sheet"


# --- files that cannot be read


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("a.xlsx", b"", "file_empty"),
        ("a.csv", b"", "file_empty"),
        ("a.xlsx", b"<html><table></table></html>", "file_not_workbook"),
        ("a.xlsx", ole("EncryptedPackage"), "file_encrypted"),
        ("a.xlsx", ole("Workbook"), "file_old_xls"),
        ("a.xls", ole("Workbook"), "file_old_xls"),
        ("a.xls", b"<html></html>", "file_not_workbook"),
        ("a.csv", b"PK\x03\x04rest", "file_not_text"),
        ("a.xlsx", b"PK\x03\x04rest", "file_damaged"),
        ("a.ods", b"PK\x03\x04rest", "file_damaged"),
        ("a.pdf", b"%PDF", "file_kind"),
        ("a.csv", b"id\0created", "text_encoding"),
        ("a.csv", b"\xff\xfei", "text_encoding"),
        ("a.csv", bytes(i * 97 % 255 + 1 for i in range(600)), "text_encoding"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, key: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    error = failure(lambda: read(open_sources(path, {}).tables, ReadOptions()))
    assert (error.key, error.params["path"]) == (key, path)


def test_a_zip_that_is_no_workbook_and_a_sheet_that_is_torn_are_damaged(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "zip.xlsx", "w") as package:
        package.writestr("a.txt", "x")
    assert failure(lambda: open_sources(tmp_path / "zip.xlsx", {})).key == "file_damaged"
    whole = book(tmp_path / "a.xlsx", S=[["id"], [1]])
    torn = tmp_path / "torn.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(torn, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, content[: len(content) // 2] if "sheet1" in part else content)
    grid = open_sources(torn, {}).tables["deals"]
    assert failure(lambda: grid.body(1)).key == "file_damaged"
    assert failure(lambda: grid.top(5)).key == "file_damaged"


def test_a_missing_file_a_folder_and_a_locked_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = failure(lambda: open_sources(tmp_path / "no.xlsx", {}))
    assert missing.key == "file_missing"
    assert str(tmp_path) in missing.text("ru")
    assert failure(lambda: open_sources(tmp_path, {})).key == "file_folder"
    path = book(tmp_path / "a.xlsx", S=[["id"]])

    def refused(self: Path, *_: Any, **__: Any) -> NoReturn:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refused)
    assert failure(lambda: open_sources(path, {})).key == "file_denied"

    def failing(self: Path, *_: Any, **__: Any) -> NoReturn:
        raise OSError(5, "Input/output error", str(self))

    monkeypatch.setattr(Path, "open", failing)
    assert failure(lambda: open_sources(path, {})).params["why"] == "Input/output error"


def test_a_file_of_text_and_a_workbook_read_alike(tmp_path: Path) -> None:
    rows: list[list[object]] = [["ID", "Создана", "Статус", "Сумма"], [7, "18.09.2026", "Новая", "=1+1"]]
    text = tmp_path / "a.csv"
    text.write_text("ID;Создана;Статус;Сумма\n7;18.09.2026;Новая;#ССЫЛКА!\n", encoding="cp1251")
    path = tmp_path / "a.xlsx"
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet("Лист1")
    page.write_row("A1", rows[0])
    page.write_row("A2", rows[1][:3])
    page.write_formula("D2", "=A0", None, "#REF!")
    made.close()
    one, two = (read(open_sources(p, {}).tables, ReadOptions()) for p in (text, path))
    pd.testing.assert_frame_equal(one.deals, two.deals)
    errors = [
        d.issues.frame().query("reason == 'error_cell'")[["row", "column", "value"]] for d in (one, two)
    ]
    assert [e.to_numpy().tolist() for e in errors] == [
        [[2.0, "Сумма", "#ССЫЛКА!"]],
        [[2.0, "Сумма", "#REF!"]],
    ]
