"""Filters that hide rows: told apart from buttons that nobody has pressed."""

from __future__ import annotations

from lxml import etree

from addin.placement.ranges import Rect
from addin.xlsx.package import Package
from addin.xlsx.xml import parsed, tag


def active_filters(root: etree._Element) -> list[Rect]:
    """What the filters of a sheet or a table cover that choose rows by some column."""
    found = []
    for node in root.iter(tag("autoFilter")):
        rect = Rect.parse(str(node.get("ref")))
        if rect is not None and any(len(column) for column in node.iterchildren(tag("filterColumn"))):
            found.append(rect)
    return found


def filters_of_tables(package: Package, sheet_part: str) -> list[Rect]:
    """The same of the tables on a sheet."""
    tables = package.related(sheet_part, "table").values()
    return [
        rect
        for part in tables
        if part in package.parts
        for rect in active_filters(parsed(package.parts[part]))
    ]
