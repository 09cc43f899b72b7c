"""Starting an office, being answered by it, and ending what was started."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from types import TracebackType
from typing import Self

from addin.hosts.calc.engine.client import RpcClient
from addin.hosts.calc.engine.errors import CalcError, OfficeGoneError
from addin.hosts.calc.extension.package import write_server_extension
from addin.hosts.calc.office.proof import SIZE, StrangerError, accept

OFFICE_VARIABLE = "HONEST_FUNNEL_SOFFICE"
LOG_VARIABLE = "HONEST_FUNNEL_LOG"  # as in office/settings.py
CHANNEL_VARIABLE = "HONEST_FUNNEL_CHANNEL"  # as in office/server.py
USUAL_PATHS = (
    "/usr/bin/soffice", "/usr/lib/libreoffice/program/soffice", "/usr/lib64/libreoffice/program/soffice",
    "/usr/local/bin/soffice", "/snap/bin/libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)  # fmt: skip
RETURN_TIMEOUT = 20.0
"""Seconds an office may take to answer after the program that starts it has returned."""
UNSET_VARIABLES = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
"""Variables that would make the office's own Python take ours for its own."""


class NoOfficeError(CalcError):
    """LibreOffice is not installed, or not where it is looked for."""


def find_office() -> Path:
    """The program that starts LibreOffice.

    Raises:
        NoOfficeError: There is none; HONEST_FUNNEL_SOFFICE can name it.
    """
    asked = os.environ.get(OFFICE_VARIABLE)
    if asked:
        if Path(asked).is_file():
            return Path(asked)
        raise NoOfficeError(f"{OFFICE_VARIABLE} names {asked}, which is no file")
    newest = sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)
    for place in (shutil.which("soffice"), _registered_path(), *USUAL_PATHS, *map(str, newest)):
        if place and Path(place).is_file():
            return Path(place)
    raise NoOfficeError(f"LibreOffice was not found; {OFFICE_VARIABLE} can name its soffice")


def office_environment() -> dict[str, str]:
    """The variables of ours that an office may have."""
    return {name: value for name, value in os.environ.items() if name not in UNSET_VARIABLES}


def require_python(soffice: Path) -> None:
    """Make sure that the office can run our part, which is Python.

    Raises:
        NoOfficeError: Its own Python is not installed, as Debian has it in a package apart.
    """
    program = soffice.resolve().parent
    if (program / "soffice.bin").exists() and not (program / "pythonloader.py").exists():
        raise NoOfficeError("LibreOffice has no Python here: install python3-uno")


def _registered_path() -> str | None:
    """Where Windows says that soffice.exe is."""
    if sys.platform == "win32":
        import winreg

        key = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\soffice.exe"
        for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
            with contextlib.suppress(OSError):
                return winreg.QueryValue(root, key)
    return None


class Office:
    """An office of our own, answering through `client`; a context manager that ends it.

    It gets what it needs to answer on its standard input, and nobody else can be answered by it, see
    ``office/server.py``; an office that a person has started is never spoken with.

    Args:
        profile: The folder of settings; a new one, forgotten in the end, if not given.
        headless: Without windows.
        extensions: A folder of unpacked extensions to load, one of which has the part that answers; made
            if not given.
        timeout: Seconds the start may take.
        log: Where to keep what the office says, and our part in it.

    Raises:
        NoOfficeError: It is not installed.
        OfficeGoneError: It did not start in time, or another office runs on the profile.
    """

    def __init__(
        self,
        profile: Path | None = None,
        *,
        headless: bool = True,
        extensions: Path | None = None,
        timeout: float = 120,
        log: Path | None = None,
    ) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="honest-funnel-"))  # mode 0700
        self._process: subprocess.Popen[bytes] | None = None
        try:
            if extensions is None:
                extensions = self._folder / "extensions"
                write_server_extension(extensions / "honest-funnel")
            command = _office_command(profile or self._folder / "profile", extensions, headless=headless)
            key = secrets.token_bytes(SIZE)
            with Listener(_address(self._folder)) as listener:
                self._process = _start_process(command, log)
                said = {"address": listener.address, "key": key.hex(), "headless": headless}
                _tell(self._process, json.dumps(said))
                self.client = RpcClient(_accept(listener, key, self._process, timeout))
            self.pid: int = self.client.call("about")[0]
        except BaseException:
            self._end_process(0)
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    def close(self, timeout: float = 20) -> None:
        """End the office, without saving anything."""
        with contextlib.suppress(CalcError):
            self.client.submit("quit_office")
        self.client.close()
        self._end_process(timeout)
        shutil.rmtree(self._folder, ignore_errors=True)

    def kill(self) -> None:
        """End the office at once; whoever waits for an answer of it is told so."""
        if self._process is not None:
            _kill(self._process)

    def _end_process(self, timeout: float) -> None:
        if self._process is None:
            return
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            _kill(self._process)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _address(folder: Path) -> str:
    """Where an office calls back: in a folder that only this user can enter, or a pipe that has no file."""
    return str(folder / "s") if os.name == "posix" else rf"\\.\pipe\honest-funnel-{secrets.token_hex(16)}"


def _office_command(profile: Path, extensions: Path, *, headless: bool) -> list[str]:
    soffice = find_office()
    require_python(soffice)
    quiet = ["--headless", "--invisible"] if headless else []
    return [
        str(soffice), *quiet, "--norestore", "--nologo", "--nodefault", "--nofirststartwizard",
        f"-env:UserInstallation={profile.resolve().as_uri()}",
        f"-env:BUNDLED_EXTENSIONS={extensions.resolve().as_uri()}",
    ]  # fmt: skip


def _start_process(command: list[str], log: Path | None) -> subprocess.Popen[bytes]:
    told = {} if log is None else {LOG_VARIABLE: str(log)}
    with (log or Path(os.devnull)).open("ab") as said:
        return subprocess.Popen(  # noqa: S603 - the office that was found
            command, env=office_environment() | {CHANNEL_VARIABLE: "stdin"} | told, start_new_session=True,
            stdin=subprocess.PIPE, stdout=said, stderr=said,
        )  # fmt: skip


def _tell(process: subprocess.Popen[bytes], line: str) -> None:
    """Say one line on the standard input, and no more."""
    if process.stdin is not None:
        with contextlib.suppress(OSError), process.stdin as stdin:  # one that has ended is told of later
            stdin.write(f"{line}\n".encode())


def _accept(listener: Listener, key: bytes, process: subprocess.Popen[bytes], timeout: float) -> Connection:
    """The office's connection; waits for it no longer than it can come."""
    accepted: list[Connection] = []
    thread = threading.Thread(target=_accept_ours, args=(listener, key, accepted), daemon=True)
    thread.start()
    end = time.monotonic() + timeout
    code = None
    while thread.is_alive() and time.monotonic() < end:
        thread.join(0.05)
        if code is None and (code := process.poll()) == 0:  # as where another office runs, which was told
            end = min(end, time.monotonic() + RETURN_TIMEOUT)
        if code:
            raise OfficeGoneError(f"the office ended at once, with code {code}")
    if accepted:
        return accepted[0]
    if code == 0:
        raise OfficeGoneError("the office did not answer: another one runs on these settings; close it")
    raise OfficeGoneError(f"the office did not answer in {timeout:.0f} s")


def _accept_ours(listener: Listener, key: bytes, accepted: list[Connection]) -> None:
    """Wait for the office to call; whoever else does is sent away."""
    while not accepted:
        try:
            accepted.append(accept(listener, key))
        except StrangerError:
            continue
        except (OSError, EOFError):
            return


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and those it started."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        ending = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(ending, check=False, capture_output=True)  # noqa: S603
    process.wait(10)
