"""Workbooks with whatever may refer to cells, drawn at random, and what a reader finds in them."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter
from openpyxl.worksheet.cell_range import CellRange
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tests.xlsx.samples import load, parts

ROWS, COLUMNS = 30, 8
HIGH = 33
OTHER = "Other Sheet"
ARRAY, WHOLE = "P", (26, 27, 28)
"""Where an array stands that nothing may be put into."""


def build(path: Path, seed: int) -> Path:
    """A workbook of two sheets."""
    draw = Random(seed)  # noqa: S311 - a test
    with xlsxwriter.Workbook(path) as book:
        sheets = {name: book.add_worksheet(name) for name in ("Data", OTHER)}
        for sheet in sheets.values():
            _cells(draw, sheet)
            _shapes_of_rows(draw, sheet)
            _rules(draw, book, sheet)
            _drawn(draw, book, sheet)
        for number in range(5):
            sheet = draw.choice(["Data", f"'{OTHER}'"])
            book.define_name(f"Name_{number}", f"={sheet}!{_area(draw, fixed=True)}")
    return path


def _cells(draw: Random, sheet: Worksheet) -> None:
    _areas_apart(draw, sheet)
    for row in range(ROWS):
        for column in range(COLUMNS):
            if draw.random() < 0.5:
                continue
            if draw.random() < 0.5:
                sheet.write_number(row, column, draw.randrange(100))
            else:
                sheet.write_formula(row, column, f"={_formula(draw)}")


def _areas_apart(draw: Random, sheet: Worksheet) -> None:
    """A table, a merged cell, an array: each in columns of its own beyond the cells."""
    table, merged = (draw.randrange(2, ROWS - 6) for _ in range(2))
    sheet.add_table(table, 9, table + 4, 10, {"columns": [{"header": "k"}, {"header": "v"}]})
    sheet.merge_range(merged, 12, merged + 2, 13, "merged")
    sheet.write_array_formula(f"{ARRAY}{WHOLE[0]}:{ARRAY}{WHOLE[-1]}", f"{{={_area(draw)}}}")


def _formula(draw: Random) -> str:
    kinds = [
        lambda: f"{_cell(draw)}*2+{_cell(draw)}",
        lambda: f"SUM({_area(draw)})",
        lambda: f"SUM({draw.randrange(1, 9)}:{draw.randrange(9, 30)})*0",
        lambda: f"COUNT({draw.choice('ABC')}:{draw.choice('DEF')})*0",
        lambda: f"Data!{_cell(draw)}&\"A9\"",
        lambda: f"SUM('{OTHER}'!{_area(draw)})",
        lambda: f"IF({_cell(draw)}>1,{_cell(draw)},MAX({_area(draw)},{_cell(draw)}))",
        lambda: f"INDEX({_area(draw)},1,1)+LOG10(100)",
        lambda: f"SUM({_cell(draw)}:INDEX(A:{draw.choice('DEF')},{draw.randrange(1, 30)}))",
        lambda: f"Name_{draw.randrange(5)}",
    ]  # fmt: skip
    return draw.choice(kinds)()


def _cell(draw: Random, *, fixed: bool = False) -> str:
    column, row = (draw.choice(("", "$")) if not fixed else "$" for _ in range(2))
    return f"{column}{xl_col_to_name(draw.randrange(COLUMNS))}{row}{draw.randrange(1, ROWS + 8)}"


def _area(draw: Random, *, fixed: bool = False) -> str:
    top, left = draw.randrange(1, ROWS), draw.randrange(COLUMNS - 2)
    signs = ["$" if fixed else draw.choice(("", "$")) for _ in range(4)]
    last, right = top + draw.randrange(8), left + draw.randrange(3)
    return (
        f"{signs[0]}{xl_col_to_name(left)}{signs[1]}{top}:{signs[2]}{xl_col_to_name(right)}{signs[3]}{last}"
    )


def _shapes_of_rows(draw: Random, sheet: Worksheet) -> None:
    sheet.set_row(draw.randrange(ROWS), HIGH)
    sheet.set_row(draw.randrange(ROWS), None, None, {"hidden": True})
    first = draw.randrange(ROWS)
    for row in range(first, first + 3):
        sheet.set_row(row, None, None, {"level": 1})
    sheet.set_h_pagebreaks([draw.randrange(1, ROWS) for _ in range(2)])
    sheet.print_area(0, 0, draw.randrange(5, ROWS), 16)
    top = draw.randrange(ROWS)
    sheet.repeat_rows(top, top + 1)


def _rules(draw: Random, book: Workbook, sheet: Worksheet) -> None:
    for _ in range(2):
        rule = {"type": "formula", "criteria": f"={_cell(draw)}>3", "format": book.add_format({"bold": True})}
        sheet.conditional_format(_area(draw).replace("$", ""), rule)
    area = _area(draw).replace("$", "")
    sheet.conditional_format(area, {"type": "data_bar", "data_bar_2010": True})
    whole = {"validate": "list", "source": f"={_area(draw, fixed=True)}"}
    sheet.data_validation(f"R{draw.randrange(1, ROWS)}", whole)
    top = draw.randrange(1, ROWS)
    sheet.data_validation(f"S{top}:S{top + 4}", {"validate": "custom", "value": f"={_cell(draw)}>0"})
    sheet.write_comment(f"T{draw.randrange(1, ROWS)}", "note")
    sheet.write_url(
        f"U{draw.randrange(1, ROWS)}", f"internal:'{OTHER}'!A{draw.randrange(1, ROWS)}", string="x"
    )
    sheet.add_sparkline(draw.randrange(ROWS), 21, {"range": f"'{OTHER}'!{_area(draw, fixed=True)}"})


def _drawn(draw: Random, book: Workbook, sheet: Worksheet) -> None:
    chart: Any = book.add_chart({"type": "column"})
    for _ in range(2):
        top = draw.randrange(1, ROWS)
        chart.add_series({"values": f"='{OTHER}'!$B${top}:$B${top + 6}", "name": f"=Data!$A${top}"})
    sheet.insert_chart(draw.randrange(ROWS), 24, chart, {"object_position": 2})
    sheet.insert_textbox(draw.randrange(ROWS), 34, "text", {"object_position": 2})


def seen(path: Path, inserted: dict[str, set[int]]) -> dict[str, object]:
    """What a workbook holds; of rows that were put in, nothing that only looks.

    LibreOffice lets formats and validations above rows put in reach over them, and forgets to move
    sparklines, where links lead to and, at times, what a validation reads: those are looked at elsewhere.
    """
    book = load(path)
    found: dict[str, object] = {
        "names": {name: defined.attr_text for name, defined in book.defined_names.items()}
    }
    for sheet in book.worksheets:
        new = inserted.get(sheet.title, set())
        found |= {f"{sheet.title}: {part}": value for part, value in _on_sheet(sheet, new).items()}
    drawn = re.compile(r"(charts/chart|drawings/drawing)(\d+)\.xml$")
    every = {name: xml for name, xml in parts(path).items() if drawn.search(name)}
    for name in sorted(every, key=lambda name: int(re.findall(r"\d+", name)[0])):
        kind = name.split("/")[1]
        one_cell = re.sub(rb"(\$A\$\d+):\1(?=<)", rb"\1", every[name])
        cells = re.findall(rb"<c:f>([^<]*)</c:f>", one_cell)
        rows = re.findall(rb"<xdr:from>.*?<xdr:row>(\d+)<", one_cell, re.DOTALL)
        found.setdefault(kind, []).append([cells, sorted(rows)])  # type: ignore[attr-defined]
    return found


def _on_sheet(sheet: Any, new: set[int]) -> dict[str, object]:
    rows = [row for row in range(1, sheet.max_row + 1) if row not in new]
    shapes = {row: sheet.row_dimensions[row] for row in rows}
    cells = [cell for row in sheet for cell in row]
    links = [cell.hyperlink for cell in cells if cell.hyperlink]
    validations = sheet.data_validations.dataValidation
    return {
        "cells": {cell.coordinate: _value(cell) for cell in cells if cell.value is not None},
        "merged": sorted(map(str, sheet.merged_cells.ranges)),
        "heights": [row for row, shape in shapes.items() if shape.height == HIGH],
        "hidden": [row for row, shape in shapes.items() if shape.hidden],
        "levels": [row for row, shape in shapes.items() if shape.outlineLevel],
        "breaks": [one.id for one in sheet.row_breaks.brk],
        "print": (str(sheet.print_area), sheet.print_title_rows),
        "validations": sorted(_old_rows(str(one.sqref), new) for one in validations),
        "formats": sorted(
            (_old_rows(str(one.sqref), new), str(one.rules[0].formula))
            for one in sheet.conditional_formatting
        ),
        "notes": [cell.coordinate for cell in cells if cell.comment],
        "links": sorted(one.ref for one in links),
        "tables": sorted(table.ref for table in sheet.tables.values()),
    }  # fmt: skip


def _old_rows(ranges: str, new: set[int]) -> list[tuple[int, ...]]:
    """Columns, first and last row of ranges, without rows that were put in."""
    found: list[tuple[int, ...]] = []
    for left, top, right, bottom in (CellRange(part).bounds for part in ranges.split()):
        rows = [row for row in range(top, bottom + 1) if row not in new]
        found.append((left, right, rows[0], rows[-1]))
    return sorted(found)


def _value(cell: Any) -> object:
    if hasattr(cell.value, "ref"):
        return cell.value.ref, cell.value.text
    return "" if cell.column_letter == ARRAY else cell.value
