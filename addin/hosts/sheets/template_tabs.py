"""A sheet of an .xlsx template as the requests that lay it out in a Google spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from addin.hosts.sheets.requests import add_named_range, dimension_range, grid_range
from addin.hosts.sheets.structure import Json
from addin.hosts.sheets.template_charts import chart_specs
from addin.hosts.sheets.template_formats import cell_format, rgb, rule_format
from addin.placement.places import PREFIX
from addin.placement.ranges import Rect
from addin.report.blocks import Block

ROOM = 200
"""Rows of a tab whose block grows; more are made when they are needed."""
_CELL = "userEnteredValue,userEnteredFormat,note"
_PLAIN_WIDTH = 64
_EMU = 9525
"""So many of a drawing's units are a pixel."""
_STRING = re.compile(r'("(?:[^"]|"")*")')


@dataclass(frozen=True)
class Layout:
    """A sheet to lay out.

    Args:
        sheet: the template's.
        tab: the id the tab will have.
        title: its title.
        blocks: the blocks on it and their rectangles.
    """

    sheet: Worksheet
    tab: int
    title: str
    blocks: tuple[tuple[Block, Rect], ...]

    @property
    def _growing(self) -> list[Rect]:
        return [rect for block, rect in self.blocks if block.fixed_rows is None]

    @property
    def rows(self) -> int:
        """How many rows the tab has."""
        return max(int(self.sheet.max_row) + 1, ROOM if self._growing else 0)

    @property
    def columns(self) -> int:
        """How many columns the tab has: one more than the template's, for people's notes."""
        return int(self.sheet.max_column) + 2

    def requests(self) -> Iterator[Json]:
        """All of the tab, in order."""
        yield {"addSheet": {"properties": self._properties()}}
        yield self._cells()
        yield from self._widths()
        yield from self._heights()
        for merged in self.sheet.merged_cells.ranges:
            rect = Rect(merged.min_row, merged.min_col, merged.max_row, merged.max_col)
            yield {"mergeCells": {"range": grid_range(self.tab, rect), "mergeType": "MERGE_ALL"}}
        yield from self._conditions()
        yield from self._filter()
        yield from self._charts()
        for block, rect in self.blocks:
            yield from self._named(block, rect)

    def _properties(self) -> Json:
        size: Json = {"rowCount": self.rows, "columnCount": self.columns, "hideGridlines": True}
        pane = self.sheet.freeze_panes
        found = re.fullmatch(r"([A-Z]+)(\d+)", pane or "")
        if found:
            frozen = {
                "frozenRowCount": int(found[2]) - 1,
                "frozenColumnCount": column_index_from_string(found[1]) - 1,
            }
            size |= {key: count for key, count in frozen.items() if count}
        colour = rgb(self.sheet.sheet_properties.tabColor)
        ground = {"tabColorStyle": {"rgbColor": colour}} if colour else {}
        shown = {} if self.sheet.sheet_state == "visible" else {"hidden": True}
        return {"sheetId": self.tab, "title": self.title, "gridProperties": size, **ground, **shown}

    def _cells(self) -> Json:
        rows = []
        for line in self.sheet.iter_rows():
            values = []
            for cell in line:
                told: Json = {}
                if cell.value is not None:
                    told["userEnteredValue"] = {"stringValue": str(cell.value)}
                if style := cell_format(cell):  # type: ignore[arg-type]
                    told["userEnteredFormat"] = style
                if cell.comment is not None:
                    told["note"] = cell.comment.text
                values.append(told)
            rows.append({"values": values})
        start = {"sheetId": self.tab, "rowIndex": 0, "columnIndex": 0}
        return {"updateCells": {"start": start, "rows": rows, "fields": _CELL}}

    def _widths(self) -> Iterator[Json]:
        """Widths; folded columns become a group that is closed."""
        for dimension in self.sheet.column_dimensions.values():
            first, last = int(dimension.min or 0), min(int(dimension.max or 0), self.columns)
            if not first or first > last:
                continue
            pixels = round(float(dimension.width or 9) * 7 + 5) or _PLAIN_WIDTH
            hidden = bool(dimension.hidden) and not dimension.outlineLevel
            yield self._sized("COLUMNS", first, last, pixels, hidden=hidden)
            if dimension.outlineLevel:
                folded = dimension_range(self.tab, "COLUMNS", first, last)
                yield {"addDimensionGroup": {"range": folded}}
                group = {"range": folded, "depth": 1, "collapsed": True}
                yield {"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}}

    def _heights(self) -> Iterator[Json]:
        for row, dimension in self.sheet.row_dimensions.items():
            if dimension.height or dimension.hidden:
                pixels = round(float(dimension.height or 15) * 4 / 3)
                yield self._sized("ROWS", row, row, pixels, hidden=bool(dimension.hidden))

    def _sized(self, along: str, first: int, last: int, pixels: int, *, hidden: bool) -> Json:
        properties = {"pixelSize": max(pixels, 2), "hiddenByUser": hidden}
        where = dimension_range(self.tab, along, first, last)
        asked = {"range": where, "properties": properties, "fields": "pixelSize,hiddenByUser"}
        return {"updateDimensionProperties": asked}

    def _open(self, rect: Rect) -> Json:
        """Cells; those of a growing block down to the tab's last row, whatever that becomes."""
        found = grid_range(self.tab, rect)
        if any(block.top <= rect.top <= block.bottom == rect.bottom for block in self._growing):
            del found["endRowIndex"]
        return found

    def _conditions(self) -> Iterator[Json]:
        """Rules by formula, and bars as shades, which Google Sheets has instead; later ones count less."""
        index = 0
        for some in self.sheet.conditional_formatting:
            rects = [found for part in str(some.sqref).split() if (found := Rect.parse(part))]
            for rule in some.rules:
                told: Json | None = None
                if rule.type == "expression" and (style := rule_format(rule.dxf)):
                    value = {"userEnteredValue": f"={semicolons(rule.formula[0])}"}
                    condition = {"type": "CUSTOM_FORMULA", "values": [value]}
                    told = {"booleanRule": {"condition": condition, "format": style}}
                elif rule.type == "dataBar":
                    told = {"gradientRule": _SHADES}
                if told is not None:
                    whole = {"ranges": [self._open(rect) for rect in rects], **told}
                    yield {"addConditionalFormatRule": {"rule": whole, "index": index}}
                    index += 1

    def _filter(self) -> Iterator[Json]:
        rect = Rect.parse(self.sheet.auto_filter.ref or "")
        if rect is not None:
            yield {
                "setBasicFilter": {
                    "filter": {
                        "range": grid_range(self.tab, Rect(rect.top, rect.left, self.rows, rect.right))
                    }
                }
            }

    def _charts(self) -> Iterator[Json]:
        for spec, anchor in chart_specs(self.sheet, self._open):
            yield {"addChart": {"chart": {"spec": spec, "position": self._position(anchor)}}}

    def _position(self, anchor: Any) -> Json:
        start, end = anchor._from, anchor.to  # noqa: SLF001  (so openpyxl calls it)
        right, down = start.colOff // _EMU, start.rowOff // _EMU
        columns, rows = range(start.col + 1, end.col + 1), range(start.row + 1, end.row + 1)
        wide = sum(map(self._pixels, columns)) + end.colOff // _EMU - right
        tall = sum(self.sheet.row_dimensions[row].height or 15 for row in rows) * 4 / 3
        overlay = {
            "anchorCell": {"sheetId": self.tab, "rowIndex": start.row, "columnIndex": start.col},
            "offsetXPixels": right,
            "offsetYPixels": down,
            "widthPixels": max(wide, 60),
            "heightPixels": max(int(tall) + end.rowOff // _EMU - down, 60),
        }
        return {"overlayPosition": overlay}

    def _pixels(self, column: int) -> int:
        for dimension in self.sheet.column_dimensions.values():  # one may stand for several columns
            if int(dimension.min or 0) <= column <= int(dimension.max or 0) and dimension.width:
                return round(float(dimension.width) * 7 + 5)
        return _PLAIN_WIDTH

    def _named(self, block: Block, rect: Rect) -> Iterator[Json]:
        """The name that marks a block, and a warning for whoever types into it."""
        number = f"hf.{self.tab}.{block.name}"
        yield add_named_range(f"{PREFIX}{block.name}", self.tab, rect, number)
        guard = {"namedRangeId": number, "warningOnly": True, "description": "Honest Funnel"}
        yield {"addProtectedRange": {"protectedRange": guard}}


def _shade(value: str, red: float, green: float, blue: float) -> Json:
    colour = {"rgbColor": {"red": red, "green": green, "blue": blue}}
    return {"colorStyle": colour, "type": "NUMBER", "value": value}


_SHADES: Json = {"minpoint": _shade("0", 1, 1, 1), "maxpoint": _shade("1", 0.6157, 0.7647, 0.902)}


def semicolons(formula: str) -> str:
    """A formula with semicolons between arguments, which every locale of Google Sheets understands."""
    parts = _STRING.split(formula)
    return "".join(part if part.startswith('"') else part.replace(",", ";") for part in parts)
