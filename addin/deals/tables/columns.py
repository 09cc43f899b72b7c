"""Which columns each table has, which it cannot do without, and the headers they go by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain

from addin.datafile import load_toml
from addin.deals.tables.entered import entered_status
from addin.deals.tables.headings import normalise_header
from addin.deals.values.nothing import Kind
from addin.words import LANGS

_FILE = load_toml("addin.deals.tables", "aliases.toml")

_WEAK: dict[str, dict[str, dict[str, list[str]]]] = _FILE["weak"]


def _of_all(by_language: Mapping[str, list[str]]) -> Iterator[str]:
    return chain.from_iterable(by_language.values())


SHEETS: dict[str, tuple[str, ...]] = {
    table: tuple(dict.fromkeys(_of_all(by_language))) for table, by_language in _FILE["sheets"].items()
}
"""Table → the names of its sheet, the English one first, then the Russian."""

ALIASES: dict[str, dict[str, tuple[str, ...]]] = {
    table: {
        column: tuple(
            dict.fromkeys((column, *_of_all(by_language), *_of_all(_WEAK.get(table, {}).get(column, {}))))
        )
        for column, by_language in columns.items()
    }
    for table, columns in _FILE["columns"].items()
}
"""Table → column → the headers it goes by, those of one language best first, weak ones last."""

HEADINGS: dict[str, dict[str, dict[str, str]]] = {
    table: {
        column: {lang: next(iter(by_language.get(lang, ())), column) for lang in LANGS}
        for column, by_language in columns.items()
    }
    for table, columns in _FILE["columns"].items()
}
"""Table → column → language of the screen → the header that says it best."""

SETTINGS: dict[str, tuple[str, ...]] = {name: (name, *aliases) for name, aliases in _FILE["settings"].items()}
"""Setting → the names it goes by on the settings sheet."""

REQUIRED: dict[str, tuple[str, ...]] = {
    "deals": ("created", "status"),
    "stages": ("status",),
    "history": ("id", "changed_at", "to_status"),
    "spend": ("date|month", "source", "amount"),
    "plan": ("month", "amount"),
    "rates": ("date", "currency", "rate"),
    "ledger": ("id", "status", "seen_at"),
    "mapping": ("column", "header"),
}
"""Table → the columns it must have; ``a|b`` is one of the two."""

SHOWN = frozenset({"client", "phone", "link", "team", "product", "outcome"})
"""Columns of deals of which a second one is nothing to tell of."""

NAMES: tuple[str, ...] = tuple(_of_all(_FILE["names"]))
"""Headings of names of deals or of anything."""

TOTALS: tuple[str, ...] = tuple(_FILE["words"]["totals"])
"""How a row of totals calls itself."""

LEAVING = frozenset(_FILE["words"]["leaving"])
"""Words of headings of the day a deal left a stage, which is none of the needed days."""

ERRORS: tuple[str, ...] = tuple(_FILE["words"]["errors"])
"""What an error cell shows, where it reaches us as text."""

STAGED = frozenset({"status", "lost_from", "from_status", "to_status", "pipeline", "outcome"})
"""Columns of names of stages, or of pipelines, where a bare "no" may be one."""

DATED = frozenset({"created", "closed", "won_at", "lost_at", "status_changed", "first_touch", "next_contact"})
"""Columns of days."""

_LATER = 10_000


@dataclass(frozen=True)
class Alias:
    """A column that goes by a header, and how good a name that is of it: the lower the better."""

    column: str
    rank: int


@cache
def aliases_by_key(table: str, weak: bool) -> Mapping[str, tuple[Alias, ...]]:
    """The comparison form of a header → the columns of the table it may head.

    The name of a thing goes before its id.

    Args:
        table: our name of it.
        weak: whether headers that say little are asked for, or the others.
    """
    found: dict[str, dict[str, int]] = {}
    for column, names in ALIASES[table].items():
        little = set(map(normalise_header, _of_all(_WEAK.get(table, {}).get(column, {}))))
        for rank, name in enumerate(names):
            key = normalise_header(name)
            if (key in little) == weak:
                later = _LATER if column != "id" and key.endswith("id") else 0
                found.setdefault(key, {}).setdefault(column, rank + later)
    return {key: tuple(Alias(*of) for of in columns.items()) for key, columns in found.items()}


def kind_of(column: str) -> Kind:
    """What a column of ours holds, as far as markers of nothing go."""
    if column in DATED:
        return "date"
    return "stage" if column in STAGED else "name"


def column_named(table: str, name: str) -> str | None:
    """Our name of the column that somebody calls ``name``; None where there is none."""
    status = entered_status(name) if table == "deals" else None
    if status is not None:
        return f"entered:{status}"
    wanted = normalise_header(name)
    if not wanted:
        return None
    known = (*aliases_by_key(table, False).get(wanted, ()), *aliases_by_key(table, True).get(wanted, ()))
    return known[0].column if known else None
