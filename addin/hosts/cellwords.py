"""What cells show, the same in every host: codes, flags and buckets in words, and texts a cell can hold."""

from __future__ import annotations

import re
from collections.abc import Callable

from addin.report.layout import Column, Kind
from addin.words import Lang, has, say

NUMERIC: tuple[Kind, ...] = (
    *("int", "row", "days", "hours", "rate", "share", "tone", "ratio", "number", "money"),
)
"""The kinds of values that are numbers in a cell."""
LONGEST = 32_767
"""The most UTF-16 units a cell holds."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def reader(column: Column, lang: Lang) -> Callable[[object], str]:
    """What turns a value of a column of words into the text of its cell."""
    bucket = f"bucket.{column.key}"
    if column.kind == "flag":
        return lambda value: say("flag.yes" if value else "flag.no", lang)
    if column.kind == "code":
        return lambda value: say(f"code.{value}", lang) if has(f"code.{value}") else str(value)
    if column.kind == "name" and has(bucket):
        return lambda value: say(bucket, lang) if value == "" else str(value)
    return str


def storable(value: str) -> str:
    """A text as a cell can hold it: without letters that XML forbids, cut with an ellipsis where too long."""
    clean = _ILLEGAL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return _cut(clean) if len(clean) > LONGEST // 2 else clean


def _cut(value: str) -> str:
    units = value.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return value
    return units[: 2 * (LONGEST - 1)].decode("utf-16-le", errors="ignore") + "…"
