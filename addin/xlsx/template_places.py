"""Where a template wants its blocks: names ``hf_<block>``, tables so called, and the tables around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from lxml import etree

from addin.errors import InputError
from addin.placement.places import Place, block_of
from addin.placement.ranges import Rect, Resize, format_reference, parse_reference
from addin.xlsx.package import Package
from addin.xlsx.xml import parsed, tag

_WHOLE_TABLE = re.compile(r"=?(?P<table>[^\W\d][\w.\\]*)(?:\[(?:#\w+)?\]|\[\[#\w+\],\s*\[#\w+\]\])?")
"""``Deals``, ``Deals[#All]``, ``Deals[[#Headers],[#Data]]``."""


@dataclass(frozen=True)
class TemplateTable:
    """A table of a sheet: ``rect`` is all of it, ``totals`` how many of its last rows add up the others."""

    part: str
    name: str
    sheet: str
    rect: Rect
    totals: int
    has_headings: bool

    @property
    def foot(self) -> Rect | None:
        """The cells of its row of totals."""
        rect = self.rect
        return Rect(rect.bottom, rect.left, rect.bottom, rect.right) if self.totals else None

    def surrounds(self, rect: Rect) -> bool:
        """Whether a block is this table, or some of its columns, with or without the totals."""
        ends = (self.rect.bottom, self.rect.bottom - self.totals)
        rows = self.has_headings and self.rect.top == rect.top and max(rect.bottom, rect.top + 1) in ends
        inside = self.rect.left <= rect.left and rect.right <= self.rect.right
        around = rect.left <= self.rect.left and self.rect.right <= rect.right
        return rows and (inside or around)


@dataclass(frozen=True)
class TemplatePlace:
    """A block's place in a template.

    Args:
        place: the block's headings and rows, without a row of totals.
        title: what marks it: the name of a name or of a table.
        reach: the same with all columns of the table around it, which grows with it.
        node: the name's element; None where a table is called so.
        table: the table that is its frame.
    """

    place: Place
    title: str
    reach: Rect
    node: etree._Element | None
    table: TemplateTable | None = None

    @property
    def is_growing(self) -> bool:
        """Whether its rows come and go."""
        return self.place.block.fixed_rows is None

    def resized(self, own: Resize) -> Resize:
        """What becomes of the rows of the table around it, where its own columns become this."""
        old = Rect(own.old.top, self.reach.left, own.old.bottom, self.reach.right)
        return Resize(own.sheet, old, own.bottom, self.table.totals if self.table else 0)


def names_of(book: etree._Element) -> list[etree._Element]:
    """The defined names of a workbook."""
    return book.findall(f"{tag('definedNames')}/{tag('definedName')}")


def tables_of(package: Package) -> list[TemplateTable]:
    """The tables of all sheets."""
    found = []
    for sheet, part in package.sheets():
        for table_part in package.related(part, "table").values() if part else ():
            if table_part in package.parts:
                root = parsed(package.parts[table_part])
                rect = Rect.parse(str(root.get("ref")))
                if rect is not None:
                    totals = int(root.get("totalsRowCount") or 0)
                    headings = root.get("headerRowCount") != "0"
                    name = str(root.get("displayName"))
                    found.append(TemplateTable(table_part, name, sheet, rect, totals, headings))
    return found


def places_of(package: Package, book: etree._Element) -> list[TemplatePlace]:
    """Every place of a template.

    Raises:
        InputError: ``template_without_blocks``; ``template_name`` where a name covers no rectangle of a
            sheet; ``template_names_overlap`` where two of them share cells.
    """
    tables = tables_of(package)
    named = [*_named(package, book, tables), *_called(tables, names_of(book))]
    if not named:
        raise InputError("template_without_blocks", file=package.source.name)
    for one, other in combinations(named, 2):
        if one.place.sheet == other.place.sheet and one.place.rect.intersects(other.place.rect):
            raise InputError(
                "template_names_overlap", file=package.source.name, name=one.title, other=other.title,
                sheet=one.place.sheet, cells=other.place.rect.a1,
            )  # fmt: skip
    return [_framed(one, [two for two in named if two is not one], tables) for one in named]


def _named(
    package: Package, book: etree._Element, tables: Sequence[TemplateTable]
) -> Iterator[TemplatePlace]:
    sheets = {name.casefold(): name for name, part in package.sheets() if part}
    for node in names_of(book):
        name, formula = str(node.get("name")), node.text or ""
        block = block_of(name)
        gone = "#ref!" in formula.casefold()  # the user deleted the block; LibreOffice may write it small
        if block is None or gone:
            continue
        place = parse_reference(formula) or _whole_table(formula, tables)
        sheet = sheets.get(place[0].casefold()) if place else None
        if place is None or sheet is None:
            raise InputError("template_name", file=package.source.name, name=name, target=formula)
        yield TemplatePlace(Place(block, sheet, place[1]), name, place[1], node)


def _whole_table(formula: str, tables: Sequence[TemplateTable]) -> tuple[str, Rect] | None:
    found = _WHOLE_TABLE.fullmatch(formula.strip())
    name = found["table"].casefold() if found else ""
    return next(((table.sheet, table.rect) for table in tables if table.name.casefold() == name), None)


def _called(tables: Sequence[TemplateTable], names: Sequence[etree._Element]) -> Iterator[TemplatePlace]:
    """Tables that are called as a block is."""
    taken = {str(node.get("name")).casefold() for node in names}
    for table in tables:
        block = block_of(table.name)
        if block is not None and table.name.casefold() not in taken:
            yield TemplatePlace(Place(block, table.sheet, table.rect), table.name, table.rect, None)


def _framed(
    one: TemplatePlace, others: Sequence[TemplatePlace], tables: Sequence[TemplateTable]
) -> TemplatePlace:
    """The place with the table around it, and without its totals."""
    sheet, rect = one.place.sheet, one.place.rect
    table = next((table for table in tables if table.sheet == sheet and table.surrounds(rect)), None)
    if table is None:
        return one
    bottom = table.rect.bottom - table.totals
    rect = Rect(rect.top, rect.left, max(min(rect.bottom, bottom), rect.top), rect.right)
    reach = Rect(rect.top, min(rect.left, table.rect.left), rect.bottom, max(rect.right, table.rect.right))
    shared = any(other.place.sheet == sheet and other.place.rect.intersects(reach) for other in others)
    return replace(one, place=replace(one.place, rect=rect), reach=rect if shared else reach, table=table)


def name_after(place: TemplatePlace, bottom: int) -> str:
    """What a name stands for once its block ends in another row: the totals stay in it if they were."""
    text = str(place.node.text) if place.node is not None else ""
    old = parse_reference(text)
    if old is None:
        return text  # it names a table, and follows that
    rect = Rect(old[1].top, old[1].left, bottom + max(old[1].bottom - _last(place), 0), old[1].right)
    return f"{text.rpartition('!')[0]}!{format_reference('', rect).rpartition('!')[2]}"


def _last(place: TemplatePlace) -> int:
    return max(place.place.rect.bottom, place.place.rect.top + 1)
