"""The templates of the tree, and the words they are made of."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from addin.report.headings import folded, heading, keys_by_heading, with_fill_notes
from addin.report.layout import BLOCKS, STEPS
from addin.settings import DEFAULTS
from addin.words import LANGS, Lang, catalogue, has, say
from sheets_templates import formats
from sheets_templates.make import FOLDER, make_template
from sheets_templates.tabs import BEHIND, PAGES, SHEETS
from tests.xlsx.samples import TEMPLATE, load, parts

NOT_SHOWN = {
    "funnel": ["step", "from", "to"],
    "top_heatmap": ["leads"],
    "trend": ["note"],
    "time_to_win": ["followed", "advanced_h", "skipped_share"],
}
"""Columns that the pages laid out by hand leave out."""

CODES = (
    *("untouched", "overdue", "no_next_step", "stale", "history", "dates", "snapshot"),
    *("weak", "strong", "unclear", "volume", "depth", "both", "neither_clear"),
    *("intake", "work", "presale", "won", "lost", "nontarget", "ignore"),
    *("call_today", "set_next_step", "close_or_give_up", "keep_contact"),
    *("command_line", "workbook", "template", "default", "data"),
    *("conversion", "growth", "attention", "record"),
)


@pytest.mark.parametrize("lang", LANGS)
def test_the_tree_holds_what_the_script_makes(tmp_path: Path, lang: Lang) -> None:
    make_template(lang, tmp_path / "once.xlsx")
    make_template(lang, tmp_path / "twice.xlsx")
    assert (tmp_path / "once.xlsx").read_bytes() == (tmp_path / "twice.xlsx").read_bytes()
    assert parts(tmp_path / "once.xlsx") == parts(FOLDER / f"report.{lang}.xlsx"), "run: make templates"


@pytest.mark.parametrize("lang", LANGS)
def test_each_block_has_its_place(lang: Lang) -> None:
    book = load(TEMPLATE[lang])
    for block in BLOCKS:
        sheet, _, area = str(book.defined_names[f"hf_{block.name}"].attr_text).rpartition("!")
        cells = book[sheet.strip("'")][area.replace("$", "")]
        above = book[sheet.strip("'")][cells[0][0].row - 1] if cells[0][0].row > 1 else ()
        texts = {cell.value for row in (above, *cells) for cell in row if isinstance(cell.value, str)}
        shown = [key for key in block.keys if heading(block.name, key, lang) in texts or key in texts]
        assert [key for key in block.keys if key not in shown] == NOT_SHOWN.get(block.name, [])
        if block.fixed_rows != 1:
            expected = {"settings": len(DEFAULTS)}.get(block.name, block.fixed_rows or 1)
            assert len(cells) == 1 + expected
    assert book.sheetnames == [say(f"sheet.{name}", lang) for name in ("how", *PAGES, *SHEETS)]
    assert book.active.title == say("sheet.monday", lang)
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    assert hidden == [say(f"sheet.{name}", lang) for name in BEHIND]


@pytest.mark.parametrize("lang", LANGS)
def test_every_sheet_prints_on_a_landscape_page(lang: Lang) -> None:
    for sheet in load(TEMPLATE[lang]).worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        fits = sheet.sheet_properties.pageSetUpPr
        assert fits is not None
        assert fits.fitToPage
        footer = sheet.oddFooter
        assert footer is not None
        assert "&P" in str(footer.right.text)


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_printed_is_large_enough_to_read(lang: Lang) -> None:
    """The scale of a page times the size of letters: 7 points for headings and more for values."""
    for sheet in load(TEMPLATE[lang]).worksheets:
        scale = scale_of(sheet)
        sizes = Counter(cell.font.sz for row in sheet.iter_rows() for cell in row if is_shown(sheet, cell))
        assert scale * min(sizes) >= 7, sheet.title
        values = [size for size in sizes if size > formats.HEADING_SIZE + 0.5]
        assert scale * min(values) >= 7.5, sheet.title


def scale_of(sheet: Worksheet) -> float:
    """How far a sheet is made smaller to be one page wide, and one page high where it says so."""
    columns = [column for column in sheet.column_dimensions.values() if not column.hidden]
    wide = sum(column.width * 7 * (int(column.max or 0) - int(column.min or 0) + 1) for column in columns)
    margins = sheet.page_margins
    scales = [1.0, (297 / 25.4 - margins.left - margins.right) * 96 / wide]
    if sheet.page_setup.fitToHeight != 0:
        rows = [sheet.row_dimensions[number] for number in range(1, sheet.max_row + 1)]
        high = sum(row.height or 15 for row in rows if not row.hidden)
        scales.append((210 / 25.4 - margins.top - margins.bottom) * 72 / high)
    return min(scales)


def is_shown(sheet: Worksheet, cell: Any) -> bool:
    """Whether a cell is printed: in use, not hidden, not within a merged one."""
    hidden = [
        number
        for column in sheet.column_dimensions.values()
        if column.hidden
        for number in range(column.min, column.max + 1)
    ]
    there = cell.has_style and not isinstance(cell, MergedCell)
    return there and not sheet.row_dimensions[cell.row].hidden and cell.column not in hidden


@pytest.mark.parametrize("lang", LANGS)
def test_the_heading_of_a_hidden_column_shows_in_no_empty_cell_beside_it(lang: Lang) -> None:
    sheet = load(TEMPLATE[lang])[say("sheet.heatmap", lang)]
    tones = [cell for cell in sheet[3] if "tone" in str(cell.value)]
    assert len(tones) == 1 + STEPS
    for mark in tones:
        assert sheet.cell(4, mark.column).value
        assert sheet.cell(4, mark.column).number_format == ";;;"


@pytest.mark.parametrize("lang", LANGS)
def test_every_block_and_column_has_its_words(lang: Lang) -> None:
    for block in BLOCKS:
        assert say(f"block.{block.name}", lang)
        assert say(f"block_note.{block.name}", lang)
        headings = [folded(heading(block.name, key, lang)) for key in block.keys]
        assert len(set(headings)) == len(headings), block.name
        for key in block.keys:
            assert has(f"column.{key}") or key.rpartition("_")[2].isdigit()
            assert keys_by_heading(block.name)[folded(heading(block.name, key, lang))] == key
    for name in (*PAGES, *SHEETS):
        assert 0 < len(say(f"sheet.{name}", lang)) <= 31


def test_every_fixed_word_and_setting_is_translated() -> None:
    missing = [code for code in (*CODES, *DEFAULTS) if not has(f"code.{code}")]
    assert missing == []
    areas = (
        "column",
        "column_in",
        "column_note",
        "column_in_note",
        "block",
        "block_note",
        "sheet",
        "sheet_note",
        "code",
    )
    for key, texts in catalogue().items():
        if key.partition(".")[0] in areas:
            assert set(texts) == {"ru", "en"}, key


def test_no_help_is_written_for_a_column_that_is_not_there() -> None:
    known = {key for block in BLOCKS for key in block.keys} | {"step_rate", "step_n", "step_tone"}
    for key in catalogue():
        area, _, rest = key.partition(".")
        if area in ("column", "column_note", "column_in", "column_in_note"):
            assert rest.rpartition(".")[2] in known, key


def test_an_explanation_sheds_the_additions_of_a_former_fill() -> None:
    limit, currency = (
        say(f"sheet_note.{n}", "ru", shown="500", total="1\u00a0234", currency="₽")
        for n in ("limit", "currency")
    )
    once = with_fill_notes("Сверху срочные.", [currency, limit])
    assert once == "Сверху срочные. · Суммы: ₽. · Показаны первые 500 из 1\u00a0234."
    assert with_fill_notes(once, [currency]) == "Сверху срочные. · Суммы: ₽."
    assert with_fill_notes(once, []) == "Сверху срочные."
    assert with_fill_notes("", [limit]) == limit
    assert with_fill_notes(limit, []) == ""
