"""How an option of a command is declared, in every host alike."""

from __future__ import annotations

from typing import Any

import typer


def option(key: str, *names: str, metavar: str | None = None) -> Any:
    """An option by the key of its help text in the catalogue."""
    return typer.Option(*names, help=f"option.{key}", metavar=metavar, show_default=False, readable=False)
