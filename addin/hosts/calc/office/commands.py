"""The commands of toolbar, menu and buttons in a sheet, ``service:org.honestfunnel.Commands?refresh``.

They need no macro permission. A command works on the document in front; the worker does the work, and this
side executes what it requests of cells.
"""

from __future__ import annotations

import contextlib
import threading
from functools import lru_cache
from typing import Any

from com.sun.star.task import XJobExecutor

from .dispatcher import Dispatcher
from .documents import OfficeError
from .service import Service
from .settings import headless, language, log, python, settings, words
from .shared_worker import WORKER
from .transaction import Transaction
from .worker_process import WorkerError

SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
TITLE = "Honest Funnel"
STATUS_SECONDS = 15.0  # seconds the end of a command stands in the status bar


class Commands(Service, XJobExecutor):  # type: ignore[misc]
    """Runs a command on the spreadsheet in front."""

    SERVICES = ("org.honestfunnel.Commands",)

    def __init__(self, ctx: Any) -> None:
        self.ctx = ctx

    def trigger(self, name: str) -> None:
        """Run the command ``name``; say in the status bar that it is done, in a box that it failed."""
        lang, dispatcher = language(self.ctx), _dispatcher(self.ctx)
        try:
            done, text = _help(lang) if name == "help" else _run(self.ctx, dispatcher, name, lang)
        except Exception as error:  # noqa: BLE001 - nothing of ours may break off into the office
            done, text = False, words("defect", lang, message=f"{type(error).__name__}: {error}")
        log("command", name, "done" if done else "failed")
        if done and name != "help":
            STATUS.show(self.ctx, text)
        else:
            _show_message(self.ctx, dispatcher, text, "info" if done else "critical")


@lru_cache(maxsize=1)
def _dispatcher(ctx: Any) -> Dispatcher:
    return Dispatcher(ctx, headless())


def _run(ctx: Any, dispatcher: Dispatcher, name: str, lang: str) -> tuple[bool, str]:
    """Whether the command was carried out, and what to say."""
    desktop = ctx.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", ctx)
    document = desktop.getCurrentComponent()
    if document is None or not document.supportsService(SPREADSHEET):
        return False, words("no_document", lang)
    change = Transaction(document)
    try:
        command = ("command", name, document.RuntimeUID, lang)
        ended = WORKER.command(command, change.recording(dispatcher.answer))
    except BaseException as error:
        try:
            change.roll_back()
        finally:
            dispatcher.finish()
        if isinstance(error, WorkerError):
            return False, words(error.key, lang, **error.params)
        raise
    change.commit()
    return ended[0] == "done", str(ended[1])


def _help(lang: str) -> tuple[bool, str]:
    names = ", ".join(function["name"] for function in settings()["functions"].values())
    return True, words("help", lang, version=settings()["version"], functions=names, python=python())


class Status:
    """What our last command says in the status bar of its window; after a while the office has it back."""

    def __init__(self) -> None:
        self.text = ""
        self._indicator: Any = None

    def show(self, ctx: Any, text: str) -> None:
        """Put the text there, in place of an earlier one."""
        self.end(self.text)
        desktop = ctx.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", ctx)
        frame = desktop.getCurrentFrame()
        self.text = text
        if frame is not None:
            self._indicator = frame.createStatusIndicator()
            self._indicator.start(text, 0)
        timer = threading.Timer(STATUS_SECONDS, self.end, (text,))
        timer.daemon = True
        timer.start()

    def end(self, text: str) -> None:
        """Take the text away, unless another stands there by now."""
        if text != self.text:
            return
        indicator, self._indicator, self.text = self._indicator, None, ""
        if indicator is not None:
            with contextlib.suppress(Exception):  # its window, or the office, may be closing
                indicator.end()


STATUS = Status()


def _show_message(ctx: Any, dispatcher: Dispatcher, text: str, mode: str) -> None:
    """A box with the text; where there is no screen for it, the status bar."""
    log("told", text)
    try:
        dispatcher.call("alert", (text, TITLE, "ok", mode))
    except OfficeError:
        STATUS.show(ctx, text)
