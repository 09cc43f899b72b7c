"""Places that cannot be filled are refused by name; merged labels and headings are read as one cell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

from addin.errors import InputError
from addin.words import Lang
from addin.xlsx.fill import fill
from tests.xlsx.samples import Sample, frame, load


def template(path: Path, name: str, cells: dict[str, str], merged: Sequence[str] = ()) -> Path:
    """A sheet with these cells, a name as ``hf_presale=$A$4:$B$5``, and merged cells."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        for cell, text in cells.items():
            sheet.write(cell, text)
        for cover in merged:
            sheet.merge_range(cover, cells.get(cover.split(":")[0], ""))
        title, _, target = name.partition("=")
        book.define_name(title, f"=S!{target}")
    return path


def filled(path: Path, lang: Lang = "en", **rows: int) -> Worksheet:
    out = path.with_name("out.xlsx")
    fill(path, Sample({block: frame(block, count) for block, count in rows.items()}, lang), out)
    sheet = load(out)["S"]
    assert isinstance(sheet, Worksheet)
    return sheet


def refused(path: Path, lang: Lang = "en", **rows: int) -> InputError:
    with pytest.raises(InputError) as caught:
        filled(path, lang, **rows)
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    return caught.value


OWN = {"A4": "House", "B4": "Turnover", **{f"A{row}": f"client {row}" for row in range(5, 9)}}


@pytest.mark.parametrize("name", ["hf_presale", "hf_summary", "hf_header", "hf_key_figures", "hf_top_calls"])
def test_a_name_over_cells_without_a_heading_of_its_block_is_refused(tmp_path: Path, name: str) -> None:
    error = refused(template(tmp_path / "t.xlsx", f"{name}=$A$4:$B$8", OWN))
    assert error.key == "template_no_heading"
    assert (error.params["block"], error.params["cells"]) == (name.removeprefix("hf_"), "A4:B4")


def test_the_message_names_headings_that_would_be_known(tmp_path: Path) -> None:
    path = template(tmp_path / "t.xlsx", "hf_presale=$A$4:$B$8", OWN)
    assert str(refused(path, presale=2)) == (
        'Sheet "S": no heading of the table hf_presale stands in A4:B4 (there: "House", "Turnover"), '
        'so nothing can be filled. Put its headings there, such as "Deal", "Stage", "Manager", "Source", '
        '"In stage, days", "Amount", or let the name point to other cells.'
    )


@pytest.mark.parametrize(
    ("cells", "merged", "expected"),
    [
        ({"B2": "New leads", "C2": "Taken"}, ["B2:B3", "C2:C3"], {"B4": 0, "C4": "taken_rate 0"}),
        ({"B2": "New leads", "B3": "Taken"}, ["B2:C2", "B3:C3"], {"D2": 0, "D3": "taken_rate 0"}),
        ({"B2": "New leads", "B3": "Taken"}, ["C2:D2"], {"C2": 0, "C3": "taken_rate 0"}),
    ],
)
def test_the_value_of_a_merged_label_stands_beyond_all_of_it(
    tmp_path: Path, cells: dict[str, str], merged: list[str], expected: dict[str, int | str]
) -> None:
    path = template(tmp_path / "t.xlsx", "hf_key_figures=$B$2:$D$4", cells, merged)
    sheet = filled(path, key_figures=1)
    found = {cell.coordinate: cell.value for row in sheet["B2:E5"] for cell in row if cell.value is not None}
    assert found == {**cells, **expected}


def test_a_value_that_another_merged_cell_covers_is_refused(tmp_path: Path) -> None:
    cells = {"B3": "New leads", "B4": "Taken"}
    path = template(tmp_path / "t.xlsx", "hf_key_figures=$B$3:$C$4", cells, ["C2:C3"])
    error = refused(path, key_figures=1)
    assert (error.key, error.params["cells"]) == ("template_merged", "C2:C3")


def test_headings_merged_with_the_row_above_are_read_as_one(tmp_path: Path) -> None:
    cells = {"A3": "Deal", "B3": "Amount", "A5": "x"}
    path = template(tmp_path / "t.xlsx", "hf_presale=$A$4:$B$5", cells, ["A3:A4", "B3:B4"])
    sheet = filled(path, presale=3)
    assert [sheet["A2"].value, sheet["A3"].value] == ["Amounts in RUB.", "Deal"]
    assert [sheet[f"A{row}"].value for row in (5, 6, 7)] == ["id 0", None, "id 2"]
    assert [sheet[f"B{row}"].value for row in (5, 6, 7)] == [0, None, 3]


@pytest.mark.parametrize(
    ("top", "merged"), [(3, "A3:A4"), (3, "B3:B4"), (4, "A5:B5"), (4, "A5:A6"), (4, "B4:C5")]
)
def test_a_merged_cell_over_the_rows_of_a_block_is_refused(tmp_path: Path, top: int, merged: str) -> None:
    cells = {f"A{top}": "Deal", f"B{top}": "Amount", f"C{top}": "mine"}
    error = refused(template(tmp_path / "t.xlsx", f"hf_presale=$A${top}:$C$6", cells, [merged]), presale=3)
    assert (error.key, error.params["cells"]) == ("template_merged", merged)


def test_a_merged_cell_in_columns_of_the_users_own_hides_nothing(tmp_path: Path) -> None:
    cells = {"A4": "Deal", "B4": "mine", "C4": "too"}
    sheet = filled(template(tmp_path / "t.xlsx", "hf_presale=$A$4:$C$6", cells, ["B5:C6"]), presale=3)
    assert sheet["A7"].value == "id 2"


def test_an_explanation_in_a_merged_title_is_seen(tmp_path: Path) -> None:
    cells = {"A3": "All deals", "B4": "Deal", "C4": "Amount"}
    path = template(tmp_path / "t.xlsx", "hf_presale=$B$4:$C$5", cells, ["A3:D3"])
    assert filled(path, presale=1)["A3"].value == "All deals · Amounts in RUB."
