"""The live workbook for LibreOffice Calc: an .ods whose formulas are computed and that has a button."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import xlwings as xw

from addin.errors import InputError
from addin.hosts.calc.engine import connect, disconnect
from addin.hosts.calc.engine.errors import CalcError
from addin.hosts.calc.launch import NoOfficeError, Office
from addin.words import Lang, say

REFRESH_URL = "org.honestfunnel:refresh"
"""What the button opens."""


def make_workbook(path: Path, lang: Lang, *, blank: bool) -> None:
    """Make the workbook: report, raw tables, formulas and a button "Refresh report".

    Args:
        path: the .ods file; one that exists is left as it is and is an error.
        lang: the language of its words.
        blank: tables with headings only, in place of the sample department's.

    Raises:
        InputError: the file exists, cannot be written or is no .ods; there is no LibreOffice.
    """
    if path.suffix.casefold() != ".ods":
        raise InputError("calc_live_suffix", file=path)
    if path.exists():
        raise InputError("calc_live_exists", file=path)
    with tempfile.TemporaryDirectory(prefix="honest-funnel-") as place:
        folder = Path(place)
        source = _source(folder / "live.xlsx", lang, blank=blank)
        _converted(source, path, folder, lang)


def _source(path: Path, lang: Lang, *, blank: bool) -> Path:
    from sheets_templates.live_workbook import blank_tables, fill_live, make_live, sample_tables

    make_live(lang, path, blank_tables(lang) if blank else sample_tables())
    if not blank:
        fill_live(path, lang)
    return path


def _converted(source: Path, target: Path, folder: Path, lang: Lang) -> None:
    """The workbook as Calc saves it, with the functions at hand, so that their values are in the file."""
    from addin.hosts.calc.extension.build import unpack
    from sheets_templates.summary import BUTTON, BUTTON_ROW

    unpack(folder / "extensions" / "honest-funnel", sys.executable, lang)
    try:
        with Office(extensions=folder / "extensions") as office:
            app = connect(office.client)
            book: xw.Book = app.books.open(str(source))
            sheet = say("sheet.summary", lang)
            where = (book.impl.uid, sheet, BUTTON_ROW, BUTTON[0], BUTTON_ROW, BUTTON[1])
            office.client.call("add_button", where, say("calc.command.refresh", lang), REFRESH_URL)
            office.client.call("plain_default_style", book.impl.uid)
            book.sheets[sheet].activate()
            book.save(str(target.resolve()))
            disconnect(app)
    except NoOfficeError as error:
        raise InputError("calc_no_office") from error
    except (CalcError, OSError) as error:
        raise InputError("output_not_writable", file=target) from error
