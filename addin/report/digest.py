"""The week in a letter: what of the report a head of sales reads in a minute, as titles, lines and rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from addin.report.build import Report
from addin.report.cell_values import text_converter
from addin.report.headings import heading
from addin.report.layout import BLOCK
from addin.words import Lang, day, grouped, percent, say

_FINDINGS = 4
"""Sentences of the summary that a letter repeats."""
_TILES = {
    "leads_so_far": "leads_note",
    "taken_so_far": "taken_note",
    "conversion": "conversion_note",
    "presale_so_far": "presale_note",
}
"""Tile → what stands below it."""
_BOARD = ("manager", "sold", "plan", "share", "forecast", "weakest")
_CALLS = ("manager", "client", "phone", "id", "reason", "stage", "amount")


@dataclass(frozen=True)
class Part:
    """A part of the letter.

    Args:
        title: above it.
        rows: cells; a part of plain lines has one a row.
        headed: whether the first row is of headings.
    """

    title: str
    rows: Sequence[Sequence[str]]
    headed: bool = False


@dataclass(frozen=True)
class Digest:
    """A letter, not yet in any form.

    Args:
        subject: its one line.
        parts: in their order.
    """

    subject: str
    parts: Sequence[Part]


def digest_of(report: Report) -> Digest:
    """What of a report goes into the letter: the month, its direction, what moved, managers, whom to call."""
    lang, blocks = report.lang, report.blocks
    as_of = day(blocks["header"]["as_of"].iloc[0], lang)
    parts = [
        Part(say("block.plan_bar", lang), [[line] for line in _month(report)]),
        Part(say("digest.direction", lang), [[line] for line in _direction(blocks["tiles"].iloc[0], lang)]),
        Part(say("block.summary", lang), [[str(text)] for text in blocks["summary"]["text"].head(_FINDINGS)]),
        _moved(report),
        _table(report, "top_scoreboard", _BOARD),
        _table(report, "top_calls", _CALLS),
    ]
    return Digest(say("digest.subject", lang, as_of=as_of), [part for part in parts if part.rows])


def _month(report: Report) -> Iterator[str]:
    for row in report.blocks["plan_bar"].to_dict("records"):
        amount = _money(row["amount"], report)
        told = f"{row['what']}: {amount}" if amount else ""
        text = _line(told, _known(row["range"]), _known(row["comment"]))
        if text:
            yield text


def _direction(tiles: pd.Series, lang: Lang) -> Iterator[str]:
    for name, note in _TILES.items():
        value = tiles[name]
        shown = _known(value) if isinstance(value, str) or not _is_known(value) else grouped(value, lang)
        if shown:
            yield _line(f"{heading('tiles', name, lang)}: {shown}", _known(tiles[note]))


def _line(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _moved(report: Report) -> Part:
    """What came and went in the latest period of the movement, what is nothing left out."""
    rows, lang = report.blocks["movement"], report.lang
    if rows.empty:
        return Part("", [])
    first = rows["period_from"].iloc[0]
    title = say("digest.moved", lang, start=day(first, lang), end=day(rows["period_to"].iloc[0], lang))
    now = rows[(rows["period_from"] == first) & (rows["deals"] > 0)]
    change = _cell(report, "movement", "change")
    lines = [
        _line(f"{change(row['change'])}: {grouped(row['deals'], lang)}", _money(row["money"], report))
        for row in now.to_dict("records")
    ]
    return Part(title, [[line] for line in lines])


def _table(report: Report, block: str, wanted: Sequence[str]) -> Part:
    rows, lang = _by_manager(report.blocks[block], report.blocks["scoreboard"]), report.lang
    columns = [name for name in wanted if name in rows and rows[name].notna().any()]
    shown = [[_cell(report, block, name)(value) for value in rows[name]] for name in columns]
    cells = [list(row) for row in zip(*shown, strict=True) if row[0]]
    heads = [heading(block, name, lang) for name in columns]
    return Part(say(f"block.{block}", lang), [heads, *cells] if cells else [], headed=True)


def _by_manager(rows: pd.DataFrame, scoreboard: pd.DataFrame) -> pd.DataFrame:
    """Rows with the manager's name on each: the page has it on the first, then how many more there are."""
    told = rows["manager"].where(rows["manager"].isin(scoreboard["manager"]))
    return rows.assign(manager=told.ffill())


def _cell(report: Report, block: str, name: str) -> Callable[[object], str]:
    column = next(one for one in BLOCK[block].columns if one.key == name)
    told = text_converter(column, report.lang)
    if column.kind == "money":
        return lambda value: _money(value, report)
    if column.kind in ("share", "rate"):
        return lambda value: percent(value, report.lang) if _is_known(value) else ""
    return lambda value: told(value) if _is_known(value) else ""


def _money(value: object, report: Report) -> str:
    return grouped(round(float(str(value))), report.lang) if _is_known(value) else ""


def _known(value: object) -> str:
    return str(value) if _is_known(value) else ""


def _is_known(value: object) -> bool:
    return value != "" and bool(pd.notna(value))  # type: ignore[call-overload]
