"""What the columns of a sheet may be by what their cells hold, where their headings do not tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from pandas.api import types

from addin.deals.grids import Body
from addin.deals.reading.roles import guess_roles
from addin.deals.stages import Role
from addin.deals.tables.planned import is_planned
from addin.deals.values.amounts import parse_amounts
from addin.deals.values.dates import parse_dates
from addin.deals.values.text import as_text

_SAMPLE = 5_000
"""So many records tell what a column holds."""
_MOST, _COMPLETE, _FEW = 0.9, 0.95, 40
_MAIL = re.compile(r"\S+@\S+\.\S+")
_NAME = re.compile(r"[^\W\d_]\.?[\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}")
_CODE = re.compile(r"(?=.*\d)[\w/#-]{1,40}")
_WORD = re.compile(r"[^\W\d_]{2}")
_PHONE_DIGITS = 10


@dataclass(frozen=True)
class _Column:
    """A column of a sample: its place and its filled cells."""

    index: int
    cells: pd.Series

    @cached_property
    def text(self) -> pd.Series:
        """What the filled cells show."""
        text = as_text(self.cells)
        return text[text != ""]

    @cached_property
    def distinct(self) -> list[str]:
        """The values there are."""
        return [str(value) for value in self.text.unique()]

    @cached_property
    def filled(self) -> float:
        """The share of cells that hold anything, 0 to 1."""
        return len(self.text) / len(self.cells) if len(self.cells) else 0.0

    @property
    def is_number(self) -> bool:
        """Whether all cells are bare numbers."""
        return types.is_numeric_dtype(self.cells.dtype) and not types.is_bool_dtype(self.cells.dtype)

    @cached_property
    def dates(self) -> pd.Series:
        """The dates; nothing where under nine tenths of the filled cells are one."""
        read = parse_dates(self.cells, "UTC")
        if read.ambiguous is not None:  # either order tells that these are dates
            read = parse_dates(self.cells, "UTC", "dmy")
        enough = len(self.text) > 0 and read.values.notna().sum() >= _MOST * len(self.text)
        return read.values if enough else pd.Series([], dtype="datetime64[us]")

    def share(self, wanted: Callable[[str], object]) -> float:
        """The share of distinct values that are as wanted, 0 to 1."""
        return sum(1 for value in self.distinct if wanted(value)) / max(len(self.distinct), 1)


def propose_columns(
    body: Body, free: Collection[int], wanted: Collection[str], headings: Sequence[str]
) -> dict[str, int]:
    """Our column → index of the sheet's column that its cells speak for; what nothing speaks for is left out.

    ``id`` has unique codes; ``created`` is the earliest of the complete columns of dates, ``closed`` a later
    one with gaps; ``status`` a text of few values that look like stages, ``manager`` one of few names,
    ``amount`` sums of money. No column serves two, and one of planned days serves nothing.

    Args:
        body: the cells below the headings.
        free: indices of the columns that nothing uses.
        wanted: our columns that are looked for.
        headings: the headings; a column without one cannot be named and is passed over.
    """
    columns = _sampled(body, free, headings)
    found: dict[str, int] = {}
    for look in (_dates, _status, _id, _manager, _amount):
        left = [column for column in columns if column.index not in found.values()]
        found |= {name: i for name, i in look(left).items() if name in wanted}
    return found


def propose_moment(body: Body, free: Collection[int], headings: Sequence[str]) -> int | None:
    """The only column of dates that has hardly a gap, of those that nothing uses; None where there are more.

    Args:
        body, free, headings: see :func:`propose_columns`.
    """
    found = [c for c in _sampled(body, free, headings) if c.filled >= _COMPLETE and len(c.dates)]
    dated = [column for column in found if not column.is_number] or found
    return dated[0].index if len(dated) == 1 else None


def _sampled(body: Body, free: Collection[int], headings: Sequence[str]) -> list[_Column]:
    """The columns that may be named, by some of their cells."""
    at = np.unique(np.linspace(0, max(len(body.rows) - 1, 0), _SAMPLE).astype(np.int64))
    named = [i for i in free if i < len(body.columns) and i < len(headings) and headings[i]]
    columns = [_Column(i, body.columns[i].iloc[at].reset_index(drop=True)) for i in named if len(body.rows)]
    columns = [column for column in columns if column.distinct]
    return [c for c in columns if not (is_planned(headings[c.index]) and len(c.dates))]


def _dates(columns: list[_Column]) -> dict[str, int]:
    """The earliest complete column of dates, and the one after it that has gaps."""
    dated = [c for c in columns if not c.is_number and len(c.dates)]
    dated = dated or [c for c in columns if c.is_number and len(c.dates) and len(c.distinct) < len(c.text)]
    complete = [c for c in dated if c.filled >= _COMPLETE]
    if not complete:
        return {}
    first = min(complete, key=lambda c: c.dates.dropna().median())
    later = [c for c in dated if c is not first and c.filled < _COMPLETE and _follows(c.dates, first.dates)]
    closed = {"closed": max(later, key=lambda c: c.filled).index} if later else {}
    return {"created": first.index, **closed}


def _follows(late: pd.Series, early: pd.Series) -> bool:
    """Whether dates come on or after the days of others."""
    both = (late.notna() & early.notna()).to_numpy(dtype=bool)
    after = late[both].dt.normalize() >= early[both].dt.normalize()
    return len(after) > 0 and float(after.mean()) >= _MOST


def _status(columns: list[_Column]) -> dict[str, int]:
    """The text of few values with most words of stages."""
    few = [c for c in columns if _is_few(c) and c.filled >= _MOST and not len(c.dates)]
    told = {c.index: _stage_words(c.distinct) for c in few}
    best = max(few, key=lambda c: (told[c.index], len(c.distinct)), default=None)
    if best is None or (not told[best.index] and len(few) > 1):
        return {}
    return {"status": best.index}


def _stage_words(values: list[str]) -> int:
    """How many of the values end a deal or nearly so by their words."""
    roles = guess_roles(values)["role"]
    return int((~roles.isin([Role.WORK, Role.INTAKE])).sum())


def _is_few(column: _Column) -> bool:
    words = column.share(_WORD.search) >= _MOST
    return words and 1 < len(column.distinct) <= min(_FEW, len(column.text) / 2)


def _id(columns: list[_Column]) -> dict[str, int]:
    """The first complete column of unique codes."""
    for column in columns:
        unique = column.filled == 1 and len(column.distinct) == len(column.text) > 1
        other = _is_phone(column) or (len(column.dates) > 0 and not column.is_number)
        if unique and not other and column.share(_CODE.fullmatch) >= _MOST:
            return {"id": column.index}
    return {}


def _is_phone(column: _Column) -> bool:
    """Whether most values are numbers to call."""
    digits = column.share(lambda value: sum(map(str.isdigit, value)) >= _PHONE_DIGITS) >= _MOST
    return digits and column.share(lambda value: value.strip()[:1] in "+(78") >= _MOST


def _manager(columns: list[_Column]) -> dict[str, int]:
    """The column of few names: of two words or addresses rather than of one."""
    few = [c for c in columns if _is_few(c) and c.share(lambda v: _MAIL.fullmatch(v) or _is_name(v)) >= _MOST]
    best = max(few, key=lambda c: c.share(lambda value: " " in value or "@" in value), default=None)
    return {} if best is None else {"manager": best.index}


def _is_name(value: str) -> bool:
    return bool(_NAME.fullmatch(value)) and all(word[:1].isupper() for word in value.split())


def _amount(columns: list[_Column]) -> dict[str, int]:
    """The column of most different sums, of money rather than of shares and years."""
    sums = {c.index: _money(c) for c in columns if not _is_phone(c)}
    best = max(sums, key=lambda index: sums[index], default=None)
    return {} if best is None or sums[best] == 0 else {"amount": best}


def _money(column: _Column) -> float:
    """How large the values typically are; 0 where they are no sums, or all alike."""
    read = parse_amounts(column.cells)
    values = read.values[~np.isnan(read.values)]
    if len(values) < _MOST * len(column.text) or len(np.unique(values)) < 2 or (values < 0).any():
        return 0.0
    typical = float(np.median(values))
    return typical if typical > 100 or (read.currency != "").any() else 0.0
