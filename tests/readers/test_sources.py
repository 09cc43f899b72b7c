"""Files as people have them: found sheets, right row numbers, error cells, and errors a user can act on."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd
import pytest
import xlsxwriter
from openpyxl import Workbook

from addin.deals.grids import Body, CellError, TopRow
from addin.deals.reading.dataset import ReadOptions, read
from addin.errors import InputError
from addin.readers.sources import open_sources
from addin.readers.text import TextGrid, sniff
from addin.readers.xlsx.first_rows import text_columns
from addin.readers.xlsx.grid import XlsxGrid
from addin.words import LANGS


def book(path: Path, **sheets: list[list[object]]) -> Path:
    """A workbook with these sheets."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
    made.save(path)
    return path


def values(body: Body) -> list[list[object]]:
    """Rows of the body, None where empty."""
    return [[None if pd.isna(v) else v for v in row] for row in zip(*body.columns, strict=True)]


def failure(call: Callable[[], object]) -> InputError:
    with pytest.raises(InputError) as caught:
        call()
    assert all(caught.value.text(lang) for lang in LANGS)
    return caught.value


# --- a sheet that begins late and has holes


@pytest.fixture
def late(tmp_path: Path) -> XlsxGrid:
    """Title in C3, headers in row 5 from column C, records in rows 6, 8, 10, 12, an error alone in row 14."""
    path = tmp_path / "late.xlsx"
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet("Сделки")
    day = made.add_format({"num_format": "dd.mm.yyyy"})
    page.write("C3", "Отчёт")
    page.write_row("C5", ["ID", "Created", "Status", "Amount", "Mixed"])
    page.write_row("C6", [1, "", "New", 100.5, "x"])
    page.write_datetime("D6", dt.datetime(2024, 1, 3), day)
    page.write("C8", 2)
    page.write_datetime("D8", dt.datetime(2024, 1, 4, 14, 5, 6), day)
    page.write_formula("E8", "=1", None, "#N/A")
    page.write_formula("F8", "=1", None, "#DIV/0!")
    page.write("G8", 45000)
    page.write_formula("D10", "=1", day, "#VALUE!")
    page.write_string("E10", " \u00a0 ")
    page.write_datetime("G10", dt.datetime(2024, 1, 3), day)
    page.write("C12", 4)
    page.write_formula("F14", "=1", None, "#REF!")
    made.close()
    return XlsxGrid(path, "Сделки")


def test_top_gives_rows_and_columns_as_the_sheet_numbers_them(late: XlsxGrid) -> None:
    assert late.top(2) == [
        TopRow(3, ["", "", "Отчёт"]),
        TopRow(5, ["", "", "ID", "Created", "Status", "Amount", "Mixed"]),
    ]


def test_body_gives_typed_columns_at_their_places(late: XlsxGrid) -> None:
    body = late.body(5)
    assert body.rows.tolist() == [6, 8, 10, 12, 14]
    assert len(body.columns) == 7
    assert body.columns[2].tolist()[:2] == [1.0, 2.0]
    assert body.columns[3].tolist()[:2] == [pd.Timestamp("2024-01-03"), pd.Timestamp("2024-01-04 14:05:06")]
    assert values(body)[0][4:] == ["New", 100.5, "x"]
    assert [row[6] for row in values(body)] == ["x", "45000", "2024-01-03 00:00:00", None, None]
    assert values(body)[2][4] is None


def test_body_keeps_a_row_that_holds_only_an_error_and_tells_each_error(late: XlsxGrid) -> None:
    assert sorted(late.body(5).errors, key=lambda e: (e.row, e.column)) == [
        CellError(8, 4, "#N/A"),
        CellError(8, 5, "#DIV/0!"),
        CellError(10, 3, "#VALUE!"),
        CellError(14, 5, "#REF!"),
    ]


def test_row_numbers_hold_when_the_sheet_begins_in_its_first_cell(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", S=[["id", "x"], [1, "a"], [None, None], [3, "c"]])
    body = XlsxGrid(path, "S").body(1)
    assert body.rows.tolist() == [2, 4]
    assert values(body) == [[1.0, "a"], [3.0, "c"]]
    assert XlsxGrid(path, "S").body(40).rows.tolist() == []


def test_cells_of_blanks_are_empty_in_a_column_of_any_type(tmp_path: Path) -> None:
    path = tmp_path / "blanks.xlsx"
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet("S")
    day = made.add_format({"num_format": "dd.mm.yyyy"})
    for row in (0, 2):
        page.write_datetime(row, 0, dt.datetime(2024, 1, 3), day)
        page.write_row(row, 1, [5.5, "x"])
    page.write_row(1, 0, ["  ", " \t\n ", "\u00a0"])
    page.write_datetime(3, 0, dt.datetime(2024, 1, 4), day)
    page.write(3, 1, "\u00a0")
    page.write_formula("A5", "=1", day, "#REF!")
    made.close()
    body = XlsxGrid(path, "S").body(0)
    assert body.rows.tolist() == [1, 3, 4, 5]
    assert body.errors == [CellError(5, 0, "#REF!")]
    assert values(body)[2] == [pd.Timestamp("2024-01-04"), None, None]


def test_top_by_loading_agrees_with_peeking(late: XlsxGrid, monkeypatch: pytest.MonkeyPatch) -> None:
    peeked = late.top(9)

    def broken(*_: object) -> NoReturn:
        raise KeyError("xl/workbook.xml")

    monkeypatch.setattr("addin.readers.xlsx.grid.peek", broken)
    loaded = late.top(9)
    assert [row.row for row in loaded] == [row.row for row in peeked]
    assert [cell for cell in loaded[1].cells if cell] == ["ID", "Created", "Status", "Amount", "Mixed"]
    assert loaded[3].cells[4:6] == ["#N/A", "#DIV/0!"]


def test_knowing_which_columns_begin_with_text_changes_no_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "texts.xlsx"
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet("S")
    day = made.add_format({"num_format": "dd.mm.yyyy"})
    page.write_row("C3", ["text", "blank", "mixed", "error", "day", "later"])
    page.write_row("C4", ["a", " ", "x", "y"])
    page.write_row("C5", [1, 2, 3.5, 4])
    page.write_row("C40", [True, 1, True, 5, 6, "late"])
    for row, column in ((41, 2), (41, 4), (4, 6), (5, 7)):
        page.write_datetime(row, column, dt.datetime(2024, 1, 3, 9, 30), day)
    page.write_formula("F6", "=1", day, "#REF!")
    made.close()
    assert text_columns(path, "S", 3) == [2, 4, 5, 7]
    known = XlsxGrid(path, "S").body(3)
    monkeypatch.setattr("addin.readers.xlsx.grid.text_columns", lambda *_: [])
    plain = XlsxGrid(path, "S").body(3)
    assert (known.errors, known.rows.tolist()) == (plain.errors, plain.rows.tolist())
    assert [column.dtype for column in known.columns] == [column.dtype for column in plain.columns]
    assert values(known) == values(plain)


def test_a_mixture_without_a_common_type_comes_as_text(tmp_path: Path) -> None:
    path = tmp_path / "mix.xlsx"
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet("S")
    page.write_row("A1", ["id", "took", "named"])
    page.write_row("A2", [1, 5.5, 7])
    page.write_number("B3", 1.25, made.add_format({"num_format": "[h]:mm"}))
    page.write_formula("C3", "=1", None, "#NAME?")
    made.close()
    body = XlsxGrid(path, "S").body(1)
    assert body.columns[0].tolist()[:1] == [1.0]
    assert body.columns[1].tolist() == ["5.5", "1900-01-01 06:00:00"]
    assert values(body)[0][2] == "7"
    assert body.errors == [CellError(3, 2, "#NAME?")]


def test_durations_alone_come_as_text(tmp_path: Path) -> None:
    path = tmp_path / "d.xlsx"
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet("S")
    page.write("A1", "took")
    page.write_number("A2", 1.25, made.add_format({"num_format": "[h]:mm"}))
    made.close()
    assert values(XlsxGrid(path, "S").body(1)) == [["1 day, 6:00:00"]]


def test_text_runs_and_inline_strings_are_read_as_headers(tmp_path: Path) -> None:
    path = tmp_path / "rich.xlsx"
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet("S")
    page.write_rich_string("A1", "Дата ", made.add_format({"bold": True}), "создания")
    page.write("B1", 5)
    page.write("AB1", "far")
    made.close()
    cells = XlsxGrid(path, "S").top(1)[0].cells
    assert (cells[0], cells[1], cells[27], len(cells)) == ("Дата создания", "5", "far", 28)
    inline = xlsxwriter.Workbook(tmp_path / "inline.xlsx", {"constant_memory": True})
    inline.add_worksheet("S").write("A1", "id")
    inline.close()
    assert XlsxGrid(tmp_path / "inline.xlsx", "S").top(1) == [TopRow(1, ["id"])]


# --- which sheet is which table


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
        "Name the right one as one of: «Deals», «Сделки»."
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


def ole(stream: str) -> bytes:
    return bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600 + stream.encode("utf-16-le")


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
        ("a.csv", b"\x98\x98", "text_encoding"),
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


# --- text files

TEXT = "Имя;Сумма;Дата\nАнна;1 500,5;01.02.2026\n;;\nБорис;2,5;03.02.2026\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_text_is_read_in_its_encoding_and_by_its_delimiter(tmp_path: Path, encoding: str, mark: str) -> None:
    text = TEXT if mark == ";" else TEXT.replace(",", ".").replace(";", mark)
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    grid = TextGrid(path)
    assert grid.name == "a.csv"
    assert grid.top(1) == [TopRow(1, ["Имя", "Сумма", "Дата"])]
    body = grid.body(1)
    assert body.rows.tolist() == [2, 4]
    decimal = "," if mark == ";" else "."
    assert values(body) == [
        ["Анна", f"1 500{decimal}5", "01.02.2026"],
        ["Борис", f"2{decimal}5", "03.02.2026"],
    ]


def test_text_with_titles_quotes_and_uneven_rows_keeps_its_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Отчёт\n\nid,note\n1,"a, ""b""\nc",y,z\n2\n3,x,extra\n', encoding="utf-8")
    grid = TextGrid(path)
    assert [row.row for row in grid.top(9)] == [1, 3, 4, 5, 6]
    body = grid.body(3)
    assert body.rows.tolist() == [4, 5, 6]
    assert values(body) == [["1", 'a, "b"\nc', "y", "z"], ["2", None, None, None], ["3", "x", "extra", None]]
    assert grid.body(60).rows.tolist() == []


def test_text_that_names_its_delimiter_is_believed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=|\r\na,b|c\r\n1|2\r\n", encoding="utf-8")
    assert TextGrid(path).top(1) == [TopRow(1, ["a,b", "c"])]


def test_text_with_a_quotation_mark_never_closed_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id;note\n1;"open\n2;x\n', encoding="utf-8")
    assert failure(lambda: TextGrid(path).body(1)).key == "text_broken"
    path.write_text("a" + ";" * 20_000, encoding="utf-8")
    assert failure(lambda: TextGrid(path).body(0)).key == "text_broken"


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("a;b\n1,5;2,5\n3;4\n", ";"),
        ("a,b\n1;2,3\n", ","),
        ("a\tb\nx, y\tz\n", "\t"),
        ("one\ntwo\n", ","),
        ("", ","),
    ],
)
def test_sniff(text: str, mark: str) -> None:
    assert sniff(text) == mark


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
