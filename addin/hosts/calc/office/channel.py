"""The office's end of the line: starts the worker when needed, and again if it died, and speaks with it.

Two channels, so that a formula Calc computes while a command writes into cells finds its own free:
*functions*, the rows of a question's tables, then the question, then its one answer; *commands*, one command,
then the worker's wishes until it is done. Every message is ``marshal.dumps(…, 2)``. Only the worker that got
the key on its standard input can answer, and only who knows the key is answered by it.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import secrets
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from multiprocessing.connection import Client
from typing import Any

from .settings import log, python

START_WITHIN, ANSWER_WITHIN, COMMAND_WITHIN = 60.0, 120.0, 900.0  # seconds
REST = 10.0  # seconds before another start is tried: a sheet has hundreds of formulas that would each wait
LARGEST = 1 << 30  # bytes of one message
FOREIGN = ("PYTHON", "LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_", "URE_", "UNO_")
"""Beginnings of the variables the office sets for its own Python, which would break another one."""
Parts = Callable[[], Iterable[object]]
"""Gives the rows of a table some at a time, as often as it is asked to."""


class WorkerError(Exception):
    """The worker cannot answer; ``key`` names the text that says why and what to do."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params


class Process:
    """One running worker and the two channels to it.

    Raises:
        WorkerError: it did not start.
    """

    def __init__(self) -> None:
        self.child = _spawn()
        key = secrets.token_bytes(32)
        folder = None if os.name == "nt" else tempfile.mkdtemp(prefix="honest-funnel-")  # mode 0700
        address = os.path.join(folder, "s") if folder else r"\\.\pipe\honest-funnel-" + secrets.token_hex(16)
        try:
            self._greet(f"{key.hex()} {address}\n".encode())
            self.functions = Client(address, authkey=key)
            self.functions.send_bytes(b"functions")
            self.commands = Client(address, authkey=key)
            self.commands.send_bytes(b"commands")
        except (OSError, EOFError) as error:
            self.end()
            raise WorkerError("no_start", python=python()) from error
        except WorkerError:
            self.end()
            raise
        finally:
            if folder:
                shutil.rmtree(folder, ignore_errors=True)
        log("worker", self.child.pid, "started")

    def _greet(self, line: bytes) -> None:
        stdin, stdout = self.child.stdin, self.child.stdout
        if stdin is None or stdout is None:
            raise WorkerError("no_start", python=python())
        stdin.write(line)
        stdin.flush()
        heard: list[bytes] = []
        waiting = threading.Thread(target=lambda: heard.append(stdout.readline()), daemon=True)
        waiting.start()
        waiting.join(START_WITHIN)
        if not heard or heard[0].strip() != b"ready":
            raise WorkerError("no_start", python=python())

    def end(self) -> None:
        """Stop the process and forget the channels."""
        for name in ("functions", "commands"):
            with contextlib.suppress(AttributeError, OSError):
                getattr(self, name).close()
        with contextlib.suppress(OSError):
            self.child.kill()
        self.child.wait()
        for pipe in (self.child.stdin, self.child.stdout):
            with contextlib.suppress(OSError, AttributeError):
                pipe.close()  # type: ignore[union-attr]
        log("worker", self.child.pid, "ended")


def _spawn() -> subprocess.Popen[bytes]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(FOREIGN)}
    environment.setdefault("OPENBLAS_NUM_THREADS", "1")  # more would wait busily beside the office
    errors = os.environ.get("HONEST_FUNNEL_LOG")
    options: dict[str, Any] = (
        {"creationflags": 0x08000000} if os.name == "nt" else {"start_new_session": True}
    )
    with contextlib.ExitStack() as stack:
        stderr: Any = stack.enter_context(open(errors, "ab")) if errors else subprocess.DEVNULL
        try:
            return subprocess.Popen(  # noqa: S603 - the interpreter we were installed by
                [python(), "-P", "-m", "addin.hosts.calc.worker"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr,
                env=environment, cwd=os.path.expanduser("~"), **options,
            )  # fmt: skip
        except OSError as error:
            raise WorkerError("no_python", python=python()) from error


class Line:
    """The line to the worker, whichever process it is at the moment."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._failure: tuple[WorkerError | None, float] = (None, 0.0)
        self._starting = threading.Lock()
        self._asking = threading.RLock()  # cells handed over may be formulas that ask, too
        self._tickets = count()
        self._commanding = threading.Lock()

    def warm(self) -> None:
        """Start the worker in the background if it is not running."""
        threading.Thread(target=self._warm, daemon=True).start()

    def _warm(self) -> None:
        with contextlib.suppress(WorkerError):  # whoever asks it next is told
            self._running()

    def ask(self, question: Sequence[object], tables: Mapping[int, Parts]) -> Any:
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
                    ticket = self._hand_over(process.functions, tables)
                    _send(process.functions, ("question", ticket, question))
                    return _receive(process.functions, ANSWER_WITHIN)
                except (EOFError, OSError):
                    log("worker", process.child.pid, "died")
                    self._drop(process)
                except WorkerError:
                    self._drop(process)
                    raise
        raise WorkerError("died")

    def _hand_over(self, channel: Any, tables: Mapping[int, Parts]) -> int:
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
                raise WorkerError("died_working") from error
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

    def _running(self) -> Process:
        with self._starting:
            if self._process is not None and self._process.child.poll() is not None:
                self._process.end()
                self._process = None
            if self._process is None:
                self._process = self._started()
            return self._process

    def _started(self) -> Process:
        failed, when = self._failure
        if failed is not None and time.monotonic() - when < REST:
            raise WorkerError(failed.key, **failed.params)
        try:
            return Process()
        except WorkerError as error:
            self._failure = (error, time.monotonic())
            raise

    def _drop(self, process: Process) -> None:
        with self._starting:
            process.end()
            if self._process is process:
                self._process = None


def _send(channel: Any, message: Any) -> None:
    channel.send_bytes(marshal.dumps(message, 2))


def _receive(channel: Any, within: float) -> Any:
    if not channel.poll(within):
        raise WorkerError("slow")
    return marshal.loads(channel.recv_bytes(LARGEST))  # noqa: S302 - only our worker has the key


def _converse(channel: Any, command: object, serve: Callable[[str, Any], Any]) -> Any:
    _send(channel, command)
    while True:
        message = _receive(channel, COMMAND_WITHIN)
        if message[0] != "op":
            return message
        _send(channel, serve(message[1], message[2]))
