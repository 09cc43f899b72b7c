"""What a cell function is: its name, its arguments and what computes its cells; and one call of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from addin.functions import arguments
from addin.functions.arguments import ArgumentValue
from addin.functions.handle_cache import HandleCache
from addin.functions.loaded_deals import LoadedDeals
from addin.functions.measures import DEFAULT_MEASURE, measures
from addin.report.deal_filter import DealFilter
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


HANDLE = Argument("deals", "handle")
MANAGER, SOURCE = Argument("manager", "text"), Argument("source", "text")
MEASURE, PERIOD = Argument("measure", "text"), Argument("period", "text")


@dataclass
class Call:
    """One call of a function.

    Args:
        values: argument → what the cell holds.
        lang: the host's language until a set of deals names its own.
        origin: the calling document.
        cache: the sets of deals at hand.
    """

    values: Mapping[str, ArgumentValue]
    lang: Lang
    origin: str
    cache: HandleCache

    def text(self, name: str) -> str:
        """An argument as text, "" where it is left out."""
        return arguments.text(self.values[name], name)

    def deals(self) -> LoadedDeals:
        """The set of deals asked about; from here on its language is spoken.

        Raises:
            InputError: it is gone, or none is named and it is not clear which is meant.
        """
        digest, cache = arguments.handle(self.values["deals"]), self.cache
        if digest is None:
            found = cache.only_current(self.origin)
        else:
            found = cache.by_digest(digest, self.origin, self.lang)
        self.lang = found.lang(self.lang)
        return found

    def measure(self, function: str) -> str:
        """The measure asked for, that of the function by default.

        Raises:
            OptionError: the function has none of that name.
        """
        name = self.text("measure")
        return measures(function).find(name) if name else DEFAULT_MEASURE[function]

    def deal_filter(self, found: LoadedDeals) -> DealFilter:
        """The manager and the source asked about.

        Raises:
            OptionError: there is nobody of that name.
        """
        return DealFilter(
            found.names.manager.find(self.text("manager")), found.names.source.find(self.text("source"))
        )


@dataclass(frozen=True)
class Function:
    """A cell function: its name, its arguments in order, and what computes the cells it shows."""

    name: str
    arguments: tuple[Argument, ...]
    body: Callable[[Call], Rows]

    @property
    def leading(self) -> tuple[Argument, ...]:
        """The arguments needed before any that may be left out: hosts let none be needed behind one."""
        return tuple(takewhile(lambda argument: argument.required, self.arguments))

    def help(self, lang: Lang) -> str:
        """What it is for, in a sentence or two."""
        return say(f"function.{self.name}", lang)

    def argument_help(self, argument: str | Argument, lang: Lang) -> str:
        """What an argument takes."""
        name = argument if isinstance(argument, str) else argument.name
        return say(f"function.{self.name}.{name}", lang)


def single(value: Value) -> Rows:
    """One cell."""
    return ((value,),)
