"""What the changes of a history were of: only those of the stage count."""

from __future__ import annotations

from collections.abc import Sequence

from addin.datafile import load_toml
from addin.deals.tables.headings import normalise_header
from addin.deals.values.text import fold

_FILE = load_toml("addin.deals.tables", "history.toml")["fields"]
_HEADINGS = frozenset(map(normalise_header, _FILE["headings"]))
_EVENTS = frozenset(map(normalise_header, _FILE["events"]))
STAGE_FIELDS = frozenset(map(fold, _FILE["stages"]))
"""The words, folded, by which a change is one of the stage."""


def add_field(cells: Sequence[str], columns: dict[str, int]) -> None:
    """Find the column that says what each change was of, if no export has told it.

    Args:
        cells: the headings.
        columns: our column → its cell; gets ``field``.
    """
    taken = set(columns.values())
    for headings in (_HEADINGS, _EVENTS):
        for index, header in enumerate(cells):
            if index not in taken and normalise_header(header) in headings:
                columns.setdefault("field", index)


def tells_events(header: str) -> bool:
    """Whether a column tells of events, which need not say what changed: "Event", not "Field"."""
    return normalise_header(header) in _EVENTS
