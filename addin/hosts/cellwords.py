"""Codes, flags and buckets as the words cells show, the same in every host."""

from __future__ import annotations

from collections.abc import Callable

from addin.report.layout import Column, Kind
from addin.words import Lang, has, say

NUMERIC: tuple[Kind, ...] = (
    *("int", "row", "days", "hours", "rate", "share", "tone", "ratio", "number", "money"),
)
"""The kinds of values that are numbers in a cell."""


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
