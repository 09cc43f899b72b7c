"""Cells as columns: a range in a form that is small to send, to keep and to compare, and quick to read.

Every host keeps ranges so. The module is copied into LibreOffice's extension, too, where there is nothing but
the standard library, of a Python that may be older than ours.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from typing import Any, Tuple  # noqa: UP035

Column = Tuple[bytes, bytes, Tuple[str, ...]]  # noqa: UP006 - as far back as Python 3.8
"""Numbers (float64, NaN where a cell holds none), codes (int32: the place of a cell's text among the texts,
or one of those below), and the texts, each once. Without any number there are no numbers, without any text
or truth value no codes."""

EMPTY, FALSE, TRUE = -1, -2, -3
_NONE = float("nan")


def packed(rows: Sequence[Sequence[object]]) -> tuple[Column, ...]:
    """The columns of rows of float, str or bool; None and "" are empty, as is what short rows lack."""
    width = max(map(len, rows), default=0)
    if set(map(len, rows)) - {width}:
        rows = [(*row, *[None] * (width - len(row))) for row in rows]
    every = list(chain.from_iterable(rows))  # a slice of one long list is twice as fast as zip(*rows)
    return tuple(_column(every[place::width]) for place in range(width))


def first_value(column: Column) -> float | str | bool | None:
    """The value of the first cell; None where it is empty."""
    numbers, codes, texts = column
    code = array("i", codes)[0] if codes else EMPTY
    if code != EMPTY:
        return code == TRUE if code in (FALSE, TRUE) else texts[code]
    number = array("d", numbers)[0] if numbers else _NONE
    return None if number != number else number  # noqa: PLR0124  (NaN)


def _column(cells: Sequence[object]) -> Column:
    kinds = set(map(type, cells))
    if int in kinds:
        return _column([float(cell) if type(cell) is int else cell for cell in cells])
    strange = kinds - {float, str, bool, type(None)}
    if strange:  # anything else would be lost without a word
        raise TypeError("a cell cannot hold a value of type " + strange.pop().__name__)
    numbers = codes = b""
    if float in kinds:
        values: Any = cells if kinds == {float} else [c if type(c) is float else _NONE for c in cells]
        numbers = array("d", values).tobytes()
    texts = _texts(cells if kinds == {str} else (c for c in cells if type(c) is str)) if str in kinds else ()
    if len(texts) == len(cells):  # ids, each of which stands there once
        codes = array("i", range(len(cells))).tobytes()
    elif texts or bool in kinds:
        code: dict[object, int] = {text: place for place, text in enumerate(texts)}
        code[""] = EMPTY
        coded: Iterable[int]
        if bool in kinds:
            coded = [(TRUE if c else FALSE) if type(c) is bool else code.get(c, EMPTY) for c in cells]
        else:
            coded = map(code.get, cells, repeat(EMPTY))
        codes = array("i", coded).tobytes()
    return numbers, codes, texts


def _texts(cells: Iterable[object]) -> tuple[str, ...]:
    found = dict.fromkeys(cells)
    found.pop("", None)
    return tuple(found)  # type: ignore[arg-type]
