"""Values, there and back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
import xlwings as xw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from addin.hosts.calc.engine import CalcError
from addin.hosts.calc.engine.values import decode_values, encode_values

MOMENTS = st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(9999, 12, 31, 23, 59, 59)).map(
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
)
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\1\r"), min_size=1, max_size=20
)
CELLS = st.one_of(
    st.none(), st.booleans(), st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False),
    st.integers(-(2**53), 2**53),
    MOMENTS, TEXTS,
)  # fmt: skip
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=5)
)


def escaped(cell: object) -> object:
    """Text as any host keeps it."""
    return f"'{cell}" if isinstance(cell, str) else cell


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TABLES)
def test_any_table_comes_back(sheet: xw.Sheet, table: list[list[object]]) -> None:
    sheet.clear()
    target = sheet["B2"].resize(len(table), len(table[0]))
    target.value = [[escaped(cell) for cell in row] for row in table]
    assert target.options(ndim=2).value == table
    assert [[type(cell) for cell in row] for row in target.options(ndim=2).value] == [
        [float if type(cell) is int else type(cell) for cell in row] for row in table
    ]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TABLES)
def test_what_was_entered_can_be_entered_again(sheet: xw.Sheet, table: list[list[object]]) -> None:
    sheet.clear()
    target = sheet["B2"].resize(len(table), len(table[0]))
    target.value = [[escaped(cell) for cell in row] for row in table]
    target.formula = target.formula
    assert target.options(ndim=2).value == table


@given(TABLES)
def test_what_is_packed_is_typed_the_same(table: list[list[object]]) -> None:
    made = encode_values([[escaped(cell) for cell in row] for row in table], (1899, 12, 30), (3, 4))
    answer = (made.rows, (1899, 12, 30), [*made.dates, *made.times], made.booleans, ())
    assert decode_values(answer, (3, 4)) == [["" if cell is None else cell for cell in row] for row in table]


def test_a_text_that_starts_with_equals_is_a_formula_and_with_an_apostrophe_a_text(sheet: xw.Sheet) -> None:
    sheet["A1:D1"].value = ["=1+1", "'=1+1", "''quoted'", "'"]
    assert sheet["A1:D1"].value == [2.0, "=1+1", "'quoted'", None]
    assert sheet["A1:D1"].formula == [["=1+1", "'=1+1", "''quoted'", ""]]


@pytest.mark.parametrize("text", ["00123", "1e5", "2024-01-01", "50%", "TRUE", "+1", "-x", "@x", "=", " 1"])
def test_no_text_is_read_as_something_else(sheet: xw.Sheet, text: str) -> None:
    sheet["A1"].value = text
    assert sheet["A1"].value == text
    sheet["A1:B2"].value = [[text, text], [text, text]]
    assert sheet["B2"].value == text


def test_one_value_fills_a_range(sheet: xw.Sheet) -> None:
    for value in (3.0, "x", True, dt.datetime(2024, 2, 29), dt.datetime(2024, 2, 29, 12, 30)):
        sheet["A1:B2"].value = value
        assert sheet["A1:B2"].value == [[value, value], [value, value]]
        sheet["A1:B2"].clear()


def test_missing_values_of_every_library_are_empty_cells(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [None, float("nan"), np.nan, pd.NA, pd.NaT, np.datetime64("NaT", "s"), ""]
    assert sheet["A1:G1"].value == [None] * 7
    assert sheet.used_range.address == "$A$1"


def test_numbers_of_every_library(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [np.int64(3), np.float32(0.5), Decimal("2.25"), np.bool_(True), 10**15]
    assert sheet["A1:E1"].value == [3.0, 0.5, 2.25, True, 1e15]


def test_what_a_cell_cannot_hold_is_refused(sheet: xw.Sheet) -> None:
    with pytest.raises(CalcError, match=r"^a cell cannot hold an infinite number$"):
        sheet["A1"].value = float("inf")
    with pytest.raises(CalcError, match=r"^a cell cannot hold a value of type set: \{1\}$"):
        sheet["A1"].value = [{1}, 2]


def test_a_data_frame_comes_back(sheet: xw.Sheet) -> None:
    frame = pd.DataFrame(
        {
            "when": pd.to_datetime(["2024-01-31 00:00", "2025-02-28 10:15"]),
            "sum": [1.5, 2.0],
            "who": ["Анна", "Ёж"],
        }
    )
    sheet["C3"].options(index=False).value = frame
    back = sheet["C3"].expand().options(pd.DataFrame, index=False).value
    pd.testing.assert_frame_equal(back, frame, check_dtype=False)


def test_days_and_moments_get_a_format_where_there_is_none(sheet: xw.Sheet) -> None:
    sheet["A2"].number_format = "dd.mm.yyyy"
    sheet["A3"].number_format = "0.00"
    sheet["A1:A3"].value = [[dt.date(2024, 1, 5)]] * 3
    sheet["B1"].value = dt.datetime(2024, 1, 5, 6, 7)
    assert [sheet[cell].number_format for cell in ("A1", "A2", "A3", "B1")] == [
        "YYYY-MM-DD", "DD.MM.YYYY", "0.00", "YYYY-MM-DD HH:MM:SS",
    ]  # fmt: skip
    assert sheet["A1:A3"].value == [dt.datetime(2024, 1, 5), dt.datetime(2024, 1, 5), 45296.0]


def test_dates_of_formulas_are_dates(sheet: xw.Sheet) -> None:
    sheet["A1"].formula = "=DATE(2024,2,29)"
    sheet["A2"].formula = "=A1+1"
    assert sheet["A1:A2"].value == [dt.datetime(2024, 2, 29), dt.datetime(2024, 3, 1)]
    assert sheet["A1"].options(dates=dt.date).value == dt.date(2024, 2, 29)


def test_a_time_of_day_and_a_duration_stay_numbers(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [0.5, 1.25]
    sheet["A1"].number_format = "h:mm"
    sheet["B1"].number_format = "[h]:mm"
    assert sheet["A1:B1"].value == [0.5, 1.25]


def test_truth_gives_way_to_a_number(sheet: xw.Sheet) -> None:
    sheet["A1:A2"].value = [[True], [False]]
    sheet["A1"].value = 1
    sheet["A2"].formula = "=2-2"
    assert sheet["A1:A2"].value == [1.0, 0.0]
    assert type(sheet["A1"].value) is float


def test_errors_are_none_or_their_text(sheet: xw.Sheet) -> None:
    sheet["A1"].value = ["=1/0", "=NA()", "=NO_SUCH(1)", '=""']
    assert sheet["A1:D1"].value == [None, None, None, None]
    assert sheet["A1:D1"].options(err_to_str=True).value == ["#DIV/0!", "#N/A", "#NAME?", None]


def test_options_of_xlwings_hold(sheet: xw.Sheet) -> None:
    sheet["A1"].options(transpose=True).value = [1, 2, 3]
    assert sheet["A1:A3"].options(numbers=int, empty="-").value == [1, 2, 3]
    assert sheet["A1:A4"].options(empty="-", ndim=2).value == [[1.0], [2.0], [3.0], ["-"]]
    assert sheet["A1"].expand("down").options(np.array).value.tolist() == [1.0, 2.0, 3.0]


def test_a_value_of_another_shape_is_refused(sheet: xw.Sheet) -> None:
    with pytest.raises(CalcError, match=r"^values of another shape than the 2 × 2 cells they are for$"):
        sheet["A1:B2"].raw_value = [[1, 2]]


def test_notes_stay_when_values_are_written(sheet: xw.Sheet) -> None:
    sheet["B2"].add_note("asked twice")
    sheet["A1:C3"].value = [[1, 2, 3], [4, "", dt.datetime(2024, 1, 1)], [7, "=A1", True]]
    assert sheet["B2"].note is not None
    assert sheet["B2"].note.text == "asked twice"
    assert sheet["A1:C3"].value == [[1, 2, 3], [4, None, dt.datetime(2024, 1, 1)], [7, 1, True]]
    sheet["A1:C3"].formula = [["1", "", "3"], ["=A1", "x", "TRUE"], ["", "", ""]]
    assert [note.text for note in sheet.notes] == ["asked twice"]
    assert sheet["A1:C3"].value == [[1, None, 3], [1, "x", True], [None, None, None]]


def test_a_workbook_that_counts_days_from_1904(app: xw.App, tmp_path_factory: pytest.TempPathFactory) -> None:
    import xlsxwriter

    path = tmp_path_factory.mktemp("dates") / "mac.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as made:
        made.add_worksheet().write_datetime(
            0, 0, dt.datetime(2024, 5, 6), made.add_format({"num_format": "yyyy-mm-dd"})
        )
    with app.books.open(path) as book:
        cell = book.sheets[0]["A1"]
        assert cell.value == dt.datetime(2024, 5, 6)
        book.sheets[0]["A2"].value = cell.value
        assert book.sheets[0]["A2"].value == dt.datetime(2024, 5, 6)


def test_a_hundred_thousand_rows(sheet: xw.Sheet) -> None:
    start = dt.datetime(2024, 1, 1)
    rows = [
        (
            i,
            f"Анна {i % 50}",
            start + dt.timedelta(days=i % 700),
            i / 7,
            i % 2 == 0,
            "won",
            1,
            2,
            3,
            4,
            5,
            "x",
        )
        for i in range(100_000)
    ]
    sheet["A1"].value = rows
    back = sheet.used_range.value
    assert len(back) == 100_000
    assert all(tuple(back[i]) == rows[i] for i in range(0, 100_000, 997))
    assert back[-1] == list(rows[-1])
