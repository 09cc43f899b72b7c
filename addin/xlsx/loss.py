"""What a fill must not lose: everything in a package but the cells and remembered values that it writes."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from addin.errors import InputError
from addin.placement.ranges import Rect, column_letters
from addin.xlsx.moving.elements import lies_in
from addin.xlsx.xml import parsed

CONTENT_TYPES = "[Content_Types].xml"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WRITTEN = {"sheetData", "numCache", "strCache", "multiLvlStrCache", "dlblRangeCache", "lvl"}
"""Cells, which are looked at apart, and values that a chart keeps of its cells: it reads them anew."""

_FILLED_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*(?<!/)>(?!\s*</)")


def refuse_loss(
    template: str,
    before: Mapping[str, bytes],
    changed: Mapping[str, bytes],
    dropped: Collection[str],
    filled: Mapping[str, Collection[Rect]],
) -> None:
    """Compare a package with what it is to become.

    Args:
        template: the file's name, for the message.
        before: the parts of the template.
        changed: the parts that become others.
        dropped: the parts that are to go.
        filled: sheet part → where on it a fill writes.

    Raises:
        InputError: ``output_would_lose`` names the part, and in it the element, cell or part that would be
            lost.
    """
    lost = (f"{part}: {missing}" for part, missing in _losses(before, changed, dropped, filled))
    first = next(lost, None)
    if first is not None:
        raise InputError("output_would_lose", template=template, part=first)


def refuse_moved_loss(template: str, before: Mapping[str, bytes], changed: Mapping[str, bytes]) -> None:
    """Compare parts with what they are once their cells have moved: as many elements, as many cells.

    Raises:
        InputError: ``output_would_lose`` names the part, and in it the element that would be lost.
    """
    for part, xml in changed.items():
        now, was = _counted(part, xml), _counted(part, before[part])
        lost = next((name for name, count in was.items() if now[name] != count), None)
        if lost is not None:
            raise InputError("output_would_lose", template=template, part=f"{part}: {lost}")


def _counted(part: str, xml: bytes) -> Counter[str]:
    """The elements of a part by kind, and the cells that hold something."""
    if part.endswith(".vml"):  # not always XML
        return Counter({"<": xml.count(b"<")})
    return _elements(xml) + Counter({"c": len(_FILLED_CELL.findall(xml))})


def _losses(
    before: Mapping[str, bytes],
    changed: Mapping[str, bytes],
    dropped: Collection[str],
    filled: Mapping[str, Collection[Rect]],
) -> Iterator[tuple[str, str]]:
    """Each part that would lose something, and what."""
    for part, xml in changed.items():
        if part.endswith((".rels", ".vml")) or part == CONTENT_TYPES:
            continue  # those are told below; old drawings are no XML, and one text in them changes
        ours = filled.get(part, ())
        now, was = _elements(xml, ours), _elements(before[part], ours)
        yield from ((part, name) for name, count in was.items() if now[name] < count)
        cells = _cells(xml, ours)
        yield from ((part, at.decode()) for at in _cells(before[part], ours) if at not in cells)
    for part, xml in before.items():
        if part.endswith(".rels") and part not in dropped:
            now_related = _related(part, changed.get(part, xml))
            gone = {key for key, target in _related(part, xml).items() if target in dropped}
            yield from ((part, key) for key in _related(part, xml) if key not in now_related.keys() | gone)
            yield from ((part, target) for target in now_related.values() if target in dropped)
    typed = _typed(changed.get(CONTENT_TYPES, before[CONTENT_TYPES]), before)
    was_typed = _typed(before[CONTENT_TYPES], before)
    yield from ((CONTENT_TYPES, part) for part in was_typed if part not in typed and part not in dropped)


def _elements(xml: bytes, filled: Collection[Rect] = ()) -> Counter[str]:
    """How many elements of each kind a part has, and which other parts they stand for.

    Links of cells that a fill writes are not among them.
    """
    found: Counter[str] = Counter()
    waiting = [parsed(_without_cells(xml))]
    while waiting:
        node = waiting.pop()
        name = etree.QName(node).localname if isinstance(node.tag, str) else ""
        if name == "hyperlinks" and all(lies_in(link, filled) for link in node):
            continue
        if name and name not in _WRITTEN and not (name == "hyperlink" and lies_in(node, filled)):
            found[name] += 1
            found.update(f"{name} {node.get(key)}" for key in node.keys() if str(key).startswith(_REL))  # noqa: SIM118
            waiting.extend(node)
    return found


def _without_cells(xml: bytes) -> bytes:
    """A sheet without its rows; any other part as it is."""
    start, end = xml.find(b"sheetData"), xml.rfind(b"sheetData>")
    if start == end or b"/>" in xml[start : start + len("sheetData />")]:
        return xml
    return xml[: xml.rfind(b"<", 0, start)] + xml[end + len(b"sheetData>") :]


def _cells(xml: bytes, filled: Collection[Rect]) -> set[bytes]:
    """The cells that hold something, where no fill writes: in other columns, and above."""
    ours = "|".join({column_letters(n) for rect in filled for n in range(rect.left, rect.right + 1)})
    prefix = "" if b'<c r="' in xml else r"(?:\w+:)?"
    cell = rf'<{prefix}c r="(?!(?:{{}})\d)([A-Z]+\d+)"[^>]*(?<!/)>(?!\s*</)'
    first = min((rect.top for rect in filled), default=0)
    rows = "|".join(str(row) for row in range(max(first - 2, 1), first + 1))  # two may explain the block
    found = re.search(rf'<(?:\w+:)?row r="(?:{rows})"'.encode(), xml) if rows else None
    above = xml[: found.start()] if found else b""
    in_other_columns = re.findall(cell.format(ours or "-").encode(), xml)
    return {*in_other_columns, *re.findall(cell.format("-").encode(), above)}


def _related(name: str, xml: bytes) -> dict[str, str]:
    """Relation id → the part it leads to, "" outside of the package."""
    folder = posixpath.dirname(posixpath.dirname(name))
    found = {}
    for node in parsed(xml):
        if node.get("TargetMode") == "External" and str(node.get("Type")).endswith("/hyperlink"):
            continue  # of a link, which is looked at in its sheet
        target = posixpath.normpath(posixpath.join("/", folder, str(node.get("Target")))).lstrip("/")
        found[str(node.get("Id"))] = "" if node.get("TargetMode") == "External" else target
    return found


def _typed(types: bytes, parts: Collection[str]) -> set[str]:
    """The parts whose kind the package tells, by their own names or by their endings."""
    nodes = list(parsed(types))
    named = {str(node.get("PartName")).lstrip("/").casefold() for node in nodes}
    endings = {str(node.get("Extension")).casefold() for node in nodes}
    return {
        part for part in parts if part.casefold() in named or part.rpartition(".")[2].casefold() in endings
    }
