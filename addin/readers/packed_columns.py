"""Cells as columns: a range in a form that is small to keep and to compare, and quick to read."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import chain, repeat
from typing import Any

Rows = Sequence[Sequence[object]]
Column = tuple[bytes, bytes, tuple[str, ...]]
"""Numbers (float64, NaN where a cell holds none), codes (int32: the place of a cell's text among the texts,
or one of those below), and the texts, each once. Without any number there are no numbers, without any text
or truth value no codes."""

EMPTY, FALSE, TRUE = -1, -2, -3
_NONE = float("nan")

PART = 2048
"""Rows to pack at a time: few enough that a cache holds their cells."""


class Packer:
    """The columns of rows of float, str or bool that come in parts, one below the other.

    None and "" are empty, as is what short rows lack.
    """

    def __init__(self) -> None:
        """No rows yet."""
        self.count = 0
        self._columns: list[_ColumnPacker] = []

    def add(self, rows: Rows) -> None:
        """Put rows below those there are.

        Raises:
            TypeError: a value no cell can hold.
        """
        columns = self._columns
        columns += [_ColumnPacker(self.count) for _ in range(max(map(len, rows), default=0) - len(columns))]
        width = len(columns)
        if set(map(len, rows)) - {width}:
            rows = [(*row, *[None] * (width - len(row))) for row in rows]
        every = list(chain.from_iterable(rows))  # a slice of one long list is twice as fast as zip(*rows)
        for place, column in enumerate(columns):
            column.add(every[place::width])
        self.count += len(rows)

    def columns(self) -> tuple[Column, ...]:
        """All columns so far."""
        return tuple(column.pack() for column in self._columns)


def pack(rows: Rows) -> tuple[Column, ...]:
    """The columns of rows, see :class:`Packer`."""
    packing = Packer()
    for start in range(0, len(rows), PART):
        packing.add(rows[start : start + PART])
    return packing.columns()


def first_value(column: Column) -> float | str | bool | None:
    """The value of the first cell; None where it is empty."""
    numbers, codes, texts = column
    code = array("i", codes)[0] if codes else EMPTY
    if code != EMPTY:
        return code == TRUE if code in (FALSE, TRUE) else texts[code]
    number = array("d", numbers)[0] if numbers else _NONE
    return None if number != number else number  # noqa: PLR0124  (NaN)


class _ColumnPacker:
    """A column while it grows.

    Args:
        count: how many cells there are above its first ones, all of them empty.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self.numbers: array[float] | None = None
        self.codes: array[int] | None = None
        self.code: dict[object, int] = {"": EMPTY}

    def add(self, cells: Sequence[object]) -> None:
        """Put cells below those there are."""
        kinds = set(map(type, cells))
        strange = kinds - {float, int, str, bool, type(None)}
        if strange:  # anything else would be lost without a word
            raise TypeError("a cell cannot hold a value of type " + strange.pop().__name__)
        if int in kinds:
            cells = [float(cell) if type(cell) is int else cell for cell in cells]
            kinds = set(map(type, cells))
        self._add_numbers(cells, kinds)
        self._add_codes(cells, kinds)
        self.count += len(cells)

    def _add_numbers(self, cells: Sequence[Any], kinds: set[type]) -> None:
        if float in kinds and self.numbers is None:
            self.numbers = array("d", [_NONE]) * self.count
        if self.numbers is not None:
            all_numbers = kinds == {float}
            self.numbers.extend(cells if all_numbers else [c if type(c) is float else _NONE for c in cells])

    def _add_codes(self, cells: Sequence[Any], kinds: set[type]) -> None:
        code = self.code
        if str in kinds:
            texts = dict.fromkeys(cells if kinds == {str} else [c for c in cells if type(c) is str])
            new = [text for text in texts if text not in code]
            code.update({text: place for place, text in enumerate(new, len(code) - 1)})
        if self.codes is None and (len(code) > 1 or bool in kinds):
            self.codes = array("i", [EMPTY]) * self.count
        if self.codes is None:
            return
        if bool in kinds:
            found = [(TRUE if c else FALSE) if type(c) is bool else code.get(c, EMPTY) for c in cells]
            self.codes.extend(found)
        elif str in kinds:
            self.codes.extend(map(code.get, cells, repeat(EMPTY)))
        else:
            self.codes.extend(array("i", [EMPTY]) * len(cells))

    def pack(self) -> Column:
        """All cells so far."""
        numbers, codes = (b"" if found is None else found.tobytes() for found in (self.numbers, self.codes))
        return numbers, codes, tuple(self.code)[1:]  # type: ignore[return-value]
