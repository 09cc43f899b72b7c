"""One worksheet part, edited: single cells, whole bands of rows, and the ranges that hang on them.

What is not touched goes through lxml unchanged. The rows of a growing block are never made into elements:
they are spliced into the text, which keeps 20,000 rows under a second.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from lxml import etree

from addin.placement.ranges import Rect, Resize, column_letters
from addin.xlsx.merges import Merges
from addin.xlsx.reference_updater import ReferenceUpdater
from addin.xlsx.rows import RowBand, attributes_of, bare, column_of, numbered, unprefixed
from addin.xlsx.xml import MAIN, X14, XM, parsed, tag, written

_SHAPE = ("ht", "customHeight", "hidden", "spans", "outlineLevel", "collapsed")
_HOLDS_ROWS = b"<!--rows-->"
_RANGED = {
    **{
        tag(name): "sqref"
        for name in ("conditionalFormatting", "dataValidation", "ignoredError", "protectedRange")
    },
    **{tag(name): "ref" for name in ("autoFilter", "sortState", "sortCondition")},
}
_EXTENDED = {tag(name, X14) for name in ("conditionalFormatting", "dataValidation")}


class Sheet:
    """A worksheet part.

    Args:
        to_xml: the part.
        strings: the workbook's shared strings.
    """

    def __init__(self, xml: bytes, strings: Sequence[str]) -> None:
        """Parse the part and find its rows."""
        self._root = unprefixed(parsed(xml))
        self._strings = strings
        data = self._root.find(tag("sheetData"))
        if data is None:
            data = etree.SubElement(self._root, tag("sheetData"))
        self._data = data
        self._rows = dict(numbered(data))
        self._bands: list[RowBand] = []
        self.merges = Merges.of(self._root)
        self._blocks: Sequence[Resize] = ()

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
        for col in self._root.iterfind(f"{tag('cols')}/{tag('col')}"):
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
        for col in self._root.iterfind(f"{tag('cols')}/{tag('col')}"):
            if int(col.get("min", 0)) <= column <= int(col.get("max", 0)) and col.get("width"):
                return float(str(col.get("width")))
        shape = self._root.find(tag("sheetFormatPr"))
        return float((shape is not None and shape.get("defaultColWidth")) or 8.43)

    def replace_rows(self, resize: Resize, cells: Sequence[str], heights: Sequence[float]) -> None:
        """Put ``cells``, one text a row, below the headings of a block; what stood there is gone."""
        old = resize.old
        last = max(old.bottom, resize.bottom)
        style, fixed = self.row_style(old.top + 1), self.row_height(old.top + 1)
        for number in [n for n in self._rows if old.top < n <= last]:
            self._clear(self._rows[number], old.left, old.right)
            if len(self._rows[number]) == 0:
                self._data.remove(self._rows.pop(number))
        self._bands.append(RowBand(old.top + 1, old.left, old.right, cells, heights, style, fixed))

    @staticmethod
    def _clear(row: etree._Element, left: int, right: int) -> None:
        if len(row) and left <= column_of(row[0]) and column_of(row[-1]) <= right:
            del row[:]
            return
        for cell in [cell for cell in row if left <= column_of(cell) <= right]:
            row.remove(cell)

    def resize(self, resize: Resize) -> None:
        """Let the filters, formats and validations that cover the block cover its new rows."""
        for node in self._root:
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
        updater.sheet(self._root, name)
        self._blocks = updater.shift.resizes_on(name)

    @cached_property
    def shared_index(self) -> int:
        """From here on no shared formula has an index, those of blocks apart: they get new ones."""
        used = -1
        for formula in self._data.iter(tag("f")):
            cell = formula.getparent()
            if formula.get("t") == "shared" and cell is not None:
                at = Rect.parse(str(cell.get("r")))
                ours = at is not None and any(block.contains_data(at) for block in self._blocks)
                used = used if ours else max(used, int(formula.get("si", -1)))
        return used + 1

    def to_xml(self) -> bytes:
        """The bytes of the part as it is now."""
        self._set_dimension()
        if not self._bands:
            return written(self._root)
        first = min(band.top for band in self._bands)
        last = max(band.top + len(band.cells) - 1 for band in self._bands)
        inside = {number: row for number, row in self._rows.items() if first <= number <= last}
        place = sum(1 for number in self._rows if number < first)
        rows = "".join(self._spliced(first, last, inside)).encode()
        for row in inside.values():
            self._data.remove(row)
        self._data.insert(place, etree.Comment("rows"))
        return written(self._root).replace(_HOLDS_ROWS, rows, 1)

    def _spliced(self, first: int, last: int, inside: dict[int, etree._Element]) -> Iterator[str]:
        if len(self._bands) == 1 and not inside:
            band = self._bands[0]
            for number, cells in enumerate(band.cells, band.top):
                yield f'<row r="{number}"{band.attributes(number)}>{cells}</row>'
            return
        for number in range(first, last + 1):
            yield self._joined(number, inside.get(number))

    def _joined(self, number: int, row: etree._Element | None) -> str:
        here = [band for band in self._bands if band.top <= number < band.top + len(band.cells)]
        pieces = [(band.left, band.cells[number - band.top]) for band in here]
        attributes = here[0].attributes(number) if here else ""
        if row is not None:
            kept = dict(attributes_of(row, _SHAPE if here else ()))
            attributes = "".join(f' {k}="{v}"' for k, v in kept.items())
            highest = max(here, key=lambda band: band.heights[number - band.top], default=None)
            attributes += highest.height(number) if highest else ""
            pieces.extend((column_of(cell), bare(cell)) for cell in row)
        cells = "".join(piece for _, piece in sorted(pieces, key=lambda piece: piece[0]))
        return f'<row r="{number}"{attributes}>{cells}</row>' if cells else ""

    def _set_dimension(self) -> None:
        node = self._root.find(tag("dimension"))
        if node is None:
            return
        spans = [(n, column_of(row[0]), column_of(row[-1])) for n, row in self._rows.items() if len(row)]
        for band in self._bands:
            spans += [(n, band.left, band.right) for n in (band.top, band.top + len(band.cells) - 1)]
        if spans:
            rows, lefts, rights = zip(*spans, strict=True)
            node.set("ref", Rect(min(rows), min(lefts), max(rows), max(rights)).a1)
