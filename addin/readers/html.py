"""A table of an HTML page as a grid: what CRMs call an .xls is often such a page."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree, html

from addin.deals.grids import Body, TopRow
from addin.deals.tables.headers import find_headers
from addin.errors import InputError
from addin.readers.bounds import check_cells
from addin.readers.encoding import text_of
from addin.readers.merged_cells import Box
from addin.readers.rows import Row, body_of, top_of, without_written_returns

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_OPENS = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*)*"
    r"<(?:!doctype html|(?:html|head|meta|title|style|body|div|table)\b)",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BLOCKS = frozenset({"br", "p", "div", "li", "tr"})
_SKIPPED = frozenset({"script", "style", "table"})
_TOP = 30
_WIDEST = 16_384


@dataclass(frozen=True)
class HtmlGrid:
    """The table of a page that has the columns of ``table``; else its largest one.

    Args:
        path: the page.
        table: our name of the table looked for.
    """

    path: Path
    table: str = "deals"

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    def top(self, n: int) -> list[TopRow]:
        """The first ``n`` rows of the table that hold anything, numbered within it."""
        return top_of(self._rows, n)

    def body(self, after: int) -> Body:
        """All rows below row ``after`` of the table; every value is text."""
        return body_of(row for row in self._rows if row.number > after)

    @cached_property
    def _rows(self) -> list[Row]:
        page = _page(self.path)
        tables = [] if page is None else [list(self._read(one)) for one in page.iter("table")]
        filled = [rows for rows in tables if rows]
        if not filled:
            raise InputError("file_not_workbook", path=self.path)
        return max(filled, key=lambda rows: (self._fits(rows), sum(len(row.cells) for row in rows)))

    def _read(self, table: html.HtmlElement) -> Iterator[Row]:
        covered = 0

        def spend(cells: int) -> None:
            nonlocal covered
            covered += cells
            check_cells(self.path, self.name, covered)

        return _read(table, spend)

    def _fits(self, rows: list[Row]) -> bool:
        return not find_headers(self.table, top_of(rows, _TOP), {}).missing


def is_html(head: bytes) -> bool:
    """Whether a file that begins with these bytes is a page."""
    encoding = next((name for mark, name in _BOMS if head.startswith(mark)), "latin-1")
    return _OPENS.match(head.decode(encoding, "ignore")) is not None


def _page(path: Path) -> html.HtmlElement | None:
    content = without_written_returns(_decode(path.read_bytes())).encode()
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, huge_tree=True)
    try:
        page = html.document_fromstring(content, parser=parser)
    except etree.ParserError:
        return None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise InputError("file_damaged", path=path)  # what follows was left out
    return page


def _decode(content: bytes) -> str:
    """The text of a page: what it says of its encoding is often wrong, what decodes as utf-8 is utf-8."""
    marked = next((name for mark, name in _BOMS if content.startswith(mark)), None)
    declared = _CHARSET.search(content[:4096])
    for name in (marked, "utf-8", declared and declared[1].decode("ascii", "ignore")):
        try:
            if name:
                return content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return text_of(content) or content.decode("cp1251", "replace")


def _read(table: html.HtmlElement, spend: Callable[[int], None]) -> Iterator[Row]:
    """The rows of a table itself, not of those within it.

    Args:
        table: the element.
        spend: told how many cells those of several rows cover, row by row.
    """
    covered: dict[int, int] = {}
    number = 0
    for line in table.iter("tr"):
        if next(line.iterancestors("table")) is not table:
            continue
        number += 1
        cells: dict[int, str] = {}
        merged: list[Box] = []
        column, below = 0, {at: left - 1 for at, left in covered.items() if left > 1}
        spend(len(covered))
        for cell in line.iterchildren("td", "th"):
            while column in covered:
                column += 1
            if column >= _WIDEST:
                break
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            text = _text(cell)
            if text and column < _WIDEST:
                cells[column] = text
                if max(width, height) > 1:
                    merged.append(Box(number, column, number + height - 1, column + width - 1))
            if height > 1:
                below |= dict.fromkeys(range(column, min(column + width, _WIDEST)), height - 1)
            column += width
        covered = {at: left for at, left in below.items() if left > 0}
        if cells:
            yield Row(number, cells, tuple(merged))


def _span(cell: html.HtmlElement, name: str) -> int:
    text = str(cell.get(name, "1")).strip()
    return min(max(int(text), 1), _WIDEST) if text.isascii() and text.isdigit() else 1


def _text(cell: html.HtmlElement) -> str:
    """What a cell shows: lines as the page breaks them, other blanks as one space."""
    text = "".join(_runs(cell)) if len(cell) else _BLANKS.sub(" ", cell.text or "")
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in text.split("\n")).strip()


def _runs(cell: html.HtmlElement) -> Iterator[str]:
    walk = etree.iterwalk(cell, events=("start", "end"))
    for event, node in walk:
        if event == "start":
            if node.tag in _SKIPPED:
                walk.skip_subtree()
                continue
            yield "\n" if node.tag in _BLOCKS else ""
            yield _BLANKS.sub(" ", node.text or "")
        elif node is not cell:
            yield "\n" if node.tag in _BLOCKS - {"br"} else ""
            yield _BLANKS.sub(" ", node.tail or "")
