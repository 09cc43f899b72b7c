"""What the toolbar and the menu of the extension can ask for, run in the worker over the engine."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection

import xlwings as xw

from addin.errors import HonestFunnelError
from addin.hosts import workbook
from addin.hosts.calc.engine import Client, RpcClient, connect, disconnect
from addin.hosts.calc.engine.errors import CalcError
from addin.words import Lang, say


def refresh(client: Client, document: str, lang: Lang) -> str:
    """Fill the report of a document anew, see :func:`addin.hosts.workbook.refresh`."""
    app = connect(client)
    try:
        return workbook.refresh(xw.Book(impl=app.impl.book(document)), lang)
    finally:
        disconnect(app)


COMMANDS: dict[str, Callable[[Client, str, Lang], str]] = {"refresh": refresh}
"""Name → what is done to a document (its ``RuntimeUID``); the text returned is for the status bar."""


def run_command(channel: Connection, command: tuple[str, str, str, Lang]) -> tuple[str, str]:
    """Run ``("command", name, document, lang)``; the answer is ("done", text) or ("failed", text)."""
    _, name, document, lang = command
    client = RpcClient(channel)
    try:
        return "done", COMMANDS[name](client, document, lang)
    except HonestFunnelError as error:
        return "failed", error.text(lang)
    except CalcError as error:  # what the office refuses, such as writing into a protected sheet
        return "failed", say("refresh.refused", lang, message=error)
    except Exception as error:  # noqa: BLE001 - the office shows a text, whatever went wrong
        return "failed", say("calc.defect", lang, message=f"{type(error).__name__}: {error}")
    finally:
        with suppress(CalcError):  # what has been told already
            client.wait_all()  # the next command's first answer must be its own
