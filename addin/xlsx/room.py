"""Room for the rows of a report: rows put in above what stands below a block, rows of totals moved along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from lxml import etree

from addin.errors import InputError
from addin.placement.ranges import Rect
from addin.xlsx.blocks import resize_of
from addin.xlsx.moving.moves import Move, inserted_rows
from addin.xlsx.moving.plan import Growth, plan_insertions, plan_totals
from addin.xlsx.moving.standing import standing_on
from addin.xlsx.moving.workbook import move_cells
from addin.xlsx.package import Package
from addin.xlsx.template_places import TemplatePlace, places_of
from addin.xlsx.xml import parsed


@dataclass(frozen=True)
class Room:
    """A template with room for its blocks: ``inserted`` holds the rows put in, by sheet."""

    package: Package
    inserted: Mapping[str, Sequence[Rect]]


def make_room(package: Package, blocks: Mapping[str, pd.DataFrame]) -> Room:
    """The template with rows put in where a block has to grow into something, and totals moved down.

    Raises:
        InputError: ``output_in_the_way``, ``output_would_tear``, ``output_cannot_move``, and what
            :func:`places_of` raises.
    """
    book = parsed(package.parts[package.workbook])
    places = places_of(package, book)
    insertions = [
        move
        for sheet, growths in _growths(places, blocks).items()
        for move in _insertions(package, book, sheet, growths, places)
    ]
    package = move_cells(package, insertions)
    package = move_cells(package, _totals(package, blocks, down=True))
    return Room(package, inserted_rows(insertions))


def totals_to_raise(package: Package, blocks: Mapping[str, pd.DataFrame]) -> list[Move]:
    """The moves, once a package is filled, of totals whose block has fewer rows than before."""
    return _totals(package, blocks, down=False)


def _insertions(
    package: Package,
    book: etree._Element,
    sheet: str,
    growths: Sequence[Growth],
    places: Sequence[TemplatePlace],
) -> list[Move]:
    for growth in growths:
        _refuse_values_left(package, book, sheet, growth)
    if all(growth.added <= 0 for growth in growths):
        return []
    standing = standing_on(package, sheet, book, min(growth.end for growth in growths))
    tops = [one.place.rect for one in places if one.place.sheet == sheet]
    explained = tuple(cell for rect in tops for cell in _explanations(rect, standing.things))
    return plan_insertions(sheet, growths, replace(standing, things=standing.things + explained))


def _explanations(rect: Rect, things: Sequence[Rect]) -> Iterator[Rect]:
    """The cells above a block in which a fill may explain it: above its headings, or above marks there."""
    above = Rect(rect.top - 1, rect.left, rect.top - 1, rect.right)
    yield Rect(above.top, rect.left, above.top, rect.left)
    if any(above.intersects(thing) for thing in things):
        yield Rect(above.top - 1, rect.left, above.top - 1, rect.left)


def _totals(package: Package, blocks: Mapping[str, pd.DataFrame], *, down: bool) -> list[Move]:
    book = parsed(package.parts[package.workbook])
    found = _growths(places_of(package, book), blocks)
    return [move for sheet, growths in found.items() for move in plan_totals(sheet, growths, down=down)]


def _growths(places: Sequence[TemplatePlace], blocks: Mapping[str, pd.DataFrame]) -> dict[str, list[Growth]]:
    """Sheet → its growing blocks."""
    found: dict[str, list[Growth]] = {}
    for one in places:
        if one.is_growing:
            place = one.place
            resize = resize_of(place, blocks.get(place.block.source))
            last = resize.old.bottom if one.table else place.rect.bottom  # a name may cover headings alone
            rect = Rect(place.rect.top, one.reach.left, last, one.reach.right)
            foot = one.table.foot if one.table else None
            growth = Growth(place.block.name, rect, place.rect, resize.bottom, foot)
            found.setdefault(place.sheet, []).append(growth)
    return found


def _refuse_values_left(package: Package, book: etree._Element, sheet: str, growth: Growth) -> None:
    """Refuse where totals would come up over values of the user's in other columns of his table."""
    if growth.foot is None or growth.added >= 0 or growth.rect == growth.own:
        return
    for cell in _values_left(standing_on(package, sheet, book, growth.bottom + 1).values, growth):
        raise InputError(
            "output_in_the_way", sheet=sheet, block=growth.block, cell=cell.a1, row=growth.bottom + 1
        )


def _values_left(values: Sequence[Rect], growth: Growth) -> Iterator[Rect]:
    left = Rect(growth.bottom + 1, growth.rect.left, growth.rect.bottom, growth.rect.right)
    return (cell for cell in values if left.contains(cell) and not growth.own.intersects(cell))
