"""Rows of a sheet written plainly, as programs write nearly all, typed as they are read.

What is read here is what fastexcel would read; a part with anything else in it is left to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from addin.deals.grids import CellError
from addin.readers.xlsx.fast.meanings import Kind, Meanings
from addin.readers.xlsx.fast.tags import Ints, OddError, Tags, find_tags, small_numbers_at, sure, texts_at
from addin.readers.xlsx.fast.types import is_text, moments_written
from addin.readers.xlsx.load import Cells, Column

_DAYS = (61, 2_958_466)
"""Serial numbers on which everybody agrees: after the 29th of February 1900, up to the year 9999."""
_EPOCH = int(np.datetime64("1899-12-30", "ms").astype(np.int64))
_DAY = 86_400_000
# Numbers that fastexcel would write as they stand: no power of ten, no idle zero, few decimals.
_CANONICAL = r"^-?(0|[1-9][0-9]{0,14}|(0|[1-9][0-9]{0,6})\.[0-9]{0,6}[1-9])$"
_USUAL = ("#N/A", "#VALUE!", "#NULL!", "#REF!", "#NUM!", "#DIV/0!")
"""Errors beside which fastexcel finds a type for a column; beside others, such as #NAME?, it is text."""
_TYPES = {Kind.TEXT: "string", Kind.NUMBER: "float", Kind.DATE: "datetime", Kind.BOOL: "boolean"}


def read_plain(
    xml: bytes | memoryview, after: int, meanings: Meanings, types: Mapping[int, str]
) -> Cells | None:
    """The cells of whole rows; None where any of them is not plain.

    Args:
        xml: rows and nothing else.
        after: rows up to this one, from 1, are left out.
        meanings: what shared texts and styles stand for.
        types: column index → the type its cells are to have; the cells of the others decide themselves.
    """
    try:
        tags = find_tags(xml).below(after)
        kinds = np.array([meanings.kind(each) for each in tags.attributes], dtype=np.int8)
        order = np.argsort(tags.column, kind="stable")
        ends = np.cumsum(np.bincount(tags.column))
        places = {i: order[start:end] for i, (start, end) in enumerate(zip([0, *ends], ends, strict=False))}
        cells = {
            i: _Cells(xml, tags, meanings, at, kinds[tags.style[at]]) for i, at in places.items() if len(at)
        }
        errors = [error for i, each in cells.items() for error in each.errors(i)]
        untyped = frozenset(e.column for e in errors if e.text not in _USUAL and e.column not in types)
        wanted = {**types, **dict.fromkeys(untyped, "string")}
        columns = {i: each.column(wanted.get(i)) for i, each in cells.items()}
    except (OddError, IndexError, pa.ArrowInvalid):
        return None
    return Cells(columns, tags.rows, errors, untyped)


@dataclass(frozen=True)
class _Cells:
    """The cells of one column that have a value.

    Args:
        xml, tags: where they stand.
        meanings: what they refer to.
        at: their places among all cells.
        kind: what each holds.
    """

    xml: bytes | memoryview
    tags: Tags
    meanings: Meanings
    at: Ints
    kind: npt.NDArray[np.int8]

    def errors(self, column: int) -> list[CellError]:
        """The error cells."""
        at = self.at[self.kind == Kind.ERROR]
        shown = self._values(at).to_pylist() if len(at) else []
        rows = self.tags.rows[self.tags.row[at]].tolist()
        return [CellError(row, column, text) for row, text in zip(rows, shown, strict=True)]

    def column(self, wanted: str | None) -> Column:
        """The cells, with none where a row has no value or an error.

        Raises:
            OddError, IndexError, pyarrow.ArrowInvalid: only fastexcel knows.
        """
        kinds = [kind for kind in Kind if kind != Kind.ERROR and np.any(self.kind == kind)]
        sure(Kind.ODD not in kinds)
        if wanted != "string" and len(kinds) == 1 and kinds != [Kind.TEXT]:
            sure(wanted in (None, _TYPES[kinds[0]]))
            return self._spread(self._typed(kinds[0]), kinds[0])
        sure(wanted == "string" or (wanted is None and self._is_text(kinds)))
        written = [self._written(kind) for kind in kinds]
        return pc.coalesce(*written) if written else pa.nulls(len(self.tags.rows), pa.string())

    def _is_text(self, kinds: Sequence[Kind]) -> bool:
        """Whether fastexcel makes text of a column with all of these."""
        if Kind.TEXT not in kinds:
            return kinds in ([], [Kind.NUMBER, Kind.DATE])
        return len(kinds) == 1 or is_text(self._texts())

    def _texts(self) -> pa.Array:
        """The shared texts of the column, in their rows."""
        at = self._of(Kind.TEXT)
        number = np.full(len(self.tags.rows), -1, dtype=np.int64)
        number[self.tags.row[at]] = small_numbers_at(self.xml, self.tags.start[at], self.tags.end[at])
        return self.meanings.texts.take(pa.array(number, mask=number < 0))

    def _written(self, kind: Kind) -> pa.Array:
        """The values of this kind as text, in their rows."""
        if kind == Kind.TEXT:
            return self._texts()
        if kind == Kind.NUMBER:
            return self._spread(_numbers_written(self._values(self._of(kind))), kind)
        values = self._typed(kind)
        written = moments_written(values) if kind == Kind.DATE else pc.if_else(values, "true", "false")
        return self._spread(written, kind)

    def _typed(self, kind: Kind) -> pa.Array:
        """The numbers, moments or truth values."""
        values = self._values(self._of(kind))
        if kind == Kind.BOOL:
            return values.cast(pa.bool_())
        numbers = values.cast(pa.float64())
        return _moments(numbers.to_numpy()) if kind == Kind.DATE else numbers

    def _spread(self, values: pa.Array, kind: Kind) -> pa.Array:
        """Values of this kind put in their rows."""
        height = len(self.tags.rows)
        if len(values) == height:
            return values
        place = np.full(height, -1, dtype=np.int32)
        place[self.tags.row[self._of(kind)]] = np.arange(len(values), dtype=np.int32)
        return values.take(pa.array(place, mask=place < 0))

    def _of(self, kind: Kind) -> Ints:
        """The places of the cells of this kind."""
        return self.at if np.all(self.kind == kind) else self.at[self.kind == kind]

    def _values(self, at: Ints) -> pa.Array:
        """What is written in these cells."""
        return texts_at(self.xml, self.tags.start[at], self.tags.end[at])


def _moments(days: npt.NDArray[np.float64]) -> pa.Array:
    """Serial numbers of the 1900 system as moments, to the nearest millisecond."""
    sure(np.all((days >= _DAYS[0]) & (days < _DAYS[1])))
    exact = days * _DAY
    whole = np.floor(exact)
    since = whole.astype(np.int64) + (exact - whole >= 0.5)
    return pa.array((since + _EPOCH).astype("datetime64[ms]"))


def _numbers_written(texts: pa.Array) -> pa.Array:
    """Numbers as fastexcel writes them among text: with nine decimals at most."""
    odd = np.flatnonzero(~np.asarray(pc.match_substring_regex(texts, _CANONICAL)))
    if not len(odd):
        return texts
    numbers = texts.take(pa.array(odd)).cast(pa.float64()).to_numpy()
    sure(np.all(np.isfinite(numbers)))
    written = texts.to_numpy(zero_copy_only=False)
    written[odd] = [f"{number:.9f}".rstrip("0").rstrip(".") for number in numbers]
    return pa.array(written, pa.string())
