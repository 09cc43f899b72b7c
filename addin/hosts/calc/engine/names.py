"""Defined names, of the workbook and of sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.hosts.calc.engine.address import quote_sheet, unquote_sheet
from addin.hosts.calc.engine.errors import NotFoundError
from addin.hosts.calc.engine.unsupported import implements, raise_unsupported

if TYPE_CHECKING:
    from addin.hosts.calc.engine.book import Book
    from addin.hosts.calc.engine.range import Range
    from addin.hosts.calc.engine.sheet import Sheet


@implements(base_classes.Names)
class Names(base_classes.Names):
    """Names of a workbook, those of its sheets too, or of one sheet. Case does not matter."""

    def __init__(self, book: Book, sheet: Sheet | None) -> None:
        self.book = book
        self.sheet = sheet

    @property
    def api(self) -> str:
        """The workbook's identifier."""
        return self.book.uid

    def snapshot(self) -> list[tuple[str, Name]]:
        """All names as they are now."""
        names = [Name(self.book, *each) for each in self._in_scope(self.book.call("list_names"))]
        return [(name.name, name) for name in names]

    def _in_scope(self, names: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
        """Those of names of the whole workbook that these are."""
        wanted = None if self.sheet is None else self.sheet.name
        return (each for each in names if wanted in {None, each[0]})

    def definitions(self) -> list[tuple[str, str]]:
        """The name and what it stands for of all of them, each as `Name` has it.

        Not part of xlwings, and quicker than to ask each and wait for it.
        """
        every = self._in_scope(self.book.call("list_definitions"))
        return [(Name(self.book, sheet, name).name, refers_to) for sheet, name, refers_to in every]

    def _split(self, name: str) -> tuple[str, str]:
        """The sheet and the name that ``Sheet1!name`` or ``name`` means here."""
        sheet, _, rest = name.rpartition("!")
        if sheet:
            return self.book.sheets(unquote_sheet(sheet)).name, rest
        return ("" if self.sheet is None else self.sheet.name), name

    def contains(self, name_or_index: str | float) -> bool:
        """Whether there is such a name."""
        if isinstance(name_or_index, int | float):
            return 1 <= name_or_index <= len(self)
        return bool(self.book.call("has_name", *self._split(str(name_or_index))))

    def __call__(self, name_or_index: str | float) -> Name:
        if isinstance(name_or_index, int | float):
            return self.snapshot()[int(name_or_index) - 1][1]
        sheet, name = self._split(str(name_or_index))
        if not self.book.call("has_name", sheet, name):
            raise NotFoundError(f"there is no name {name_or_index!r} in {self.book.name!r}")
        return Name(self.book, sheet, name)

    def __len__(self) -> int:
        return len(self.snapshot())

    def add(self, name: str, refers_to: str) -> Name:
        """A name for ``=Sheet1!$A$1:$B$2`` or any formula; one that exists is changed."""
        sheet, name = self._split(name)
        self.book.call("set_name", sheet, name, refers_to)
        return Name(self.book, sheet, name)


@implements(base_classes.Name)
class Name(base_classes.Name):
    """One name. What it stands for follows the cells when others are inserted or deleted."""

    def __init__(self, book: Book, sheet: str, name: str) -> None:
        self.book = book
        self._sheet = sheet
        self._name = name

    def _call(self, op: str, *args: object) -> Any:
        return self.book.call(op, self._sheet, self._name, *args)

    @property
    def api(self) -> tuple[str, str]:
        """Its sheet ("" for the workbook) and name."""
        return self._sheet, self._name

    @property
    def name(self) -> str:
        """The name; with its sheet if it is a sheet's own."""
        return f"{quote_sheet(self._sheet)}!{self._name}" if self._sheet else self._name

    @name.setter
    def name(self, new: str) -> None:
        raise_unsupported("renaming a name", "formulas would not follow; add another one")

    @property
    def refers_to(self) -> str:
        """What it stands for, as Excel writes it."""
        return str(self._call("get_name")[1])

    @refers_to.setter
    def refers_to(self, formula: str) -> None:
        self._call("set_name", formula)

    @property
    def refers_to_range(self) -> Range:
        """The cells it stands for.

        Raises:
            NotFoundError: It stands for something else, or its cells were deleted.
        """
        place = self._call("get_name")[2]
        if place is None:
            raise NotFoundError(f"name {self.name!r} stands for no cells but for {self.refers_to}")
        return self.book.sheets.cached(place[0]).range_at(place[1])

    def delete(self) -> None:
        """Delete the name."""
        self._call("delete_name")
