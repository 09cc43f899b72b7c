"""Error values that Excel hands over as whole numbers, as the texts their cells show."""

from __future__ import annotations

from collections.abc import Sequence

_TEXTS = {
    2000: "#NULL!", 2007: "#DIV/0!", 2015: "#VALUE!", 2023: "#REF!", 2029: "#NAME?", 2036: "#NUM!",
    2042: "#N/A", 2043: "#GETTING_DATA", 2045: "#SPILL!", 2046: "#CONNECT!", 2047: "#BLOCKED!",
    2048: "#UNKNOWN!", 2049: "#FIELD!", 2050: "#CALC!",
}  # fmt: skip
_ZERO, _CODES = -2146828288, range(2000, 3000)
"""COM sends a code counted from the first; these are errors, whatever Excel comes to call them."""
_OTHER = "#ERROR!"


def error_text(value: int) -> str | None:
    """The text that a cell shows for an error value as COM sends it; None where it is none.

    One that is not known yet is ``#ERROR!``.
    """
    code = value - _ZERO
    return _TEXTS.get(code, _OTHER) if code in _CODES else None


def with_error_texts(rows: Sequence[Sequence[object]]) -> list[Sequence[object]]:
    """Rows of values with the texts of errors; xlwings knows those of the first Excel only."""
    return [
        [error_text(value) or value if type(value) is int else value for value in row]
        if int in set(map(type, row))
        else row
        for row in rows
    ]
