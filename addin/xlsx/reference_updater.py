"""The parts of a workbook whose references follow the blocks: sheets, tables, charts, pivots, controls."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, unescape

from lxml import etree

from addin.placement.ranges import Rect
from addin.xlsx.formulas import ReferenceShift, ReferenceUse
from addin.xlsx.reach.gather import source_of
from addin.xlsx.reach.reach import Reach
from addin.xlsx.references import read_formula
from addin.xlsx.shared_formulas import write_out_shared
from addin.xlsx.xml import XM, tag

_CACHES = {"numCache", "strCache", "multiLvlStrCache", "dlblRangeCache", "lvl"}
"""Values that a chart keeps of its cells."""
_SHEET_FORMULAS = [*(tag(name) for name in ("f", "formula", "formula1", "formula2")), tag("f", XM)]
_SPARKLINES = ("sparkline", "sparklineGroup")
_ATTRIBUTES: dict[str, tuple[str, ReferenceUse]] = {
    tag("hyperlink"): ("location", "cell"),
    tag("cfvo"): ("val", "copied"),
    tag("controlPr"): ("listFillRange", "area"),
    tag("dataRef"): ("ref", "area"),
}
_CONTROL: tuple[tuple[str, ReferenceUse], ...] = (
    ("fmlaRange", "area"),
    ("fmlaLink", "cell"),
    ("fmlaGroup", "cell"),
)
_FILTERED = [tag(name) for name in ("table", "autoFilter", "sortState", "sortCondition")]
_TABLE_FORMULAS = [tag(name) for name in ("calculatedColumnFormula", "totalsRowFormula")]
_VML_LIST = re.compile(r"(?<=<x:FmlaRange>)[^<]*")


@dataclass(frozen=True)
class ReferenceUpdater:
    """Edits parts in place; each method tells whether it changed anything.

    Args:
        shift: the new rows.
        areas: sheet → all places of blocks on it, with the rows they had and those they get.
        reach: what else may be another after the fill.
    """

    shift: ReferenceShift
    areas: Mapping[str, Sequence[Rect]]
    reach: Reach

    def sheet(self, root: etree._Element, name: str) -> bool:
        """Formulas of cells, formats, validations and sparklines, and links into a block.

        The last result of a formula that a block can reach is forgotten: not every spreadsheet computes it
        anew where there is one. Any other stays, as not every spreadsheet can compute it.
        """
        read = {resize.sheet.casefold() for resize in self.shift.resizes}
        down = write_out_shared(root, name, self.areas.get(name, ()), read)
        changed = bool(down)
        for node in root.iter(*_SHEET_FORMULAS, *_ATTRIBUTES):  # once: a filled sheet is large
            if node.tag in _ATTRIBUTES:
                key, use = _ATTRIBUTES[str(node.tag)]
                changed |= self._update_attribute(node, key, node.get("sheet") or name, use)
                continue
            cell = _parent(node)
            if node.tag == tag("f") and self.reach.is_stale(name, str(cell.get("r"))):
                changed |= _forget_result(cell)
            if node.text:
                use = "copied" if node in down else self._use(node, name)
                changed |= self._update_text(node, name, use)
        return changed

    def _use(self, node: etree._Element, name: str) -> ReferenceUse:
        """Where on its sheet a formula stands."""
        parent = _parent(node)
        if node.tag == tag("f"):
            return self._cell_use(node, parent, name)
        if _local(parent) in _SPARKLINES:
            return "line"
        extended = node.tag == tag("f", XM)
        validation = _parent(parent) if extended else parent
        return "list" if validation.get("type") == "list" else "copied"

    def _cell_use(self, node: etree._Element, cell: etree._Element, name: str) -> ReferenceUse:
        at = Rect.parse(str(cell.get("r")))
        shared = Rect.parse(str(node.get("ref"))) if node.get("t") == "shared" else None
        if at is None or (shared is not None and shared.top < shared.bottom):
            return "copied"
        here = self.shift.resizes_on(name)
        if any(resize.contains_data(at) for resize in here):
            return "copied"
        return "block_row" if any(r.old.top < at.top <= r.old.bottom for r in here) else "cell"

    def table(self, root: etree._Element, name: str) -> bool:
        """The area of a table, its filter and its formulas; its row of totals stays below the new rows."""
        changed = False
        area, totals = Rect.parse(str(root.get("ref"))), int(root.get("totalsRowCount") or 0)
        for resize in self.shift.resizes_on(name):
            body = Rect(area.top, area.left, area.bottom - totals, area.right) if area else None
            new = resize.resized(body) if body else None
            if new is not None and new != body:
                for node in root.iter(*_FILTERED):
                    node.set("ref", resize.resize_ranges(str(node.get("ref"))))
                root.set("ref", Rect(new.top, new.left, new.bottom + totals, new.right).a1)
                changed = True
        for node in root.iter(*_TABLE_FORMULAS):
            changed |= self._update_text(node, name, "copied")
        return changed

    def chart(self, root: etree._Element, name: str) -> bool:
        """References of a chart; what it remembers of cells that a fill writes is forgotten.

        The spreadsheet reads those cells anew when it opens the file.
        """
        changed = False
        for node in [n for n in root.iter(etree.Element) if _local(n) in ("f", "sqref")]:
            stale = self.reach.reaches(node.text or "")
            changed |= self._update_text(node, name, _chart_use(node))
            for cache in [n for n in _parent(node) if _local(n) in _CACHES] if stale else ():
                _parent(node).remove(cache)
                changed = True
        return changed

    def pivot(self, root: etree._Element, name: str) -> bool:
        """The source of a pivot table, one range or several; it is read anew when the file is opened."""
        if not self.reach.reaches_pivot(root):
            return False
        for node in root.iter(tag("worksheetSource"), tag("rangeSet")):
            if source_of(node):
                self._update_attribute(node, "ref", node.get("sheet") or name)
        root.set("refreshOnLoad", "1")
        return True

    def control(self, root: etree._Element, name: str) -> bool:
        """The list and the link of a form control."""
        changed = False
        for key, use in _CONTROL:
            changed |= self._update_attribute(root, key, name, use)
        return changed

    def vml_lists(self, xml: bytes, name: str) -> bytes:
        """The lists of form controls in their old drawing, which is not always XML."""

        def one(found: re.Match[str]) -> str:
            return escape(self.shift.shift_formula(unescape(found[0]), name, "area"))

        return _VML_LIST.sub(one, xml.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")

    def _update_text(self, node: etree._Element, here: str, use: ReferenceUse) -> bool:
        old = node.text or ""
        new = self.shift.shift_formula(old, here, use)
        if new == old:
            return False
        node.text = new
        return True

    def _update_attribute(
        self, node: etree._Element, key: str, here: str, use: ReferenceUse = "cell"
    ) -> bool:
        old = str(node.get(key) or "")
        new = self.shift.shift_formula(old, here, use)
        if new == old:
            return False
        node.set(key, new)
        return True


def _chart_use(node: etree._Element) -> ReferenceUse:
    parent = _parent(node)
    if _local(_parent(parent)) in ("cat", "xVal") and _drawn_down(_parent(_parent(parent))):
        return "area"
    if _local(_parent(parent)) == "tx" or _local(parent) == "tx":
        return "cell"
    levels = _local(parent) in ("multiLvlStrRef", "strDim", "numDim") and node.get("dir") != "row"
    return "area" if levels else "line"


def _drawn_down(series: etree._Element) -> bool:
    """Whether the values of a series are one column, so that its categories cannot lie in a row."""
    values = (node for node in series if _local(node) in ("val", "yVal"))
    texts = [f.text or "" for value in values for f in value.iter(etree.Element) if _local(f) == "f"]
    rects = [reference.rect for text in texts for reference in read_formula(text).references]
    return bool(rects) and all(rect.left == rect.right for rect in rects)


def _forget_result(cell: etree._Element) -> bool:
    """Take the result out of a cell that has a formula."""
    value = cell.find(tag("v"))
    if value is None:
        return False
    cell.remove(value)
    for key in ("t", "vm"):  # of which kind the result was
        cell.attrib.pop(key, "")
    return True


def kinds_of(types: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each part that may refer to a block, with the method of :class:`ReferenceUpdater` that edits it.

    Args:
        types: the parts of a package with their content types.
    """
    for name, kind in types:
        if kind.endswith(("drawingml.chart+xml", "chartex+xml")):
            yield name, "chart"
        elif kind.endswith("pivotCacheDefinition+xml"):
            yield name, "pivot"
        elif kind.endswith("controlproperties+xml"):
            yield name, "control"
        elif kind.endswith("spreadsheetml.table+xml"):
            yield name, "table"


def _local(node: etree._Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _parent(node: etree._Element) -> etree._Element:
    found = node.getparent()
    return node if found is None else found
