"""Values as Excel has them: errors that are numbers, dates that are numbers, and #N/A that is no text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from addin.functions.arguments import Scalar
from addin.functions.function import Rows
from addin.hosts.workbook.error_codes import error_text

NOT_AVAILABLE = "#N/A"
"""What stands for Excel's own #N/A until the macro code puts that in its place."""

_PLAIN = {float, str, bool, type(None)}
_DAY_ZERO = dt.datetime(1899, 12, 30)


def to_scalar(value: object) -> Scalar:
    """A value as the registry of functions wants it."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, dt.datetime):  # one of Excel's has no zone, though pywin32 gives it one
        return (value.replace(tzinfo=None) - _DAY_ZERO) / dt.timedelta(days=1)
    if isinstance(value, int):  # from Excel numbers are floats; the only whole numbers are errors
        return error_text(value) or float(value)
    return float(value)  # type: ignore[arg-type]


def scalar_rows(rows: Sequence[Sequence[object]]) -> tuple[tuple[Scalar, ...], ...]:
    """Rows of values, without the empty ones at the end, which formats alone may have put into use."""
    count = len(rows)
    while count > 1 and not any(value is not None and value != "" for value in rows[count - 1]):
        count -= 1
    return tuple(
        tuple(row if set(map(type, row)) <= _PLAIN else map(to_scalar, row))  # type: ignore[arg-type]
        for row in rows[:count]
    )


def to_excel(rows: Rows) -> object:
    """What the cell or the cells of a formula get: a value, or rows of them."""
    cells = [[NOT_AVAILABLE if value is None else value for value in row] for row in rows]
    return cells[0][0] if len(cells) == len(cells[0]) == 1 else cells
