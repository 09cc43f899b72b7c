"""What a workbook calls here by name: the cell functions and the macros, in one language.

The macro code names the modules :mod:`addin.hosts.excel.ru` and :mod:`addin.hosts.excel.en`, which hold what
:func:`module_contents` returns.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any

import xlwings as xw

from addin.functions.call import call
from addin.functions.function import Function
from addin.functions.registry import FUNCTIONS
from addin.hosts.excel import macros
from addin.hosts.excel.cells import RawArgument, workbook_of
from addin.hosts.excel.names import argument_name
from addin.hosts.excel.values import to_excel
from addin.words import Lang

CATEGORY = "Honest Funnel"
"""Under which the function wizard lists the functions."""

Decorator = Callable[..., Callable[[Any], Any]]


def module_contents(lang: Lang) -> dict[str, Callable[..., Any]]:
    """Name → what is called, cell functions and macros."""
    return {**functions(lang, xw.func, xw.arg), **macros.macros_for(lang)}


def functions(lang: Lang, func: Decorator, arg: Decorator) -> dict[str, Callable[..., Any]]:
    """Name → cell function, known to xlwings by its decorators.

    Args:
        lang: the language of help and of answers, where a workbook's settings name none.
        func: ``xlwings.func``; off Windows that does nothing, and the generator has its own.
        arg: ``xlwings.arg``.
    """
    return {function.name: _declared(function, lang, func, arg) for function in FUNCTIONS}


def _declared(function: Function, lang: Lang, func: Decorator, arg: Decorator) -> Callable[..., Any]:
    def body(*given: Any) -> object:
        return to_excel(call(function.name, given, lang, workbook_of(given)))

    body.__name__, body.__doc__ = function.name, function.help(lang)
    body.__annotations__ = {}  # xlwings would take them for converters
    body.__signature__ = _signature(function)  # type: ignore[attr-defined]
    declared = func(category=CATEGORY)(body)
    for argument in function.arguments:
        declare = partial(arg, argument_name(function, argument), RawArgument)
        declared = declare(doc=function.argument_help(argument, lang))(declared)
    return declared  # type: ignore[no-any-return]


def _signature(function: Function) -> inspect.Signature:
    """Its arguments as Python and Excel know them: what stands behind an optional one may be left out too."""
    kind, empty, needed = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.empty, function.leading
    return inspect.Signature(
        [
            inspect.Parameter(
                argument_name(function, argument),
                kind,
                default=empty if argument in needed else None,
            )
            for argument in function.arguments
        ]
    )
