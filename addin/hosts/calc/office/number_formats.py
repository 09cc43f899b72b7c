"""Number formats: en-US strings outside, the document's own formats inside."""

from __future__ import annotations

import uno

from .documents import AMBIGUOUS, OfficeError, boxes_of

DATE, TIME, LOGICAL, TEXT = 2, 4, 1024, 256
GENERAL, AS_TEXT = "General", "@"


def _locale(language="", country=""):
    made = uno.createUnoStruct("com.sun.star.lang.Locale")
    made.Language, made.Country = language, country
    return made


def kind(document, key):
    """The bits of ``com.sun.star.util.NumberFormat`` of a format."""
    return document.NumberFormats.getByKey(key).Type


def is_general(document, key):
    """Whether a format says nothing."""
    return document.NumberFormats.getByKey(key).FormatString in (GENERAL, "")


def format_key(document, text):
    """The format of an en-US string, in the document's own locale so that separators are the user's."""
    formats = document.NumberFormats
    if text.lower() == "general":
        return formats.getStandardIndex(_locale())
    if text.upper() == "BOOLEAN":
        return formats.getStandardFormat(LOGICAL, _locale())
    try:
        return formats.addNewConverted(text, _locale("en", "US"), _locale())
    except uno.getClass("com.sun.star.util.MalformedNumberFormatException"):
        raise OfficeError(f"{text!r} is not a number format") from None


def format_text(document, key):
    """The en-US string of a format."""
    formats = document.NumberFormats
    found = formats.getByKey(key)
    if is_general(document, key):
        return GENERAL
    if found.Locale.Language in ("", "en"):
        return found.FormatString
    english = formats.addNewConverted(found.FormatString, found.Locale, _locale("en", "US"))
    return formats.getByKey(english).FormatString


def areas_of_kind(document, cells, *bits):
    """The areas of a range whose format has a bit, as boxes; a tuple of them for each bit."""
    found = {bit: [] for bit in bits}
    for group, kinds in _kinds(document, cells):
        for bit in bits:
            if kinds & bit:
                found[bit].extend(boxes_of(group))
    return tuple(map(tuple, found.values()))


def _kinds(document, cells):
    """Parts of a range that are formatted alike, and the bits of their number format."""
    told = {}
    for group in _groups(cells):
        key = group.NumberFormat
        if key not in told:
            told[key] = kind(document, key)
        yield group, told[key]


def apply_format(document, cells, text, only_general):
    """Set a format on a range, or on those cells of it that have none."""
    key = format_key(document, text)
    if not only_general:
        cells.NumberFormat = key
        return
    for group in _groups(cells):
        if is_general(document, group.NumberFormat):
            group.NumberFormat = key


def clear_boolean_formats(document, cells):
    """Take the BOOLEAN format away where it is set, so that a number to come is not shown as TRUE."""
    for group, kinds in _kinds(document, cells):
        if kinds & LOGICAL:
            group.NumberFormat = format_key(document, GENERAL)


def is_uniform(cells):
    """Whether all cells of a range have one number format."""
    return cells.getPropertyState("NumberFormat").value != AMBIGUOUS


def _groups(cells):
    """Parts of a range that are formatted alike."""
    if is_uniform(cells):  # as most are, and then it is told at once
        return [cells]
    groups = cells.getUniqueCellFormatRanges()
    return [groups.getByIndex(i) for i in range(groups.getCount())]


def get_number_format(office, where):
    """The en-US format of a range, or None where it differs."""
    document = office.document(where[0])
    texts = {format_text(document, group.NumberFormat) for group in _groups(office.cells(where))}
    return texts.pop() if len(texts) == 1 else None


def set_number_format(office, where, text):
    """Format a range."""
    apply_format(office.document(where[0]), office.cells(where), text, only_general=False)


def set_text_format(office, where, rows):
    """Format some rows of a column as text; ``(row, en-US format it had)`` of those that were not."""
    document, column = office.document(where[0]), office.cells(where)
    if is_uniform(column) and kind(document, column.NumberFormat) & TEXT:  # as most are
        return ()
    made = []
    for row in rows:
        cell = column.getCellByPosition(0, row)
        old = format_text(document, cell.NumberFormat)
        if old != AS_TEXT:
            apply_format(document, cell, AS_TEXT, only_general=False)
            made.append((row, old))
    return tuple(made)


HANDLERS = {
    "get_number_format": get_number_format, "set_number_format": set_number_format,
    "set_text_format": set_text_format,
}  # fmt: skip
