"""The loopback Google Sheets serves gspread as Google does, and refuses what Google refuses."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import gspread
import pytest
import requests
from google.auth.credentials import AnonymousCredentials
from gspread.utils import ValidationConditionType, ValueInputOption, ValueRenderOption

from addin.hosts.sheets.requests import clear_text
from tests.hosts.fakes.answers import spreadsheet
from tests.hosts.fakes.book import Book
from tests.hosts.fakes.loopback import mount
from tests.hosts.fakes.schema import answer_errors, masked, paths
from tests.hosts.fakes.server import Service, serving


@pytest.fixture
def service() -> Service:
    found = Service()
    found.add(Book("Sample", id="sample"))
    return found


@pytest.fixture
def sheet(service: Service) -> Iterator[gspread.Spreadsheet]:
    with serving(service) as base:
        client = gspread.authorize(AnonymousCredentials())
        mount(client.http_client.session, base)
        yield client.open_by_key("sample")


def test_values_as_gspread_reads_and_writes_them(sheet: gspread.Spreadsheet) -> None:
    tab = sheet.sheet1
    tab.update([["Name", "Sum"], ["Anna", 5], ["=1+2", "007"]], "A1")
    assert tab.get_all_values() == [["Name", "Sum"], ["Anna", "5"], ["=1+2", "007"]]
    assert tab.acell("B2", value_render_option=ValueRenderOption.unformatted).numeric_value == 5
    tab.update([["=1+2", "007", "2026-09-01", "12%"]], "A5", value_input_option=ValueInputOption.user_entered)
    assert tab.row_values(5) == ["3", "7", "2026-09-01", "12.0%"]
    assert tab.get("A5:C5", value_render_option=ValueRenderOption.unformatted) == [[3, 7, 46266]]
    assert tab.get("A5", value_render_option=ValueRenderOption.formula) == [["=1+2"]]
    assert tab.batch_get(["A1:B1", "B2"]) == [[["Name", "Sum"]], [["5"]]]
    tab.batch_update([{"range": "D1", "values": [["x"]]}, {"range": "D2", "values": [["y"]]}])
    assert tab.col_values(4) == ["x", "y", "", "", "12.0%"]
    tab.append_rows([["Boris", 6]], table_range="A1:B3")
    assert tab.get("A4:B4") == [["Boris", "6"]]
    tab.batch_clear(["A1:B1"])
    assert tab.get("A1:B2") == [[], ["Anna", "5"]]
    assert tab.find("Boris").row == 4
    tab.clear()
    assert tab.get_all_values() == [[]]


def test_tabs_names_and_looks(sheet: gspread.Spreadsheet, service: Service) -> None:
    tab = sheet.add_worksheet("Plan", rows=20, cols=5)
    tab.update([["b", 2], ["a", 1], ["c", None]], "A1")
    tab.format("A1:B1", {"textFormat": {"bold": True}})
    tab.merge_cells("C1:D1")
    tab.insert_note("A1", "why")
    tab.freeze(rows=1)
    tab.define_named_range("A1:B3", "plan")
    tab.add_protected_range("A1:A2", editor_users_emails=["a@example.org"], warning_only=True)
    tab.add_validation("E1", ValidationConditionType.boolean, [])
    tab.set_basic_filter("A1:B3")
    tab.sort((1, "asc"), range="A1:B3")
    assert tab.col_values(1) == ["a", "b", "c"]
    assert sheet.values_get("plan")["values"] == [["a", "1"], ["b", "2"], ["c"]]
    tab.insert_rows([["new"]], row=1)
    assert tab.col_values(1) == ["new", "a", "b", "c"]
    named = sheet.list_named_ranges()[0]
    assert named["range"]["startRowIndex"] == 1
    tab.delete_rows(1)
    tab.update_title("Plan 2026")
    twin = sheet.duplicate_sheet(tab.id, new_sheet_name="Copy")
    assert twin.cell(1, 1).value == "a"
    tab.hide()
    assert [t.title for t in sheet.worksheets(exclude_hidden=True)] == ["Sheet1", "Copy"]
    tab.show()
    sheet.del_worksheet(twin)
    assert tab.get_note("A1") == ""  # it moved with its row when that was sorted
    book = service.books["sample"]
    assert book.titled("Plan 2026").merges
    assert answer_errors("Spreadsheet", spreadsheet(book, [], data=True)) == []


REQUEST = {"updateSheetProperties": {"properties": {"sheetId": 0, "title": "x"}, "fields": "title"}}
TOP_ROW = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
BELOW = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1000, "endIndex": 1001}
HUGE = {"rowCount": 20_000_000, "columnCount": 1}
FIRST: dict[str, Any] = {"sheetId": 0}


def titled(properties: dict[str, Any], **fields: str) -> dict[str, Any]:
    return {"updateSheetProperties": {"properties": properties, **fields}}


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (titled({"sheetId": 0, "titel": "x"}, fields="title"), "Unknown name"),
        (titled({"sheetId": 0, "title": "x"}), "is required"),
        (titled({"title": "x"}, fields="caption"), "field mask"),
        ({"addSheet": {}, "deleteSheet": {"sheetId": 0}}, "takes one field"),
        ({}, "takes one field"),
        ({"deleteSheet": {"sheetId": "0"}}, "TYPE_INT32"),
        ({"deleteSheet": {"sheetId": 2**31}}, "TYPE_INT32"),
        ({"deleteSheet": {"sheetId": 0}}, "can't remove all the visible sheets"),
        ({"deleteSheet": {"sheetId": 9}}, "No grid with id: 9"),
        ({"addSheet": {"properties": {"title": "X"}}}, "already exists"),
        ({"addSheet": {"properties": {"gridProperties": HUGE}}}, "10000000"),
        ({"insertDimension": {"range": TOP_ROW, "inheritFromBefore": True}}, "inserting at index 0"),
        ({"insertDimension": {"range": BELOW}}, "less than the grid size"),
        ({"addNamedRange": {"namedRange": {"name": "A1", "range": FIRST}}}, "Invalid named range name"),
        ({"copyPaste": {"source": FIRST, "destination": FIRST, "pasteType": "X"}}, "Invalid value"),
        ({"mergeCells": {"range": FIRST | {"endRowIndex": 5000}, "mergeType": "MERGE_ALL"}}, "the last in"),
        (
            {"updateCells": {"start": {"sheetId": 0, "rowIndex": 999}, "rows": [{}, {}], "fields": "note"}},
            "Attempting to write",
        ),
        (
            {"updateCells": {"start": {"sheetId": 0}, "fields": "userEnteredValue", "rows": [
                {"values": [{"userEnteredValue": {"stringValue": "x", "numberValue": 1}}]}]}},
            "takes one field",
        ),
        (
            {"updateCells": {"start": {"sheetId": 0}, "fields": "userEnteredValue", "rows": [
                {"values": [{"userEnteredValue": {"stringValue": "x" * 50_001}}]}]}},
            "maximum of 50000",
        ),
    ],
)  # fmt: skip
def test_what_google_refuses_is_refused_and_nothing_is_done(
    sheet: gspread.Spreadsheet, service: Service, request_: dict[str, Any], said: str
) -> None:
    before = spreadsheet(service.books["sample"], [], data=True)
    with pytest.raises(gspread.exceptions.APIError, match=said) as caught:
        sheet.batch_update({"requests": [REQUEST, request_]})
    assert caught.value.code == 400
    assert spreadsheet(service.books["sample"], [], data=True) == before


def test_values_that_are_refused(sheet: gspread.Spreadsheet) -> None:
    tab = sheet.sheet1
    for values, where, said in (
        ([["x" * 50_001]], "A1", "maximum of 50000"),
        ([["x", "y"]], "A1:A1", "tried writing to column"),
        ([[["x"]]], "A1", "list_value"),
    ):
        with pytest.raises(gspread.exceptions.APIError, match=said):
            tab.update(values, where)
    with pytest.raises(gspread.exceptions.APIError, match="Unable to parse range"):
        sheet.values_get("Nowhere!A1")
    with pytest.raises(gspread.exceptions.APIError, match="exceeds grid limits"):
        sheet.values_get("Sheet1!A2000")
    with pytest.raises(gspread.exceptions.APIError, match="is required"):
        sheet.values_batch_update({"data": [{"range": "A1", "values": [["x"]]}]})


def test_masks_let_through_what_they_name() -> None:
    assert paths("a,b(c,d/e)") == ["a", "b.c", "b.d.e"]
    told = {"a": 1, "b": [{"c": 1, "d": {"e": 2, "f": 3}}], "z": 0}
    assert masked(told, "a,b(c,d/e)") == {"a": 1, "b": [{"c": 1, "d": {"e": 2}}]}


def test_it_starts_alone() -> None:
    command = [sys.executable, "-m", "tests.hosts.fakes.sheets", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert requests.get(address, timeout=30).json()["properties"]["title"] == "Sample"
        process.terminate()


def test_a_cell_is_emptied_only_where_it_holds_that_text(sheet: gspread.Spreadsheet) -> None:
    tab = sheet.sheet1
    tab.update([["call", "call"], ["called", "5"]], "A1", value_input_option=ValueInputOption.raw)
    for row, column, text in ((1, 1, "call"), (2, 1, "call"), (2, 2, "5"), (1, 2, "Call")):
        sheet.batch_update({"requests": [clear_text(tab.id, row, column, text)]})
    assert tab.get_all_values() == [["", "call"], ["called", ""]]
