"""Which rows are put in where, so that blocks have room for their rows and nothing below is written over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from addin.errors import InputError
from addin.placement.ranges import MAX_ROW, Rect
from addin.xlsx.moving.moves import Move, moved, moved_row
from addin.xlsx.moving.standing import Standing


@dataclass(frozen=True)
class Growth:
    """A block that gets more or fewer rows.

    Args:
        block: its name.
        rect: its headings and rows, with all columns that grow.
        own: the same without columns of the user's beside it.
        bottom: its last row afterwards, were nothing else to move.
        foot: the cells of totals right below it.
    """

    block: str
    rect: Rect
    own: Rect
    bottom: int
    foot: Rect | None = None

    @property
    def added(self) -> int:
        """How many rows it gets, fewer than none where it loses some."""
        return self.bottom - self.rect.bottom

    @property
    def end(self) -> int:
        """The last row it takes now, totals included."""
        return self.foot.bottom if self.foot else self.rect.bottom


def plan_insertions(sheet: str, growths: Sequence[Growth], standing: Standing) -> list[Move]:
    """The rows to put in, from the top down; each counts in the rows the former ones leave.

    A block takes free rows below it first. Where those do not suffice, rows are put in right above what
    stands below it, as few as are needed, and one more where there was a gap: over the whole width of the
    sheet, so that blocks side by side share them and what is below stays in line. Rows are never taken out.

    Raises:
        InputError: ``output_would_tear`` where rows would be put into a table, a merged cell, an array or a
            list of values; ``output_in_the_way`` where what is below would leave the sheet.
    """
    plan = _Plan(sheet, growths, standing)
    moves: list[Move] = []
    waiting = [(first, growth) for growth in growths if (first := plan.first_below(growth))]
    for first, growth in sorted(waiting, key=lambda pair: pair[0].top):
        end = moved_row(growth.rect.top, moves) - growth.rect.top + growth.end + growth.added
        missing = end + 1 - moved_row(first.top, moves)
        if missing > 0:
            gap = min(first.top - growth.end - 1, 1)
            before = plan.whole_row(growth, first, sorted(one.top for one, _ in waiting))
            moves.append(Move.insertion(sheet, moved_row(before, moves), missing + gap))
            plan.refuse_leaving(growth, first, moves)
    return moves


def plan_totals(sheet: str, growths: Sequence[Growth], *, down: bool) -> list[Move]:
    """Rows of totals that go to the new end of their block, those that go down or those that go up."""
    return [
        Move(sheet, growth.foot, growth.added)
        for growth in growths
        if growth.foot is not None and growth.added and (growth.added > 0) == down
    ]


@dataclass(frozen=True)
class _Plan:
    """A sheet, its growing blocks and what else stands on it."""

    sheet: str
    growths: Sequence[Growth]
    standing: Standing

    def first_below(self, growth: Growth) -> Rect | None:
        """The first thing below a block, in its columns."""
        rect = growth.rect
        below = Rect(growth.end + 1, rect.left, MAX_ROW, rect.right)
        there = (one for one in self.standing.things if one.top > growth.end and one.intersects(below))
        return min(there, key=lambda one: one.top, default=None)

    def whole_row(self, growth: Growth, first: Rect, others: Sequence[int]) -> int:
        """The row before which new rows tear nothing.

        That of the highest thing below this block or one beside it, so that they stay in line; else that of
        the first thing below this one, or higher.
        """
        torn = first
        rows = [row for row in others if growth.end < row < first.top]
        rows.extend(range(first.top, growth.end, -1))
        for row in rows:
            found = next(self._torn(row), None)
            if found is None:
                return row
            torn = found if row == first.top else torn
        raise InputError(
            "output_would_tear",
            sheet=self.sheet, block=growth.block, cell=first.a1, cells=torn.a1, row=first.top,
        )  # fmt: skip

    def _torn(self, row: int) -> Iterator[Rect]:
        """What begins above a row and ends in or below it; blocks are written anew, and may be parted."""
        for thing in self.standing.whole:
            if thing.top < row <= thing.bottom and not any(_holds(growth, thing) for growth in self.growths):
                yield thing
        for growth in self.growths:
            if growth.foot is not None and growth.foot.top == row:  # a name that ends above would not grow
                yield Rect(growth.rect.top, growth.foot.left, growth.foot.bottom, growth.foot.right)
        yield from self._lists.get(row, ())

    @cached_property
    def _lists(self) -> dict[int, list[Rect]]:
        """Row → the lists of the user's that go on in it from the row above."""
        ours = [rect for growth in self.growths for rect in (growth.own, growth.foot) if rect]
        found: dict[int, list[Rect]] = {}
        for cells in self.standing.lists:
            upper = Rect(cells.top, cells.left, cells.top, cells.right)
            if not any(rect.contains(upper) for rect in ours):
                found.setdefault(cells.bottom, []).append(cells)
        return found

    def refuse_leaving(self, growth: Growth, first: Rect, moves: Sequence[Move]) -> None:
        """Refuse where the last thing would go beyond the sheet's end."""
        last = max(thing.bottom for thing in self.standing.things)
        if moved(Rect(last, 1, last, 1), moves).bottom >= MAX_ROW > last:
            row = moved_row(growth.rect.top, moves) + growth.bottom - growth.rect.top
            raise InputError(
                "output_in_the_way", sheet=self.sheet, block=growth.block, cell=first.a1, row=row
            )


def _holds(growth: Growth, thing: Rect) -> bool:
    """Whether a thing is a growing block, its table or a part of them."""
    rect = growth.rect
    return Rect(rect.top, rect.left, growth.end, rect.right).contains(thing)
