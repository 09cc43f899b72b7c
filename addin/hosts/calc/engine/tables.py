"""Tables: Calc's database ranges. They have a name, headers and a filter; styles are not theirs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.hosts.calc.engine.errors import CalcError, NotFoundError
from addin.hosts.calc.engine.unsupported import implements, raise_unsupported

if TYPE_CHECKING:
    from addin.hosts.calc.engine.range import Range
    from addin.hosts.calc.engine.sheet import Sheet


@implements(base_classes.Tables)
class Tables(base_classes.Tables):
    """The tables of a sheet."""

    parent: Sheet

    def __init__(self, parent: Sheet) -> None:
        self.parent = parent

    @property
    def api(self) -> str:
        """The sheet's name."""
        return self.parent.name

    def _names(self) -> list[str]:
        return list(self.parent.call("list_tables"))

    def __call__(self, key: str | float) -> Table:
        names = self._names()
        if isinstance(key, int | float):
            if 1 <= key <= len(names):
                return Table(self.parent, names[int(key) - 1])
        else:
            for name in names:
                if name.lower() == str(key).lower():
                    return Table(self.parent, name)
        raise NotFoundError(f"there is no table {key!r} in sheet {self.parent.name!r}")

    def __len__(self) -> int:
        return len(self._names())

    def __iter__(self) -> Iterator[Table]:
        return (Table(self.parent, name) for name in self._names())

    def __contains__(self, key: str) -> bool:
        return str(key).lower() in {name.lower() for name in self._names()}

    def add(
        self, source_type: str | None = None, source: Any = None, link_source: bool | None = None,
        has_headers: bool = True, destination: Any = None, table_style_name: str | None = None,
        name: str | None = None,
    ) -> Table:  # fmt: skip
        """Make a table of cells; the style is not applied, as Calc has none."""
        if source_type is not None or link_source is not None or destination is not None:
            raise_unsupported("a table of an outside source")
        made = source.impl.call("add_table", name or "", bool(has_headers))
        return Table(self.parent, made)


@implements(base_classes.Table)
class Table(base_classes.Table):
    """One table."""

    parent: Sheet

    def __init__(self, parent: Sheet, name: str) -> None:
        self.parent = parent
        self._name = name

    def _get(self, index: int) -> Any:
        return self.parent.book.call("get_table", self._name)[index]

    def _set(self, what: str, value: object) -> None:
        self.parent.book.call("set_table", self._name, what, value)

    @property
    def api(self) -> str:
        """The name."""
        return self._name

    @property
    def name(self) -> str:
        """The name."""
        return self._name

    @name.setter
    def name(self, new: str) -> None:
        self._set("Name", new)
        self._name = new

    display_name = name

    @property
    def range(self) -> Range:
        """All its cells."""
        return self.parent.range_at(self._get(2))

    @property
    def header_row_range(self) -> Range | None:
        """Its headings, None if it has none."""
        whole = self.range
        return self._rows(0, 1) if self.show_headers and whole else None

    @property
    def data_body_range(self) -> Range | None:
        """Its cells without headings and totals; None if none are left."""
        return self._rows(int(self.show_headers), self.range.shape[0] - int(self.show_totals))

    @property
    def totals_row_range(self) -> Range | None:
        """Its row of totals, None if it has none."""
        rows = self.range.shape[0]
        return self._rows(rows - 1, rows) if self.show_totals else None

    def _rows(self, first: int, end: int) -> Range | None:
        whole = self.range
        if end <= first:
            return None
        return self.parent.range((whole.row + first, whole.column, end - first, whole.shape[1]))

    @property
    def show_headers(self) -> bool:
        """Whether its first row holds headings."""
        return bool(self._get(3))

    @show_headers.setter
    def show_headers(self, value: bool) -> None:
        self._set("ContainsHeader", bool(value))

    @property
    def show_totals(self) -> bool:
        """Whether its last row holds totals."""
        return bool(self._get(4))

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        self._set("TotalsRow", bool(value))

    @property
    def show_autofilter(self) -> bool:
        """Whether its headings have filter buttons."""
        return bool(self._get(5))

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self._set("AutoFilter", bool(value))

    def resize(self, range: Any) -> None:  # noqa: A002 - the name xlwings gives it
        """Let it stand for other cells of the same sheet."""
        cells = getattr(range, "impl", range)
        if cells.sheet.name != self.parent.name:
            raise CalcError(f"table {self._name!r} cannot leave sheet {self.parent.name!r}")
        cells.call("resize_table", self._name)
