"""What commands print with: messages of the catalogue, and the bar that shows the steps of a long run."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from addin.words import Lang, say

STANDARD = Path("-")
"""In place of a file: the standard output."""
_ALWAYS = "waiting"
"""The step that is told in a log too: nobody could tell why nothing happens."""
_COLUMNS = (SpinnerColumn, BarColumn, MofNCompleteColumn, TimeElapsedColumn)


@dataclass(frozen=True)
class Voice:
    """Where the words of a command go.

    Args:
        quiet: nowhere, errors alone are told.
        beside: to the error stream, the standard output carries data.
    """

    quiet: bool = False
    beside: bool = False

    def console(self) -> Console:
        """What to print with."""
        return _console(stderr=self.beside, quiet=self.quiet)


ALOUD = Voice()


def _console(*, stderr: bool, quiet: bool = False) -> Console:
    return Console(stderr=stderr, quiet=quiet)


def print_message(key: str, lang: Lang, voice: Voice = ALOUD, **params: object) -> None:
    """Print the message ``cli.key`` of the catalogue, unbroken, for what reads it by lines."""
    _print(voice.console(), say(f"cli.{key}", lang, **params))


def print_line(text: str, *, stderr: bool = False) -> None:
    """Print one line as it is, however long."""
    _print(_console(stderr=stderr), text)


def _print(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def print_beside(path: Path | None, lang: Lang, voice: Voice = ALOUD) -> None:
    """Say which workbook of mapping and stages was found beside the deals and used, if one was."""
    if path is not None:
        print_message("beside", lang, voice, path=path)


@contextmanager
def counter(name: str, lang: Lang, voice: Voice = ALOUD) -> Iterator[Callable[[str, int], None]]:
    """A line on the error stream that counts rows as they come; never in a pipe, a log or CI.

    Args:
        name: what they come from.
        lang: of the words.
        voice: one that is quiet shows nothing.
    """
    console = _console(stderr=True, quiet=voice.quiet)
    columns = (SpinnerColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True, disable=not _shown(console, voice)) as bar:
        task, counts = bar.add_task(say("cli.step.pulling", lang)), Counter[str]()

        def tell(table: str, n: int) -> None:
            counts[table] = n
            bar.update(task, description=say("cli.pulling", lang, crm=name, n=counts.total()))

        yield tell


def _shown(console: Console, voice: Voice) -> bool:
    return console.is_terminal and not (console.is_dumb_terminal or os.environ.get("CI") or voice.quiet)


@contextmanager
def progress(lang: Lang, steps: Sequence[str] = (), voice: Voice = ALOUD) -> Iterator[Callable[[str], None]]:
    """A bar that counts steps, told by their keys, on the error stream; never in a pipe, a log or CI.

    Args:
        lang: of the words.
        steps: keys of the steps to come, in order; none: how many there are is not known.
        voice: one that is quiet shows nothing.
    """
    console = _console(stderr=True, quiet=voice.quiet)
    shown = _shown(console, voice)
    counted = _COLUMNS if steps else (SpinnerColumn, TimeElapsedColumn)
    columns = (*(column() for column in counted), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True, disable=not shown) as bar:
        task = bar.add_task("", total=len(steps) or None)

        def tell(key: str) -> None:
            text = say(f"cli.step.{key}", lang)
            done = steps.index(key) if key in steps else None
            bar.update(task, description=text, refresh=True, completed=done)
            if key == _ALWAYS and not shown:
                _print(console, text)

        yield tell
