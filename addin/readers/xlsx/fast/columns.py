"""Rows of a sheet written plainly, as programs write nearly all, typed as they are read.

What is read here is what fastexcel would read; a chunk with anything else in it is left to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from addin.deals.grids import CellError
from addin.readers.xlsx.arrow_cells import ArrowCells, Column
from addin.readers.xlsx.error_values import UNTYPED
from addin.readers.xlsx.fast.column_types import is_text, timestamps_as_text
from addin.readers.xlsx.fast.strings_and_styles import CellKind, StringsAndStyles
from addin.readers.xlsx.fast.tags import (
    Ints,
    NotPlainError,
    Tags,
    find_tags,
    require,
    small_numbers_at,
    texts_at,
)

_DAYS = (61, 2_958_466)
"""Serial numbers on which everybody agrees: after the 29th of February 1900, up to the year 9999."""
_EPOCH = int(np.datetime64("1899-12-30", "ms").astype(np.int64))
_DAY = 86_400_000
# Numbers that fastexcel would write as they stand: no power of ten, no idle zero, few decimals.
_CANONICAL = r"^-?(0|[1-9][0-9]{0,14}|(0|[1-9][0-9]{0,6})\.[0-9]{0,6}[1-9])$"
_TYPES = {
    CellKind.TEXT: "string",
    CellKind.NUMBER: "float",
    CellKind.DATE: "datetime",
    CellKind.BOOL: "boolean",
}


def read_plain(
    xml: bytes | memoryview, after: int, references: StringsAndStyles, types: Mapping[int, str]
) -> ArrowCells | None:
    """The cells of whole rows; None where any of them is not plain.

    Args:
        xml: rows and nothing else.
        after: rows up to this one, from 1, are left out.
        references: the shared strings and styles that cells refer to.
        types: column index → the type its cells are to have; the cells of the others decide themselves.
    """
    try:
        tags = find_tags(xml).below(after)
        kinds = np.array([references.kind(each) for each in tags.attributes], dtype=np.int8)
        order = np.argsort(tags.column, kind="stable")
        ends = np.cumsum(np.bincount(tags.column))
        places = {i: order[start:end] for i, (start, end) in enumerate(zip([0, *ends], ends, strict=False))}
        cells = {
            i: _ColumnCells(xml, tags, references, at, kinds[tags.style[at]])
            for i, at in places.items()
            if len(at)
        }
        errors = [error for i, each in cells.items() for error in each.errors(i)]
        untyped = frozenset(e.column for e in errors if e.text == UNTYPED and e.column not in types)
        wanted = {**types, **dict.fromkeys(untyped, "string")}
        columns = {i: each.column(wanted.get(i)) for i, each in cells.items()}
    except (NotPlainError, IndexError, pa.ArrowInvalid):
        return None
    return ArrowCells(columns, tags.rows, errors, untyped)


@dataclass(frozen=True)
class _ColumnCells:
    """The cells of one column that have a value.

    Args:
        xml, tags: where they stand.
        references: what they refer to.
        at: their places among all cells.
        kind: what each holds.
    """

    xml: bytes | memoryview
    tags: Tags
    references: StringsAndStyles
    at: Ints
    kind: npt.NDArray[np.int8]

    def errors(self, column: int) -> list[CellError]:
        """The error cells."""
        at = self.at[self.kind == CellKind.ERROR]
        shown = self._values(at).to_pylist() if len(at) else []
        rows = self.tags.rows[self.tags.row[at]].tolist()
        return [CellError(row, column, text) for row, text in zip(rows, shown, strict=True)]

    def column(self, wanted: str | None) -> Column:
        """The cells, with none where a row has no value or an error.

        Raises:
            NotPlainError, IndexError, pyarrow.ArrowInvalid: only fastexcel knows.
        """
        kinds = [kind for kind in CellKind if kind != CellKind.ERROR and np.any(self.kind == kind)]
        require(CellKind.OTHER not in kinds)
        if wanted != "string" and len(kinds) == 1 and kinds != [CellKind.TEXT]:
            require(wanted in (None, _TYPES[kinds[0]]))
            return self._in_rows(self._typed(kinds[0]), kinds[0])
        require(wanted == "string" or (wanted is None and self._is_text(kinds)))
        written = [self._as_text(kind) for kind in kinds]
        return pc.coalesce(*written) if written else pa.nulls(len(self.tags.rows), pa.string())

    def _is_text(self, kinds: Sequence[CellKind]) -> bool:
        """Whether fastexcel makes text of a column with all of these."""
        if CellKind.TEXT not in kinds:
            return kinds in ([], [CellKind.NUMBER, CellKind.DATE])
        return len(kinds) == 1 or is_text(self._texts())

    def _texts(self) -> pa.Array:
        """The shared strings of the column, in their rows."""
        at = self._of(CellKind.TEXT)
        number = np.full(len(self.tags.rows), -1, dtype=np.int64)
        number[self.tags.row[at]] = small_numbers_at(self.xml, self.tags.start[at], self.tags.end[at])
        return self.references.shared_strings.take(pa.array(number, mask=number < 0))

    def _as_text(self, kind: CellKind) -> pa.Array:
        """The values of this kind as text, in their rows."""
        if kind == CellKind.TEXT:
            return self._texts()
        if kind == CellKind.NUMBER:
            return self._in_rows(_numbers_as_text(self._values(self._of(kind))), kind)
        values = self._typed(kind)
        written = timestamps_as_text(values) if kind == CellKind.DATE else pc.if_else(values, "true", "false")
        return self._in_rows(written, kind)

    def _typed(self, kind: CellKind) -> pa.Array:
        """The numbers, timestamps or truth values."""
        values = self._values(self._of(kind))
        if kind == CellKind.BOOL:
            return values.cast(pa.bool_())
        numbers = values.cast(pa.float64())
        return _timestamps(numbers.to_numpy()) if kind == CellKind.DATE else numbers

    def _in_rows(self, values: pa.Array, kind: CellKind) -> pa.Array:
        """Values of this kind put in their rows."""
        height = len(self.tags.rows)
        if len(values) == height:
            return values
        place = np.full(height, -1, dtype=np.int32)
        place[self.tags.row[self._of(kind)]] = np.arange(len(values), dtype=np.int32)
        return values.take(pa.array(place, mask=place < 0))

    def _of(self, kind: CellKind) -> Ints:
        """The places of the cells of this kind."""
        return self.at if np.all(self.kind == kind) else self.at[self.kind == kind]

    def _values(self, at: Ints) -> pa.Array:
        """What is written in these cells."""
        return texts_at(self.xml, self.tags.start[at], self.tags.end[at])


def _timestamps(days: npt.NDArray[np.float64]) -> pa.Array:
    """Serial numbers of the 1900 system as timestamps, to the nearest millisecond."""
    require(np.all((days >= _DAYS[0]) & (days < _DAYS[1])))
    exact = days * _DAY
    whole = np.floor(exact)
    since = whole.astype(np.int64) + (exact - whole >= 0.5)
    return pa.array((since + _EPOCH).astype("datetime64[ms]"))


def _numbers_as_text(texts: pa.Array) -> pa.Array:
    """Numbers as fastexcel writes them among text: with nine decimals at most."""
    unusual = np.flatnonzero(~np.asarray(pc.match_substring_regex(texts, _CANONICAL)))
    if not len(unusual):
        return texts
    numbers = texts.take(pa.array(unusual)).cast(pa.float64()).to_numpy()
    require(np.all(np.isfinite(numbers)))
    written = texts.to_numpy(zero_copy_only=False)
    written[unusual] = [f"{number:.9f}".rstrip("0").rstrip(".") for number in numbers]
    return pa.array(written, pa.string())
