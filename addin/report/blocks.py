"""The words a layout is written in: kinds of values, columns and blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text",  # as it came, never a formula
    "code",  # a fixed word of ours, shown translated: catalogue key code.<word>
    "name",  # a manager, source or status; "" is the bucket of those not given
    "int",  # a count
    "row",  # a row of a sheet: a number, but nothing to group or to add
    "days",  # whole calendar days
    "hours",  # hours, one decimal
    "rate",  # a fraction from 0 to 1, shown as per cent with one decimal
    "figure",  # a rate, or words where only bounds of it are known
    "share",  # a fraction from 0 to 1, shown as whole per cent
    "tone",  # −2 to 2: colours another cell, is not shown itself
    "ratio",  # a bare number near 1, two decimals
    "number",  # a number with one decimal
    "money",  # an amount in the report's currency
    "date",
    "month",  # text 2026-09 (also 2026-Q3, 2026-W38, 2026), shown in words
    "flag",  # true or false
    "link",  # text; where it is a web address a click opens it
]


@dataclass(frozen=True)
class Column:
    """One column of a block: its key (also the JSON key), kind and width in characters.

    ``detail``: what a second look needs; our templates fold such columns away behind a button.
    """

    key: str
    kind: Kind
    width: float = 8
    detail: bool = False


@dataclass(frozen=True)
class Block:
    """A named table of the report.

    ``fixed_rows`` is the number of rows a block always has room for (1 for a record, 7 for the summary); a
    block without it grows, and then nothing of ours stands below it on its sheet. ``max_rows`` is the most
    rows shown on a sheet; JSON has all. ``view_of`` makes it a view: the first rows and some columns of
    another block, shown once more in another place; a view is on sheets only.
    """

    name: str
    columns: tuple[Column, ...]
    fixed_rows: int | None = None
    max_rows: int | None = None
    view_of: str | None = None

    @property
    def keys(self) -> list[str]:
        """The keys of the columns, in order."""
        return [column.key for column in self.columns]

    @property
    def source(self) -> str:
        """The block whose rows it shows: itself, or what it is a view of."""
        return self.view_of or self.name


def columns(kind: Kind, keys: str, width: float = 8, *, detail: bool = False) -> tuple[Column, ...]:
    """Columns of one kind and width, their keys in one text."""
    return tuple(Column(key, kind, width, detail) for key in keys.split())
