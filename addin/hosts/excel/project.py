"""The macro code of the workbook and of the add-in: xlwings' own modules, our macros, a wrapper a function.

xlwings comes with its modules in example files; they are taken from there, so that they fit the library
installed beside us. The wrappers come from xlwings' own generator.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, Literal

import xlwings as xw
from pyopenvba import ExcelFile, VBAModuleKind

from addin import __version__
from addin.hosts.excel.udfs import CATEGORY, functions
from addin.words import Lang

CONFIG, HELP = "honest-funnel.conf", "honest-funnel.help"
"""The sheets with the settings of xlwings and with the texts of the function wizard."""
Kind = Literal[".xlsm", ".xlam"]
_EXAMPLES: dict[Kind, str] = {".xlsm": "quickstart_standalone.xlsm", ".xlam": "quickstart_addin_ribbon.xlam"}
"""In the add-in the code means the active workbook where in the workbook it means its own."""
_WINDOWS = ("pythoncom", "pywintypes", "win32com", "win32com.client")
_NAMED = re.compile(r'(?<=Public Const PROJECT_NAME As String = ")\w+(?=")')
_CALLED = re.compile(r"^(\s*)(\w+) = (XLPy\.CallUDF\(.*\))$", re.MULTILINE)


@dataclass(frozen=True)
class Module:
    """A module of macro code."""

    name: str
    code: str
    kind: VBAModuleKind = VBAModuleKind.standard


def module_of(lang: Lang) -> str:
    """The Python module that a workbook in this language calls."""
    return f"addin.hosts.excel.{lang}"


def add_project(path: Path, kind: Kind, lang: Lang) -> None:
    """Give a workbook without macros its macro code.

    Args:
        path: the workbook, ``.xlsm``.
        kind: what it is to become.
        lang: the language that its functions and macros speak.
    """
    with ExcelFile(str(path)) as book:
        project = book.add_vba_project()
        for module in modules(kind, lang):
            project.add_module(module.name, module.code, kind=module.kind)
        book.set_module("ThisWorkbook", _code("ThisWorkbook"))
        book.save()


def modules(kind: Kind, lang: Lang) -> list[Module]:
    """The modules beside that of the workbook."""
    macros = _code("HonestFunnel", version=__version__, help=HELP, module=module_of(lang), category=CATEGORY)
    return [
        *_from_xlwings(kind),
        Module("xlwings_udfs", wrappers(kind, lang)),
        Module("HonestFunnel", macros),
    ]


def wrappers(kind: Kind, lang: Lang) -> str:
    """The functions as macro code that hands its arguments over to Python."""
    written = io.StringIO()
    with _generator() as udfs:
        module = SimpleNamespace(**functions(lang, udfs.xlfunc, udfs.xlarg))
        udfs.generate_vba_wrapper(module_of(lang), module, written, SimpleNamespace(Name=f"book{kind}"))
    called, count = _CALLED.subn(r"\1\2 = Shown(\3)", written.getvalue())
    if count != called.count("XLPy.CallUDF("):
        raise ValueError(f"xlwings {xw.__version__} writes calls of functions in another way")
    return _lines('#Const App = "Microsoft Excel"\n\n' + called) + _code("functions")


def _from_xlwings(kind: Kind) -> Iterator[Module]:
    with ExcelFile(str(Path(xw.__file__).parent / _EXAMPLES[kind])) as example:
        for name in ("xlwings", "Dictionary"):
            module = example.vba_project().get_module(name)
            # under its own name neither settings nor environment of other xlwings workbooks apply
            code, count = _NAMED.subn(Path(CONFIG).stem, module.source)
            if count != (name == "xlwings"):
                raise ValueError(f"xlwings {xw.__version__} keeps its name elsewhere")
            yield Module(name, _lines(code), module.kind)


def _code(name: str, **fields: str) -> str:
    """A file of ours, its fields filled in."""
    text = (files(__package__) / "vba" / f"{name}.bas").read_text(encoding="ascii")
    for field, value in fields.items():
        text = text.replace(f"{{{field}}}", value)
    return _lines(text)


def _lines(text: str) -> str:
    return "".join(f"{line.rstrip()}\r\n" for line in text.splitlines())


@contextmanager
def _generator() -> Iterator[Any]:
    """xlwings' module of functions; where there is no Windows, with empty modules for those it imports."""
    before, absent = set(sys.modules), [] if sys.platform == "win32" else _WINDOWS
    for name in absent:
        sys.modules[name] = ModuleType(name)
    if absent:
        sys.modules["pythoncom"].__dict__["CoInitialize"] = None
        sys.modules["win32com.client"].__dict__["Dispatch"] = None
    try:
        from xlwings import udfs

        yield udfs
    finally:
        if absent:
            for name in {*absent, "xlwings.udfs"} - before:
                del sys.modules[name]
            del xw.udfs
