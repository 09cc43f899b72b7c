"""Defined names, and ranges asked for by name or address."""

from __future__ import annotations

import pytest
import xlwings as xw

from addin.hosts.calc.engine import CalcError, NotFoundError, UnsupportedError


def test_names_of_a_workbook(book: xw.Book, sheet: xw.Sheet) -> None:
    book.names.add("hf_block", "=Sheet1!$A$1:$B$2")
    book.names["hf_half"] = "=0.5+SUM(Sheet1!$A$1,1)"
    sheet["D4"].name = "hf_cell"
    assert [name.name for name in book.names] == ["hf_block", "hf_cell", "hf_half"]
    assert book.names["HF_Block"].refers_to == "=Sheet1!$A$1:$B$2"
    assert book.names["hf_half"].refers_to == "=0.5+SUM(Sheet1!$A$1,1)"
    assert book.names["hf_block"].refers_to_range == sheet["A1:B2"]
    assert sheet["D4"].name is not None
    assert sheet["D4"].name.name == "hf_cell"
    assert sheet["D5"].name is None
    assert "hf_cell" in book.names
    assert "nothing" not in book.names
    del book.names["hf_cell"]
    assert "hf_cell" not in book.names
    assert book.names.count == 2


def test_a_name_can_be_changed_but_not_renamed(book: xw.Book, sheet: xw.Sheet) -> None:
    name = book.names.add("total", "=Sheet1!$A$1")
    sheet["B1"].formula = "=total+1"
    name.refers_to = "=Sheet1!$A$2"
    sheet["A2"].value = 4
    assert sheet["B1"].value == 5
    with pytest.raises(UnsupportedError, match="formulas would not follow"):
        name.name = "sum_total"
    name.delete()
    with pytest.raises(NotFoundError, match=r"^there is no name 'total' in 'Untitled \d+'$"):
        _ = book.names["total"]


def test_names_of_a_sheet(book: xw.Book, sheet: xw.Sheet) -> None:
    other = book.sheets.add("My Data", after=sheet)
    other["A1"].name = "'My Data'!here"
    book.names.add("here", "=Sheet1!$B$2")
    assert other.names["here"].refers_to_range.address == "$A$1"
    assert other.names["here"].name == "'My Data'!here"
    assert [name.name for name in other.names] == ["'My Data'!here"]
    assert [name.name for name in sheet.names] == []
    assert [name.name for name in book.names] == ["here", "'My Data'!here"]
    assert other.range("here") == other["A1"]
    assert sheet.range("here") == sheet["B2"]
    assert book.names["'My Data'!here"].refers_to_range == other["A1"]


def test_a_name_of_what_is_gone(book: xw.Book, sheet: xw.Sheet) -> None:
    book.names.add("gone", "=Sheet1!$C$3")
    book.names.add("formula", "=1+1")
    sheet["3:3"].delete()
    assert "#REF!" in book.names["gone"].refers_to
    with pytest.raises(NotFoundError, match=r"^name 'gone' stands for no cells but for =.*#REF!"):
        _ = book.names["gone"].refers_to_range
    with pytest.raises(NotFoundError, match=r"^name 'formula' stands for no cells but for =1\+1$"):
        _ = book.names["formula"].refers_to_range


@pytest.mark.parametrize("name", ["A1", "R", "with space", "1st", "XFD77"])
def test_what_cannot_be_a_name(book: xw.Book, name: str) -> None:
    with pytest.raises(CalcError, match=f"^'{name}' cannot be a name"):
        book.names.add(name, "=1")


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("a1", "$A$1"), ("$B$2:$A$1", "$A$1:$B$2"), ("A:B", "$A$1:$B$1048576"), ("2:3", "$A$2:$XFD$3"),
        ((3, 2), "$B$3"), ("Sheet1!C3", "$C$3"), ("'Sheet1'!C3:D4", "$C$3:$D$4"),
    ],
)  # fmt: skip
def test_addresses(sheet: xw.Sheet, asked: object, address: str) -> None:
    assert sheet.range(asked).address == address


def test_corners_and_slices(sheet: xw.Sheet) -> None:
    assert sheet.range((2, 2), (1, 3)).address == "$B$1:$C$2"
    assert sheet.range("B2", "D4").address == "$B$2:$D$4"
    assert sheet.range(sheet["C3"], sheet["A1"]).address == "$A$1:$C$3"
    assert sheet["B2:D4"][1:, -1].address == "$D$3:$D$4"
    assert sheet["B2:D4"](4).address == "$B$3"
    assert sheet["B2"].offset(1, 2).resize(2, 2).address == "$D$3:$E$4"
    assert [row.address for row in sheet["A1:B2"].rows] == ["$A$1:$B$1", "$A$2:$B$2"]
    assert [column.address for column in sheet["A1:B2"].columns] == ["$A$1:$A$2", "$B$1:$B$2"]
    assert sheet["B2:C3"].get_address(False, False) == "B2:C3"
    assert sheet["B2"].get_address(include_sheetname=True) == "Sheet1!$B$2"
    sheet.name = "My Data"
    assert sheet["B2"].get_address(include_sheetname=True) == "'My Data'!$B$2"
    assert sheet["B2"].get_address(external=True) == f"'[{sheet.book.name}]My Data'!$B$2"


def test_cells_that_are_not_there(sheet: xw.Sheet) -> None:
    with pytest.raises(
        NotFoundError, match=r"^there is neither a cell nor a name 'nothing' in sheet 'Sheet1'$"
    ):
        sheet.range("nothing")
    with pytest.raises(CalcError, match=r"lies outside of a sheet of 1048576 rows and 16384 columns$"):
        sheet.range("A1048577")
    with pytest.raises(CalcError, match=r"^row 0, column 1 lie outside of sheet 'Sheet1'$"):
        sheet.range((0, 1))


def test_end_used_range_and_region(sheet: xw.Sheet) -> None:
    sheet["B2"].value = [
        ["a", "b", None, "d"],
        [1, 2, None, 4],
        [5, 6, None, 8],
        [None] * 4,
        [9, None, None, None],
    ]
    for start, direction, found in (
        ("B2", "down", "B4"), ("B4", "down", "B6"), ("B6", "down", "B1048576"), ("B1", "down", "B2"),
        ("B6", "up", "B4"), ("B4", "up", "B2"), ("B2", "up", "B1"), ("B2", "right", "C2"),
        ("C2", "right", "E2"),
        ("E2", "right", "XFD2"), ("E2", "left", "C2"), ("C2", "left", "B2"), ("XFD2", "left", "E2"),
    ):  # fmt: skip
        assert sheet[start].end(direction).get_address(False, False) == found, (start, direction)
    assert sheet.used_range.address == "$B$2:$E$6"
    assert sheet["B3"].current_region.address == "$B$2:$C$4"
    assert sheet["B2"].expand().address == "$B$2:$C$4"
    assert sheet["B2"].expand("down").address == "$B$2:$B$4"
    assert sheet["B2"].expand("right").address == "$B$2:$C$2"


def test_all_names_are_told_as_each_tells_itself(book: xw.Book) -> None:
    wanted = {
        "whole": "='Мой ''лист'' 2'!$A$1:$B$2", "plain": "=Лист_2!$C$3", "relative": "='Мой ''лист'' 2'!A1",
        "column": "=Лист_2!$A:$A", "apart": "=Лист_2!$A$1:$B$2+1", "sum": "=1+1",
    }  # fmt: skip
    for title in ("Мой 'лист' 2", "Лист_2"):
        book.sheets.add(title)
    for name, refers_to in wanted.items():
        book.names.add(name, refers_to)
    book.sheets["Лист_2"].names.add("own", "=Лист_2!$C$3")
    told = book.names.impl.definitions()
    assert told == [(name.name, name.refers_to) for name in book.names]
    found = dict(told)
    assert {name: found[name] for name in wanted} == wanted
    assert found["Лист_2!own"] == "=Лист_2!$C$3"
