"""What the lookup table of a spreadsheet lacks: the rows that its functions read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from addin.hosts.sheets.lookup_table import ANSWERS, WIDTH, Row
from addin.hosts.sheets.reading import Snapshot, Value
from addin.hosts.sheets.regions import Region
from addin.hosts.sheets.steps import Plan, Write
from addin.hosts.sheets.values import count_differing
from addin.placement.ranges import Rect


def add_lookup_rows(snapshot: Snapshot, lookup_rows: Sequence[Row], found: Plan) -> None:
    """The hidden table for functions, and emptiness down to its last row in use."""
    name = snapshot.structure.range_named(ANSWERS)
    if name is None:
        return
    rows: list[Sequence[Value]] = [[text or None for text in row] for row in lookup_rows]
    bottom = max(name.rect.bottom, name.rect.top + len(rows) - 1)
    rect = replace(name.rect, right=name.rect.left + WIDTH - 1, bottom=bottom)
    there = snapshot.cells[name.tab].rect(rect)
    last = max((i for i, line in enumerate(there, 1) if any(line)), default=0)
    rows += [[None] * WIDTH] * (last - len(rows))
    if count_differing(there[: len(rows)], rows):
        found.staged.append(Write(name.tab, rect.top, rect.left, rows))
        span = replace(rect, bottom=rect.top + len(rows) - 1)
        first = Rect(rect.top, rect.left, rect.top, rect.left)
        found.regions.append(
            Region(name.name, name.tab, span, name.rect, replace(rect, bottom=bottom), (), first)
        )
    if bottom > name.rect.bottom:
        found.require_rows(name.tab, max(bottom, snapshot.structure.tab(name.tab).rows))
        found.names.append((name, replace(name.rect, bottom=bottom)))
