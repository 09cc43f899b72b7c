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

OFFICE_VARIABLE = "HONEST_FUNNEL_SOFFICE"
OWNER_VARIABLE = "HONEST_FUNNEL_OWNER"  # as in office/application.py
SERVICE = "service:org.honestfunnel.Serve?"
USUAL_PATHS = (
    "/usr/bin/soffice", "/usr/lib/libreoffice/program/soffice", "/usr/lib64/libreoffice/program/soffice",
    "/usr/local/bin/soffice", "/snap/bin/libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)  # fmt: skip
RUNNING_OFFICE_TIMEOUT = 20.0
"""Seconds that an office that runs already may take to answer."""
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
    """A running office, answering through `client`; a context manager that ends what it started.

    Args:
        profile: The folder of settings; a new one, forgotten in the end, if not given. If an office with
            windows runs on it already, that one answers, and is left running; one without takes no requests.
        headless: Without windows.
        extensions: A folder of unpacked extensions to load, one of which has the service that answers; made
            if not given.
        timeout: Seconds the start may take.

    Raises:
        NoOfficeError: It is not installed.
        OfficeGoneError: It did not start in time.
    """

    def __init__(
        self,
        profile: Path | None = None,
        *,
        headless: bool = True,
        extensions: Path | None = None,
        timeout: float = 120,
    ) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="honest-funnel-"))  # mode 0700
        self._process: subprocess.Popen[bytes] | None = None
        try:
            if extensions is None and not _has_extension(profile):
                extensions = self._folder / "extensions"
                write_server_extension(extensions / "honest-funnel")
            with _listener(self._folder) as (listener, invitation, owner):
                self._write_invitation(invitation, listener, owner, headless=headless)
                command = _office_command(
                    profile or self._folder / "profile", extensions, invitation, headless=headless
                )
                self._process = _start_process(command, owner)
                self.client = RpcClient(_accept(listener, self._process, timeout))
            invitation.unlink()
            self.pid: int = self.client.call("about")[0]
            self.started_here: bool = self.client.call("owner") == owner
            """Whether the office was started here, and not found running."""
        except BaseException:
            self._end_process(0)
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    @staticmethod
    def _write_invitation(path: Path, listener: Listener, owner: str, *, headless: bool) -> None:
        invitation = {"address": listener.address, "key": owner, "owner": owner, "headless": headless}
        with os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as file:
            json.dump(invitation, file)

    def close(self, timeout: float = 20) -> None:
        """End the office if it was started here, without saving anything."""
        if self.started_here:
            with contextlib.suppress(CalcError):
                self.client.call("quit_office")
        self.client.close()
        self._end_process(timeout)
        shutil.rmtree(self._folder, ignore_errors=True)

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


@contextlib.contextmanager
def _listener(folder: Path):  # type: ignore[no-untyped-def]
    """A listener that only this user can reach, where its invitation may be written, and its key."""
    key = secrets.token_hex(32)
    address = str(folder / "s") if os.name == "posix" else rf"\\.\pipe\honest-funnel-{secrets.token_hex(8)}"
    with Listener(address, authkey=bytes.fromhex(key)) as listener:
        yield listener, folder / "invitation.json", key


def _has_extension(profile: Path | None) -> bool:
    """Whether the extension is installed in a profile: the office cannot load it twice."""
    packages = None if profile is None else profile / "user" / "uno_packages" / "cache"
    return packages is not None and any(packages.rglob("serving.components"))


def _office_command(profile: Path, extensions: Path | None, invitation: Path, *, headless: bool) -> list[str]:
    soffice = find_office()
    require_python(soffice)
    quiet = ["--headless", "--invisible"] if headless else []
    return [
        str(soffice), *quiet, "--norestore", "--nologo", "--nodefault", "--nofirststartwizard",
        f"-env:UserInstallation={profile.resolve().as_uri()}",
        *([f"-env:BUNDLED_EXTENSIONS={extensions.resolve().as_uri()}"] if extensions else []),
        SERVICE + str(invitation),
    ]  # fmt: skip


def _start_process(command: list[str], owner: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - the office that was found
        command, env=office_environment() | {OWNER_VARIABLE: owner}, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _accept(listener: Listener, process: subprocess.Popen[bytes], timeout: float) -> Connection:
    """The office's connection; waits for it no longer than it can come."""
    accepted: list[Connection] = []

    def accept() -> None:
        with contextlib.suppress(OSError, EOFError):
            accepted.append(listener.accept())

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    end = time.monotonic() + timeout
    while thread.is_alive() and time.monotonic() < end:
        thread.join(0.05)
        code = process.poll()
        if code not in (None, 0):
            raise OfficeGoneError(f"the office ended at once, with code {code}")
        if code == 0:  # it told an office that runs already
            end = min(end, time.monotonic() + RUNNING_OFFICE_TIMEOUT)
            thread.join(RUNNING_OFFICE_TIMEOUT)
    if not accepted:
        raise OfficeGoneError(f"the office did not answer in {timeout:.0f} s")
    return accepted[0]


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and those it started."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        ending = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(ending, check=False, capture_output=True)  # noqa: S603
    process.wait(10)
