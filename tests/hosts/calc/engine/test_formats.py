"""Formats, there and back, and what differs among cells."""

from __future__ import annotations

import pytest
import xlwings as xw

from addin.hosts.calc.engine import CalcError


@pytest.mark.parametrize(
    "text",
    ["General", "@", "0.00", "#,##0", "0.0%", "#,##0.00 \"₽\"", "0.00E+00", "[>=1000]0.0;0",
    "#,##0;[RED]-#,##0"],
)  # fmt: skip
def test_number_formats(sheet: xw.Sheet, text: str) -> None:
    sheet["A1:B2"].number_format = text
    assert sheet["A1:B2"].number_format == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("dd.mm.yyyy", "05.01.2024"), ("yyyy-mm-dd", "2024-01-05"), ("mmm yyyy", "Jan 2024"), ("0.0",
        "45296.0"),
        ("dd/mm/yyyy;@", "05/01/2024"), ("[$-419]d mmmm yyyy;@", "5 января 2024"), ("General", "45296"),
    ],
)  # fmt: skip
def test_a_number_shows_as_its_format_says(sheet: xw.Sheet, text: str, shown: str) -> None:
    sheet["A1"].value = 45296
    sheet["A1"].number_format = text
    assert sheet.impl.range("A1").call("get_texts") == ((shown,),)


def test_a_format_that_is_none(sheet: xw.Sheet) -> None:
    with pytest.raises(CalcError, match=r"is not a number format$"):
        sheet["A1"].number_format = "0 [foo"


def test_fonts(sheet: xw.Sheet) -> None:
    font = sheet["A1:B2"].font
    assert (font.bold, font.italic, font.color) == (False, False, (0, 0, 0))
    font.bold = font.italic = True
    font.size, font.name, font.color = 14, "Carlito", "#0a141e"
    assert (font.bold, font.italic, font.size, font.name) == (True, True, 14.0, "Carlito")
    assert font.color == (10, 20, 30)
    sheet["A1"].font.bold = False
    sheet["A1"].font.size = 9
    assert (font.bold, font.size, font.italic) == (None, None, True)


def test_fills(sheet: xw.Sheet) -> None:
    assert sheet["A1"].color is None
    for color in ((255, 0, 16), "#ff0010", 0x1000FF):
        sheet["A1:B1"].color = color
        assert sheet["A1:B1"].color == (255, 0, 16)
    sheet["A1"].color = None
    assert sheet["A1"].color is None
    sheet["C1:D1"].set_colors([[(1, 2, 3), ...]])
    assert [sheet["C1"].color, sheet["D1"].color] == [(1, 2, 3), None]
    with pytest.raises(CalcError, match=r"^'red' is no colour: give \(red, green, blue\) or '#rrggbb'$"):
        sheet["A1"].color = "red"


def test_alignment_and_wrapping(sheet: xw.Sheet) -> None:
    cells = sheet["A1:B2"]
    assert (cells.horizontal_alignment, cells.vertical_alignment, cells.wrap_text) == (
        "general",
        "bottom",
        False,
    )
    cells.horizontal_alignment, cells.vertical_alignment, cells.wrap_text = "center", "top", True
    assert (cells.horizontal_alignment, cells.vertical_alignment, cells.wrap_text) == ("center", "top", True)
    sheet["A1"].horizontal_alignment = "right"
    assert cells.horizontal_alignment is None
    with pytest.raises(CalcError, match=r"^alignment 'distributed' is not known to Calc$"):
        cells.horizontal_alignment = "distributed"


def test_sizes(sheet: xw.Sheet) -> None:
    sheet["A1:B1"].column_width = 20.5
    sheet["A1:A2"].row_height = 30
    assert sheet["A1:B1"].column_width == pytest.approx(20.5, abs=0.05)
    assert sheet["A2"].row_height == pytest.approx(30, abs=0.05)
    assert sheet["A1:C1"].column_width is None
    assert sheet["A1:A3"].row_height is None
    assert sheet["B2"].left == pytest.approx(sheet["A1"].width, abs=0.1)
    assert sheet["B2"].top == pytest.approx(30, abs=0.1)
    assert sheet["A1:B2"].height == pytest.approx(60, abs=0.1)


def test_autofit(sheet: xw.Sheet) -> None:
    sheet["A1"].value = "a text that is far longer than a column is wide"
    sheet["B1"].value = "x"
    narrow = sheet["B1"].column_width
    sheet.autofit("c")
    assert sheet["A1"].column_width > 2 * narrow
    sheet["A1"].column_width = 10
    sheet["A1"].wrap_text = True
    low = sheet["A2"].row_height
    sheet["A1:B1"].rows.autofit()
    assert sheet["A1"].row_height > 2 * low


LONG = "a text that takes several lines where it is wrapped"
BEFORE = [[1.0, "x"], [2.0, LONG], [3.0, "x"], [None, "x"], [5.0, "x"], [6.0, LONG], [7.0, "y"], [8.0, LONG]]
AFTER = [[9.0, LONG], [8.0, "x"], [7.0, "x"], [6.0, "x"], [None, "x"], [4.0, LONG], [3.0, LONG], [8.0, LONG]]


@pytest.mark.parametrize("alike", [0, 9], ids=["few rows keep their height", "most do"])
def test_rows_are_as_high_as_their_texts_after_each_write(sheet: xw.Sheet, alike: int) -> None:
    old = [*BEFORE, *([float(row), "x"] for row in range(alike))]
    new = [*AFTER, *([float(row) + 1, "x"] for row in range(alike))]
    other = sheet.book.sheets.add("Other")
    cells, alone = (each[: len(old), :2] for each in (sheet, other))
    for area in (cells, alone):
        area.columns[1].wrap_text = True
        area[3:5, 0].font.size = 30
        area[6, 0].row_height = 40
    cells.value, alone.value = old, new
    before = [cells[row, 0].row_height for row in range(len(old))]
    cells.value = new
    after = [cells[row, 0].row_height for row in range(len(old))]
    assert after == [alone[row, 0].row_height for row in range(len(old))]
    changes = [(high > low) - (high < low) for low, high in zip(before, after, strict=True)]
    assert changes == [1, -1, 0, 0, 0, 0, 0, 0, *[0] * alike], "the seventh is as high as was set by hand"
    assert cells.value == new


def test_what_is_hidden_stays_hidden_whatever_is_written_and_fitted(sheet: xw.Sheet) -> None:
    cells = sheet["A1:B12"]
    cells.columns[1].wrap_text = True
    cells.value = [[float(row), "x"] for row in range(12)]
    sheet["A3:A5"].rows.hidden = True
    sheet["D1"].columns.hidden = True
    cells.value = [[row + 1.0, LONG if row in {3, 7} else "x"] for row in range(12)]
    sheet["A1:E12"].autofit()
    assert [cells[row, 0].rows.hidden for row in range(12)] == [row in {2, 3, 4} for row in range(12)]
    assert sheet["D1"].columns.hidden
    sheet["A3:A5"].rows.hidden = False
    assert cells[3, 0].row_height == cells[7, 0].row_height > cells[2, 0].row_height


def test_hidden_rows_and_columns(sheet: xw.Sheet) -> None:
    sheet["A2:A3"].rows.hidden = True
    sheet["B1"].columns.hidden = True
    assert [sheet[cells].rows.hidden for cells in ("A2:A3", "A1", "A1:A2")] == [True, False, None]
    assert sheet["B1"].columns.hidden is True
    sheet["A2"].rows.hidden = False
    assert sheet["A2:A3"].rows.hidden is None


def test_texts_are_made_of_cells_and_what_they_were_is_told(sheet: xw.Sheet) -> None:
    sheet["A1:A4"].value = [[1.5], [2], ["x"], [None]]
    sheet["A2"].number_format, sheet["A3"].number_format = "0.00", "@"
    made = sheet["A1:A4"].impl.submit_text_format([1, 2, 3])
    assert made.result() == ((1, "0.00"), (3, "General"))
    assert [cell.number_format for cell in sheet["A1:A4"]] == ["General", "@", "@", "@"]
    assert sheet["A2:A4"].impl.submit_text_format([0, 1]).result() == ()
