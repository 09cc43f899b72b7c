"""How a workbook finds this Python: the settings that xlwings' macro code reads."""

from __future__ import annotations

import sys
from pathlib import Path

import addin
from addin.hosts.excel.project import module_of
from addin.words import Lang

Rows = tuple[tuple[str, str | bool], ...]


def config_rows(lang: Lang) -> Rows:
    """Name and value of each setting.

    An interpreter stands there only for the system we are on: elsewhere the user's own file of settings
    tells, or ``python`` is looked for on the path. The folder of a workbook is no place to import from: it
    may be a web address, and may hold anything.
    """
    return (
        *user_config_rows(lang),
        ("ADD_WORKBOOK_TO_PYTHONPATH", False),
        ("Debug UDFs", False),
        ("Use UDF Server", False),
        ("Show Console", False),
    )


def user_config_rows(lang: Lang) -> tuple[tuple[str, str], ...]:
    """Where this Python and our modules are; no interpreter where no desktop Excel runs."""
    name = {"win32": "Interpreter_Win", "darwin": "Interpreter_Mac"}.get(sys.platform)
    return (
        *(() if name is None else ((name, sys.executable),)),
        ("PYTHONPATH", package_folder()),
        ("UDF Modules", module_of(lang)),
    )


def package_folder() -> str:
    """The folder that our package is in."""
    return str(Path(addin.__file__).parents[1])
