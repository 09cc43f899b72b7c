"""What the height of a row depends on: which styles wrap their text, and how large it is.

Excel fits a row without a height to its wrapped text when it opens the file; LibreOffice leaves it one line
high and lets the lines run over each other. So rows that need more than one line get a height.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from addin.hosts.xlsx_cells import text
from addin.hosts.xlsx_xml import parsed, tag

_OVERHEAD = len(text("x")) - 1
_LINE = 1.35
"""Height of a line over the size of its letters."""
_LOOSE = 1.15
"""Lines break at words, so that they hold less than their width."""
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
        letters = width * 11 / size
        room = letters + _OVERHEAD
        return [0.0 if len(tail) <= room else _height(len(tail) - _OVERHEAD, letters, size) for tail in tails]


def _height(length: int, letters: float, size: float) -> float:
    lines = max(2, math.ceil(length * _LOOSE / letters))
    return min(_HIGHEST, round(lines * size * _LINE + 2, 1))
