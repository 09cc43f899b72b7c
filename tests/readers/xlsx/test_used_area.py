"""The area in use of a sheet, found in its XML however that is written."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from addin.readers.xlsx.used_area import used_area

PLAIN = (
    b'<sheetData><row r="3"><c r="B3" s="1"><v>1</v></c><c r="C3" t="str"><v>x : y</v></c></row>'
    b'<row r="7" ht="9"><c r="AB7"><v>2</v></c><c r="XFD7" s="4"/></row><row r="9999" s="2"/></sheetData>'
)
AREA = 5 * 28


def _swapped(xml: bytes) -> bytes:
    rows = re.findall(rb"<row.*?</row>", xml)
    return b"".join([b"<sheetData>", *rows[::-1], b"</sheetData>"])


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "as programs write it": bytes,
    "rows out of order": _swapped,
    "blanks around signs": lambda xml: re.sub(rb'r="(\w+)"', rb"r = '\1'", xml),
    "another attribute first": lambda xml: re.sub(rb'<c r="(\w+)"', rb'<c x="" r="\1"', xml),
    "a prefix": lambda xml: re.sub(rb"<(/?)(row|c|v)\b", rb"<\1x:\2", xml),
    "small letters": lambda xml: xml.replace(b"AB7", b"ab7"),
    "ends of lines in tags": lambda xml: xml.replace(b"<c ", b"<c\n\t"),
}


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize("change", CHANGES)
def test_cells_with_content_span_the_area(change: str, size: int) -> None:
    xml = CHANGES[change](PLAIN)
    assert used_area(lambda: [xml[i : i + size] for i in range(0, len(xml), size)]) == AREA


def test_cells_that_do_not_tell_their_places_follow_on() -> None:
    rows = b'<row><c><v>1</v></c></row><row r="5"><c r="D5"/><c><v>1</v></c></row><row><c/><c/></row>'
    assert used_area(lambda: [rows]) == 5 * 5
    assert used_area(lambda: [b'<row r="1"><c r="B44"><v>1</v></c><c><v>1</v></c></row>']) == 1 * 3


@pytest.mark.parametrize(
    "xml", [b"", b"<sheetData/>", b'<sheetData><row r="9"><c r="Z9"/></row></sheetData>']
)
def test_nothing_in_use_is_no_area(xml: bytes) -> None:
    assert used_area(lambda: [xml]) == 0
    assert used_area(list) == 0
