"""The commands of the toolbar, the menu and of buttons in a sheet: ``service:org.honestfunnel.Commands?refresh``.

They need no macro permission. A command works on the document in front; the worker does the work and this side
carries out what it wishes done to cells.
"""

from __future__ import annotations

import contextlib
import threading
from functools import lru_cache
from typing import Any, Tuple

import unohelper
from com.sun.star.lang import XServiceInfo
from com.sun.star.task import XJobExecutor

from .channel import WorkerError
from .documents import Problem
from .line import LINE
from .ops import Ops
from .settings import headless, language, log, python, settings, words

SERVICE = "org.honestfunnel.Commands"
SERVICES = (SERVICE,)
IMPLEMENTATION = f"{SERVICE}.python"
SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
TITLE = "Honest Funnel"
SHOWN_FOR = 15.0  # seconds the end of a command stands in the status bar


class Commands(unohelper.Base, XJobExecutor, XServiceInfo):  # type: ignore[misc]
    """Runs a command on the spreadsheet in front."""

    def __init__(self, ctx: Any) -> None:
        self.ctx = ctx

    def trigger(self, name: str) -> None:
        """Run the command ``name``; say in the status bar that it is done, in a box that it failed."""
        lang, ops = language(self.ctx), _ops(self.ctx)
        try:
            done, text = _help(lang) if name == "help" else _run(self.ctx, ops, name, lang)
        except Exception as error:  # nothing of ours may break off into the office
            done, text = False, words("defect", lang, message=f"{type(error).__name__}: {error}")
        log("command", name, "done" if done else "failed")
        if done and name != "help":
            _status(ops, text)
        else:
            _box(ops, text, "info" if done else "critical")

    def getImplementationName(self) -> str:
        return IMPLEMENTATION

    def supportsService(self, name: str) -> bool:
        return name in SERVICES

    def getSupportedServiceNames(self) -> Tuple[str, ...]:
        return SERVICES


MAKES = Commands


@lru_cache(maxsize=1)
def _ops(ctx: Any) -> Ops:
    return Ops(ctx, headless())


def _run(ctx: Any, ops: Ops, name: str, lang: str) -> Tuple[bool, str]:
    """Whether the command was carried out, and what to say."""
    desktop = ctx.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", ctx)
    document = desktop.getCurrentComponent()
    if document is None or not document.supportsService(SPREADSHEET):
        return False, words("no_document", lang)
    try:
        ended = LINE.command(("command", name, document.RuntimeUID, lang), ops.answer)
    except WorkerError as error:
        return False, words(error.key, lang, **error.params)
    return ended[0] == "done", str(ended[1])


def _help(lang: str) -> Tuple[bool, str]:
    names = ", ".join(function["name"] for function in settings()["functions"].values())
    return True, words("help", lang, version=settings()["version"], functions=names, python=python())


def _status(ops: Ops, text: str) -> None:
    ops.call("set_status", (text,))
    timer = threading.Timer(SHOWN_FOR, _clear, (ops, text))
    timer.daemon = True
    timer.start()


def _clear(ops: Ops, text: str) -> None:
    with contextlib.suppress(Exception):  # the office may be closing
        if ops.call("get_status", ()) == text:
            ops.call("set_status", ("",))


def _box(ops: Ops, text: str, mode: str) -> None:
    """A box with the text; where there is no screen for it, the status bar."""
    log("told", text)
    try:
        ops.call("alert", (text, TITLE, "ok", mode))
    except Problem:
        _status(ops, text)
