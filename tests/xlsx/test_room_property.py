"""Random templates filled over and over: what is the user's stays, is read as before, is never covered."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.worksheet import Worksheet as Written

from addin.errors import InputError
from addin.placement.ranges import Rect, column_letters, parse_reference
from addin.xlsx.fill import fill
from addin.xlsx.xml import parsed, tag
from tests.xlsx.samples import Sample, frame, load, parts

SEEDS = int(os.environ.get("HONEST_FUNNEL_TEMPLATES", "25"))
BLOCKS = {"presale": ["Deal", "Amount"], "cohorts": ["Month", "Leads"], "attention": ["Deal", "Stage"]}


def build(path: Path, draw: Random) -> dict[str, str]:
    """A template of up to three growing blocks among texts of the user's.

    Returns:
        Text → the cell of the sheet "Reads" that reads it.
    """
    taken: list[Rect] = []
    reads: dict[str, str] = {}
    with xlsxwriter.Workbook(path) as book:
        sheet, other = book.add_worksheet("Data"), book.add_worksheet("Reads")
        for block, headings in BLOCKS.items():
            top, left = draw.randrange(3, 24), draw.choice([1, 3, 6])
            room = Rect(top - 1, left, top + 2, left + 1)
            if any(room.intersects(rect) for rect in taken):
                continue
            taken.append(room)
            sheet.write_row(top - 1, left - 1, headings)
            column = column_letters(left)
            book.define_name(f"hf_{block}", f"=Data!${column}${top}:${column_letters(left + 1)}${top + 1}")
            if draw.random() < 0.5:
                text = f"mine {block}" if draw.random() < 0.6 else ""
                _table(sheet, top, left, headings, text)
                if text:
                    reads[text] = f"B{len(reads) + 1}"
                    other.write_formula(reads[text], f"=Data!{column}{top + 2}")
        for number in range(draw.randrange(4, 20)):
            row, column_number = draw.randrange(1, 30), draw.randrange(1, 10)
            cell = Rect(row, column_number, row, column_number)
            if not any(cell.intersects(rect) for rect in taken):
                taken.append(cell)
                text = f"mine {number}"
                sheet.write(row - 1, column_number - 1, text)
                other.write_formula(number, 0, f"=Data!{draw.choice(['', '$'])}{cell.a1}")
                reads[text] = f"A{number + 1}"
    return reads


def _table(sheet: Written, top: int, left: int, headings: list[str], total: str) -> None:
    columns = [{"header": heading} for heading in headings]
    if total:
        columns[0]["total_string"] = total
    last = top + bool(total)
    sheet.add_table(top - 1, left - 1, last, left, {"columns": columns, "total_row": bool(total)})


def assert_whole(sheet: Worksheet, reads: Worksheet, texts: dict[str, str], blocks: dict[str, Rect]) -> None:
    cells = [cell for row in sheet for cell in row if str(cell.value).startswith("mine")]
    found = {str(cell.value).split(" · ")[0]: cell for cell in cells}
    assert (set(found), len(cells)) == (set(texts), len(texts))
    for text, reader in texts.items():
        assert str(reads[reader].value).replace("$", "") == f"=Data!{found[text].coordinate}"
        at = Rect(found[text].row, found[text].column, found[text].row, found[text].column)
        assert not any(rect.contains(at) for rect in blocks.values())
    rects = list(blocks.values())
    assert not any(one.intersects(two) for one in rects for two in rects if one is not two)
    for table in sheet.tables.values():
        rect = Rect.parse(table.ref)
        assert rect is not None
        assert Rect(rect.top, rect.left, rect.bottom - (table.totalsRowCount or 0), rect.right) in rects


def assert_ordered(xml: bytes) -> None:
    """Rows and cells stand in their order, each once."""
    rows = list(parsed(xml).iter(tag("row")))
    numbers = [int(str(row.get("r"))) for row in rows]
    assert numbers == sorted(set(numbers))
    for number, row in zip(numbers, rows, strict=True):
        places = [Rect.parse(str(cell.get("r"))) for cell in row]
        columns = [place.left for place in places if place is not None and place.top == number]
        assert (columns, len(columns)) == (sorted(set(columns)), len(row))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_template_filled_over_and_over_loses_nothing(tmp_path: Path, seed: int) -> None:
    draw = Random(seed)  # noqa: S311 - a test
    path, out = tmp_path / "t.xlsx", tmp_path / "out.xlsx"
    texts = build(path, draw)
    for _ in range(4):
        counts = {block: draw.choice([0, 1, 2, 5, 12, 30]) for block in BLOCKS}
        frames = {block: frame(block, count) for block, count in counts.items()}
        try:
            fill(path, Sample(frames), out)
        except InputError as error:
            assert error.key == "output_would_tear"  # noqa: PT017
            continue
        path = out
        book = load(out)
        sheet, reads = book["Data"], book["Reads"]
        blocks = {}
        for name, defined in book.defined_names.items():
            place, block = parse_reference(defined.attr_text), name.removeprefix("hf_")
            assert place is not None
            blocks[block] = place[1]
            assert place[1].bottom - place[1].top == max(counts[block], 1)
            shown = [
                sheet.cell(row, place[1].left).value for row in range(place[1].top + 1, place[1].bottom + 1)
            ]
            first = frames[block].iloc[:, 0].astype(object)
            if counts[block]:
                assert shown == first.where(first.notna(), None).tolist()
        assert_whole(sheet, reads, texts, blocks)
        assert_ordered(parts(out)["xl/worksheets/sheet1.xml"])
