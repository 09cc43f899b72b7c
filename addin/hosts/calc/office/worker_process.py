"""One worker: its process, started from the office, and the two channels to it.

*functions* takes the rows of a question's tables, then the question, and gives its one answer; *commands*
takes one command and gives the worker's requests until it is done: so a formula that Calc computes while a
command writes into cells finds its channel free. The worker gets a key on its standard input; both sides
prove that they have it before anything else is said.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import subprocess
import tempfile
import threading
import time
from typing import Any

from .proof import SIZE, call
from .settings import log, python

START_TIMEOUT = 60.0  # seconds
BEAT = 1.0  # seconds between the signs of life of a worker, as in worker.py; it gives them while it computes
MISSED_BEATS = 30
"""Signs of life that may fail to come: counted, so that a computer's sleep is not held against it."""
UNSET_PREFIXES = ("PYTHON", "LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_", "URE_", "UNO_")
"""Beginnings of the variables the office sets for its own Python, which would break another one."""


class WorkerError(Exception):
    """The worker cannot answer; ``key`` names the text that says why and what to do."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params


class WorkerProcess:
    """One running worker and the two channels to it.

    Raises:
        WorkerError: it did not start.
    """

    def __init__(self) -> None:
        self.child = _spawn()
        key = secrets.token_bytes(SIZE)
        folder = None if os.name == "nt" else tempfile.mkdtemp(prefix="honest-funnel-")  # mode 0700
        address = os.path.join(folder, "s") if folder else r"\\.\pipe\honest-funnel-" + secrets.token_hex(16)
        try:
            self._greet(f"{key.hex()} {address}\n".encode())
            self.functions = call(address, key)
            self.functions.send_bytes(b"functions")
            self.commands = call(address, key)
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
        self.hung = False
        """Whether it was ended because it gave no sign of life any more."""
        self._beat = threading.Event()
        for task in (self._listen, self._watch):
            threading.Thread(target=task, daemon=True).start()
        log("worker", self.child.pid, "started")

    def _listen(self) -> None:
        """Note each sign of life."""
        with contextlib.suppress(OSError, ValueError):
            while self.child.stdout is not None and self.child.stdout.readline():
                self._beat.set()

    def _watch(self) -> None:
        """End a worker that gives no sign of life: whoever waits for it, to be heard or answered, goes on."""
        missed = 0
        while self.child.poll() is None and missed < MISSED_BEATS:
            missed = 0 if self._beat.wait(BEAT) else missed + 1
            self._beat.clear()
            time.sleep(BEAT / 10)
        if self.child.poll() is None:
            self.hung = True
            log("worker", self.child.pid, "hangs")
            self.child.kill()

    def _greet(self, line: bytes) -> None:
        stdin, stdout = self.child.stdin, self.child.stdout
        if stdin is None or stdout is None:
            raise WorkerError("no_start", python=python())
        stdin.write(line)
        stdin.flush()
        heard: list[bytes] = []
        waiting = threading.Thread(target=lambda: heard.append(stdout.readline()), daemon=True)
        waiting.start()
        waiting.join(START_TIMEOUT)
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
    environment = {k: v for k, v in os.environ.items() if not k.startswith(UNSET_PREFIXES)}
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
