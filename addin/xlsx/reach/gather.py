"""All that is computed in a workbook, read out of its package."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from addin.placement.ranges import MAX_ROW, Rect
from addin.xlsx.package import Package
from addin.xlsx.reach.reads import Area, ReadContext, Reads
from addin.xlsx.reach.walk import Node
from addin.xlsx.references import MAX_COLUMN
from addin.xlsx.rows import column_of, numbered
from addin.xlsx.shared_formulas import shared_groups
from addin.xlsx.xml import parsed, tag

_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")


def read_context(package: Package, book: etree._Element, *, rows_moved: bool = False) -> ReadContext:
    """The sheets, names and tables of a workbook."""
    sheets = package.sheets()
    names = {}
    for node in book.iterfind(f"{tag('definedNames')}/{tag('definedName')}"):
        local = node.get("localSheetId")
        known = local is not None and int(local) < len(sheets)
        sheet = sheets[int(str(local))][0].casefold() if known else ""
        names[sheet, str(node.get("name")).casefold()] = node.text or ""
    return ReadContext(
        [name for name, _ in sheets], names, dict(_tables(package)), package.suffix == ".xlsm", rows_moved
    )


def _tables(package: Package) -> Iterator[tuple[str, Area]]:
    for sheet, part in package.sheets():
        for table_part in package.related(part, "table").values() if part else ():
            root = parsed(package.parts[table_part]) if table_part in package.parts else None
            rect = Rect.parse(str(root.get("ref"))) if root is not None else None
            if root is not None and rect is not None:
                for key in ("name", "displayName"):
                    yield str(root.get(key)).casefold(), (sheet.casefold(), rect)


def formula_nodes(
    package: Package, context: ReadContext, rewritten: Mapping[str, Sequence[Rect]]
) -> Iterator[tuple[str, str, Node]]:
    """Sheet and cell of each formula, with what it reads.

    Args:
        package: the workbook.
        context: what formulas may mention.
        rewritten: sheet → cells whose formulas are left out.
    """
    for sheet, part in package.sheets():
        if part and _FORMULA.search(package.parts[part]):
            yield from _on_sheet(parsed(package.parts[part]), sheet, context, rewritten.get(sheet, ()))


def _on_sheet(
    root: etree._Element, sheet: str, context: ReadContext, rewritten: Sequence[Rect]
) -> Iterator[tuple[str, str, Node]]:
    data, folded = root.find(tag("sheetData")), sheet.casefold()
    if data is None:
        return
    taken = _Taken(dict(numbered(data)))
    shared = {node: group for group in shared_groups(data) for _, node in group.members}
    for formula in data.iter(tag("f")):
        cell = str(formula.getparent().get("r"))  # type: ignore[union-attr]
        at = Rect.parse(cell)
        if at is None or any(area.contains(at) for area in rewritten):
            continue
        group = shared.get(formula)
        if group is not None:
            rows, columns = at.top - group.at.top, at.left - group.at.left
            reads = context.reads(group.text, (folded, at), rows, columns)
        elif formula.get("t") == "dataTable":
            reads = _what_if(formula, folded)
        else:
            reads = context.reads(formula.text or "", (folded, at))
        yield sheet, cell, Node((folded, _filled_by(formula, at, taken)), reads)


class _Taken:
    """The cells of a sheet that hold something: a formula that spills ends before them."""

    def __init__(self, rows: Mapping[int, etree._Element]) -> None:
        self._rows = rows
        self._numbers = sorted(rows)

    def room(self, rect: Rect) -> Rect:
        """The cells a spill over ``rect`` may come to fill: its first row and column are always its own."""
        right = next(self._beyond(self._rows.get(rect.top, ()), rect.right), MAX_COLUMN + 1)
        places = range(bisect_right(self._numbers, rect.bottom), len(self._numbers))
        below = (self._numbers[place] for place in places)
        bottom = next((row for row in below if self._holds(row, rect.left)), MAX_ROW + 1)
        return Rect(rect.top, rect.left, bottom - 1, right - 1)

    @staticmethod
    def _beyond(cells: Iterable[etree._Element], column: int) -> Iterator[int]:
        return (found for cell in cells if len(cell) and (found := column_of(cell)) > column)

    def _holds(self, row: int, column: int) -> bool:
        return any(len(cell) and column_of(cell) == column for cell in self._rows[row])


def _filled_by(formula: etree._Element, at: Rect, taken: _Taken) -> Rect:
    """The cells a formula fills; one that spills may come to fill more."""
    if formula.get("t") not in ("array", "dataTable"):
        return at
    rect = Rect.parse(str(formula.get("ref"))) or at
    spills = formula.getparent().get("cm") is not None  # type: ignore[union-attr]
    return taken.room(rect) if spills else rect


def _what_if(formula: etree._Element, sheet: str) -> Reads:
    """A table of what-if reads its inputs, and the values above it and to its left."""
    rect = Rect.parse(str(formula.get("ref")))
    inputs = [Rect.parse(str(formula.get(key))) for key in ("r1", "r2")]
    around = rect and Rect(max(rect.top - 1, 1), max(rect.left - 1, 1), rect.bottom, rect.right)
    return Reads(tuple((sheet, one) for one in (*inputs, around) if one is not None))


def pivot_nodes(package: Package, context: ReadContext) -> Iterator[Node]:
    """What each pivot table reads; it may come to fill all cells below and to its right."""
    for sheet, part in package.sheets():
        for pivot_part in package.related(part, "pivotTable").values() if part else ():
            if pivot_part in package.parts:
                location = parsed(package.parts[pivot_part]).find(tag("location"))
                rect = Rect.parse(str(location.get("ref"))) if location is not None else None
                for cache in package.related(pivot_part, "pivotCacheDefinition").values():
                    if rect is not None and cache in package.parts:
                        at = (sheet.casefold(), Rect(rect.top, rect.left, MAX_ROW, MAX_COLUMN))
                        yield Node(at, pivot_reads(parsed(package.parts[cache]), context))


def pivot_reads(cache: etree._Element, context: ReadContext) -> Reads:
    """What the source of a pivot table reads."""
    found = Reads()
    for node in cache.iter(tag("worksheetSource"), tag("rangeSet")):
        found |= context.reads(source_of(node))
    source = cache.find(tag("cacheSource"))
    return found | context.data_model() if source is not None and source.get("type") == "external" else found


def source_of(node: etree._Element) -> str:
    """The range or name that an element gives as a source, as a formula; "" where it is in another file."""
    if any(str(key).endswith("}id") for key in node.keys()):  # noqa: SIM118
        return ""
    sheet = str(node.get("sheet") or "").replace("'", "''")
    if node.get("name"):
        return f"'{sheet}'!{node.get('name')}" if sheet else str(node.get("name"))
    return f"'{sheet}'!{node.get('ref') or ''}"
