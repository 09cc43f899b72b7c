"""Groups, filters, colours, widths and tables to append to, as gspread meets them at Google."""

from __future__ import annotations

from collections.abc import Iterator

import gspread
import pytest
from google.auth.credentials import AnonymousCredentials

from tests.hosts.fakes.book import Book
from tests.hosts.fakes.loopback import mount
from tests.hosts.fakes.server import Service, serving


@pytest.fixture
def tab() -> Iterator[gspread.Worksheet]:
    service = Service()
    service.add(Book("Sample", id="sample"))
    with serving(service) as base:
        client = gspread.authorize(AnonymousCredentials())
        mount(client.http_client.session, base)
        yield client.open_by_key("sample").sheet1


def test_a_group_is_told_from_zero_and_can_go(tab: gspread.Worksheet) -> None:
    tab.add_dimension_group_columns(0, 2)
    (group,) = tab.list_dimension_group_columns()
    assert (group["range"]["startIndex"], group["range"]["endIndex"]) == (0, 2)
    tab.delete_dimension_group_columns(0, 2)
    assert tab.list_dimension_group_columns() == []


def test_a_filter_of_a_whole_tab_has_all_its_edges(tab: gspread.Worksheet) -> None:
    tab.resize(20, 10)
    tab.set_basic_filter()
    span = tab.spreadsheet.fetch_sheet_metadata()["sheets"][0]["basicFilter"]["range"]
    edges = [f"{end}{along}Index" for along in ("Row", "Column") for end in ("start", "end")]
    assert [span[edge] for edge in edges] == [0, 20, 0, 10]


def test_rows_that_are_frozen_no_more_are_not_told(tab: gspread.Worksheet) -> None:
    tab.freeze(2, 1)
    tab.freeze(0, 0)
    grid = tab.spreadsheet.fetch_sheet_metadata()["sheets"][0]["properties"]["gridProperties"]
    assert {"frozenRowCount", "frozenColumnCount"}.isdisjoint(grid)


def test_a_row_is_appended_to_the_last_table(tab: gspread.Worksheet) -> None:
    tab.append_row(["a", "", "c"])
    tab.append_row(["a", "", "c"])
    assert tab.row_values(2) == ["", "", "a", "", "c"]
    tab.append_row(["b", "", "d"], table_range="A1")
    assert tab.row_values(2) == ["b", "", "d", "", "c"]


def test_a_column_gets_as_wide_as_its_text(tab: gspread.Worksheet) -> None:
    tab.update([["A" * 200]], "A1")
    tab.columns_auto_resize(0, 1)
    told = tab.spreadsheet.fetch_sheet_metadata({"fields": "sheets.data.columnMetadata"})
    first, second = told["sheets"][0]["data"][0]["columnMetadata"][:2]
    assert first["pixelSize"] > second["pixelSize"] == 100


@pytest.mark.parametrize("given", ["backgroundColor", "backgroundColorStyle"])
def test_a_colour_is_told_in_both_ways(tab: gspread.Worksheet, given: str) -> None:
    red = {"red": 1}
    tab.format("A1", {given: red if given == "backgroundColor" else {"rgbColor": red}})
    fields = {"fields": "sheets.data.rowData.values.userEnteredFormat"}
    told = tab.spreadsheet.fetch_sheet_metadata(fields)["sheets"][0]["data"][0]["rowData"][0]["values"][0]
    found = told["userEnteredFormat"]
    assert (found["backgroundColor"], found["backgroundColorStyle"]) == (red, {"rgbColor": red})
