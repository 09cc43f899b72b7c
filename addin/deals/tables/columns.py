"""Which columns each table has, which it cannot do without, and the headers they go by."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from addin.deals.values.text import header_key

_FILE = tomllib.loads((files(__package__) / "aliases.toml").read_text(encoding="utf-8"))

SHEETS: dict[str, tuple[str, ...]] = {table: tuple(names) for table, names in _FILE["sheets"].items()}
"""Table → the names of its sheet."""

ALIASES: dict[str, dict[str, tuple[str, ...]]] = {
    table: {column: (column, *aliases) for column, aliases in columns.items()}
    for table, columns in _FILE["columns"].items()
}
"""Table → column → the headers it goes by, best first."""

SETTINGS: dict[str, tuple[str, ...]] = {name: (name, *aliases) for name, aliases in _FILE["settings"].items()}
"""Setting → the names it goes by on the settings sheet."""

REQUIRED: dict[str, tuple[str, ...]] = {
    "deals": ("id", "created", "status"),
    "stages": ("status",),
    "history": ("id", "changed_at", "to_status"),
    "spend": ("date|month", "source", "amount"),
    "plan": ("month", "amount"),
    "rates": ("date", "currency", "rate"),
    "ledger": ("id", "status", "seen_at"),
    "mapping": ("column", "header"),
}
"""Table → the columns it must have; ``a|b`` is one of the two."""

TOTALS: tuple[str, ...] = tuple(_FILE["words"]["totals"])
"""How a row of totals calls itself."""

ERRORS: tuple[str, ...] = tuple(_FILE["words"]["errors"])
"""What an error cell shows, where it reaches us as text."""

_ENTERED = re.compile(
    r"\s*(?:hs_(?:v2_)?date_entered_(?P<api>\w+)"
    r"|(?:entered|вход|вошла|дата входа|date entered|дата входа на этап)\s*"
    r"(?::\s*(?P<plain>.+?)|[\"«“](?P<quoted>.+?)[\"»”]))\s*",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"(?P<bare>.*\S)\s*\((?P<inside>[^()]*(?:\([^()]*\))?[^()]*)\)")


@lru_cache(maxsize=10_000)
def normalise_header(header: str) -> str:
    """The comparison form of a header; "" where nothing in it can be compared. A lone # is a №."""
    if header.strip() == "#":
        return header_key("номер")
    return header_key(header.replace("№", " номер "))


def entered_status(header: str) -> str | None:
    """The status whose entries a column dates; None where the column is another one.

    ``entered: Договор``, ``вход:Договор``, HubSpot's ``Date entered "Договор (Продажи)"`` and, in its dumps,
    ``hs_v2_date_entered_contract`` are such.
    """
    found = _ENTERED.fullmatch(header)
    if found is None:
        return None
    return found["plain"] or found["api"] or without_brackets(found["quoted"])[0]


def entered_quoted(header: str) -> str | None:
    """The status in quotation marks, with its pipeline in brackets if that is there; None without marks."""
    found = _ENTERED.fullmatch(header)
    return None if found is None else found["quoted"]


def without_brackets(name: str) -> tuple[str, str]:
    """A name without the brackets at its end, and what stands in them ("" where there are none)."""
    found = _BRACKETS.fullmatch(name.strip())
    return (found["bare"], found["inside"].strip()) if found else (name.strip(), "")


def column_named(table: str, name: str) -> str | None:
    """Our name of the column that somebody calls ``name``; None where there is none."""
    status = entered_status(name) if table == "deals" else None
    if status is not None:
        return f"entered:{status}"
    wanted = normalise_header(name)
    if not wanted:
        return None
    return next((c for c, names in ALIASES[table].items() if wanted in map(normalise_header, names)), None)
