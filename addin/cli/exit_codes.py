"""How a command ends on an error: one line on the error stream, and an exit code."""

from __future__ import annotations

import sys

import typer
from typer.exceptions import TyperException

from addin.cli.refusals import whole_text
from addin.errors import HonestFunnelError
from addin.words import Lang, say

EXIT_DEFECT = 1
EXIT_BAD_INPUT = 2
EXIT_STOPPED = 130
"""As shells have it."""


def report_error(error: Exception, lang: Lang) -> int:
    """Print the line of an error; its exit code."""
    if isinstance(error, typer.Exit):
        return error.exit_code
    if isinstance(error, typer.Abort):
        return _print_error(say("cli.aborted", lang), EXIT_STOPPED)
    if isinstance(error, TyperException):
        if type(error).__name__ == "NoArgsIsHelpError":
            print(error.format_message(), file=sys.stderr)
            return EXIT_BAD_INPUT
        return _print_error(say("cli.usage", lang, message=error.format_message()), EXIT_BAD_INPUT)
    if isinstance(error, HonestFunnelError):
        return _print_error(whole_text(error, lang), EXIT_BAD_INPUT)
    return _print_error(say("cli.defect", lang, kind=type(error).__name__, message=error), EXIT_DEFECT)


def _print_error(text: str, code: int) -> int:
    print(" ".join(text.split()), file=sys.stderr)
    return code
