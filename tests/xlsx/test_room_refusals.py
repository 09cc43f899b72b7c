"""Rows that cannot be put in: what they would tear or push off the sheet is named, nothing is written."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet as Written

from addin.errors import InputError
from tests.xlsx.samples import parts
from tests.xlsx.test_room import filled, template


@pytest.mark.parametrize(
    ("put", "told"),
    [
        (lambda _, sheet: sheet.write_column("E4", range(9)), "E7:E8"),
        (lambda _, sheet: sheet.merge_range("E5:E9", "side"), "E5:E9"),
        (lambda _, sheet: sheet.add_table("E5:F12"), "E5:F12"),
        (lambda _, sheet: sheet.write_array_formula("E5:E9", "{=ROW(A1:A5)}"), "E5:E9"),
    ],
)
def test_rows_that_would_tear_what_stands_beside_are_not_put_in(
    tmp_path: Path, put: Callable[[Workbook, Written], None], told: str
) -> None:
    def more(book: Workbook, sheet: Written) -> None:
        sheet.write("A8", "below")
        put(book, sheet)

    path = template(tmp_path / "t.xlsx", more)
    with pytest.raises(InputError) as caught:
        filled(path, presale=9)
    assert (caught.value.key, caught.value.params["cells"]) == ("output_would_tear", told)
    assert caught.value.params["cell"] == "A8"
    assert [one.name for one in tmp_path.iterdir()] == ["t.xlsx"]


def test_what_is_below_is_never_pushed_off_the_sheet(tmp_path: Path) -> None:
    def more(_: Workbook, sheet: Written) -> None:
        sheet.write("A8", "below")
        sheet.write("F1048570", "last")

    path = template(tmp_path / "t.xlsx", more)
    with pytest.raises(InputError) as caught:
        filled(path, presale=9)
    assert (caught.value.key, caught.value.params["cell"]) == ("output_in_the_way", "A8")
    assert b'<c r="F1048573"' in parts(filled(path, presale=5))["xl/worksheets/sheet1.xml"]


def test_a_long_list_beside_is_looked_through_in_no_time(tmp_path: Path) -> None:
    def more(_: Workbook, sheet: Written) -> None:
        sheet.write("A3000", "below")
        sheet.write_column("E4", ["mine"] * 20_000)

    path, start = template(tmp_path / "t.xlsx", more), time.process_time()
    with pytest.raises(InputError) as caught:
        filled(path, presale=4000)
    assert (caught.value.key, caught.value.params["cells"]) == ("output_would_tear", "E2999:E3000")
    assert time.process_time() - start < 20
