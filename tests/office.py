"""LibreOffice for the tests that need a real spreadsheet program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from addin.hosts.calc.engine import OfficeGoneError
from addin.hosts.calc.launch import NoOfficeError, Office, find_office, require_python


def require_office() -> str:
    """The path of soffice, see :func:`require_program`."""
    return require_program("soffice", "LibreOffice is not installed: apt-get install libreoffice-calc")


def require_program(program: str, message: str) -> str:
    """The path of a program; the test is skipped where there is none, and fails where CI promises one."""
    found = shutil.which(program)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


def require_live_office() -> None:
    """Skip, or fail in CI, where there is no LibreOffice that runs Python of ours."""
    require_office()
    try:
        require_python(find_office())
    except NoOfficeError:
        message = "LibreOffice has no Python: apt-get install python3-uno"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)


def converted(path: Path, ending: str) -> Path:
    """The same workbook saved by LibreOffice under another ending, beside it."""
    profile = (path.parent / "profile").as_uri()
    subprocess.run(
        [
            require_office(), f"-env:UserInstallation={profile}", "--headless",
            "--convert-to", ending, "--outdir", str(path.parent), str(path),
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return path.with_suffix(f".{ending}")


class LastingOffice:
    """An office for many tests; one that has ended between two of them is replaced, and that is said."""

    def __init__(self, start: Callable[[], Office]) -> None:
        self._start, self._office = start, start()

    def running(self) -> Office:
        try:
            self._office.client.call("about")
        except OfficeGoneError as gone:
            print(f"\nan office ended between two tests ({gone}); another one starts", file=sys.__stderr__)
            self._office.close()
            self._office = self._start()
        return self._office

    def close(self) -> None:
        self._office.close()
