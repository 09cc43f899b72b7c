"""An office as an xlwings application."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.hosts.calc.engine.book import Book, Books
from addin.hosts.calc.engine.client import Client
from addin.hosts.calc.engine.errors import CalcError
from addin.hosts.calc.engine.unsupported import implements, raise_unsupported

if TYPE_CHECKING:
    from addin.hosts.calc.engine.engine import Engine
    from addin.hosts.calc.engine.range import Range

CALCULATION = {"automatic": True, "semiautomatic": True, "manual": False}


@implements(base_classes.App)
class App(base_classes.App):
    """One office, reached through a client."""

    engine: Engine
    client: Client
    pid: int
    version: str
    visible = True
    """Whether workbooks are shown that are opened from now on."""
    display_alerts = True
    """The engine shows no alerts; kept because macros set it."""
    interactive = True
    """As ``display_alerts``."""

    def __init__(self, engine: Engine, client: Client) -> None:
        self.engine = engine
        self.client = client
        self.pid, self.version = client.call("about")
        self.book_cache: dict[str, Book] = {}

    @property
    def api(self) -> Client:
        """The client: the office's own objects live in another process."""
        return self.client

    xl = api

    @property
    def books(self) -> Books:
        """Open workbooks."""
        return Books(self)

    def book(self, uid: str) -> Book:
        """The workbook with this identifier, always the same object."""
        return self.book_cache.setdefault(uid, Book(self, uid))

    def activate(self, steal_focus: bool = False) -> None:
        """Make this the active application."""
        self.engine.apps.attach(self)
        if steal_focus and len(self.books):
            self.books.active.to_front()

    @property
    def selection(self) -> Range | None:
        """Selected cells of the workbook in front."""
        return self.books.active.selection if self.client.call("active_book") else None

    @property
    def screen_updating(self) -> bool:
        """Whether changes are shown as they happen."""
        return bool(self.client.call("get_screen_updating"))

    @screen_updating.setter
    def screen_updating(self, shown: bool) -> None:
        self.client.call("set_screen_updating", bool(shown))

    @property
    def enable_events(self) -> bool:
        """Always true: events of Calc cannot be turned off."""
        return True

    @enable_events.setter
    def enable_events(self, value: bool) -> None:
        if not value:
            raise_unsupported("App.enable_events = False")

    @property
    def calculation(self) -> str:
        """``automatic`` or ``manual``."""
        return "automatic" if self.client.call("get_automatic") else "manual"

    @calculation.setter
    def calculation(self, mode: str) -> None:
        if mode not in CALCULATION:
            raise CalcError(f"calculation is one of {', '.join(CALCULATION)}, not {mode!r}")
        self.client.call("set_automatic", CALCULATION[mode])

    def calculate(self) -> None:
        """Compute what has changed."""
        self.client.call("calculate")

    @property
    def status_bar(self) -> str | bool:
        """The text we put there, or False."""
        return self.client.call("get_status") or False

    @status_bar.setter
    def status_bar(self, text: str | bool | None) -> None:
        self.client.call("set_status", text if isinstance(text, str) else "")

    def alert(
        self, prompt: str, title: str | None = None, buttons: str = "ok", mode: str | None = None,
        callback: object = None,
    ) -> str:  # fmt: skip
        """Show a message and wait for the answer; refused where the office has no screen."""
        if callback is not None:
            raise_unsupported("App.alert with a callback")
        return str(self.client.call("alert", prompt, title or "", buttons, mode))

    @property
    def cut_copy_mode(self) -> None:
        """Nothing is ever cut or copied through the clipboard."""
        return

    @cut_copy_mode.setter
    def cut_copy_mode(self, value: object) -> None:
        pass

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """Cells of the active sheet."""
        return self.books.active.sheets.active.range(arg1, arg2)

    def quit(self) -> None:
        """End the office; nothing is saved."""
        self.engine.apps.detach(self.pid)
        self.client.call("quit_office")

    def kill(self) -> None:
        """End the office's process."""
        self.engine.apps.detach(self.pid)
        os.kill(self.pid, signal.SIGTERM)
