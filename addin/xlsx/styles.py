"""What the height of a row depends on: which styles wrap their text, and how large it is.

Excel fits a row without a height to its wrapped text when it opens the file; LibreOffice leaves it one line
high and lets the lines run over each other. So rows that need more than one line get a height.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import unescape

from addin.xlsx.cells import text
from addin.xlsx.xml import parsed, tag

_START, _END = (len(part) for part in text("§").split("§"))
_OVERHEAD = _START + _END
_LINE = 1.35
"""Height of a line over the size of its letters."""
_LETTERS = 10.8
"""Letters of one point in a unit of width: Cyrillic ones are a little wider than figures."""
_INDENT = 1.0
_PIECES = re.compile(r"\n| |[^ \n-]*-|[^ \n-]+")
_HIGHEST = 409.0


@dataclass(frozen=True)
class Styles:
    """Cell style → size of its letters in points, for the styles that wrap text."""

    wrapped: Mapping[str, float]

    @classmethod
    def read(cls, xml: bytes | None) -> Styles:
        """The styles of a workbook; None: it has none."""
        if xml is None:
            return cls({})
        root = parsed(xml)
        fonts = root.findall(f"{tag('fonts')}/{tag('font')}/{tag('sz')}")
        sizes = [float(size.get("val") or 11) for size in fonts]
        found = {}
        for i, xf in enumerate(root.iterfind(f"{tag('cellXfs')}/{tag('xf')}")):
            alignment = xf.find(tag("alignment"))
            if alignment is not None and alignment.get("wrapText") in ("1", "true"):
                font = int(xf.get("fontId") or 0)
                found[str(i)] = sizes[font] if font < len(sizes) else 11.0
        return cls(found)

    def heights(self, style: str, width: float, tails: Sequence[str]) -> list[float]:
        """The height in points that each cell of a column needs; 0 where one line is enough."""
        size = self.wrapped.get(style)
        if size is None:
            return [0.0] * len(tails)
        letters = width * _LETTERS / size - _INDENT
        room = letters + _OVERHEAD
        found = {
            tail: _height(tail, letters, size) for tail in set(tails) if len(tail) > room or "\n" in tail
        }
        return [found.get(tail, 0.0) for tail in tails]


def _height(tail: str, letters: float, size: float) -> float:
    lines = line_count(unescape(tail[_START:-_END]), letters)
    return min(_HIGHEST, round(lines * size * _LINE + 2, 1)) if lines > 1 else 0.0


def line_count(text: str, letters: float) -> int:
    """The lines a text takes where so many letters fit, broken at spaces and hyphens, else within a word."""
    lines, used = 1, 0.0
    for piece in _PIECES.findall(text):
        if piece == "\n":
            lines, used = lines + 1, 0.0
            continue
        if piece != " " and used and used + len(piece) > letters:
            lines, used = lines + 1, 0.0
        used += len(piece)
        if piece != " " and used > letters:
            lines, used = lines + int((used - 1) // letters), (used - 1) % letters + 1
    return lines
