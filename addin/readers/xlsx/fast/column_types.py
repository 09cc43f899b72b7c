"""What types the columns of a sheet have, by fastexcel's rules, when it is read in chunks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from addin.readers.xlsx.arrow_cells import TYPES, ArrowCells, Column

ARROW_TYPES = {kind: arrow for arrow, kind in TYPES.items()}
"""What fastexcel calls a type → the type of a column as it comes."""

_FIRST_CELLS = 1000
# Texts that fastexcel takes for empty while it looks for the type of a column.
_EMPTY_TEXTS = ["", "#N/A", "#N/A N/A", "#NA", "N/A", "NA", "n/a", "<NA>", "NULL", "null", "None"]
_NAN_TEXTS = ["NaN", "nan", "-NaN", "-nan", "-1.#IND", "-1.#QNAN", "1.#IND", "1.#QNAN"]
_EMPTY = pa.array([None, *_EMPTY_TEXTS, *_NAN_TEXTS])


def known_types(cells: ArrowCells) -> dict[int, str]:
    """Column → its type, of the columns with a cell that shows it."""
    return {
        i: TYPES[column.type]
        for i, column in cells.columns.items()
        if i in cells.untyped or _has_type(column, TYPES[column.type])
    }


def _has_type(column: Column, kind: str) -> bool:
    """Whether the cells have this type, not merely no other."""
    if kind in ("null", "string"):
        # the first cells mostly tell
        return kind == "string" and any(map(is_text, (column[:_FIRST_CELLS], column[_FIRST_CELLS:])))
    return True


def is_text(texts: Column) -> bool:
    """Whether any of them is more than a word for nothing."""
    return pc.all(pc.is_in(texts, _EMPTY)).as_py() is False


def common_types(chunks: Iterable[ArrowCells]) -> dict[int, str]:
    """Column → the type of all its cells together, by fastexcel's rules; text where they have none."""
    kinds: dict[int, set[str]] = {}
    for cells in chunks:
        for i in cells.columns:
            kinds.setdefault(i, set())
        for i, kind in known_types(cells).items():
            kinds[i].add(kind)
    return {i: _common(kind) for i, kind in kinds.items()}


def _common(kinds: Collection[str]) -> str:
    if len(kinds) == 1:
        return next(iter(kinds))
    numbers = ({"int", "boolean"}, "int"), ({"int", "float", "boolean"}, "float")
    return next((common for some, common in numbers if kinds and some.issuperset(kinds)), "string")


def with_dates_as_text(cells: ArrowCells, types: Mapping[int, str]) -> ArrowCells:
    """The cells with dates written out where other chunks have text, as fastexcel writes serial numbers."""
    with_errors = {error.column for error in cells.errors}
    dates = {
        i: timestamps_as_text(column)
        for i, column in cells.columns.items()
        if column.type == ARROW_TYPES["datetime"] and types[i] == "string" and i not in with_errors
    }
    return replace(cells, columns=cells.columns | dates)


def timestamps_as_text(moments: Column) -> Column:
    """Timestamps as fastexcel writes them: a fraction of a second only where there is one."""
    if pc.all(pc.equal(pc.millisecond(moments), 0)).as_py() is not False:
        return moments.cast(pa.timestamp("s")).cast(pa.string())
    return pc.replace_substring_regex(moments.cast(pa.string()), r"\.000$", "")


def needs_other_types(cells: ArrowCells, types: Mapping[int, str]) -> bool:
    """Whether a column with values has another type than it is to have."""
    return any(
        TYPES[column.type] != types[i] and column.null_count < len(column)
        for i, column in cells.columns.items()
    )
