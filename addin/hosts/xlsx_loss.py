"""What a fill must not lose: everything in a package but the cells and remembered values that it writes."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping

from lxml import etree

from addin.errors import InputError
from addin.hosts.xlsx_xml import parsed

_START, _END = b"<sheetData", b"</sheetData>"
_REMEMBERED = {"numCache", "strCache", "multiLvlStrCache", "lvl"}
"""Values that a chart keeps of its cells: it reads them anew."""


def refuse_loss(
    template: str, before: Mapping[str, bytes], changed: Mapping[str, bytes], dropped: frozenset[str]
) -> None:
    """Compare a package with what it is to become.

    Args:
        template: the file's name, for the message.
        before: the parts of the template.
        changed: the parts that become others.
        dropped: the parts that are to go.

    Raises:
        InputError: ``output_would_lose`` names the part, and in it the kind of element, that would be lost.
    """
    for part, xml in changed.items():
        if not _lists(part):
            for missing in _missing(before[part], xml):
                raise InputError("output_would_lose", template=template, part=f"{part}: {missing}")
    there = before.keys() - dropped
    for part, target in _targets(before, changed, dropped):
        if target in before and target not in there:
            raise InputError("output_would_lose", template=template, part=f"{part}: {target}")


def _lists(part: str) -> bool:
    """Whether a part lists others; what is dropped leaves these lists."""
    return part.endswith(".rels") or part == "[Content_Types].xml"


def _missing(before: bytes, after: bytes) -> Iterator[str]:
    """The kinds of elements of which there are fewer now, cells apart."""
    now = _elements(after)
    for name, count in _elements(before).items():
        if now[name] < count:
            yield name


def _elements(xml: bytes) -> Counter[str]:
    start, end = xml.find(_START), xml.find(_END)
    bare = xml if min(start, end) < 0 else xml[:start] + xml[end + len(_END) :]
    found: Counter[str] = Counter()
    waiting = [parsed(bare)]
    while waiting:
        node = waiting.pop()
        name = etree.QName(node).localname if isinstance(node.tag, str) else ""
        if name and name not in _REMEMBERED:
            found[name] += 1
            waiting.extend(node)
    return found


def _targets(
    before: Mapping[str, bytes], changed: Mapping[str, bytes], dropped: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """Each part that refers to another, and that other."""
    for name, xml in before.items():
        if not name.endswith(".rels") or name in dropped:
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        for node in parsed(changed.get(name, xml)):
            if node.get("TargetMode") != "External":
                target = posixpath.join("/", folder, str(node.get("Target")))
                yield name, posixpath.normpath(target).lstrip("/")
