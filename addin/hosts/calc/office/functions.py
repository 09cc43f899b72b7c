"""The cell functions as Calc knows them: each a method that hands its arguments to the worker."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Any

from com.sun.star.sheet import XAddIn
from org.honestfunnel import XFunctions

from .arguments import Table, days_since, encode_argument
from .lean import lean
from .service import Service
from .settings import language, log, settings, words
from .shared_worker import WORKER
from .worker_process import WorkerError

CATEGORY = "Add-In"
NA = struct.unpack("<d", struct.pack("<Q", 0x7FF8000000007FFF))[0]
"""Calc keeps an error in a number that is none, its code in the low bits: this one is #N/A."""


class Functions(Service, XAddIn, XFunctions):  # type: ignore[misc]
    """The add-in; a method per function of ``settings.json`` is put on it below."""

    SERVICES = ("org.honestfunnel.Functions", "com.sun.star.sheet.AddIn")

    def __init__(self, ctx: Any) -> None:
        self.ctx = ctx
        self.locale: Any = None

    def compute(self, name: str, *args: Any) -> tuple[tuple[Any, ...], ...]:
        """Rows of values for a function; the last argument is the document the formula stands in."""
        lang = language(self.ctx)
        try:
            document = lean(args[-1])
            origin = getattr(document, "RuntimeUID", "") or ""
            given = [encode_argument(lean(value)) for value in args[:-1]]
            tables = {place: value.parts for place, value in enumerate(given) if isinstance(value, Table)}
            since = days_since(getattr(document, "NullDate", None))
            arguments = tuple((*v.head, *since) if isinstance(v, Table) else v for v in given)
            return encode_result(WORKER.ask(("function", name, arguments, lang, origin), tables)[1])
        except WorkerError as error:
            return ((words(error.key, lang, **error.params),),)
        except Exception as error:  # noqa: BLE001 - a cell shows a text, not Err:504
            log(name, type(error).__name__, error)
            return ((words("defect", lang, message=f"{type(error).__name__}: {error}"),),)

    # What Calc asks of an add-in. Names and help stand in CalcAddIns.xcu; these are for programs.
    def getServiceName(self) -> str:
        """The service, before the method in the formulas of saved files."""
        return self.SERVICES[0]

    def setLocale(self, locale: Any) -> None:
        """Calc's language; ours is asked for with every call."""
        self.locale = locale

    def getLocale(self) -> Any:
        """The language set."""
        return self.locale

    def getProgrammaticFuntionName(self, display: str) -> str:
        """The method of a function; the spelling is UNO's."""
        return next((m for m, f in settings()["functions"].items() if f["name"] == display), "")

    def getDisplayFunctionName(self, method: str) -> str:
        """The function of a method."""
        return str(self._described(method).get("name", ""))

    def getFunctionDescription(self, method: str) -> str:
        """What it is for."""
        return str(self._described(method).get("help", {}).get(language(self.ctx), ""))

    def getDisplayArgumentName(self, method: str, place: int) -> str:
        """An argument's name."""
        return str(self._argument(method, place).get("name", ""))

    def getArgumentDescription(self, method: str, place: int) -> str:
        """What an argument takes."""
        return str(self._argument(method, place).get("help", {}).get(language(self.ctx), ""))

    def getProgrammaticCategoryName(self, _method: str) -> str:
        """Where the function wizard lists it."""
        return CATEGORY

    def getDisplayCategoryName(self, _method: str) -> str:
        """The same."""
        return CATEGORY

    def _argument(self, method: str, place: int) -> dict[str, Any]:
        arguments: list[dict[str, Any]] = self._described(method).get("arguments", [])
        return arguments[place] if place < len(arguments) else {}

    @staticmethod
    def _described(method: str) -> dict[str, Any]:
        found: dict[str, Any] = settings()["functions"].get(method, {})
        return found


def encode_result(rows: Iterable[Iterable[Any]]) -> tuple[tuple[Any, ...], ...]:
    """Rows as Calc takes them, None as #N/A."""
    return tuple(tuple(NA if value is None else value for value in row) for row in rows)


def _method(name: str) -> Any:
    return lambda self, *args: self.compute(name, *args)


for _name, _function in settings()["functions"].items():
    setattr(Functions, _name, _method(_function["name"]))
