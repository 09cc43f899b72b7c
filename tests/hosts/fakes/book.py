"""The state of a loopback spreadsheet. Cells are replaced and never changed in place, so a copy is cheap."""

from __future__ import annotations

import itertools
import random
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from tests.hosts.fakes.refusals import Json, bad, twin

MOST_CELLS = 10_000_000
_LETTERS = string.ascii_letters + string.digits
_CORNER = re.compile(r"\$?([A-Za-z]{0,3})\$?(\d*)")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,249}")
_NUMBERS = itertools.count(1_000_001)


def new_id() -> int:
    return next(_NUMBERS)


class Area(NamedTuple):
    """Cells of a sheet: rows and columns from 0, ends excluded."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        return self.top <= row < self.bottom and self.left <= column < self.right


@dataclass
class Sheet:
    """A tab: properties as the API tells them, cells by row and column from 0, what lies over them."""

    properties: Json
    cells: dict[tuple[int, int], Json] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    protected: list[Json] = field(default_factory=list)
    conditions: list[Json] = field(default_factory=list)
    charts: list[Json] = field(default_factory=list)
    filter: Json | None = None
    groups: dict[str, list[Json]] = field(default_factory=lambda: {"ROWS": [], "COLUMNS": []})
    dimensions: dict[str, dict[int, Json]] = field(default_factory=lambda: {"ROWS": {}, "COLUMNS": {}})

    @classmethod
    def new(cls, given: Json, index: int) -> Sheet:
        grid = {"rowCount": 1000, "columnCount": 26, **given.get("gridProperties", {})}
        named = {"sheetId": new_id(), "title": f"Sheet{index + 1}", "sheetType": "GRID", **given}
        return cls({**named, "index": index, "gridProperties": grid})

    @property
    def id(self) -> int:
        return int(self.properties["sheetId"])

    @property
    def title(self) -> str:
        return str(self.properties["title"])

    @property
    def grid(self) -> Json:
        found: Json = self.properties["gridProperties"]
        return found

    @property
    def rows(self) -> int:
        return int(self.grid["rowCount"])

    @property
    def columns(self) -> int:
        return int(self.grid["columnCount"])

    def put(self, row: int, column: int, fields: Json) -> None:
        """Replace fields of a cell; None takes a field away."""
        cell = {**self.cells.get((row, column), {}), **fields}
        cell = {key: value for key, value in cell.items() if value is not None}
        if cell:
            self.cells[row, column] = cell
        else:
            self.cells.pop((row, column), None)

    def within(self, area: Area) -> Iterator[tuple[tuple[int, int], Json]]:
        """The cells of an area that hold anything."""
        spots = itertools.product(range(area.top, area.bottom), range(area.left, area.right))
        if (area.bottom - area.top) * (area.right - area.left) < len(self.cells):
            yield from ((at, self.cells[at]) for at in spots if at in self.cells)
        else:
            yield from ((at, cell) for at, cell in self.cells.items() if area.holds(*at))

    def trimmed(self) -> None:
        """Forget cells beyond the grid."""
        if any(row >= self.rows or column >= self.columns for row, column in self.cells):
            inside = Area(0, 0, self.rows, self.columns)
            self.cells = {at: cell for at, cell in self.cells.items() if inside.holds(*at)}

    def copied(self) -> Sheet:
        whole = {"cells": dict(self.cells), "merges": list(self.merges)}
        rest = {one.name: twin(getattr(self, one.name)) for one in fields(self) if one.name not in whole}
        return Sheet(**whole, **rest)


@dataclass
class Book:
    """A spreadsheet."""

    title: str
    id: str = ""
    locale: str = "en_US"
    zone: str = "Etc/GMT"
    sheets: list[Sheet] = field(default_factory=list)
    names: list[Json] = field(default_factory=list)
    metadata: list[Json] = field(default_factory=list)
    editors: set[str] | None = None

    def __post_init__(self) -> None:
        self.id = self.id or "".join(random.Random(new_id()).choices(_LETTERS, k=44))  # noqa: S311
        if not self.sheets:
            self.sheets = [Sheet.new({"sheetId": 0, "title": "Sheet1"}, 0)]

    def copied(self) -> Book:
        return Book(
            self.title, self.id, self.locale, self.zone, [sheet.copied() for sheet in self.sheets],
            twin(self.names), twin(self.metadata), self.editors,
        )  # fmt: skip

    def restore(self, earlier: Book) -> None:
        """Be again what an earlier copy was."""
        vars(self).update(vars(earlier))

    def by_id(self, number: int | None, what: str) -> Sheet:
        for sheet in self.sheets:
            if sheet.id == (number or 0):
                return sheet
        raise bad(f"Invalid {what}: No grid with id: {number or 0}")

    def titled(self, title: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.title.lower() == title.lower()), None)

    def reindex(self) -> None:
        for index, sheet in enumerate(self.sheets):
            sheet.properties["index"] = index

    def check_size(self) -> None:
        if sum(sheet.rows * sheet.columns for sheet in self.sheets) > MOST_CELLS:
            raise bad("This action would increase the number of cells above the limit of 10000000 cells.")

    def area(self, given: Json, what: str) -> tuple[Sheet, Area]:
        """Sheet and cells of a GridRange; open ends reach to the sheet's."""
        sheet = self.by_id(given.get("sheetId"), what)
        top, left = given.get("startRowIndex", 0), given.get("startColumnIndex", 0)
        bottom, right = given.get("endRowIndex", sheet.rows), given.get("endColumnIndex", sheet.columns)
        if bottom > sheet.rows or right > sheet.columns:
            raise bad(
                f"Invalid {what}: range.endRowIndex[{bottom}] or endColumnIndex[{right}] is after the last "
                f"in grid[{sheet.rows}, {sheet.columns}]"
            )
        if top < 0 or left < 0 or top >= bottom or left >= right:
            raise bad(f"Invalid {what}: The range is empty")
        return sheet, Area(top, left, bottom, right)

    def a1(self, text: str) -> tuple[Sheet, Area, bool]:
        """Sheet and cells of a range as text, and whether it bounds what may be written there."""
        sheet, cells = self._sheet_part(text)
        if cells is None:
            assert sheet is not None
            return sheet, Area(0, 0, sheet.rows, sheet.columns), False
        for name in self.names:
            if name["name"].lower() == cells.lower():
                return *self.area(name["range"], "range"), True
        if sheet is None:
            raise bad(f"Unable to parse range: {text}")
        first, _, last = cells.partition(":")
        start, end = _CORNER.fullmatch(first), _CORNER.fullmatch(last or first)
        if not start or not end or not first:
            raise bad(f"Unable to parse range: {text}")
        top = int(start[2]) - 1 if start[2] else 0
        left = column_number(start[1]) - 1 if start[1] else 0
        bottom = int(end[2]) if end[2] else sheet.rows
        right = column_number(end[1]) if end[1] else sheet.columns
        if top >= sheet.rows or left >= sheet.columns:
            limits = f"Max rows: {sheet.rows}, max columns: {sheet.columns}"
            raise bad(f"Range ({quoted(sheet.title)}!{cells}) exceeds grid limits. {limits}")
        return sheet, Area(top, left, max(bottom, top + 1), max(right, left + 1)), bool(last)

    def _sheet_part(self, text: str) -> tuple[Sheet | None, str | None]:
        found = re.fullmatch(r"(?:'((?:[^']|'')+)'|([^'!]+))!(.+)", text, re.DOTALL)
        if found:
            title = found[1].replace("''", "'") if found[1] else found[2]
            return self.titled(title), found[3]
        whole = self.titled(text[1:-1].replace("''", "'") if text.startswith("'") else text)
        return (whole, None) if whole else (self.sheets[0], text)


def column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def quoted(title: str) -> str:
    plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", title) and not re.fullmatch(r"[A-Za-z]{1,3}\d+", title)
    return title if plain else "'" + title.replace("'", "''") + "'"


def a1_of(sheet: Sheet, area: Area) -> str:
    first = f"{column_letters(area.left + 1)}{area.top + 1}"
    last = f"{column_letters(area.right)}{area.bottom}"
    return f"{quoted(sheet.title)}!{first if first == last else f'{first}:{last}'}"


def check_name(name: str, book: Book, but: object = None) -> None:
    """Refuse what cannot be the name of a range."""
    if not _NAME.fullmatch(name) or re.fullmatch(r"[A-Za-z]{1,3}\d+|[rR]\d*[cC]\d*|true|false", name):
        raise bad(f"Invalid named range name: {name}")
    if any(other is not but and other["name"].lower() == name.lower() for other in book.names):
        raise bad(f"Cannot add named range with name: {name}. The name is already in use.")


def set_masked(target: Json, source: Any, mask: list[str]) -> None:
    """Copy the fields that a mask names; those the source lacks go."""
    for path in mask:
        node, given = target, source
        *steps, last = path.split(".")
        for step in steps:
            node = node.setdefault(step, {})
            given = given.get(step, {}) if isinstance(given, dict) else {}
        value = given.get(last) if isinstance(given, dict) else None
        if value is None:
            node.pop(last, None)
        else:
            node[last] = twin(value)
