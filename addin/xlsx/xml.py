"""XML of a workbook's parts: names, reading, writing."""

from __future__ import annotations

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"


def tag(name: str, space: str = MAIN) -> str:
    """A qualified XML name."""
    return f"{{{space}}}{name}"


def parsed(xml: bytes) -> etree._Element:
    """The root of a part without its comments, which may stand anywhere; nothing outside is ever read."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(xml, parser)


def written(root: etree._Element) -> bytes:
    """The bytes of a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
