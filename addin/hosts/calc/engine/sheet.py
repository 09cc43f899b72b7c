"""Sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.hosts.calc.engine.drawings import Charts, Pictures, Shapes
from addin.hosts.calc.engine.errors import CalcError, NotFoundError
from addin.hosts.calc.engine.names import Names
from addin.hosts.calc.engine.notes import Note
from addin.hosts.calc.engine.range import Range
from addin.hosts.calc.engine.tables import Tables
from addin.hosts.calc.engine.unsupported import implements, raise_unsupported
from addin.hosts.calc.engine.values import Box

if TYPE_CHECKING:
    from addin.hosts.calc.engine.book import Book


@implements(base_classes.Sheets)
class Sheets(base_classes.Sheets):
    """The sheets of a workbook, in their order."""

    book: Book

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> str:
        """The workbook's identifier."""
        return self.book.uid

    def _names(self) -> list[str]:
        return list(self.book.call("list_sheets"))

    def cached(self, name: str) -> Sheet:
        """The sheet of this name, always the same object, so that all who hold it see it renamed."""
        return self.book.sheet_cache.setdefault(name, Sheet(self.book, name))

    @property
    def active(self) -> Sheet:
        """The sheet the user looks at."""
        return self.cached(self.book.call("active_sheet"))

    def __call__(self, name_or_index: str | float) -> Sheet:
        names = self._names()
        if isinstance(name_or_index, int | float):
            if 1 <= name_or_index <= len(names):
                return self.cached(names[int(name_or_index) - 1])
            raise NotFoundError(
                f"there is no sheet number {name_or_index} in {self.book.name!r}; it has {len(names)}"
            )
        for name in names:
            if name.lower() == str(name_or_index).lower():
                return self.cached(name)
        raise NotFoundError(f"there is no sheet {name_or_index!r} in {self.book.name!r}")

    def __contains__(self, name: str) -> bool:
        return str(name).lower() in {each.lower() for each in self._names()}

    def __len__(self) -> int:
        return len(self._names())

    def __iter__(self) -> Iterator[Sheet]:
        return (self.cached(name) for name in self._names())

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """A new sheet; without a place, before the active one, as in Excel."""
        place = place_of(before, after, self.active.index - 1)
        return self.cached(self.book.call("add_sheet", name or "", place))


def place_of(before: Sheet | None, after: Sheet | None, otherwise: int) -> int:
    """The place counted from 0 that comes before or after a sheet."""
    if before is not None:
        return before.index - 1
    return after.index if after is not None else otherwise


@implements(base_classes.Sheet)
class Sheet(base_classes.Sheet):
    """One sheet, known by its name."""

    book: Book

    def __init__(self, book: Book, name: str) -> None:
        self.book = book
        self._name = name

    def call(self, op: str, *args: object) -> Any:
        """Ask the office for something about this sheet."""
        return self.book.call(op, self._name, *args)

    @property
    def api(self) -> str:
        """The name."""
        return self._name

    @property
    def name(self) -> str:
        """Its name."""
        return self._name

    @name.setter
    def name(self, new: str) -> None:
        self.call("rename_sheet", new)
        self.book.sheet_cache.pop(self._name, None)
        self._name = new
        self.book.sheet_cache[new] = self

    @property
    def names(self) -> Names:
        """Names that are this sheet's own."""
        return Names(self.book, self)

    @property
    def index(self) -> int:
        """Its place, from 1."""
        names = self.book.call("list_sheets")
        if self._name not in names:
            raise NotFoundError(f"there is no sheet {self._name!r} in {self.book.name!r}")
        return int(names.index(self._name)) + 1

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """Cells: by address, by name, by (row, column) or by corners."""
        return Range.resolve(self, arg1, arg2)

    def range_at(self, box: Box) -> Range:
        """The cells of a box that the office gave."""
        return Range.from_box(self, box)

    @property
    def cells(self) -> Range:
        """All cells."""
        rows, columns = self.book.size
        return Range(self, 1, 1, rows, columns)

    @property
    def used_range(self) -> Range:
        """Cells in use, formatted ones included."""
        return self.range_at(self.call("used_range"))

    def activate(self) -> None:
        """Show it to the user."""
        self.call("activate_sheet")

    def select(self) -> None:
        """Show it to the user."""
        self.activate()

    def clear_contents(self) -> None:
        """Clear values and formulas."""
        self.cells.clear_contents()

    def clear_formats(self) -> None:
        """Clear formats."""
        self.cells.clear_formats()

    def clear(self) -> None:
        """Clear values, formulas, formats and notes."""
        self.cells.clear()

    def autofit(self, axis: str | None = None) -> None:
        """Make rows or columns as large as their contents need."""
        self.used_range.autofit(axis)

    def delete(self) -> None:
        """Delete the sheet."""
        self.call("delete_sheet")
        self.book.sheet_cache.pop(self._name, None)

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Copy it before or after a sheet, of another workbook too."""
        target = (before or after or self).book
        if target.app.pid != self.book.app.pid:
            raise CalcError("a sheet cannot be copied to a workbook in another office")
        self.call("copy_sheet", place_of(before, after, len(target.sheets)), target.uid)

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        """Move it before or after a sheet of the same workbook."""
        self.call("move_sheet", place_of(before, after, len(self.book.sheets)))

    @property
    def visible(self) -> bool:
        """Whether it is shown."""
        return bool(self.call("get_visible"))

    @visible.setter
    def visible(self, value: bool) -> None:
        self.call("set_visible", bool(value))

    @property
    def tables(self) -> Tables:
        """Tables: database ranges of Calc."""
        return Tables(self)

    @property
    def charts(self) -> Charts:
        """Charts, by name; they cannot be made or changed."""
        return Charts(self)

    @property
    def shapes(self) -> Shapes:
        """What lies over the cells, by name and kind."""
        return Shapes(self)

    @property
    def pictures(self) -> Pictures:
        """Pictures, by name."""
        return Pictures(self)

    @property
    def notes(self) -> list[Note]:
        """Notes of the sheet's cells."""
        return [Note(Range(self, row + 1, column + 1)) for row, column, _, _ in self.call("list_notes")]

    def to_html(self, path: str) -> None:
        """Refused: LibreOffice exports whole workbooks."""
        raise_unsupported("Sheet.to_html", "save the workbook under a name that ends in .html")
