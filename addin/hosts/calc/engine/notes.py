"""Notes of cells (Calc calls them comments)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.hosts.calc.engine.errors import NotFoundError
from addin.hosts.calc.engine.unsupported import implements

if TYPE_CHECKING:
    from addin.hosts.calc.engine.range import Range


@implements(base_classes.Note)
class Note(base_classes.Note):
    """The note of one cell."""

    def __init__(self, cell: Range) -> None:
        self._cell = cell

    def _found(self) -> tuple[str, str] | None:
        for row, column, text, author in self._cell.sheet.call("list_notes"):
            if (row + 1, column + 1) == (self._cell.row, self._cell.column):
                return text, author
        return None

    def _field(self, index: int) -> str:
        found = self._found()
        if found is None:
            raise NotFoundError(f"cell {self._cell.address} of sheet {self._cell.sheet.name!r} has no note")
        return found[index]

    @property
    def exists(self) -> bool:
        """Whether the cell has one."""
        return self._found() is not None

    @property
    def api(self) -> Any:
        """The cell as the office knows it."""
        return self._cell.where

    @property
    def text(self) -> str:
        """Its text."""
        return self._field(0)

    @text.setter
    def text(self, value: str) -> None:
        self._cell.call("set_note", value)

    @property
    def author(self) -> str:
        """Who wrote it."""
        return self._field(1)

    @property
    def location(self) -> Range:
        """Its cell."""
        return self._cell

    def delete(self) -> None:
        """Delete the note."""
        self._cell.call("set_note", "")
