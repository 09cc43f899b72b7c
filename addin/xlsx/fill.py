"""The file host: a template filled with a report, and nothing else of the template touched.

A small writer of our own on zipfile and lxml; ``docs/decisions/0001-filling-templates.md`` says why. Parts
that hold nothing of ours are copied as they are; in the others only the cells of a block, its name and the
ranges that cover exactly the block change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pandas as pd
from lxml import etree

from addin.errors import InputError
from addin.output_files import OutputFiles
from addin.placement.places import Place
from addin.placement.ranges import Rect, Resize, resize_print_area
from addin.words import Lang
from addin.xlsx.blocks import BlockWriter, resize_of
from addin.xlsx.cells import CellWriter
from addin.xlsx.filters import filters_of_tables
from addin.xlsx.formulas import ReferenceShift
from addin.xlsx.links import link_cells
from addin.xlsx.loss import CONTENT_TYPES
from addin.xlsx.moving.workbook import move_cells
from addin.xlsx.package import Package, relations_of
from addin.xlsx.reach.reach import reach_of
from addin.xlsx.recalculation import is_chain_stale, recalculate_on_open
from addin.xlsx.reference_updater import ReferenceUpdater, kinds_of
from addin.xlsx.room import make_room, totals_to_raise
from addin.xlsx.save import save
from addin.xlsx.sheet import Sheet
from addin.xlsx.short_arrays import refuse_short_arrays
from addin.xlsx.table_headings import TableHeadings, table_headings
from addin.xlsx.template_places import TemplatePlace, name_after, names_of, places_of, tables_of
from addin.xlsx.xml import parsed, tag, written

_REFERS = re.compile(rb"<(?:\w+:)?(f[ >]|formula|dataRef)|sqref>|location=|cacheSource|fmla|listFillRange")
"""What a part that refers to cells holds somewhere."""


class FillableReport(Protocol):
    """What the host needs of a report."""

    @property
    def blocks(self) -> Mapping[str, pd.DataFrame]:
        """Block name → its rows; missing values are None, NaN or NaT."""

    @property
    def lang(self) -> Lang:
        """The language of words in cells."""

    @property
    def currency(self) -> str:
        """The currency of all amounts, "" if not known."""

    @property
    def headings(self) -> Mapping[str, Mapping[str, str]]:
        """Block → column → its heading, where that depends on the data."""


def fill(template: Path, report: FillableReport, out: Path, outputs: OutputFiles | None = None) -> None:
    """Write ``out``: the template with each block that has a name ``hf_<block>`` in it filled.

    ``out`` may be the template itself, and the template may be a report filled before. An existing file is
    replaced at once and as a whole; whatever fails, the former one stays.

    Args:
        template: the workbook.
        report: what it is filled with.
        out: the file to write.
        outputs: the files of a run that ``out`` takes its place together with; by default it is alone.

    Raises:
        InputError: ``template_unreadable``, ``template_strict``, ``template_signed``,
            ``template_without_blocks``, ``template_name``, ``template_names_overlap``,
            ``template_no_heading``, ``template_merged``, ``template_array_cut``, ``template_array_short``,
            ``output_in_the_way``, ``output_would_tear``, ``output_cannot_move``, ``output_suffix``,
            ``output_not_writable``, ``output_would_lose``.
    """
    package = Package.read(template)
    if out.suffix.lower() != package.suffix:
        raise InputError("output_suffix", template=template.name, kind=package.suffix, file=out.name)
    try:
        refuse_short_arrays(package, report.blocks)
        room = make_room(package, report.blocks)
        edit = _PackageEdit(room.package, room.inserted, rows_moved=room.package is not package)
        edit.fill(report)
    except etree.XMLSyntaxError as error:
        raise InputError("template_unreadable", file=template.name) from error
    with nullcontext(outputs) if outputs is not None else OutputFiles() as files:
        save(room.package, edit.changed, frozenset(edit.dropped), edit.filled, out, files)


@dataclass
class _PackageEdit:
    """The parts of a package that change while it is filled."""

    package: Package
    inserted: Mapping[str, Sequence[Rect]]
    rows_moved: bool
    changed: dict[str, bytes] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    filled: dict[str, list[Rect]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.book = parsed(self.package.parts[self.package.workbook])
        self._parts = dict(self.package.sheets())
        self._headings: list[TableHeadings] = []
        if self.package.types != self.package.parts[CONTENT_TYPES]:
            self.changed[CONTENT_TYPES] = self.package.types

    def fill(self, report: FillableReport) -> None:
        """Fill every place; let whatever refers to a block follow its rows."""
        named = places_of(self.package, self.book)
        frames = {one: report.blocks.get(one.place.block.source) for one in named}
        resizes = {one: one.resized(resize_of(one.place, frames[one])) for one in named if one.is_growing}
        shift = ReferenceShift(tuple(resizes.values()))
        areas = _areas(named, resizes)
        moved = self.rows_moved or bool(totals_to_raise(self.package, report.blocks))
        new = {sheet: [*rects, *self.inserted.get(sheet, ())] for sheet, rects in areas.items()}
        reach = reach_of(self.package, self.book, new, _rewritten(resizes), rows_moved=moved)
        updater = ReferenceUpdater(shift, areas, reach)
        self._other_parts(updater, {one.place.sheet for one in named})
        writer = BlockWriter(
            CellWriter(report.lang, self._date1904()),
            self.package.styles(),
            report.currency,
            report.headings,
        )
        self._sheets(writer, frames, updater)
        self._shift_names(
            {one.node: name_after(one, resize.bottom) for one, resize in resizes.items()}, shift
        )
        recalculate_on_open(self.book)
        self._drop_calculation_chain([one.place for one in named])
        for headings in self._headings:
            parts = {**self.package.parts, **self.changed}
            self.changed |= headings.write(parts, self.book, filter(None, self._parts.values()))
        self.changed[self.package.workbook], before = written(self.book), self.package.parts
        raised = move_cells(self.package.changed(self.changed), totals_to_raise(self.package, report.blocks))
        self.changed |= {part: xml for part, xml in raised.parts.items() if xml != before.get(part)}

    def _sheets(
        self,
        writer: BlockWriter,
        frames: Mapping[TemplatePlace, pd.DataFrame | None],
        updater: ReferenceUpdater,
    ) -> None:
        """Fill the sheets that have blocks."""
        strings, rich = self.package.strings(), self.package.rich_strings()
        tables = tables_of(self.package)
        for name in dict.fromkeys(one.place.sheet for one in frames):
            part = self._parts[name]
            sheet = Sheet(self.package.parts[part], strings, filters_of_tables(self.package, part), rich)
            sheet.shift_references(updater, name)
            there = [one for one in frames if one.place.sheet == name]
            self.filled[self._parts[name]] = [one.reach for one in there]
            # records first: a growing block beside one takes its finished cells along
            for one in sorted(there, key=lambda one: one.is_growing):
                writer.write(sheet, one.place, frames[one], one.reach)
                anew = writer.headings_of(sheet, one.place)
                self._headings.extend(table_headings(sheet, one.place, anew, tables) if anew else ())
            self.changed |= link_cells(self.package, part, sheet, {one.place: frames[one] for one in there})
            self.changed[self._parts[name]] = sheet.to_xml()

    def _other_parts(self, updater: ReferenceUpdater, filled: set[str]) -> None:
        """Sheets without blocks, tables, charts, pivot sources and controls."""
        owners = {part: name for name, part in self._parts.items() if part}
        found = [(part, "sheet") for part, name in owners.items() if name not in filled]
        found += kinds_of(self.package.content_types())
        owners |= self._parts_of_sheets("ctrlProp") | self._parts_of_sheets("table")
        for part, kind in found:
            xml = self.package.parts[part]
            if kind != "table" and not _REFERS.search(xml):
                continue
            root = parsed(xml)
            if getattr(updater, kind)(root, owners.get(part, "")):
                self.changed[part] = written(root)
        for part, name in self._parts_of_sheets("vmlDrawing").items():
            drawn = updater.vml_lists(self.package.parts[part], name)
            if drawn != self.package.parts[part]:
                self.changed[part] = drawn

    def _parts_of_sheets(self, kind: str) -> dict[str, str]:
        """Part → sheet, for the parts of a kind that belong to a sheet."""
        related = ((name, self.package.related(part, kind)) for name, part in self._parts.items() if part)
        return {
            part: name for name, found in related for part in found.values() if part in self.package.parts
        }

    def _date1904(self) -> bool:
        node = self.book.find(tag("workbookPr"))
        return node is not None and node.get("date1904") in ("1", "true")

    def _shift_names(self, own: Mapping[etree._Element | None, str], shift: ReferenceShift) -> None:
        """Let the blocks' names and all others cover the blocks' new rows."""
        for node in names_of(self.book):
            if node in own:
                node.text = own[node]
            elif node.get("name") == "_xlnm.Print_Area":
                node.text = resize_print_area(node.text or "", shift.resizes)
            else:
                drawn = str(node.get("name")).startswith("_xlchart.")  # Excel's own, for a chart
                node.text = shift.shift_formula(node.text or "", use="area" if drawn else "cell")

    def _drop_calculation_chain(self, places: list[Place]) -> None:
        """Drop the order of calculation where it lists cells of ours."""
        chains = self.package.related(self.package.workbook, "calcChain")
        for relation, part in chains.items():
            if part in self.package.parts and is_chain_stale(
                parsed(self.package.parts[part]), self.book, places
            ):
                self.dropped.add(part)
                self._remove_nodes(self.package.find(relations_of(self.package.workbook)), "Id", relation)
                self._remove_nodes(CONTENT_TYPES, "PartName", f"/{part}")

    def _remove_nodes(self, part: str, attribute: str, value: str) -> None:
        root = parsed(self.changed.get(part, self.package.parts[part]))
        for node in [node for node in root if str(node.get(attribute)).casefold() == value.casefold()]:
            root.remove(node)
        self.changed[part] = written(root)


def _areas(places: Iterable[TemplatePlace], resizes: Mapping[TemplatePlace, Resize]) -> dict[str, list[Rect]]:
    """Sheet → the places on it, with the rows they had and those they get."""
    found: dict[str, list[Rect]] = {}
    for one in places:
        rect, new = one.reach, resizes.get(one)
        bottom = max(rect.bottom, new.bottom if new else 0)
        found.setdefault(one.place.sheet, []).append(Rect(rect.top, rect.left, bottom, rect.right))
    return found


def _rewritten(growing: Iterable[TemplatePlace]) -> dict[str, list[Rect]]:
    """Sheet → the rows of growing blocks, of which no cell stays."""
    found: dict[str, list[Rect]] = {}
    for one in growing:
        rect = one.place.rect
        found.setdefault(one.place.sheet, []).append(Rect(rect.top + 1, rect.left, rect.bottom, rect.right))
    return found
