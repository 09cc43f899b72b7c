"""The office's side of the worker: asks and commands whichever process it is, started anew if it died.

Every message is ``marshal.dumps(…, 2)``.
"""

from __future__ import annotations

import contextlib
import marshal
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from .settings import log
from .worker_process import WorkerError, WorkerProcess

ANSWER_TIMEOUT, COMMAND_TIMEOUT = 120.0, 300.0  # seconds
RETRY_PAUSE = 10.0
"""Seconds before another start is tried: a sheet has hundreds of formulas that would each wait."""
MAX_MESSAGE = 1 << 30  # bytes
Blocks = Callable[[], Iterable[object]]
"""Gives the rows of a table some at a time, as often as it is asked to."""


class WorkerClient:
    """The way to the worker, whichever process it is at the moment."""

    def __init__(self) -> None:
        self._process: WorkerProcess | None = None
        self._failure: tuple[WorkerError | None, float] = (None, 0.0)
        self._starting = threading.Lock()
        self._asking = threading.RLock()  # cells handed over may be formulas that ask, too
        self._tickets = count()
        self._commanding = threading.Lock()

    def start_in_background(self) -> None:
        """Start the worker in the background if it is not running."""
        threading.Thread(target=self._start, daemon=True).start()

    def _start(self) -> None:
        with contextlib.suppress(WorkerError):  # whoever asks it next is told
            self._running()

    def ask(self, question: Sequence[object], tables: Mapping[int, Blocks]) -> Any:
        """The answer to a question on the functions channel; a worker that dies over it is asked anew, once.

        Args:
            question: see the worker's ``answer``.
            tables: argument, by its place, → its rows.

        Raises:
            WorkerError: there is no worker, it died twice, or took too long.
        """
        with self._asking:
            for _ in range(2):
                process = self._running()
                try:
                    ticket = self._send_tables(process.functions, tables)
                    _send(process.functions, ("question", ticket, question))
                    return _receive(process.functions, ANSWER_TIMEOUT)
                except (EOFError, OSError):
                    log("worker", process.child.pid, "died")
                    self._drop(process)
                    if process.hung:
                        raise self._failing("hung") from None
                except WorkerError as error:
                    self._drop(process)
                    raise self._failing(error.key) from None
        raise WorkerError("died")

    def _failing(self, key: str) -> WorkerError:
        """An error that the next who ask are told too, at once: each would wait as long."""
        error = WorkerError(key)
        self._failure = (error, time.monotonic())
        return error

    def _send_tables(self, channel: Any, tables: Mapping[int, Blocks]) -> int:
        """Send the rows of all tables; the ticket under which the worker holds them."""
        ticket = next(self._tickets)
        try:
            for place, parts in tables.items():
                for rows in parts():
                    _send(channel, ("rows", ticket, place, rows))
        except (EOFError, OSError):
            raise
        except Exception:  # the office cannot tell what its cells hold
            _send(channel, ("forget", ticket))
            raise
        return ticket

    def command(self, command: object, serve: Callable[[str, Any], Any]) -> Any:
        """Send a command, serve its wishes ``("op", name, args)``, and give its ("done", …) or ("failed", …).

        Raises:
            WorkerError: there is no worker, another command is running, or the worker died over this one.
        """
        if not self._commanding.acquire(blocking=False):
            raise WorkerError("busy")
        try:
            process = self._running()
            try:
                return _converse(process.commands, command, serve)
            except (EOFError, OSError) as error:
                self._drop(process)
                raise WorkerError("hung_working" if process.hung else "died_working") from error
            except WorkerError:
                self._drop(process)
                raise
        finally:
            self._commanding.release()

    def close(self) -> None:
        """End the worker, if there is one, and forget that one could not be started."""
        self._failure = (None, 0.0)
        if self._process is not None:
            self._drop(self._process)

    def _running(self) -> WorkerProcess:
        with self._starting:
            if self._process is not None and self._process.child.poll() is not None:
                self._process.end()
                self._process = None
            if self._process is None:
                self._process = self._started()
            return self._process

    def _started(self) -> WorkerProcess:
        failed, when = self._failure
        if failed is not None and time.monotonic() - when < RETRY_PAUSE:
            raise WorkerError(failed.key, **failed.params)
        try:
            return WorkerProcess()
        except WorkerError as error:
            self._failure = (error, time.monotonic())
            raise

    def _drop(self, process: WorkerProcess) -> None:
        with self._starting:
            process.end()
            if self._process is process:
                self._process = None


def _send(channel: Any, message: Any) -> None:
    channel.send_bytes(marshal.dumps(message, 2))


def _receive(channel: Any, within: float) -> Any:
    if not channel.poll(within):
        raise WorkerError("slow")
    return marshal.loads(channel.recv_bytes(MAX_MESSAGE))  # noqa: S302 - only our worker has the key


def _converse(channel: Any, command: object, serve: Callable[[str, Any], Any]) -> Any:
    _send(channel, command)
    while True:
        message = _receive(channel, COMMAND_TIMEOUT)
        if message[0] != "op":
            return message
        _send(channel, serve(message[1], message[2]))
