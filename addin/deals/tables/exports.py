"""Exports of CRMs, known by their headers, and what their columns are to us."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from addin.deals.tables.columns import key
from addin.deals.values.text import fold

ENDS = ("won", "lost", "open")


@dataclass(frozen=True)
class Export:
    """An export as a CRM makes it; headers are in their comparison form, words of cells folded.

    Args:
        crm: the CRM as it calls itself.
        table: ``deals``, or ``history`` where a row is a change.
        signs: groups of headers, of each of which one must be there, for all of a group.
        columns: our column, or one that is put together with others → the headers it goes by, best first.
        ignored: headers that are none of our columns.
        last: columns of which the last of equal headers goes first.
        blank: column → the words that stand for nothing.
        ends: ``won``, ``lost`` and ``open`` → the words of ``outcome`` that say so.
        fields: the words of ``field`` that mean the stage.
        brackets: the stage may bear its pipeline's name in brackets.
    """

    crm: str
    table: str
    signs: tuple[tuple[frozenset[str], ...], ...]
    columns: Mapping[str, tuple[str, ...]]
    ignored: frozenset[str]
    last: frozenset[str]
    blank: Mapping[str, frozenset[str]]
    ends: Mapping[str, frozenset[str]]
    fields: frozenset[str]
    brackets: bool

    def fits(self, headers: Collection[str]) -> bool:
        """Whether a sheet with these headers, in their comparison form, is such an export."""
        return any(all(not one.isdisjoint(headers) for one in group) for group in self.signs)

    def places(self, at: Mapping[str, list[int]]) -> Iterator[tuple[str, list[int]]]:
        """Our columns that are there, each with its cells, best first.

        Args:
            at: header in its comparison form → the cells that hold it.
        """
        for column, headers in self.columns.items():
            found = next((at[header] for header in headers if header in at), None)
            if found:
                yield column, found[::-1] if column in self.last else found[:1]


@dataclass(frozen=True)
class Recognised:
    """What a table was recognised as.

    Args:
        crm: the CRM.
        made: our column → the headers it was put together from, where they are several.
        changes: the deals were made of changes.
    """

    crm: str
    made: Mapping[str, tuple[str, ...]]
    changes: bool = False


def recognise(table: str, headers: Collection[str], mapped: Collection[str]) -> Export | None:
    """The export that these headers belong to; None where they are nobody's.

    A sheet of deals may be one of changes, unless the user says which column the status is.

    Args:
        table: our name of the table the sheet is asked for.
        headers: in their comparison form.
        mapped: our columns that the user has mapped.
    """
    tables = {table, "history"} if table == "deals" and "status" not in mapped else {table}
    return next((one for one in exports() if one.table in tables and one.fits(headers)), None)


@cache
def exports() -> tuple[Export, ...]:
    """All exports we know, in the order in which they are tried."""
    told = tomllib.loads((files(__package__) / "exports.toml").read_text(encoding="utf-8"))
    return tuple(map(_export, told["export"]))


def _export(told: Mapping[str, Any]) -> Export:
    return Export(
        crm=told["crm"],
        table=told["table"],
        signs=tuple(tuple(_keys(sign.split("|")) for sign in group) for group in told["signs"]),
        columns={name: tuple(map(key, headers)) for name, headers in told["columns"].items()},
        ignored=_keys(told.get("ignored", ())),
        last=frozenset(told.get("last", ())),
        blank={name: _words(words) for name, words in told.get("blank", {}).items()},
        ends={name: _words(told.get("ends", {}).get(name, ())) for name in ENDS},
        fields=_words(told.get("fields", ())),
        brackets=told.get("brackets", False),
    )


def _keys(headers: Iterable[str]) -> frozenset[str]:
    return frozenset(map(key, headers))


def _words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, words))
