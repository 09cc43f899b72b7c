"""The live workbook for LibreOffice Calc: an .ods whose formulas are computed and that has a button."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import xlwings as xw

from addin.errors import InputError
from addin.hosts.calc.engine import connect, disconnect
from addin.hosts.calc.engine.errors import CalcError, OfficeGoneError
from addin.hosts.calc.launch import NoOfficeError, Office
from addin.words import Lang, say

REFRESH_URL = "org.honestfunnel:refresh"
"""What the button opens."""


START_LIMIT, LIMIT = 120.0, 300.0
"""Seconds that LibreOffice may take to start, and to make the workbook; it takes a tenth of that."""


def make_workbook(path: Path, lang: Lang, *, blank: bool) -> None:
    """Make the workbook: report, raw tables, formulas and a button "Refresh report".

    Args:
        path: the .ods file; one that exists is left as it is and is an error.
        lang: the language of its words.
        blank: tables with headings only, in place of the sample department's.

    Raises:
        InputError: the file exists, cannot be written or is no .ods; there is no LibreOffice, or it hangs.
    """
    if path.suffix.casefold() != ".ods":
        raise InputError("calc_live_suffix", file=path)
    if path.exists():
        raise InputError("calc_live_exists", file=path)
    with tempfile.TemporaryDirectory(prefix="honest-funnel-") as place:
        folder = Path(place)
        source = _source(folder / "live.xlsx", lang, blank=blank)
        _converted(source, path, folder, lang, blank=blank)


def _source(path: Path, lang: Lang, *, blank: bool) -> Path:
    from sheets_templates.live_workbook import blank_tables, fill_live, make_live, sample_tables

    make_live(lang, path, blank_tables(lang) if blank else sample_tables())
    if not blank:
        fill_live(path, lang)
    return path


def _converted(source: Path, target: Path, folder: Path, lang: Lang, *, blank: bool) -> None:
    """The workbook as Calc saves it, with the functions at hand, so that their values are in the file."""
    from addin.hosts.calc.extension.build import unpack
    from sheets_templates.monday import BUTTON, BUTTON_ROW

    unpack(folder / "extensions" / "honest-funnel", sys.executable, lang)
    log = _new_log()
    try:
        with (
            Office(extensions=folder / "extensions", timeout=START_LIMIT, log=log) as office,
            _killed_after(LIMIT, office),
        ):
            app = connect(office.client)
            book: xw.Book = app.books.open(str(source))
            office.client.call("set_formulas_again", book.impl.uid)  # or the file is saved before it is done
            sheet = say("sheet.monday", lang)
            where = (book.impl.uid, sheet, BUTTON_ROW, BUTTON[0], BUTTON_ROW, BUTTON[1])
            office.client.call("add_button", where, say("calc.command.refresh", lang), REFRESH_URL)
            office.client.call("plain_default_style", book.impl.uid)
            book.sheets[0 if blank else sheet].activate()
            book.save(str(target.resolve()))
            disconnect(app)
    except NoOfficeError as error:
        log.unlink()
        raise InputError("calc_no_office") from error
    except OfficeGoneError as error:
        raise InputError("calc_office_silent", log=log, why=error) from error
    except (CalcError, OSError) as error:
        log.unlink(missing_ok=True)
        raise InputError("output_not_writable", file=target) from error
    log.unlink()


def _new_log() -> Path:
    """An empty file for its owner only."""
    place, name = tempfile.mkstemp(prefix="honest-funnel-", suffix=".log")
    os.close(place)
    return Path(name)


@contextlib.contextmanager
def _killed_after(seconds: float, office: Office) -> Iterator[None]:
    """An office that is ended if the block takes too long: what waits for it then fails."""
    timer = threading.Timer(seconds, office.kill)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
