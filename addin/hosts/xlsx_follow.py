"""The parts of a workbook whose references follow the blocks: sheets, charts, pivot sources, controls."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lxml import etree

from addin.hosts.xlsx_formulas import Follow
from addin.hosts.xlsx_ranges import Rect
from addin.hosts.xlsx_xml import X14, XM, tag

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
CHARTEX = "http://schemas.microsoft.com/office/drawing/2014/chartex"

_CACHES = {tag(name, CHART) for name in ("numCache", "strCache", "multiLvlStrCache")}
_LEVEL = tag("lvl", CHARTEX)
_SHEET_FORMULAS = [tag(name) for name in ("f", "formula", "formula1", "formula2")]
_CONTROL_FORMULAS = ("fmlaRange", "fmlaLink", "fmlaGroup")


@dataclass(frozen=True)
class Follower:
    """Edits parts in place; each method tells whether it changed anything.

    Args:
        follow: the new rows.
        areas: sheet → all places of blocks on it, as they are before the fill.
    """

    follow: Follow
    areas: dict[str, list[Rect]]

    def sheet(self, root: etree._Element, name: str) -> bool:
        """Formulas of cells, formats, validations and sparklines, and links into a block.

        A formula's last result is forgotten: not every spreadsheet computes it anew where there is one.
        """
        changed = _forget_results(root)
        for node in root.iter(*_SHEET_FORMULAS, tag("f", XM)):
            spark = node.getparent() is not None and _parent(node).tag == tag("sparkline", X14)
            shared = node.tag == tag("f") and node.get("t") == "shared"
            changed |= self._text(node, name, anchored=shared, single=spark)
        for node in root.iter(tag("hyperlink"), tag("cfvo")):
            key = "location" if node.tag == tag("hyperlink") else "val"
            changed |= self._attribute(node, key, name)
        return changed

    def chart(self, root: etree._Element) -> bool:
        """References of a chart; what it remembers of cells that a fill writes is forgotten.

        The spreadsheet reads those cells anew when it opens the file.
        """
        changed = False
        for node in list(root.iter(tag("f", CHART), tag("f", CHARTEX))):
            stale = self.follow.reads(node.text or "", self.areas)
            changed |= self._text(node, "", single=True)
            for cache in [n for n in _parent(node) if n.tag in _CACHES or n.tag == _LEVEL] if stale else ():
                _parent(node).remove(cache)
                changed = True
        return changed

    def pivot(self, root: etree._Element) -> bool:
        """The source of a pivot table; it is read anew when the file is opened."""
        changed = False
        for node in root.iter(tag("worksheetSource")):
            sheet, ref = node.get("sheet") or "", node.get("ref") or ""
            if self.follow.reads(f"'{sheet}'!{ref}", self.areas):
                self._attribute(node, "ref", sheet)
                root.set("refreshOnLoad", "1")
                changed = True
        return changed

    def control(self, root: etree._Element) -> bool:
        """The list and the link of a form control."""
        changed = False
        for key in _CONTROL_FORMULAS:
            changed |= self._attribute(root, key, "")
        return changed

    def _text(self, node: etree._Element, here: str, *, anchored: bool = False, single: bool = False) -> bool:
        old = node.text or ""
        new = self.follow.formula(old, here, anchored=anchored, single=single)
        if new == old:
            return False
        node.text = new
        return True

    def _attribute(self, node: etree._Element, key: str, here: str) -> bool:
        old = str(node.get(key) or "")
        new = self.follow.formula(old, here)
        if new == old:
            return False
        node.set(key, new)
        return True


def _forget_results(root: etree._Element) -> bool:
    """Take the results out of the cells that have a formula."""
    changed = False
    for cell in [_parent(formula) for formula in root.iter(tag("f"))]:
        value = cell.find(tag("v"))
        if value is not None:
            cell.remove(value)
            cell.attrib.pop("t", "")
            changed = True
    return changed


def kinds_of(parts: Collection[str], types: etree._Element) -> Iterator[tuple[str, str]]:
    """Each part that may refer to a block, with the method of :class:`Follower` that edits it."""
    for node in types:
        name, kind = str(node.get("PartName") or "").lstrip("/"), str(node.get("ContentType"))
        if name in parts:
            if kind.endswith(("drawingml.chart+xml", "chartex+xml")):
                yield name, "chart"
            elif kind.endswith("pivotCacheDefinition+xml"):
                yield name, "pivot"
            elif kind.endswith("controlproperties+xml"):
                yield name, "control"


def _parent(node: etree._Element) -> etree._Element:
    found = node.getparent()
    return node if found is None else found
