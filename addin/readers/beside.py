"""The workbook of mapping, stages and rates that lies beside a file of deals, found by its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from addin.deals.grids import Grid
from addin.readers.sources import settings_of, sheets_of

ENDING = "-mapping.xlsx"
TABLES = ("mapping", "stages", "rates")
"""The tables such a workbook may hold, beside settings."""
OWN_SETTINGS, NAMED_SETTINGS = "settings_beside", "settings_of_mapping"
"""Our names of the settings of the workbook beside the deals, and of one that the user named for its
mapping: they go before those of the deals workbook, being answers to what it left open."""


@dataclass(frozen=True)
class Beside:
    """What was taken from the workbook beside the deals.

    Args:
        path: the workbook; None where there is none.
        tables: our name → its sheet.
    """

    path: Path | None = None
    tables: dict[str, Grid] = field(default_factory=dict)


def file_beside(deals: Path, ending: str) -> Path:
    """The file beside the deals that is named after them; a folder may have no name."""
    return deals.parent / f"{deals.stem}{ending}"


def mapping_beside(deals: Path) -> Path:
    """Where the workbook of a file of deals lies: ``deals.csv`` → ``deals-mapping.xlsx``."""
    return file_beside(deals, ENDING)


def settings_beside(deals: Path) -> Grid | None:
    """The settings of the workbook beside the deals, if it has any."""
    path = mapping_beside(deals)
    return settings_of(path) if path.is_file() else None


def tables_beside(deals: Path, found: Iterable[str]) -> Beside:
    """The tables of the workbook beside the deals, but for those found already: they go before it.

    Its settings come as a table of their own.

    Args:
        deals: the file of the deals.
        found: our names of the tables that the user named or that the deals workbook holds.

    Raises:
        InputError: the workbook is locked, damaged or has a sheet twice.
    """
    path = mapping_beside(deals)
    if not path.is_file():
        return Beside()
    tables = sheets_of(path, set(TABLES) - set(found) | {"settings"})
    if "settings" in tables:
        tables[OWN_SETTINGS] = tables.pop("settings")
    return Beside(path, tables) if tables else Beside()
