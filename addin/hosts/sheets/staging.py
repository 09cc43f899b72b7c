"""The hidden tab on which a publication is prepared, and the calls that fill it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from addin.hosts.sheets.journal import Journal, tops_of
from addin.hosts.sheets.reading import Value
from addin.hosts.sheets.steps import Plan
from addin.hosts.sheets.structure import STAGING, Json, quote_title
from addin.placement.ranges import Rect, column_letters
from addin.words import Lang

CHUNK = 2_000_000
"""Bytes of values sent in one call."""


@dataclass(frozen=True)
class Staging:
    """Where on the tab each staged write and each column of notes lies, one below the other.

    Args:
        id, title: of the tab.
        rows, columns: its size.
        writes: the cells of each staged write.
        reorders: the cells of each reorder.
        journal: what will be written over, set aside on the same tab; None where nothing is.
    """

    id: int
    title: str
    rows: int
    columns: int
    writes: tuple[Rect, ...]
    reorders: tuple[Rect, ...]
    journal: Journal | None = None

    @classmethod
    def of(cls, plan: Plan, rng: random.Random, lang: Lang = "en", since: Value = None) -> Staging:
        """Room for all a plan has to stage, and for all it writes over; the first row is the journal's."""
        sizes = [(len(write.values), len(write.values[0])) for write in plan.staged]
        sizes += [(reorder.rows, reorder.right - reorder.left + 1) for reorder in plan.reorders]
        bottoms = list(accumulate((tall for tall, _ in sizes), initial=1))[1:]
        places = [
            Rect(end - tall + 1, 1, end, wide) for end, (tall, wide) in zip(bottoms, sizes, strict=True)
        ]
        number, parted = rng.randrange(1, 2**31), len(plan.staged)
        tops = tops_of(plan.regions, max([1, *bottoms]) + 1)
        journal = Journal(number, 1, lang, since, tuple(plan.regions), tops) if plan.regions else None
        rows, columns = journal.size if journal else (1, 1)
        return cls(
            number,
            f"{STAGING}{number:08x}",
            max([rows, *bottoms]),
            max([columns, *(wide for _, wide in sizes)]),
            tuple(places[:parted]),
            tuple(places[parted:]),
            journal,
        )

    def chunks(self, plan: Plan) -> Iterator[list[Json]]:
        """The staged values in calls of at most ``CHUNK`` bytes, or of a single row."""
        call: list[tuple[int, list[Value]]] = []
        size = 0
        if self.journal:
            call, size = [(1, [*self.journal.record()])], sum(map(len, self.journal.record()))
        for write, place in zip(plan.staged, self.writes, strict=True):
            for row, line in enumerate(write.values, place.top):
                values: list[Value] = ["" if value is None else value for value in line]
                weight = len(json.dumps(values, ensure_ascii=False).encode("utf-8", "replace"))
                if call and size + weight > CHUNK:
                    yield self._ranges(call)
                    call, size = [], 0
                call.append((row, values))
                size += weight
        if call:
            yield self._ranges(call)

    def _ranges(self, call: Sequence[tuple[int, list[Value]]]) -> list[Json]:
        """Rows of the tab, those of one width together: they stand one below the other."""
        found = []
        for wide, some in groupby(call, key=lambda pair: len(pair[1])):
            rows = list(some)
            cells = f"A{rows[0][0]}:{column_letters(wide)}{rows[-1][0]}"
            found.append(
                {"range": f"{quote_title(self.title)}!{cells}", "values": [values for _, values in rows]}
            )
        return found
