"""What a formula reads: its references, those behind names and tables, and whether that is all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from addin.placement.ranges import Rect, unquote_sheet
from addin.xlsx.references import Formula, Reference, Word, read_formula

Area = tuple[str, Rect]
"""A sheet's folded name, and cells on it."""

_UNBOUNDED = {"indirect", "offset", "cell", "evaluate", "subtotal", "aggregate"}
"""Functions that read cells which none of their arguments names, or which rows are hidden."""
_ROW_NUMBERS = {"row", "rows", "formulatext"}
"""Functions that tell where a reference points to, not what is there."""
_MODEL = "_xlcn."
"""What Excel's names for the ranges of its data model begin with."""
_PREFIXES = ("_xlfn.", "_xlws.", "_xludf.")


@dataclass(frozen=True, slots=True)
class Reads:
    """The areas a formula reads, and whether it may read others."""

    areas: tuple[Area, ...] = ()
    in_doubt: bool = False

    def __or__(self, other: Reads) -> Reads:
        """What both read."""
        return Reads(self.areas + other.areas, self.in_doubt or other.in_doubt)


IN_DOUBT = Reads(in_doubt=True)
_NOTHING = Reads()


@dataclass(frozen=True)
class ReadContext:
    """What a workbook's formulas may mention.

    Args:
        sheets: the names of all sheets in their order.
        names: (folded sheet or "" for the workbook, folded name) → what it stands for.
        tables: folded name → where it is.
        has_macros: functions nobody knows may be the workbook's own, and read anything.
        rows_moved: cells are elsewhere than where the last results were computed.
    """

    sheets: Sequence[str]
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    tables: Mapping[str, Area] = field(default_factory=dict)
    has_macros: bool = False
    rows_moved: bool = False

    def reads(self, text: str, at: Area | None = None, rows: int = 0, columns: int = 0) -> Reads:
        """What a formula reads.

        Args:
            text: the formula.
            at: where it stands; None for nowhere, as in a name or a chart.
            rows: how far below its own place it is copied.
            columns: how far to the right.
        """
        return self._formula(read_formula(text), at, (rows, columns), frozenset())

    def _formula(
        self, formula: Formula, at: Area | None, by: tuple[int, int], within: frozenset[str]
    ) -> Reads:
        here, areas = at[0] if at else "", list[Area]()
        for reference in formula.references:
            areas += self._areas(reference.moved(*by) if any(by) else reference, here)
        found = Reads(tuple(areas), formula.has_open_range)
        for word in formula.words:
            read = self._word(word, at, within)
            found = found if read is _NOTHING else found | read
        return found

    def _areas(self, reference: Reference, here: str) -> Iterator[Area]:
        name = unquote_sheet(reference.sheet[:-1]).casefold() if reference.sheet else here
        first, _, last = name.partition(":")
        if last in self._places and first in self._places:
            one, other = sorted((self._places[first], self._places[last]))
            yield from ((sheet, reference.rect) for sheet in list(self._places)[one : other + 1])
        elif name in self._places:
            yield name, reference.rect

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name.casefold(): place for place, name in enumerate(self.sheets)}

    def _word(self, word: Word, at: Area | None, within: frozenset[str]) -> Reads:
        name = word.text.casefold()
        if word.kind == "table":
            return Reads((self.tables[name],)) if name in self.tables else _NOTHING
        if word.kind == "column":
            return self._own_table(at)
        if word.kind == "name" and name in self.tables:
            return Reads((self.tables[name],))
        defined = self._defined(word, at)
        if defined is not None and name not in within:
            return self._name(defined, at, within | {name})
        return self._function(name, at, within) if word.kind == "function" else _NOTHING

    def _own_table(self, at: Area | None) -> Reads:
        """A column without its table is one of the table around the formula."""
        around = (
            area for area in self.tables.values() if at and area[0] == at[0] and area[1].contains(at[1])
        )
        found = next(around, None)
        return IN_DOUBT if found is None else Reads((found,))

    def _defined(self, word: Word, at: Area | None) -> str | None:
        scope = unquote_sheet(word.scope.removesuffix("!")).casefold()
        if scope.startswith("[") and not scope.startswith("[0]"):
            return None  # of another workbook
        sheet = scope if scope in self._places else (at[0] if at and not scope else "")
        name = word.text.casefold()
        return self.names.get((sheet, name), self.names.get(("", name)))

    def _name(self, text: str, at: Area | None, within: frozenset[str]) -> Reads:
        formula = read_formula(text)
        found = self._formula(formula, at, (0, 0), within)
        depends = any(
            (end.row and not end.fixes_row) or (end.column and not end.fixes_column)
            for reference in formula.references
            for end in reference.ends
        )  # on the cell that uses the name
        return found | IN_DOUBT if depends else found

    def _function(self, name: str, at: Area | None, within: frozenset[str]) -> Reads:
        plain = name
        for prefix in _PREFIXES:
            plain = plain.removeprefix(prefix)
        if plain in _UNBOUNDED or (self.rows_moved and plain in _ROW_NUMBERS):
            return IN_DOUBT
        if plain.startswith("cube"):
            return self.data_model(at, within)
        unknown = self.has_macros and plain == name and name not in _built_in()
        return IN_DOUBT if unknown else _NOTHING

    def data_model(self, at: Area | None = None, within: frozenset[str] = frozenset()) -> Reads:
        """What the workbook's data model is made of."""
        found = Reads()
        for (_, name), text in self.names.items():
            if name.startswith(_MODEL) and name not in within:
                found |= self._name(text, at, within | {name})
        return found


@cache
def _built_in() -> frozenset[str]:
    """The functions every spreadsheet has: only workbooks with macros ask, as openpyxl is long to import."""
    from openpyxl.utils import FORMULAE

    return frozenset(name.casefold() for name in FORMULAE)
