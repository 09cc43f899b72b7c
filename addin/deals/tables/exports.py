"""Exports of CRMs, known by their headers, and what their columns are to us."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from addin.datafile import load_toml
from addin.deals.tables.headings import normalise_header
from addin.deals.values.text import fold

ENDS = ("won", "lost", "open")


@dataclass(frozen=True)
class Export:
    """An export as a CRM makes it; headers are in their comparison form, words of cells folded.

    Args:
        crm: the CRM as it calls itself.
        table: ``deals``, or ``history`` where a row is a change.
        signature: groups of headers, of each of which one must be there, for all of a group.
        columns: our column, or one that is put together with others → the headers it goes by, best first.
        ignored: headers that are none of our columns.
        prefer_last: columns of which the last of equal headers goes first.
        blank_words: column → the words that stand for nothing.
        outcome_words: ``won``, ``lost`` and ``open`` → the words of ``outcome`` that say so.
        stage_fields: the words of ``field`` that mean the stage.
        pipeline_in_brackets: the stage may bear its pipeline's name in brackets.
    """

    crm: str
    table: str
    signature: tuple[tuple[frozenset[str], ...], ...]
    columns: Mapping[str, tuple[str, ...]]
    ignored: frozenset[str]
    prefer_last: frozenset[str]
    blank_words: Mapping[str, frozenset[str]]
    outcome_words: Mapping[str, frozenset[str]]
    stage_fields: frozenset[str]
    pipeline_in_brackets: bool

    def matches(self, headers: Collection[str]) -> bool:
        """Whether a sheet with these headers, in their comparison form, is such an export."""
        return any(all(not one.isdisjoint(headers) for one in group) for group in self.signature)

    def column_positions(self, at: Mapping[str, list[int]]) -> Iterator[tuple[str, list[int]]]:
        """Our columns that are there, each with its cells, best first.

        Args:
            at: header in its comparison form → the cells that hold it.
        """
        for column, headers in self.columns.items():
            found = next((at[header] for header in headers if header in at), None)
            if found:
                yield column, found[::-1] if column in self.prefer_last else found[:1]


@dataclass(frozen=True)
class RecognisedExport:
    """What a table was recognised as.

    Args:
        crm: the CRM.
        combined_headers: our column → the headers it was put together from, where they are several.
        from_changes: the deals were made of changes.
    """

    crm: str
    combined_headers: Mapping[str, tuple[str, ...]]
    from_changes: bool = False


def recognise(table: str, headers: Collection[str], mapped: Collection[str]) -> Export | None:
    """The export that these headers belong to; None where they are nobody's.

    A sheet of deals may be one of changes, unless the user says which column the status is.

    Args:
        table: our name of the table the sheet is asked for.
        headers: in their comparison form.
        mapped: our columns that the user has mapped.
    """
    tables = {table, "history"} if table == "deals" and "status" not in mapped else {table}
    keys = frozenset(headers)  # of two sets the smaller is gone through
    return next((one for one in exports() if one.table in tables and one.matches(keys)), None)


@cache
def exports() -> tuple[Export, ...]:
    """All exports we know, in the order in which they are tried."""
    entries = load_toml("addin.deals.tables", "exports.toml")
    return tuple(map(_export, entries["export"]))


def _export(entry: Mapping[str, Any]) -> Export:
    return Export(
        crm=entry["crm"],
        table=entry["table"],
        signature=tuple(tuple(_keys(sign.split("|")) for sign in group) for group in entry["signs"]),
        columns={name: tuple(map(normalise_header, headers)) for name, headers in entry["columns"].items()},
        ignored=_keys(entry.get("ignored", ())),
        prefer_last=frozenset(entry.get("last", ())),
        blank_words={name: _words(words) for name, words in entry.get("blank", {}).items()},
        outcome_words={name: _words(entry.get("ends", {}).get(name, ())) for name in ENDS},
        stage_fields=_words(entry.get("fields", ())),
        pipeline_in_brackets=entry.get("brackets", False),
    )


def _keys(headers: Iterable[str]) -> frozenset[str]:
    return frozenset(map(normalise_header, headers))


def _words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, words))
