"""The cell functions as Calc knows them: each a method that hands its arguments to the worker."""

from __future__ import annotations

import struct
from typing import Any, Dict, Iterable, Tuple

import unohelper
from com.sun.star.lang import XServiceInfo
from com.sun.star.sheet import XAddIn
from org.honestfunnel import XFunctions

from .cells import wired
from .channel import WorkerError
from .line import LINE
from .settings import language, log, settings, words

SERVICE = "org.honestfunnel.Functions"
SERVICES = (SERVICE, "com.sun.star.sheet.AddIn")
IMPLEMENTATION = f"{SERVICE}.python"
NA = struct.unpack("<d", struct.pack("<Q", 0x7FF8000000007FFF))[0]
"""Calc keeps an error in a number that is none, its code in the low bits: this is #N/A in a table of values."""


class Functions(unohelper.Base, XAddIn, XServiceInfo, XFunctions):  # type: ignore[misc]
    """The add-in; a method per function of ``settings.json`` is put on it below."""

    def __init__(self, ctx: Any) -> None:
        self.ctx = ctx
        self.locale: Any = None

    def compute(self, name: str, *args: Any) -> Tuple[Tuple[Any, ...], ...]:
        """Rows of values for the function ``name``; the last argument is the document the formula stands in."""
        lang = language(self.ctx)
        try:
            origin = getattr(args[-1], "RuntimeUID", "") or ""
            question = ("function", name, tuple(wired(value) for value in args[:-1]), lang, origin)
            return shown(LINE.ask(question)[1])
        except WorkerError as error:
            return ((words(error.key, lang, **error.params),),)
        except Exception as error:  # a cell shows a text, never Err:504 for a fault of ours
            log(name, type(error).__name__, error)
            return ((words("defect", lang, message=f"{type(error).__name__}: {error}"),),)

    # what Calc asks of an add-in: names and help stand in CalcAddIns.xcu, these are for programs
    def getServiceName(self) -> str:
        return SERVICE

    def getImplementationName(self) -> str:
        return IMPLEMENTATION

    def supportsService(self, name: str) -> bool:
        return name in SERVICES

    def getSupportedServiceNames(self) -> Tuple[str, ...]:
        return SERVICES

    def setLocale(self, locale: Any) -> None:
        self.locale = locale

    def getLocale(self) -> Any:
        return self.locale

    def getProgrammaticFuntionName(self, display: str) -> str:
        return next((m for m, f in settings()["functions"].items() if f["name"] == display), "")

    def getDisplayFunctionName(self, method: str) -> str:
        return str(self._told(method).get("name", ""))

    def getFunctionDescription(self, method: str) -> str:
        return str(self._told(method).get("help", {}).get(language(self.ctx), ""))

    def getDisplayArgumentName(self, method: str, place: int) -> str:
        arguments = self._told(method).get("arguments", [])
        return str(arguments[place]["name"]) if place < len(arguments) else ""

    def getArgumentDescription(self, method: str, place: int) -> str:
        arguments = self._told(method).get("arguments", [])
        return str(arguments[place]["help"][language(self.ctx)]) if place < len(arguments) else ""

    def getProgrammaticCategoryName(self, method: str) -> str:
        return "Add-In"

    def getDisplayCategoryName(self, method: str) -> str:
        return "Add-In"

    @staticmethod
    def _told(method: str) -> Dict[str, Any]:
        told: Dict[str, Any] = settings()["functions"].get(method, {})
        return told


def shown(rows: Iterable[Iterable[Any]]) -> Tuple[Tuple[Any, ...], ...]:
    """Rows as Calc takes them, None as #N/A."""
    return tuple(tuple(NA if value is None else value for value in row) for row in rows)


def _method(name: str) -> Any:
    return lambda self, *args: self.compute(name, *args)


for _name, _function in settings()["functions"].items():
    setattr(Functions, _name, _method(_function["name"]))

MAKES = Functions
