"""The cell functions: name, arguments, help and body, declared once; every host is made from this registry.

A body takes what the cells hold and returns what a cell shows. :func:`call` is the one way in: whatever a
user does, it answers with values or with a text that says what to do.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from addin.defect_log import log_defect
from addin.errors import HonestFunnelError, InputError, OptionError
from addin.folders import cache_folder
from addin.functions import arguments
from addin.functions.arguments import Cells, Given
from addin.functions.disk_cache import Shelf
from addin.functions.loads import Loaded, Loads, settings_of
from addin.functions.measures import DEFAULT_MEASURE, blocks, components, measures, shown
from addin.report import queries
from addin.report.cell_values import live
from addin.report.headings import heading
from addin.report.layout import BLOCK
from addin.report.queries import Only
from addin.words import Lang, say

Value = float | str | bool | None
"""What a cell gets; None is the host's #N/A, "" an empty cell."""
Rows = tuple[tuple[Value, ...], ...]
Kind = Literal["table", "handle", "text"]


@dataclass(frozen=True)
class Argument:
    """One argument of a function: a range (``table``), a cell with =DEALS(…) (``handle``) or a value."""

    name: str
    kind: Kind
    required: bool = False


@dataclass
class Call:
    """One call of a function.

    Args:
        given: argument → what the cell holds.
        lang: the host's language until a set of deals names its own.
        origin: the calling document.
        loads: the sets of deals at hand.
    """

    given: Mapping[str, Given]
    lang: Lang
    origin: str
    loads: Loads

    def text(self, name: str) -> str:
        """An argument as text, "" where it is left out."""
        return arguments.text(self.given[name], name)

    def deals(self) -> Loaded:
        """The set of deals asked about; from here on its language is spoken.

        Raises:
            InputError: it is gone, or none is named and it is not clear which is meant.
        """
        digest = arguments.handle(self.given["deals"])
        found = self.loads.only() if digest is None else self.loads.named(digest, self.origin, self.lang)
        self.lang = found.lang(self.lang)
        return found

    def only(self, found: Loaded) -> Only:
        """The manager and the source asked about."""
        return Only(
            found.names.manager.find(self.text("manager")), found.names.source.find(self.text("source"))
        )


@dataclass(frozen=True)
class Function:
    """A cell function: its name, its arguments in order, and what computes it."""

    name: str
    arguments: tuple[Argument, ...]
    body: Callable[[Call], Rows]

    def help(self, lang: Lang) -> str:
        """What it is for, in a sentence or two."""
        return say(f"function.{self.name}", lang)

    def argument_help(self, argument: str | Argument, lang: Lang) -> str:
        """What an argument takes."""
        name = argument if isinstance(argument, str) else argument.name
        return say(f"function.{self.name}.{name}", lang)


def call(name: str, args: Sequence[Given], lang: Lang, origin: str = "", loads: Loads | None = None) -> Rows:
    """What the cells of a formula show. Nothing a user does makes it raise.

    Args:
        name: of a function in ``FUNCTIONS``.
        args: one an argument, in order; None or missing at the end is left out.
        lang: the host's language.
        origin: the calling document, "" where unknown.
        loads: the sets of deals at hand; the process's own by default.

    Returns:
        Rows of values, a single value as one row of one; an error is a text.
    """
    asked = Call({}, lang, origin, loads or _own())
    try:
        function = BY_NAME[name]
        if len(args) > len(function.arguments):
            raise InputError("arguments_many", function=name, count=len(function.arguments))
        names = [argument.name for argument in function.arguments]
        asked.given = dict.fromkeys(names) | dict(zip(names, args, strict=False))
        with _LOCK:
            return function.body(asked)
    except HonestFunnelError as error:
        return _one(error.text(asked.lang))
    except Exception as error:  # noqa: BLE001  (a cell shows a text, never a traceback)
        log_defect(f"function {name}")
        return _one(say("function_error.internal", asked.lang, function=name, what=type(error).__name__))


def prepare(loads: Loads | None = None, is_asked: Callable[[], bool] = lambda: False) -> None:
    """Compute what most questions about the deals loaded last need; an error is told who asks one.

    Args:
        loads: the sets of deals at hand; the process's own by default.
        is_asked: whether somebody waits for an answer, who may need but a part of it.
    """
    with contextlib.suppress(Exception):
        for part in ("leads", "visits"):
            if is_asked():
                return
            with _LOCK:
                getattr((loads or _own()).last().questions().f, part)  # kept, once it is computed


_LOCK = threading.RLock()
"""Hosts call from several threads; sets of deals are computed by one at a time."""


@cache
def _own() -> Loads:
    """The sets of deals of this process."""
    return Loads(Shelf(cache_folder() / "deals"))


def _one(value: Value) -> Rows:
    return ((value,),)


def _deals(asked: Call) -> Rows:
    tables = {name: cells for name in asked.given if (cells := arguments.table(asked.given[name], name))}
    if "deals" not in tables:
        raise InputError("deals_missing")
    with contextlib.suppress(HonestFunnelError):  # settings that mean nothing name no language
        asked.lang = settings_of(tables, asked.lang).lang
    found = asked.loads.load(tables, asked.origin, asked.lang)
    return _one(arguments.handle_text(found.digest, found.deals().rows["used"], asked.lang))


def _measure(asked: Call, function: str) -> str:
    said = asked.text("measure")
    return measures(function).find(said) if said else DEFAULT_MEASURE[function]


def _intake(asked: Call) -> Rows:
    found = asked.deals()
    measure = _measure(asked, "INTAKE")
    period = arguments.period(asked.given["period"], "period")
    value = found.questions().intake(measure, asked.only(found), period, asked.lang)
    return _one(shown(measure, value, asked.lang))


def _stage_conv(asked: Call) -> Rows:
    found = asked.deals()
    measure = _measure(asked, "STAGE_CONV")
    only = asked.only(found)
    if measure in queries.COMPARED and (only.by is None or only.other is not None):
        raise OptionError("measure_of_one", measure=measure)
    window = arguments.period(asked.given["window"], "window")
    value = found.questions().conversion(measure, _pair(asked, found), only, window or "report", asked.lang)
    return _one(shown(measure, value, asked.lang))


def _pair(asked: Call, found: Loaded) -> tuple[int, int]:
    """The stages asked about: none is the whole way, the first alone leads to the next."""
    names, ladder = found.names.stages, found.names.ladder
    start, end = asked.text("from_stage"), asked.text("to_stage")
    stage = names.find(start) if start else 0
    target = names.find(end) if end else stage + 1 if start else len(ladder) - 1
    if (not start and not end) or stage < target < len(ladder):
        return stage, target
    if stage == len(ladder) - 1 and not end:
        raise OptionError("stage_last", value=ladder[stage])
    raise OptionError("stages_order", start=ladder[stage], end=ladder[target], known=" → ".join(ladder))


def _presale(asked: Call) -> Rows:
    found = asked.deals()
    measure, component = _measure(asked, "PRESALE_FORECAST"), _component(asked)
    if component != "presale" and measure not in queries.FORECAST:
        raise OptionError("measure_of_presale", measure=measure, known=", ".join(queries.FORECAST))
    if component != "presale" or measure in ("low", "high"):
        return _one(found.questions().forecast(measure, component, asked.only(found)))
    return _one(found.questions().presale(measure, asked.only(found)))


def _component(asked: Call) -> str:
    said = asked.text("component")
    return components().find(said) if said else "presale"


def _report_block(asked: Call) -> Rows:
    found = asked.deals()
    name = asked.text("block")
    if not name:
        raise OptionError("block_missing", known=", ".join(BLOCK))
    block = BLOCK[blocks().find(name)]
    report = found.report(arguments.period(asked.given["period"], "period"), asked.lang)
    table = report.blocks[block.source]
    if block.of is not None:
        table = table.head(block.fixed or len(table))
    own = report.headings.get(block.source, {})
    heads = [own.get(column.key, heading(block.name, column.key, asked.lang)) for column in block.columns]
    columns = [live(column, table[column.key], asked.lang) for column in block.columns]
    return (tuple(heads), *zip(*columns, strict=True))


_DEALS = Argument("deals", "handle")
_MANAGER, _SOURCE = Argument("manager", "text"), Argument("source", "text")
_MEASURE, _PERIOD = Argument("measure", "text"), Argument("period", "text")

FUNCTIONS: tuple[Function, ...] = (
    Function(
        "DEALS",
        (
            Argument("deals", "table", required=True),
            *(
                Argument(name, "table")
                for name in ("stages", "history", "spend", "plan", "rates", "settings")
            ),
        ),
        _deals,
    ),
    Function("INTAKE", (_DEALS, _MEASURE, _MANAGER, _SOURCE, _PERIOD), _intake),
    Function(
        "STAGE_CONV",
        (
            _DEALS,
            Argument("from_stage", "text"),
            Argument("to_stage", "text"),
            _MANAGER,
            _SOURCE,
            Argument("window", "text"),
            _MEASURE,
        ),
        _stage_conv,
    ),
    Function(
        "PRESALE_FORECAST",
        (_DEALS, _MEASURE, _MANAGER, _SOURCE, Argument("component", "text")),
        _presale,
    ),
    Function("REPORT_BLOCK", (Argument("block", "text", required=True), _DEALS, _PERIOD), _report_block),
)
"""Every cell function, in the order of the documentation."""
BY_NAME: dict[str, Function] = {function.name: function for function in FUNCTIONS}


__all__ = ["BY_NAME", "FUNCTIONS", "Argument", "Cells", "Function", "call"]
