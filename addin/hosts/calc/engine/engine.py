"""The engine as xlwings knows it, and its applications: one for each office we are connected to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import xlwings as xw
from xlwings import base_classes

from addin.hosts.calc.engine.app import App
from addin.hosts.calc.engine.client import Client
from addin.hosts.calc.engine.errors import NotFoundError
from addin.hosts.calc.engine.unsupported import implements, raise_unsupported
from addin.hosts.calc.engine.values import clean_values, to_cell_value

NAME = "libreoffice"


@implements(base_classes.Apps)
class Apps(base_classes.Apps):
    """Offices, the active one first."""

    def __init__(self) -> None:
        self._apps: list[App] = []

    def attach(self, app: App) -> None:
        """Take an office in, as the active one."""
        self.detach(app.pid)
        self._apps.insert(0, app)

    def detach(self, pid: int) -> None:
        """Forget an office."""
        self._apps = [app for app in self._apps if app.pid != pid]

    def add(self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None) -> App:
        """Refused: an office is started by its launcher."""
        raise_unsupported(
            "starting an office through xlwings",
            "start one with addin.hosts.calc.launch.Office and connect to it",
        )

    def keys(self) -> list[int]:
        """Process ids."""
        return [app.pid for app in self._apps]

    @staticmethod
    def cleanup() -> None:
        """Nothing is left behind that would need it."""

    def __iter__(self) -> Iterator[App]:
        return iter(list(self._apps))

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        for app in self._apps:
            if app.pid == pid:
                return app
        raise NotFoundError(f"no office with process id {pid} is connected")


class Engine:
    """What xlwings asks of an engine."""

    name = NAME
    type = "desktop"
    clean_value_data = staticmethod(clean_values)
    prepare_xl_data_element = staticmethod(to_cell_value)

    def __init__(self) -> None:
        self.apps = Apps()


_ENGINE = Engine()


def connect(client: Client) -> xw.App:
    """Let xlwings work in the office at the other end of ``client``; it becomes the active one.

    Raises:
        CalcError: The office does not answer.
    """
    app = App(_ENGINE, client)
    _ENGINE.apps.attach(app)
    if NAME not in xw.engines.engines_by_name:
        xw.engines.add(xw.main.Engine(impl=_ENGINE))
    xw.engines[NAME].activate()
    return xw.App(impl=app)


def disconnect(app: xw.App) -> None:
    """Forget an office; it goes on running."""
    _ENGINE.apps.detach(app.pid)
