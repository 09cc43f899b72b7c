"""What cells hold: values, formulas, notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from addin.hosts.calc.engine.address import format_address, quote_sheet
from addin.hosts.calc.engine.client import PendingCall
from addin.hosts.calc.engine.column_reader import RangeColumns, read_columns
from addin.hosts.calc.engine.errors import CalcError, NotFoundError
from addin.hosts.calc.engine.names import Name, Names
from addin.hosts.calc.engine.notes import Note
from addin.hosts.calc.engine.values import Payload, decode_values, encode_values, to_cell_value

if TYPE_CHECKING:
    from addin.hosts.calc.engine.sheet import Sheet

CONTENTS, FORMATS, NOTES = 1 | 2 | 4 | 16, 32 | 64 | 256, 8
"""Bits of com.sun.star.sheet.CellFlags."""
MAX_CELLS = 2_000_000


class Contents:
    """The part of a range that reads and writes."""

    sheet: Sheet
    row: int
    column: int
    shape: tuple[int, int]
    options: dict[str, Any]
    where: Any
    address: Any
    call: Any
    submit: Any
    max_cells_per_read = MAX_CELLS
    max_cells_per_write = MAX_CELLS

    def __len__(self) -> int:
        raise NotImplementedError  # pragma: no cover - a range has it

    @property
    def _origin(self) -> tuple[int, int]:
        return self.row - 1, self.column - 1

    @property
    def raw_value(self) -> Any:
        """One value, or rows of values: float, str, bool, datetime; "" is empty and None an error."""
        if not len(self):
            return None
        values = decode_values(self.call("get_values", bool(self.options.get("err_to_str"))), self._origin)
        return values[0][0] if len(self) == 1 else values

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        if not len(self):
            return
        if not isinstance(data, list | tuple):
            self._fill(data)
            return
        rows = data if data and isinstance(data[0], list | tuple) else [data]
        if len(rows) != self.shape[0] or any(len(row) != self.shape[1] for row in rows):
            raise CalcError(
                f"values of another shape than the {self.shape[0]} × {self.shape[1]} cells they are for"
            )
        self._write(encode_values(rows, self.sheet.book.epoch, self._origin))

    def read_columns(self) -> RangeColumns:
        """The cells as columns; not part of xlwings, and much quicker where there are many."""
        return read_columns(self.shape[0], self._submit_rows, partial(self.call, "get_kinds"))

    def _submit_rows(self, first: int, end: int) -> PendingCall:
        """Rows as the office keeps them, from one to before another, counted from 0."""
        uid, sheet, top, left, _, right = self.where
        part = uid, sheet, top + first, left, top + end - 1, right
        return self.sheet.book.app.client.submit("get_rows", part)

    def submit_values(self, rows: Sequence[Sequence[Any]], *, fitted: bool = True) -> PendingCall:
        """Write rows of values, and go on while the office is at it; not part of xlwings.

        Args:
            rows: as many, and as long, as those of the range.
            fitted: whether rows become as high as their texts need; no need to where that is done later.
        """
        return self._submit_payload(encode_values(rows, self.sheet.book.epoch, self._origin), fitted)

    def _write(self, payload: Payload) -> None:
        self._submit_payload(payload).result()

    def _submit_payload(self, payload: Payload, fitted: bool = True) -> PendingCall:
        boxes = tuple(payload.dates), tuple(payload.times), tuple(payload.booleans)
        pending: PendingCall = self.submit("set_values", tuple(payload.rows), *boxes, fitted)
        if payload.formulas:
            pending.result()
            uid, sheet, *_ = self.where
            pending = self.sheet.book.app.client.submit("put_formulas", uid, sheet, tuple(payload.formulas))
        return pending

    def _fill(self, value: Any) -> None:
        """One value into every cell."""
        value = to_cell_value(value)
        if isinstance(value, str) and value[:1] == "=" and len(value) > 1:
            self.call("fill_formula", value)
            return
        one = encode_values([[value]], self.sheet.book.epoch, self._origin)
        form = ""
        if isinstance(value, bool):
            form = "BOOLEAN"
        elif isinstance(value, dt.datetime):
            form = "yyyy-mm-dd" if one.dates else "yyyy-mm-dd hh:mm:ss"
        self.call("fill_value", one.rows[0][0], form)

    @property
    def formula(self) -> str | list[list[str]]:
        """What was entered: as Excel writes it.

        A text that looks like a formula is given with an apostrophe before it, so that writing it back
        changes nothing.
        """
        rows: list[list[str]] = [list(row) for row in self.call("get_formulas")]
        return rows[0][0] if len(self) == 1 else rows

    @formula.setter
    def formula(self, data: Any) -> None:
        if not isinstance(data, list | tuple):
            if isinstance(data, str) and data[:1] == "=" and len(data) > 1:
                self.call("fill_formula", data)
                return
            data = [[data] * self.shape[1]] * self.shape[0]
        rows: Sequence[Any] = data if data and isinstance(data[0], list | tuple) else [data]
        if len(rows) != self.shape[0] or any(len(row) != self.shape[1] for row in rows):
            raise CalcError(
                f"formulas of another shape than the {self.shape[0]} × {self.shape[1]} cells they are for"
            )
        self.call("set_formulas", tuple(tuple(self._typed_text(cell) for cell in row) for row in rows))

    formula2 = formula

    def formula_cells(self) -> Sequence[tuple[int, int, str]]:
        """Row and column, from 0 within the range, and formula of every cell that has one.

        Not part of xlwings, and much quicker where most cells have none.
        """
        found: Sequence[tuple[int, int, str]] = self.call("formula_cells")
        return found

    def _typed_text(self, value: Any) -> str:
        """A value as a person would type it."""
        value = to_cell_value(value)
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, dt.datetime):
            return repr((value - dt.datetime(*self.sheet.book.epoch)) / dt.timedelta(days=1))
        return value if isinstance(value, str) else repr(value)

    @property
    def formula_array(self) -> str | None:
        """The array formula that the first cell is part of."""
        found: str | None = self.call("get_array_formula")
        return found

    @formula_array.setter
    def formula_array(self, formula: str) -> None:
        self.call("set_array_formula", formula if formula.startswith("=") else f"={formula}")

    @property
    def has_array(self) -> bool:
        """Whether the first cell is part of an array formula."""
        return bool(self.call("has_array"))

    def clear_contents(self) -> None:
        """Clear values and formulas."""
        self.call("clear", CONTENTS)

    def clear_formats(self) -> None:
        """Clear formats, conditional ones too."""
        self.call("clear", FORMATS)

    def clear(self) -> None:
        """Clear values, formulas, formats and notes."""
        self.call("clear", CONTENTS | FORMATS | NOTES)

    @property
    def name(self) -> Name | None:
        """The first name that stands for exactly these cells."""
        found = self.call("name_of")
        return Name(self.sheet.book, *found) if found else None

    @name.setter
    def name(self, value: str) -> None:
        Names(self.sheet.book, None).add(value, "=" + self._full_address())

    def _full_address(self) -> str:
        end = self.row + self.shape[0] - 1, self.column + self.shape[1] - 1
        return f"{quote_sheet(self.sheet.name)}!{format_address((self.row, self.column, *end))}"

    @property
    def hyperlink(self) -> str:
        """The address that the first cell links to.

        Raises:
            NotFoundError: It links to nothing.
        """
        found: str = self.call("get_link")
        if not found:
            raise NotFoundError(f"cell {self.address} of sheet {self.sheet.name!r} has no link")
        return found

    def add_hyperlink(
        self, address: str, text_to_display: str | None = None, screen_tip: object = None
    ) -> None:
        """Let the first cell show a text that links to an address; Calc shows its own tip."""
        self.call("set_link", address, text_to_display or address)

    def submit_links(self, links: Sequence[tuple[int, str]]) -> PendingCall:
        """Let cells of a column link to the addresses they show, and go on; not part of xlwings.

        Args:
            links: row of the range, from 0, and address.
        """
        pending: PendingCall = self.submit("set_links", tuple(links))
        return pending

    @property
    def note(self) -> Note | None:
        """The note of the first cell."""
        found = Note(self)  # type: ignore[arg-type]
        return found if found.exists else None

    def add_note(self, text: str) -> Note:
        """Add a note to the first cell."""
        self.call("set_note", text)
        return Note(self)  # type: ignore[arg-type]
