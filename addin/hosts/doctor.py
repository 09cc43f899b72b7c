"""Looks for the known causes of trouble between us and the spreadsheets of this machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from addin.hosts.calc import checks as calc
from addin.hosts.excel import checks as excel
from addin.hosts.system import Finding, System, ok, warn

_VERSION = re.compile(r"^'Version: (\S+)", re.MULTILINE)


def findings(system: System, workbook: Path | None = None) -> Iterator[Finding]:
    """All findings, in the order in which to act on them.

    Args:
        system: the machine.
        workbook: a file with our macros that makes trouble.
    """
    import xlwings

    version, folder = xlwings.__version__, str(Path(__file__).parents[2])
    if system.platform == "win32":
        for check in excel.checks_of(version, folder, macro_version):
            yield from check(system)
    else:
        yield warn("mac") if system.platform == "darwin" else ok("no_excel")
    if workbook is not None:
        yield from excel.workbook(system, str(workbook), version, macro_version)
    yield from calc.office(system)


def macro_version(path: str) -> str | None:
    """The version of xlwings whose macro code a workbook holds; None where it holds none or is none."""
    from zipfile import BadZipFile

    from pyopenvba import ExcelFile
    from pyopenvba.exceptions import PyOpenVBAError

    try:
        with ExcelFile(path) as file:
            found = _VERSION.search(file.get_module("xlwings").replace("\r\n", "\n"))
    except (OSError, KeyError, ValueError, BadZipFile, PyOpenVBAError):
        return None
    return found[1] if found else None
