"""The sets of deals that handles name: a few in memory, more on disk, each under the digest of its cells."""

from __future__ import annotations

import marshal
import time
from collections import OrderedDict

from addin.errors import HonestFunnelError, InputError
from addin.functions.arguments import DIGITS, Cells
from addin.functions.disk_cache import DiskCache, digest_of
from addin.functions.loaded_deals import LoadedDeals, Tables
from addin.words import Lang

_FORMAT = 2
"""Of the content on disk; another one has other digests, so none is mistaken for it."""
_MAX_SETS = 4
"""Sets kept in memory."""
_TOUCH_SECONDS = 60.0
"""Seconds after which the disk is told again that a set is in use."""


class HandleCache:
    """The sets of deals at hand: some in memory, more on disk.

    Args:
        disk: where their cells outlive the process.
        max_sets: sets kept in memory; at least two, so that several are never taken for one.
    """

    def __init__(self, disk: DiskCache, max_sets: int = _MAX_SETS) -> None:
        """Nothing is loaded yet."""
        self._disk, self._max_sets = disk, max_sets
        self._sets: OrderedDict[str, LoadedDeals] = OrderedDict()

    def load(self, tables: Tables, origin: str, lang: Lang) -> LoadedDeals:
        """The set these cells make; it replaces its own former state as the one meant where none is named.

        Raises:
            InputError, OptionError: no figures can come of the cells.
        """
        content = _content(tables)
        digest = digest_of(content)
        found = self._sets.get(digest)
        try:
            found = found or LoadedDeals(digest, tables, origin, lang)
            found.deals()
        except HonestFunnelError:
            self._retire_former_states(origin, frozenset(tables))
            raise
        self._disk.put(digest, content)
        found.origin, found.is_current, found.is_from_sheet = origin, True, True
        found.origins.add(origin)
        for other in self._sets.values():
            if other is not found and other.is_current and other.is_former_state_of(found):
                other.is_current = False
        self._remember(found)
        return found

    def _retire_former_states(self, origin: str, table_names: frozenset[str]) -> None:
        """What may be the former state of cells that cannot be read is not meant any more."""
        for other in self._sets.values():
            if (other.origin, other.table_names) == (origin, table_names):
                other.is_current = False

    def by_digest(self, prefix: str, origin: str, lang: Lang) -> LoadedDeals:
        """The set whose digest begins so.

        Raises:
            InputError: it is gone from memory and disk.
        """
        found = next((s for digest, s in reversed(self._sets.items()) if digest.startswith(prefix)), None)
        if found is None:
            kept = self._disk.get(prefix)
            if kept is None:
                raise InputError("handle_gone", digest=prefix[:DIGITS])
            found = LoadedDeals(kept[0], _tables(kept[1]), origin, lang)
            present = [other for other in self._sets.values() if other.is_current and other.is_from_sheet]
            found.is_current = not any(found.is_former_state_of(other) for other in present)
        self._remember(found)
        return found

    def only_current(self, origin: str) -> LoadedDeals:
        """The set meant in a document where none is named: its only one loaded, former states of it aside.

        A host that does not tell which document asks ("", as Excel of a formula without a range) means the
        only set there is.

        Raises:
            InputError: there is none, or there are several.
        """
        fresh = [
            found
            for found in self._sets.values()
            if found.is_current and (not origin or origin in found.origins)
        ]
        if len(fresh) != 1:
            raise InputError("deals_unnamed" if fresh else "deals_none", count=len(fresh))
        return fresh[0]

    def last_used(self) -> LoadedDeals:
        """The set used last.

        Raises:
            StopIteration: there is none.
        """
        return next(reversed(self._sets.values()))

    def _remember(self, found: LoadedDeals) -> None:
        self._sets[found.digest] = found
        self._sets.move_to_end(found.digest)
        if time.monotonic() - found.touched > _TOUCH_SECONDS:  # or it may go from the disk
            self._disk.touch(found.digest)
            found.touched = time.monotonic()
        while len(self._sets) > max(self._max_sets, 2):
            former = next((digest for digest, s in self._sets.items() if not s.is_current), None)
            self._sets.pop(former if former is not None else next(iter(self._sets)))


def _content(tables: Tables) -> bytes:
    """The cells as bytes, equal for equal cells: version 2 of marshal writes values, not identities."""
    plain = {
        name: (
            cells.name,
            cells.first_row,
            cells.count,
            cells.columns,
            *filter(None, [cells.since]),
        )
        for name, cells in sorted(tables.items())
    }
    return marshal.dumps((_FORMAT, plain), 2)


def _tables(content: bytes) -> Tables:
    """The cells again, of a content whose digest is right."""
    _, plain = marshal.loads(content)  # noqa: S302  (its digest says that we wrote it)
    return {name: Cells(*cells) for name, cells in plain.items()}
