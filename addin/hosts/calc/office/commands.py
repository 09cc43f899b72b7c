"""The commands of toolbar, menu and buttons in a sheet, ``org.honestfunnel:refresh``.

They need no macro permission, so anybody's document may ask for one: a command works on the document of its
own window, and no document can have it work on another. The worker does the work, and this side executes what
it requests of cells.
"""

from __future__ import annotations

import contextlib
import threading
from functools import lru_cache
from typing import Any

import uno
from com.sun.star.frame import XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization

from .buttons import has_button
from .dispatcher import Dispatcher
from .documents import OfficeError
from .main_thread import MainThread
from .service import Service
from .settings import headless, language, log, words
from .shared_worker import WORKER
from .transaction import Transaction
from .worker_process import WorkerError

SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
TITLE = "Honest Funnel"
STATUS_SECONDS = 15.0  # seconds the end of a command stands in the status bar


COMMANDS = {"org.honestfunnel:refresh": "refresh"}
"""Address → command."""
OPENING = ("URL", "FileName", "MacroExecutionMode")
"""What only the opening of an address comes with."""


class Commands(Service, XInitialization, XDispatchProvider, XDispatch):  # type: ignore[misc]
    """Runs commands on the spreadsheet of one frame."""

    SERVICES = ("org.honestfunnel.Commands", "com.sun.star.frame.ProtocolHandler")

    def __init__(self, ctx: Any) -> None:
        self.ctx = ctx
        self.frame: Any = None

    def initialize(self, arguments: tuple[Any, ...]) -> None:
        """The frame that the command is asked for in."""
        self.frame = arguments[0] if arguments else None

    def queryDispatch(self, url: Any, _target: str, _flags: int) -> Any:
        """Who carries out a command; the spelling is UNO's."""
        return self if url.Complete in COMMANDS else None

    def queryDispatches(self, requests: tuple[Any, ...]) -> tuple[Any, ...]:
        """The same for several."""
        return tuple(self.queryDispatch(each.FeatureURL, "", 0) for each in requests)

    def dispatch(self, url: Any, arguments: tuple[Any, ...]) -> None:
        """Run the command; say in the status bar that it is done, in a box that it failed.

        An address that is opened, as a button of a sheet and a link do, comes to the document in front,
        wherever it stands: that one must have a button of this address itself.
        """
        if url.Complete not in COMMANDS or self.frame is None:
            return
        opened = any(given.Name in OPENING for given in arguments)
        if not opened or has_button(_document(self.frame), url.Complete):
            run(self.ctx, COMMANDS[url.Complete], self.frame)

    def addStatusListener(self, listener: Any, url: Any) -> None:
        """Tell a toolbar item that it can be pressed."""
        state = uno.createUnoStruct("com.sun.star.frame.FeatureStateEvent")
        state.FeatureURL, state.IsEnabled, state.Requery = url, True, False
        listener.statusChanged(state)

    def removeStatusListener(self, listener: Any, url: Any) -> None:
        """Nothing changes that it would be told of."""


def run(ctx: Any, name: str, frame: Any) -> None:
    """Run a command on the document of a frame, and say what came of it."""
    lang, dispatcher = language(ctx), _dispatcher(ctx)
    try:
        done, text = _run(dispatcher, name, _document(frame), lang)
    except Exception as error:  # noqa: BLE001 - nothing of ours may break off into the office
        done, text = False, words("defect", lang, message=f"{type(error).__name__}: {error}")
    log("command", name, "done" if done else "failed")
    if done:
        STATUS.show(ctx, frame, text)
    else:
        _show_message(ctx, frame, dispatcher, text)


def _document(frame: Any) -> Any:
    controller = frame.getController()
    document = None if controller is None else controller.getModel()
    return document if document is not None and document.supportsService(SPREADSHEET) else None


@lru_cache(maxsize=1)
def _dispatcher(ctx: Any) -> Dispatcher:
    return Dispatcher(ctx, headless())


def _run(dispatcher: Dispatcher, name: str, document: Any, lang: str) -> tuple[bool, str]:
    """Whether the command was carried out, and what to say."""
    if document is None:
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


class Status:
    """What our last command says in the status bar of its window; after a while the office has it back."""

    def __init__(self) -> None:
        self.text = ""
        self._indicator: Any = None

    def show(self, ctx: Any, frame: Any, text: str) -> None:
        """Put the text there, in place of an earlier one."""
        self.end(self.text)
        self.text = text
        self._indicator = frame.createStatusIndicator()
        self._indicator.start(text, 0)
        main = MainThread(ctx)
        timer = threading.Timer(STATUS_SECONDS, main.post, (lambda: self.end(text),))
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


def _show_message(ctx: Any, frame: Any, dispatcher: Dispatcher, text: str) -> None:
    """A box with the text; where there is no screen for it, the status bar."""
    log("told", text)
    try:
        dispatcher.call("alert", (text, TITLE, "ok", "critical"))
    except OfficeError:
        STATUS.show(ctx, frame, text)
