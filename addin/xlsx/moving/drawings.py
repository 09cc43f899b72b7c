"""Charts, pictures, shapes and notes that hang on cells: where they are, and moved with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, unescape

from lxml import etree

from addin.placement.ranges import Rect
from addin.xlsx.moving.elements import local
from addin.xlsx.moving.moves import Move, moved, moved_row
from addin.xlsx.moving.references import move_references

_CLIENT = re.compile(r"<x:ClientData\b.*?</x:ClientData>", re.DOTALL)
_ANCHOR = re.compile(r"(?<=<x:Anchor>)[^<]*")
_BOX = 8
"""Numbers of a box: column, row and the offsets in them, of its beginning and its end."""
_NUMBER = {name: re.compile(rf"(?<=<x:{name}>)\s*\d+\s*(?=<)") for name in ("Row", "Column")}
_FORMULA = re.compile(r"(?<=>)(?P<text>[^<]*)(?=</x:Fmla(?:Range|Link|Pict|Group|Txbx)>)")


def anchored(root: etree._Element) -> Iterator[Rect]:
    """The cells that each drawing of a part covers; of one without an end the first."""
    for start in _starts(root):
        ends = [node for node in start.itersiblings() if local(node) == "to"][:1]
        top, left = _number(start, "row"), _number(start, "col")
        bottom, right = (_last(ends[0], "row"), _last(ends[0], "col")) if ends else (top, left)
        yield Rect(top + 1, left + 1, max(bottom, top) + 1, max(right, left) + 1)


def move_anchors(root: etree._Element, moves: Sequence[Move]) -> bool:
    """Move the drawings that begin in moved rows; one that begins above them keeps its place and size."""
    changed = False
    for start in _starts(root):
        top = _number(start, "row") + 1
        by = moved_row(top, moves) - top
        for node in [start, *start.itersiblings()] if by else ():
            for row in node if local(node) in ("from", "to") else ():
                if local(row) == "row":
                    row.text = str(int(row.text or 0) + by)
                    changed = True
    return changed


def move_old_drawing(xml: bytes, sheet: str, moves: Sequence[Move]) -> bytes:
    """An old drawing (notes, form controls), which is not always XML."""
    own = [move for move in moves if move.sheet == sheet]

    def one(client: re.Match[str]) -> str:
        text = _FORMULA.sub(
            lambda found: escape(move_references(unescape(found["text"]), sheet, moves)), client[0]
        )
        return _moved_client(text, own) if own else text

    return _CLIENT.sub(one, xml.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def _moved_client(text: str, own: Sequence[Move]) -> str:
    """The box of a note goes with its cell, any other with the row it begins in."""
    anchor = _ANCHOR.search(text)
    row, column = (_NUMBER[name].search(text) for name in ("Row", "Column"))
    box = [part.strip() for part in anchor[0].split(",")] if anchor else []
    if row is not None and column is not None:
        at = Rect(int(row[0]) + 1, int(column[0]) + 1, int(row[0]) + 1, int(column[0]) + 1)
        by = moved(at, own).top - at.top
        text = _NUMBER["Row"].sub(str(int(row[0]) + by), text)
    else:
        top = int(box[2]) + 1 if len(box) == _BOX else 0
        by = moved_row(top, own) - top
    if by and len(box) == _BOX:
        box[2], box[6] = str(int(box[2]) + by), str(int(box[6]) + by)
        text = _ANCHOR.sub(", ".join(box), text)
    return text


def _starts(root: etree._Element) -> Iterator[etree._Element]:
    return (node for node in root.iter(etree.Element) if local(node) == "from")


def _number(corner: etree._Element, name: str) -> int:
    return next((int(node.text or 0) for node in corner if local(node) == name), 0)


def _last(corner: etree._Element, name: str) -> int:
    """The last row or column, from 0, that an end covers: none of its own where it lies on the line."""
    return _number(corner, name) - (_number(corner, f"{name}Off") == 0)
