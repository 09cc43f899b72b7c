"""What functions and their arguments are called in Excel."""

from __future__ import annotations

from addin.functions.function import Argument, Function


def argument_name(function: Function, argument: Argument) -> str:
    """What an argument is called in Excel: VBA, blind to case, takes none named as its function."""
    same = argument.name.casefold() == function.name.casefold()
    return f"{argument.name}_{argument.kind}" if same else argument.name
