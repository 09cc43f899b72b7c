"""The live workbook: the report, the raw tables it is made from, and formulas, all in one file.

``python -m sheets_templates.live_workbook ru live.xlsx`` makes one with the sample department's deals.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook

from addin.deals.tables.columns import SHEETS
from addin.demo.sheets import Column, Look, Sheet
from addin.demo.workbook import raw_tables, write_tables
from addin.refresh import Request, load, report_of
from addin.words import Lang, catalogue, say
from addin.xlsx.fill import fill
from sheets_templates import formats
from sheets_templates.book import CREATED, Book
from sheets_templates.formulas_sheet import make_formulas_sheet
from sheets_templates.make import add_report_sheets

Tables = Sequence[tuple[Sheet, pd.DataFrame]]
ARGUMENTS = ("deals", "stages", "history", "spend", "plan", "rates", "settings")
"""The arguments of DEALS, in order."""
_NAME_ORDER: tuple[Lang, ...] = ("en", "ru")
"""The languages in which a table's sheet is named, as in the list of its names."""

_SPARE_ROWS = 1000

_COLUMN_STYLES: dict[str, Look] = {
    "created": "moment", "first_touch": "moment", "status_changed": "moment", "closed": "moment",
    "changed_at": "moment", "next_contact": "day", "month": "month", "amount": "money", "order": "count",
    "probability": "share",
}  # fmt: skip


def make_live(
    lang: Lang, path: Path, tables: Tables, finish: Callable[[Workbook], None] = lambda _: None
) -> None:
    """Make the workbook.

    Args:
        lang: the language of its words; the tables stay as they are.
        path: where to; an existing file is replaced.
        tables: the raw tables, each named as :data:`SHEETS` knows it.
        finish: adds what one host alone needs, last of all.

    Raises:
        OSError: the file cannot be written.
    """
    with xlsxwriter.Workbook(path) as file:
        file.set_properties(
            {"title": say("block.header", lang), "author": "Honest Funnel", "created": CREATED}
        )
        book = Book(file, lang, live=True)
        named = [(replace(sheet, name=_tab(sheet.name, lang)), table) for sheet, table in tables]
        named = [(sheet, _with_language(sheet, table, lang)) for sheet, table in named]
        to_paste = [pair for pair in named if _is_blank(*pair)]
        write_tables(file, to_paste)
        for sheet, _ in to_paste:
            _tell_to_paste(book, sheet)
        add_report_sheets(book)
        opens = [sheet.name for sheet, _ in to_paste] or [book.tab("monday")]
        file.get_worksheet_by_name(opens[0]).activate()
        places = {_table(sheet.name): sheet for sheet, _ in named}
        for table, sheet in places.items():
            file.define_name(f"hf_raw_{table}", f"={_area(table, sheet)}")
        make_formulas_sheet(book, [f"hf_raw_{table}" if table in places else "" for table in ARGUMENTS])
        write_tables(file, [pair for pair in named if not _is_blank(*pair)])
        finish(file)


def _is_blank(sheet: Sheet, table: pd.DataFrame) -> bool:
    """Whether it is the table of deals, and they are still to be pasted: then it comes first."""
    return _table(sheet.name) == "deals" and table.empty


def _tell_to_paste(book: Book, sheet: Sheet) -> None:
    """Say in a box, which is no cell, where the deals go."""
    shape = {"width": 560, "height": 80, "object_position": 3, "line": {"color": formats.MID_BLUE}}
    font = {"name": formats.FONT, "size": 11, "color": formats.TEXT_COLOUR}
    look = shape | {"fill": {"color": formats.PALE_BLUE}, "font": font}
    book.file.get_worksheet_by_name(sheet.name).insert_textbox(3, 1, say("live.paste_here", book.lang), look)


def fill_live(path: Path, lang: Lang) -> None:
    """Fill the report of a live workbook in a file from its own tables, in its place.

    Raises:
        InputError, OptionError: something in its tables.
    """
    found = report_of(load(Request(path, options={"lang": lang}, system_lang=lang)))
    fill(path, found, path)


def sample_tables() -> Tables:
    """The sample department's tables."""
    return raw_tables()


def blank_tables(lang: Lang) -> Tables:
    """Tables with nothing but headings, to paste one's own rows under, and the settings to fill in."""
    found: list[tuple[Sheet, pd.DataFrame]] = []
    for table in ARGUMENTS:
        keys = [key.rpartition(".")[2] for key in catalogue() if key.startswith(f"raw.{table}.")]
        columns = tuple(_column(table, key, lang) for key in keys)
        if columns:
            rows = {key: _settings(lang) if key == "name" else [] for key in keys}
            frame = pd.DataFrame({key: pd.Series(cells, dtype=object) for key, cells in rows.items()})
            found.append((Sheet(SHEETS[table][0], columns), frame))
    return found


def _with_language(sheet: Sheet, table: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """The settings with the workbook's language, which then holds whoever refreshes it."""
    if _table(sheet.name) != "settings":
        return table
    return pd.concat(
        [table, pd.DataFrame({"name": [say("code.lang", lang)], "value": [lang]})], ignore_index=True
    )


def _settings(lang: Lang) -> list[str]:
    return [say(f"code.{name}", lang) for name in ("as_of", "period", "horizon", "currency", "timezone")]


def _column(table: str, key: str, lang: Lang) -> Column:
    header = say(f"raw.{table}.{key}", lang)
    style = "id" if key == "id" else _COLUMN_STYLES.get(key, "text")
    return Column(key, header, style, max(14, len(header) + 4))


def _tab(name: str, lang: Lang) -> str:
    """A table's sheet in the language of the workbook."""
    return SHEETS[_table(name)][_NAME_ORDER.index(lang)]


def _table(name: str) -> str:
    return next(table for table, names in SHEETS.items() if name in names)


def _area(table: str, sheet: Sheet) -> str:
    """The cells of a table, so that rows put below count too.

    Whole columns only for the deals, which every host takes as a range and cuts to what is in use. The cells
    of other tables reach a function one by one, and a million empty ones would take seconds; some rows more
    than there are filled cells in the first column make up for blanks in it.
    """
    name, last = sheet.name, xl_col_to_name(len(sheet.columns) - 1)
    if table == "deals":
        return f"'{name}'!$A:${last}"
    return f"'{name}'!$A$1:INDEX('{name}'!${last}:${last},COUNTA('{name}'!$A:$A)+{_SPARE_ROWS})"


def main() -> None:
    """Make the sample's live workbook, filled."""
    lang: Lang = "ru" if sys.argv[1] == "ru" else "en"
    make_live(lang, Path(sys.argv[2]), sample_tables())
    fill_live(Path(sys.argv[2]), lang)


if __name__ == "__main__":
    main()
