"""Cells inserted, deleted, copied, moved, merged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from addin.hosts.calc.engine.errors import CalcError
from addin.hosts.calc.engine.unsupported import raise_unsupported

if TYPE_CHECKING:
    from addin.hosts.calc.engine.range import Range
    from addin.hosts.calc.engine.sheet import Sheet

ABOVE, BELOW = "format_from_left_or_above", "format_from_right_or_below"


class Edits:
    """The part of a range that changes where cells are."""

    sheet: Sheet
    row: int
    column: int
    shape: tuple[int, int]
    where: Any
    call: Any

    def _shift(self, shift: str | None, vertical: str, horizontal: str) -> str:
        """The way cells move: whole rows and columns as such; if not said, as the shape suggests."""
        rows, columns = self.sheet.book.size
        if self.shape[1] == columns:
            return "rows"
        if self.shape[0] == rows:
            return "columns"
        if shift is None:
            return horizontal if self.shape[0] > self.shape[1] else vertical
        if shift not in {vertical, horizontal}:
            raise CalcError(f"cells are shifted {vertical} or {horizontal}, not {shift!r}")
        return shift

    def insert(self, shift: str | None = None, copy_origin: str = ABOVE) -> None:
        """Insert empty cells here; those here move ``down`` or ``right``."""
        way = self._shift(shift, "down", "right")
        if copy_origin not in {ABOVE, BELOW, None}:
            raise CalcError(f"copy_origin is {ABOVE} or {BELOW}, not {copy_origin!r}")
        self.call("insert_cells", way)
        if copy_origin == BELOW:
            down = way in {"down", "rows"}
            row, column = self.row + self.shape[0] * down, self.column + self.shape[1] * (not down)
            size = (1, self.shape[1]) if down else (self.shape[0], 1)
            self.sheet.range((row, column, *size)).call("copy_formats", self.where)

    def delete(self, shift: str | None = None) -> None:
        """Delete the cells; others move ``up`` or ``left``."""
        self.call("delete_cells", self._shift(shift, "up", "left"))

    def copy(self, destination: Any = None) -> None:
        """Copy everything to a destination in the same workbook; to the clipboard it is refused."""
        if destination is None:
            raise_unsupported("Range.copy() to the clipboard", "give a destination")
        self.call("copy_cells", _impl(destination).where)

    def copy_from(
        self, source_range: Any, copy_type: str = "all", skip_blanks: bool = False, transpose: bool = False
    ) -> None:
        """Copy from a range: ``all``, ``formats``, ``formulas`` or ``values``."""
        if skip_blanks or transpose:
            raise_unsupported("Range.copy_from with skip_blanks or transpose")
        source = _impl(source_range)
        if copy_type == "all":
            source.call("copy_cells", self.where)
        elif copy_type == "formats":
            source.call("copy_formats", self.where)
        elif copy_type in {"values", "formulas"}:
            source.call("copy_contents", self.where, copy_type == "formulas")
        else:
            raise CalcError(f"copy_type is all, formats, formulas or values, not {copy_type!r}")

    def move(self, destination: Any) -> None:
        """Move the cells; references to them follow."""
        self.call("move_cells", _impl(destination).where)

    def merge(self, across: bool = False) -> None:
        """Merge the cells, or each row's; only the first keeps what it holds."""
        self.call("merge", bool(across))

    def unmerge(self) -> None:
        """Take merged cells apart."""
        self.call("unmerge")

    @property
    def merge_cells(self) -> bool | None:
        """Whether the cells are merged; None where some are."""
        found: bool | None = self.call("merge_cells")
        return found


def _impl(given: Any) -> Range:
    """The engine's range in one of xlwings."""
    found: Range = getattr(given, "impl", given)
    return found
