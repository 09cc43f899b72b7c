"""One worksheet part, edited: single cells, whole bands of rows, and the ranges that hang on them.

What is not touched goes through lxml unchanged. The rows of a growing block are never made into elements:
they are spliced into the text, which keeps 20,000 rows under a second.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from addin.placement.ranges import Rect, Resize, column_letters
from addin.xlsx.filters import active_filters
from addin.xlsx.merges import Merges
from addin.xlsx.moving.elements import ranges_of
from addin.xlsx.reference_updater import ReferenceUpdater
from addin.xlsx.rows import RowBand, clear, column_of, joined_row, numbered, set_dimension, unprefixed
from addin.xlsx.xml import MAIN, X14, XM, parsed, tag, written

_HOLDS_ROWS = b"<!--rows-->"
_RANGED = {
    **{
        tag(name): "sqref"
        for name in ("conditionalFormatting", "dataValidation", "ignoredError", "protectedRange")
    },
    **{tag(name): "ref" for name in ("autoFilter", "sortState", "sortCondition", "hyperlink")},
}
_EXTENDED = {tag(name, X14) for name in ("conditionalFormatting", "dataValidation")}


_OF_RULE = ("dataValidation", "sqref")
"""Where a validation tells which cells it is for, of old and since 2010."""
_NONE: Mapping[int, Sequence[etree._Element]] = {}


class Sheet:
    """A worksheet part.

    Args:
        to_xml: the part.
        strings: the workbook's shared strings.
        filters: what filters that hide rows cover, of the sheet's tables.
        rich: number of a shared string → its pieces, of those that have formats within.
    """

    def __init__(
        self,
        xml: bytes,
        strings: Sequence[str],
        filters: Sequence[Rect] = (),
        rich: Mapping[int, Sequence[etree._Element]] = _NONE,
    ) -> None:
        """Parse the part and find its rows."""
        self.root = unprefixed(parsed(xml))
        self._strings = strings
        self._rich = rich
        self._filters = [*filters, *active_filters(self.root)]
        data = self.root.find(tag("sheetData"))
        if data is None:
            data = etree.SubElement(self.root, tag("sheetData"))
        self._data = data
        self._rows = dict(numbered(data))
        self._bands: list[RowBand] = []
        self.blocks: Sequence[Rect] = ()
        self.merges = Merges.of(self.root)
        self._shared_index = -1

    def cell(self, row: int, column: int) -> etree._Element | None:
        """The cell's element; None where the sheet has none."""
        name = f"{column_letters(column)}{row}"
        cells = self._rows.get(row, ())
        return next((cell for cell in cells if cell.get("r") == name), None)

    def text(self, row: int, column: int) -> str:
        """The cell's text; "" where it is empty or holds a number or a formula."""
        cell = self.cell(row, column)
        if cell is None or cell.find(tag("f")) is not None:
            return ""
        if cell.get("t") == "s":
            number = int(cell.findtext(tag("v")) or 0)
            return self._strings[number] if number < len(self._strings) else ""
        if cell.get("t") == "inlineStr":
            return "".join(node.text or "" for node in cell.iter(tag("t")))
        return (cell.findtext(tag("v")) or "") if cell.get("t") == "str" else ""

    def runs(self, row: int, column: int) -> Sequence[etree._Element]:
        """The pieces of a text that has formats within; none of any other cell."""
        cell = self.cell(row, column)
        if cell is None or cell.get("t") not in ("s", "inlineStr"):
            return ()
        if cell.get("t") == "s":
            return self._rich.get(int(cell.findtext(tag("v")) or 0), ())
        return list(cell.iterfind(f"{tag('is')}/{tag('r')}"))

    def offers_list(self, row: int, column: int) -> bool:
        """Whether the cell's text is chosen from a list, so that nothing may be added to it."""
        rules = self.root.iter(tag("dataValidation"), tag("dataValidation", X14))
        lists = (rect for rule in rules if rule.get("type") == "list" for rect in ranges_of(rule, *_OF_RULE))
        return any(rect.contains(Rect(row, column, row, column)) for rect in lists)

    def has_content(self, row: int, column: int) -> bool:
        """Whether the cell has a value or a formula."""
        cell = self.cell(row, column)
        return cell is not None and len(cell) > 0

    def style(self, row: int, column: int) -> str:
        """The style a value gets here: the cell's, else the row's, else the column's; "" for none."""
        cell = self.cell(row, column)
        if cell is not None:
            return cell.get("s") or ""
        if row in self._rows and self._rows[row].get("customFormat"):
            return self._rows[row].get("s") or ""
        for col in self.root.iterfind(f"{tag('cols')}/{tag('col')}"):
            if int(col.get("min", 0)) <= column <= int(col.get("max", 0)):
                return col.get("style") or ""
        return ""

    def row_style(self, row: int) -> str:
        """The attributes that give a whole row its style."""
        found = self._rows.get(row)
        if found is None or not found.get("customFormat"):
            return ""
        return f' s="{found.get("s", "0")}" customFormat="1"'

    def row_height(self, row: int) -> str:
        """The height in points that a user has given a row, "" where it fits its text."""
        found = self._rows.get(row)
        return found.get("ht", "") if found is not None and found.get("customHeight") == "1" else ""

    def write_cell(self, row: int, column: int, tail: str) -> None:
        """Write one cell, keeping its style."""
        start = f'<c r="{column_letters(column)}{row}" s="{self.style(row, column) or 0}"'
        new = etree.fromstring(f'<x xmlns="{MAIN}">{start}{tail}</x>')[0]
        old = self.cell(row, column)
        if old is not None:
            old.getparent().replace(old, new)  # type: ignore[union-attr]
            return
        cells = self._row(row)
        after = next((i for i, cell in enumerate(cells) if column_of(cell) > column), len(cells))
        cells.insert(after, new)

    def _row(self, number: int) -> etree._Element:
        if number not in self._rows:
            row = etree.Element(tag("row"), r=str(number))
            later = [n for n in self._rows if n > number]
            self._data.insert(self._data.index(self._rows[min(later)]) if later else len(self._data), row)
            self._rows[number] = row
        return self._rows[number]

    def first_taken_below(self, resize: Resize) -> Rect | None:
        """The first cell with a value in the rows a growing block is about to take; None if they are free."""
        for row in sorted(self._rows):
            if resize.old.bottom < row <= resize.bottom:
                for cell in self._rows[row]:
                    column = column_of(cell)
                    if resize.old.left <= column <= resize.old.right and len(cell):
                        return Rect(row, column, row, column)
        return None

    def width(self, column: int) -> float:
        """The width of a column in characters."""
        for col in self.root.iterfind(f"{tag('cols')}/{tag('col')}"):
            if int(col.get("min", 0)) <= column <= int(col.get("max", 0)) and col.get("width"):
                return float(str(col.get("width")))
        shape = self.root.find(tag("sheetFormatPr"))
        return float((shape is not None and shape.get("defaultColWidth")) or 8.43)

    def replace_rows(self, resize: Resize, cells: Sequence[str], heights: Sequence[float]) -> None:
        """Put ``cells``, one text a row, below the headings of a block; what stood there is gone."""
        old = resize.old
        last = max(old.bottom, resize.bottom)
        style, fixed = self.row_style(old.top + 1), self.row_height(old.top + 1)
        for number in [n for n in self._rows if old.top < n <= last]:
            clear(self._rows[number], old.left, old.right)
            if len(self._rows[number]) == 0:
                self._data.remove(self._rows.pop(number))
        band = RowBand(old.top + 1, old.left, old.right, cells, heights, style, fixed, self.is_filtered(old))
        self._bands.append(band)

    def is_filtered(self, rect: Rect) -> bool:
        """Whether a filter over a block hides rows."""
        return any(rect.intersects(area) for area in self._filters)

    def hidden_rows(self, resize: Resize) -> list[int]:
        """The rows of a block that stay hidden, as cells of the user's stand in them too."""
        rows = range(resize.old.top + 1, resize.bottom + 1)
        if self.is_filtered(resize.old):
            return []
        return [row for row in rows if row in self._rows and self._rows[row].get("hidden") in ("1", "true")]

    def resize(self, resize: Resize) -> None:
        """Let the filters, formats and validations that cover the block cover its new rows."""
        for node in self.root:
            if node.tag == tag("sheetData"):
                continue
            for inner in node.iter(etree.Element):
                self._resize(inner, resize)

    @staticmethod
    def _resize(node: etree._Element, resize: Resize) -> None:
        attribute = _RANGED.get(str(node.tag))
        if attribute and attribute in node.attrib:
            node.set(attribute, resize.resize_ranges(str(node.get(attribute))))
        for inner in node.iterchildren(tag("sqref", XM)) if str(node.tag) in _EXTENDED else ():
            inner.text = resize.resize_ranges(inner.text or "")

    def shift_references(self, updater: ReferenceUpdater, name: str) -> None:
        """Let the formulas of this sheet, called ``name``, read the blocks' new rows."""
        updater.sheet(self.root, name)
        self.blocks = updater.areas.get(name, ())
        shared = (node.get("si", "-1") for node in self._data.iter(tag("f")) if node.get("t") == "shared")
        self._shared_index = max(map(int, shared), default=-1)

    def next_shared_index(self) -> int:
        """A number that no shared formula of the sheet has."""
        self._shared_index += 1
        return self._shared_index

    def wide_formulas(self) -> Iterator[Rect]:
        """The ranges of formulas that stand over several cells: arrays, and tables of what-if."""
        for node in self._data.iter(tag("f")):
            rect = Rect.parse(str(node.get("ref"))) if node.get("t") in ("array", "dataTable") else None
            if rect is not None and (rect.top, rect.left) != (rect.bottom, rect.right):
                yield rect

    def to_xml(self) -> bytes:
        """The bytes of the part as it is now."""
        set_dimension(self.root, self._rows, self._bands)
        if not self._bands:
            return written(self.root)
        first = min(band.top for band in self._bands)
        last = max(band.top + len(band.cells) - 1 for band in self._bands)
        inside = {number: row for number, row in self._rows.items() if first <= number <= last}
        place = sum(1 for number in self._rows if number < first)
        rows = "".join(self._spliced(first, last, inside)).encode()
        for row in inside.values():
            self._data.remove(row)
        self._data.insert(place, etree.Comment("rows"))
        return written(self.root).replace(_HOLDS_ROWS, rows, 1)

    def _spliced(self, first: int, last: int, inside: dict[int, etree._Element]) -> Iterator[str]:
        if len(self._bands) == 1 and not inside:
            band = self._bands[0]
            for number, cells in enumerate(band.cells, band.top):
                yield f'<row r="{number}"{band.attributes(number)}>{cells}</row>'
            return
        for number in range(first, last + 1):
            yield joined_row(number, inside.get(number), self._bands)
