"""What commands print with: messages of the catalogue, and the line that shows the step of a long run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.status import Status

from addin.words import Lang, say

_ALWAYS = "waiting"
"""The step that is told in a log too: nobody could tell why nothing happens."""


def print_message(key: str, lang: Lang, **params: object) -> None:
    """Print the message ``cli.key`` of the catalogue, unbroken, for what reads it by lines."""
    print_line(say(f"cli.{key}", lang, **params))


def print_line(text: str, *, stderr: bool = False) -> None:
    """Print one line as it is, however long."""
    Console(stderr=stderr).print(text, markup=False, highlight=False, soft_wrap=True)


def print_beside(path: Path | None, lang: Lang) -> None:
    """Say which workbook of mapping and stages was found beside the deals and used, if one was."""
    if path is not None:
        print_message("beside", lang, path=path)


@contextmanager
def progress(lang: Lang) -> Iterator[Callable[[str], None]]:
    """A line that tells the step by its key, on a terminal only, on the error stream."""
    with Console(stderr=True).status("") as status:
        yield lambda key: _tell(status, key, say(f"cli.step.{key}", lang))


def _tell(status: Status, key: str, text: str) -> None:
    status.update(text)
    if key == _ALWAYS and not Console(stderr=True).is_terminal:
        print_line(text, stderr=True)
