"""What of a block has to be written: the rectangles in which a cell does not hold yet what it should."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from addin.hosts.workbook.snapshot import Rows, SheetSnapshot
from addin.placement.ranges import Rect
from addin.placement.row_notes import Value

TargetColumns = Mapping[int, Sequence[Value]]
"""Sheet column → its values, one below the other, None where a cell is to be empty."""


def changed_cells(snapshot: SheetSnapshot, top: int, wanted: TargetColumns) -> list[tuple[Rect, Rows]]:
    """Where to write what.

    A spreadsheet takes its time over each write, so columns go together, over free cells between them, too;
    what is the user's between them parts them.

    Args:
        snapshot: the sheet as it is.
        top: the row of the first values.
        wanted: the columns, all of one length.
    """
    differ = {number: _differ(snapshot, top, number, values) for number, values in sorted(wanted.items())}
    rows = [row for found in differ.values() for row in found]
    if not rows:
        return []
    first, last = min(rows), max(rows)
    places = [Rect(first, run[0], last, run[-1]) for run in _runs(snapshot, first, last, differ)]
    return [(place, _lines(wanted, place, top)) for place in places]


def _differ(snapshot: SheetSnapshot, top: int, number: int, values: Sequence[Value]) -> list[int]:
    """The first and the last row of a column that do not hold their value."""
    there = [line[0] for line in snapshot.rows(Rect(top, number, top + len(values) - 1, number))]
    if there == values:
        return []
    found = [row for row, (old, new) in enumerate(zip(there, values, strict=True), top) if old != new]
    return [found[0], found[-1]]


def _runs(
    snapshot: SheetSnapshot, first: int, last: int, differ: Mapping[int, list[int]]
) -> Iterator[list[int]]:
    """Columns to write together, from the first that differs to the last."""
    run: list[int] = []
    for number, rows in differ.items():
        if run and not _free(snapshot, Rect(first, run[-1] + 1, last, number - 1)):
            yield from _trimmed(run, differ)
            run = []
        if rows or run:
            run.append(number)
    yield from _trimmed(run, differ)


def _trimmed(run: list[int], differ: Mapping[int, list[int]]) -> Iterator[list[int]]:
    """A run up to its last column that differs."""
    while run and not differ[run[-1]]:
        run = run[:-1]
    if run:
        yield run


def _free(snapshot: SheetSnapshot, between: Rect) -> bool:
    """Whether nothing of the user's stands between two columns."""
    return all(
        snapshot.value(row, number) is None and not snapshot.formula(row, number)
        for number in range(between.left, between.right + 1)
        for row in range(between.top, between.bottom + 1)
    )


def _lines(wanted: TargetColumns, place: Rect, top: int) -> Rows:
    """The values of a place, None between the columns."""
    rows = range(place.top - top, place.bottom - top + 1)
    nothing = [None] * (place.bottom - top + 1)
    columns = [wanted.get(number, nothing) for number in range(place.left, place.right + 1)]
    return [[column[row] for column in columns] for row in rows]
