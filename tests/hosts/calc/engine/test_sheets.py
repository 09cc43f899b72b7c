"""Sheets, tables, notes, links and what lies over the cells."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
import xlwings as xw

from addin.hosts.calc.engine import CalcError, NotFoundError, UnsupportedError


def test_sheets_are_added_renamed_moved_and_deleted(book: xw.Book) -> None:
    first = book.sheets[0]
    last = book.sheets.add("Last", after=first)
    book.sheets.add(before=last)
    assert book.sheet_names == ["Sheet1", "Sheet3", "Last"]
    again = book.sheets["last"]
    last.name = "Report ёж"
    assert again.name == "Report ёж"
    assert again.index == 3
    last.move(before=first)
    assert book.sheet_names == ["Report ёж", "Sheet1", "Sheet3"]
    first.delete()
    assert "Sheet1" not in book.sheets
    with pytest.raises(NotFoundError, match=r"^there is no sheet 'Sheet1' in 'Untitled \d+'$"):
        book.sheets["Sheet1"]
    with pytest.raises(CalcError, match=r"^there is no sheet 'Sheet1' in the workbook$"):
        first["A1"].value = 1
    with pytest.raises(CalcError, match=r"^there is a sheet 'sheet3' already$"):
        last.name = "sheet3"


def test_a_sheet_is_copied(book: xw.Book, sheet: xw.Sheet, app: xw.App) -> None:
    sheet["A1"].value = ["x", "=1+1"]
    sheet["A1"].color = (1, 2, 3)
    twin = sheet.copy(name="Twin")
    assert twin["A1:B1"].formula == [["x", "=1+1"]]
    assert twin["A1"].color == (1, 2, 3)
    assert book.sheet_names == ["Sheet1", "Twin"]
    with app.books.add() as other:
        sheet.copy(before=other.sheets[0], name="Guest")
        assert other.sheets["Guest"]["B1"].value == 2.0


def test_the_last_visible_sheet_stays(book: xw.Book, sheet: xw.Sheet) -> None:
    other = book.sheets.add("Other", after=sheet)
    other.visible = False
    assert other.visible is False
    with pytest.raises(CalcError, match=r"^sheet 'Sheet1' is the only visible one and cannot be deleted$"):
        sheet.delete()
    with pytest.raises(CalcError, match=r"^sheet 'Sheet1' is the only visible one and cannot be hidden$"):
        sheet.visible = False
    other.visible = True
    sheet.visible = False
    other.activate()
    assert book.sheets.active == other


def test_a_protected_sheet_says_so(app: xw.App, tmp_path_factory: pytest.TempPathFactory) -> None:
    import xlsxwriter

    path = tmp_path_factory.mktemp("protected") / "p.xlsx"
    with xlsxwriter.Workbook(path) as made:
        page = made.add_worksheet("P")
        page.write("A1", "old")
        page.write("B1", "free", made.add_format({"locked": False}))
        page.protect()
    with app.books.open(path) as book:
        sheet = book.sheets["P"]
        changes: list[Callable[[], object]] = [
            lambda: setattr(sheet["A1"], "value", "new"), lambda: setattr(sheet["A1"], "formula", "=1"),
            sheet["A1"].clear_contents, lambda: setattr(sheet["A1"], "color", (1, 2, 3)),
            lambda: sheet["A1"].insert("down"), lambda: sheet["A1"].delete("up"),
            lambda: sheet["A1:B1"].copy_from(sheet["B1"]),
        ]  # fmt: skip
        for change in changes:
            with pytest.raises(CalcError, match=r"^sheet 'P' is protected$"):
                change()
        sheet["B1"].value = "filled"
        assert sheet["A1:B1"].value == ["old", "filled"]


def test_tables(book: xw.Book, sheet: xw.Sheet) -> None:
    sheet["B2"].value = [["id", "sum"], [1, 10], [2, 20]]
    table = sheet.tables.add(sheet["B2"].expand(), name="Deals")
    assert [each.name for each in sheet.tables] == ["Deals"]
    assert table.range.address == "$B$2:$C$4"
    assert table.header_row_range is not None
    assert table.header_row_range.value == ["id", "sum"]
    assert table.data_body_range is not None
    assert table.data_body_range.address == "$B$3:$C$4"
    assert table.totals_row_range is None
    assert table.show_autofilter
    table.show_autofilter = False
    assert not table.show_autofilter
    table.update(pd.DataFrame({"id": [1, 2, 3], "sum": [5, 6, 7]}), index=False)
    assert table.range.address == "$B$2:$C$5"
    assert sheet["C3:C5"].value == [5, 6, 7]
    sheet["B4:C4"].insert("down")
    assert table.range.address == "$B$2:$C$6"
    assert sheet["C3"].table is not None
    assert sheet["A1"].table is None
    table.name = "Sums"
    assert "sums" in sheet.tables
    with pytest.raises(CalcError, match=r"^there is a table 'Sums' already$"):
        sheet.tables.add(sheet["F1:G2"], name="Sums")
    with pytest.raises(NotFoundError, match=r"^there is no table 'Deals' in sheet 'Sheet1'$"):
        sheet.tables["Deals"]
    with pytest.raises(CalcError, match=r"^table 'Sums' cannot leave sheet 'Sheet1'$"):
        table.resize(book.sheets.add("Other")["A1:B2"])


def test_notes(sheet: xw.Sheet) -> None:
    note = sheet["C3"].add_note("first")
    sheet["A1"].add_note("second")
    assert [(each.text, each.location.address) for each in sheet.notes] == [
        ("second", "$A$1"),
        ("first", "$C$3"),
    ]
    note.text = "changed"
    assert sheet.notes["C3"].text == "changed"
    sheet["1:1"].insert("down")
    assert sheet["C4"].note is not None
    sheet["C4"].note.delete()
    assert len(sheet.notes) == 1
    with pytest.raises(NotFoundError, match=r"^cell \$C\$3 of sheet 'Sheet1' has no note$"):
        _ = note.text


def test_links(sheet: xw.Sheet) -> None:
    sheet["A1"].add_hyperlink("https://example.org/a?b=1&c=2", "the page")
    assert sheet["A1"].value == "the page"
    assert sheet["A1"].hyperlink == "https://example.org/a?b=1&c=2"
    with pytest.raises(NotFoundError, match=r"^cell \$A\$2 of sheet 'Sheet1' has no link$"):
        _ = sheet["A2"].hyperlink


@pytest.mark.parametrize(
    ("what", "name"),
    [
        (lambda sheet: sheet["A1"].add_comment("x"), "Range.add_comment"),
        (lambda sheet: sheet["A1"].borders.color, "Range.borders"),
        (lambda sheet: sheet["A1:B2"].sort(1), "Range.sort"),
        (lambda sheet: sheet["A1:B2"].find("x"), "Range.find"),
        (lambda sheet: sheet.charts.add(), "Charts.add"),
        (lambda sheet: sheet.page_setup.print_area, "Sheet.page_setup"),
        (lambda sheet: sheet.tables.add(sheet["A1:B2"]).table_style, "Table.table_style"),
        (lambda sheet: sheet.book.app.macro("x")(), "App.run"),
    ],
)
def test_what_is_not_there_is_refused_by_name(sheet: xw.Sheet, what, name: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnsupportedError, match=f"^{name} is not supported by the LibreOffice engine"):
        what(sheet)
    assert issubclass(UnsupportedError, NotImplementedError)
