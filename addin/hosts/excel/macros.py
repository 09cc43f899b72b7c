"""The commands behind the button and the ribbon: Refresh, Check data, Help."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import xlwings as xw

from addin.defect_log import log_defect
from addin.errors import HonestFunnelError
from addin.functions.registry import FUNCTIONS
from addin.hosts import workbook
from addin.words import Lang, say

TITLE = "Honest Funnel"
MAX_MESSAGE = 1000
"""Characters that a message of Excel shows."""


def macros_for(lang: Lang) -> dict[str, Callable[[], None]]:
    """Name → command, for the workbook that calls it."""
    return {
        "refresh": partial(_run, workbook.refresh, lang, told=True),
        "check": partial(_run, workbook.check, lang),
        "show_help": partial(_run, _help, lang),
    }


def _run(command: Callable[[xw.Book, Lang], str], lang: Lang, *, told: bool = False) -> None:
    """Run a command on the calling workbook and show what it says, errors always.

    Args:
        command: what to do; it returns words.
        lang: the language.
        told: the workbook itself tells of success.
    """
    book, mode = xw.Book.caller(), "info"
    try:
        text = command(book, lang)
        if told:
            return
    except HonestFunnelError as error:
        text, mode = error.text(lang), "critical"
    except Exception as error:  # noqa: BLE001  (a user sees a message, never a traceback)
        log_defect(command.__name__)
        text, mode = say("excel.defect", lang, kind=type(error).__name__), "critical"
    book.app.alert(text if len(text) <= MAX_MESSAGE else f"{text[: MAX_MESSAGE - 1]}…", TITLE, mode=mode)


def _help(book: xw.Book, lang: Lang) -> str:  # noqa: ARG001 - a command
    lines = (f"={one.name}(…) – {one.help(lang).partition('. ')[0].rstrip('.')}" for one in FUNCTIONS)
    return "\n".join((say("excel.help", lang), "", *lines, "", say("excel.help_more", lang)))
