"""The process that computes for an office: ``python -m addin.hosts.calc.worker``, started by the extension.

It reads a key and an address from its standard input, listens there for the two channels of that one office
(see ``office/worker_process.py``), and leaves when either its channels or its standard input close: an office
that ends, however it ends, leaves no process behind.
"""

from __future__ import annotations

import contextlib
import gc
import io
import marshal
import os
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection, Listener
from typing import Any, TextIO

from addin.functions.arguments import ArgumentValue, Cells
from addin.functions.call import call, precompute
from addin.functions.function import Argument
from addin.functions.registry import FUNCTIONS
from addin.hosts.calc.engine.column_reader import restore_tabs
from addin.hosts.calc.office.proof import accept
from addin.readers.packed_columns import Packer
from addin.words import say

MAX_MESSAGE = 1 << 30  # bytes of one message
BEAT = 1.0  # seconds between signs of life, as in office/worker_process.py
SWITCH_INTERVAL = 0.0002
"""Seconds after which a thread that computes lets another go on: one that speaks with the office computes
next to nothing, but would wait for Python's lock several times 5 ms with each request."""

GC_THRESHOLD = 50_000
"""New objects after which garbage is looked for: tables of cells are many objects, and none of it."""


def main() -> int:
    """Serve one office; returns when it has gone."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    key, address = sys.stdin.readline().split(maxsplit=1)
    out = sys.stdout
    sys.stdout = io.StringIO()  # nothing may print to the line the office reads
    listener = Listener(address.strip())
    out.write("ready\n")
    out.flush()
    both = [accept(listener, bytes.fromhex(key)) for _ in range(2)]
    channels = {channel.recv_bytes(16): channel for channel in both}
    with contextlib.suppress(FileNotFoundError):
        listener.close()  # the office removes its folder as soon as it is connected
    threading.Thread(target=_exit_with_the_office, daemon=True).start()
    threading.Thread(target=_show_life, args=(out,), daemon=True).start()
    threading.Thread(target=_take_commands, args=(channels[b"commands"],), daemon=True).start()
    functions = channels[b"functions"]
    _serve(functions, QuestionReader().take, lambda message: precompute_after(message, functions.poll))
    return 0


def _take_commands(channel: Connection) -> None:
    from addin.hosts.calc.commands import (
        run_command,  # what only commands need is loaded beside the first formulas
    )

    gc.freeze()  # what is loaded stays: it need not be looked through for garbage time and again
    gc.set_threshold(GC_THRESHOLD)
    _serve(channel, lambda command: run_command(channel, command))


def _exit_with_the_office() -> None:
    with contextlib.suppress(OSError, ValueError):
        sys.stdin.read()
    os._exit(0)  # a computation under way is of no use to anybody


def _show_life(out: TextIO) -> None:
    """Say every second that this process is there, whatever it computes."""
    with contextlib.suppress(OSError, ValueError):
        while True:
            out.write("\n")
            out.flush()
            time.sleep(BEAT)


def _serve(
    channel: Connection, handle: Callable[[Any], Any], afterwards: Callable[[Any], None] = lambda _: None
) -> None:
    """Take messages until the channel closes, and answer those that ``handle`` has an answer to."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            message = marshal.loads(channel.recv_bytes(MAX_MESSAGE))  # noqa: S302 - only who has the key gets here
            reply = handle(message)
            if reply is not None:
                channel.send_bytes(marshal.dumps(reply, 2))
                afterwards(message)


def precompute_after(message: tuple[Any, ...], is_asked: Callable[[], bool]) -> None:
    """After deals were loaded, compute what formulas about them need, until one of them asks."""
    _, _, question = message
    if question[1] == "DEALS":
        precompute(is_asked=is_asked)


Tables = Mapping[int, Packer]
"""Argument, by its place, → its cells."""
Answer = tuple[str, tuple[tuple[object, ...], ...]]


class QuestionReader:
    """Questions, and the tables they are about: packed while the office gets at their further rows.

    A cell handed over may itself be a formula that asks, so that its question comes between the rows of
    another; a ticket tells which rows are whose.
    """

    def __init__(self) -> None:
        """Nothing has been handed over yet."""
        self._tables: defaultdict[int, defaultdict[int, Packer]] = defaultdict(lambda: defaultdict(Packer))

    def take(self, message: tuple[Any, ...]) -> Answer | None:
        """The answer to a question; None where it is not asked yet."""
        kind, ticket, *rest = message
        if kind == "rows":
            place, rows = rest
            self._tables[ticket][place].add(rows)
            return None
        tables: Tables = self._tables.pop(ticket, {})
        return answer(rest[0], tables) if kind == "question" else None


def answer(question: tuple[Any, ...], tables: Tables) -> Answer:
    """``("value", rows)`` for ``("function", name, args, lang, origin)``, whatever happens."""
    _, name, args, lang, origin = question
    try:
        rows = call(name, arguments(name, args, tables), lang, origin)
        return "value", tuple(tuple(_to_marshal(value) for value in row) for row in rows)
    except Exception as error:  # noqa: BLE001 - a cell shows a text, whatever went wrong
        return "value", ((say("calc.defect", lang, message=f"{type(error).__name__}: {error}"),),)


def arguments(name: str, args: Sequence[Any], tables: Tables) -> list[ArgumentValue]:
    """The arguments of a call as the registry takes them: tables as ``Cells``."""
    declared = next(f.arguments for f in FUNCTIONS if f.name == name)
    return [
        _to_argument(argument, value, tables.get(place) or Packer())
        for place, (argument, value) in enumerate(zip(declared, args, strict=True))
    ]


def _to_argument(argument: Argument, value: Any, cells: Packer) -> ArgumentValue:
    if isinstance(value, tuple):
        _, sheet, first_row, *since = value
        columns = restore_tabs(cells.columns())
        return Cells(sheet or argument.name, first_row, cells.count, columns, *since)
    empty = value == 0.0 and not isinstance(value, bool)
    return "" if empty else value  # Calc gives 0 for a single empty cell; nothing we know is called "0"


def _to_marshal(value: object) -> object:
    """A value that ``marshal`` takes: numbers of NumPy are numbers of Python."""
    if value is None or isinstance(value, (str, bool)):
        return value
    return float(value)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main())
