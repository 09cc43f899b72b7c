"""What LibreOffice needs to be a host, each looked for by one small check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from addin.hosts.calc.launch import NoOfficeError, find_office
from addin.hosts.system import Finding, System, fail, ok, warn

Finder = Callable[[], Path]


def office(system: System, find: Finder = find_office) -> Iterator[Finding]:
    """LibreOffice is there, and can run Python inside.

    Args:
        system: the machine.
        find: tells where soffice is.
    """
    try:
        program = find().resolve()
    except NoOfficeError:
        yield warn("office_missing")
        return
    if system.has(str(program.parent / "pythonloader.py")):
        yield ok("office", path=program)
    else:
        yield fail("office_python", path=program)
