"""The words of the report's sheets: titles, explanations and headings, and headings read back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from addin.report.blocks import Block
from addin.report.layout import BLOCK
from addin.words import LANGS, Lang, grouped, has, say

_STEP = re.compile(r"(rate|n|tone)_(\d+)")  # a column of the heat map that belongs to a step
_SEPARATOR = " · "


def heading(block: str, key: str, lang: Lang) -> str:
    """The heading of a column."""
    step = _STEP.fullmatch(key)
    if step is not None:
        return say(f"column.step_{step[1]}", lang, k=step[2])
    own = f"column_in.{block}.{key}"
    return say(own if has(own) else f"column.{key}", lang)


def help_text(block: str, key: str, lang: Lang) -> str:
    """The help text of a column's heading; "" where it needs none."""
    own, common = f"column_in_note.{block}.{key}", f"column_note.{key}"
    if has(own):
        return say(own, lang)
    return say(common, lang) if has(common) else ""


def folded(text: str) -> str:
    """A heading as it is compared: case, spaces, line breaks and soft hyphens do not matter."""
    return " ".join(text.replace("\u00ad", "").casefold().split())


@cache
def keys_by_heading(block: str) -> dict[str, str]:
    """Folded heading in either language, or the key itself → key of the column."""
    found = {folded(heading(block, key, lang)): key for lang in LANGS for key in BLOCK[block].keys}
    return {folded(key): key for key in BLOCK[block].keys} | found


def fill_notes(block: Block, shown: int, total: int, currency: str, lang: Lang) -> list[str]:
    """What a fill adds to a block's explanation: the currency of its amounts, and that it was cut."""
    notes = []
    if currency and any(column.kind == "money" for column in block.columns):
        notes.append(say("sheet_note.currency", lang, currency=currency))
    if shown < total:
        notes.append(say("sheet_note.limit", lang, shown=grouped(shown, lang), total=grouped(total, lang)))
    return notes


def with_fill_notes(text: str, notes: Sequence[str]) -> str:
    """An explanation with its additions, those of a former fill taken off."""
    while (cut := _former_notes().sub("", text)) != text:
        text = cut
    return _SEPARATOR.join([text, *notes] if text else notes)


@cache
def _former_notes() -> re.Pattern[str]:
    texts = [
        say(f"sheet_note.{name}", lang, shown="\0", total="\0", currency="\0", count="\0")
        for name in ("limit", "currency", "filtered", "hidden")
        for lang in LANGS
    ]
    any_of = "|".join(re.escape(text).replace(re.escape("\0"), r"[^·]+?") for text in texts)
    return re.compile(rf"(?:{re.escape(_SEPARATOR)}|^)(?:{any_of})$")
