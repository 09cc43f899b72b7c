"""Only what differs is written, in as few pieces as leave the user's own alone."""

from __future__ import annotations

from typing import Any

from addin.hosts.workbook.changes import TargetColumns, changed_cells
from addin.hosts.workbook.filling import _other_texts
from addin.hosts.workbook.snapshot import SheetSnapshot
from addin.placement.ranges import Rect

TOP = 5


class Sheet(SheetSnapshot):
    """A sheet whose cells are given, from A5 on."""

    def __init__(self, values: list[list[Any]], formulas: dict[tuple[int, int], str] | None = None) -> None:
        self.__dict__["used"] = Rect(TOP, 1, TOP + len(values) - 1, len(values[0]))
        self.__dict__["_values"] = values
        self.__dict__["_own"] = formulas or {}


def told(sheet: SheetSnapshot, wanted: TargetColumns) -> list[tuple[str, list[list[Any]]]]:
    return [(rect.a1, values) for rect, values in changed_cells(sheet, TOP, wanted)]


def test_nothing_is_written_where_all_is_there() -> None:
    assert told(Sheet([["a", 1.0], [None, 2.0]]), {1: ["a", None], 2: [1, 2]}) == []


def test_rows_that_differ_are_written_and_no_others() -> None:
    sheet = Sheet([["a", 1.0], ["b", 2.0], ["c", 3.0], ["d", 4.0]])
    assert told(sheet, {1: ["a", "b", "c", "d"], 2: [1, 9, 3, 4]}) == [("B6", [[9]])]
    assert told(sheet, {1: ["a", "x", "c", "d"], 2: [1, 2, 8, 4]}) == [("A6:B7", [["x", 2], ["c", 8]])]


def test_columns_that_stay_are_not_written_at_the_ends() -> None:
    sheet = Sheet([["a", "b", "c", "d"]])
    assert told(sheet, {1: ["a"], 2: ["x"], 3: ["c"], 4: ["d"]}) == [("B5", [["x"]])]
    assert told(sheet, {1: ["x"], 2: ["b"], 3: ["y"], 4: ["d"]}) == [("A5:C5", [["x", "b", "y"]])]


def test_free_columns_between_are_written_over() -> None:
    assert told(Sheet([["a", None, "c"]]), {1: ["x"], 3: ["y"]}) == [("A5:C5", [["x", None, "y"]])]


def test_what_is_the_users_between_parts_them() -> None:
    apart = [("A5", [["x"]]), ("C5", [["y"]])]
    assert told(Sheet([["a", "моё", "c"]]), {1: ["x"], 3: ["y"]}) == apart
    assert told(Sheet([["a", None, "c"]], {(TOP, 2): '=""'}), {1: ["x"], 3: ["y"]}) == apart


def test_cells_beyond_those_in_use_count_as_empty() -> None:
    assert told(Sheet([["a"]]), {1: ["a", None, "z"], 2: [None, None, None]}) == [("A7", [["z"]])]


def test_moved_cells_let_formulas_be_asked_for_anew_only_where_there_are_any() -> None:
    with_one, without = Sheet([["a", 1.0]], {(TOP, 2): "=A1"}), Sheet([["a", 1.0]])
    for sheet in (with_one, without):
        sheet.forget_formulas()
    assert "_own" not in with_one.__dict__
    assert "_own" in without.__dict__


def test_values_move_with_their_cells() -> None:
    sheet = Sheet([["a", 1.0, "x"], ["b", 2.0, "y"], ["c", 3.0, None]])
    sheet.cells_inserted(Rect(TOP + 1, 2, TOP + 2, 9))
    every = Rect(TOP, 1, TOP + 4, 3)
    grown = [["a", 1.0, "x"], ["b", None, None], ["c", None, None], [None, 2.0, "y"], [None, 3.0, None]]
    assert sheet.rows(every) == grown
    assert sheet.used == every
    sheet.cells_deleted(Rect(TOP + 1, 2, TOP + 2, 9))
    assert sheet.rows(Rect(TOP, 1, TOP + 2, 3)) == [["a", 1.0, "x"], ["b", 2.0, "y"], ["c", 3.0, None]]
    sheet.cells_inserted(Rect(TOP + 9, 1, TOP + 9, 3))  # below all there is
    sheet.cells_deleted(Rect(TOP, 7, TOP + 9, 8))  # beside it
    assert sheet.rows(Rect(TOP, 1, TOP + 2, 3)) == [["a", 1.0, "x"], ["b", 2.0, "y"], ["c", 3.0, None]]


def test_a_sheet_is_looked_at_anew_where_cells_moved_that_are_not_known() -> None:
    above, unread = Sheet([["a", 1.0]]), Sheet([["a", 1.0]])
    above.cells_deleted(Rect(TOP - 1, 1, TOP - 1, 2))
    del unread.__dict__["_values"]
    unread.cells_inserted(Rect(TOP, 1, TOP, 2))
    for sheet in (above, unread):
        assert {"_values", "used"}.isdisjoint(sheet.__dict__)


def test_rows_get_their_height_anew_where_a_text_comes_goes_or_changes() -> None:
    sheet = Sheet([["a", 1.0, None], ["b", 2.0, "x"], ["c", 3.0, None], ["d", 4.0, None]])
    same: list[list[Any]] = [["a", 1.0, None], ["b", 2.0, "x"], ["c", 3.0, None], ["d", 4.0, None]]
    place = Rect(TOP, 1, TOP + 3, 3)
    assert _other_texts(sheet, place, same) == []
    assert _other_texts(sheet, place, [["a", 9.0, 5.0], *same[1:]]) == []
    other = [["a", 1.0, "new"], ["b", 2.0, None], ["c", 7.0, None], ["D", 4.0, None]]
    assert _other_texts(sheet, place, other) == [TOP, TOP + 1, TOP + 3]
