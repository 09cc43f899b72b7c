"""Sheets of two columns: settings, and which header is which column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from addin.deals.grids import Grid
from addin.deals.tables.columns import ALIASES, SETTINGS, SHEETS, column_named
from addin.deals.tables.error_texts import is_error_text
from addin.deals.tables.headings import normalise_header
from addin.deals.values.text import as_text, fold
from addin.errors import InputError, OptionError, nearest

_NAMES = frozenset(
    map(
        normalise_header,
        ("Настройка", "Параметр", "Имя", "Название", "Setting", "Name", "Parameter", "Option"),
    )
)
_SETTING = {normalise_header(alias): name for name, aliases in SETTINGS.items() for alias in aliases}
_HEADS, _HEADERS = (
    frozenset(map(normalise_header, ALIASES["mapping"][name])) for name in ("column", "header")
)


def read_settings(grid: Grid | None) -> dict[str, str]:
    """Our name of each setting → its value as text; settings without a value are left out.

    Raises:
        OptionError: a name that is no setting, with the nearest that is; one given twice; an error cell.
    """
    found: dict[str, str] = {}
    for name, value in _pairs(grid):
        setting = _SETTING.get(normalise_header(name))
        if setting is not None:
            sheet = grid.name if grid else ""
            if is_error_text(value):
                raise OptionError("setting_broken", sheet=sheet, setting=name, value=value)
            if setting in found:
                first = found[setting]
                raise OptionError("setting_twice", sheet=sheet, setting=setting, first=first, second=value)
            found[setting] = value
        elif normalise_header(name) not in _NAMES:
            known = [alias for aliases in SETTINGS.values() for alias in aliases]
            raise OptionError(
                "setting_unknown",
                sheet=grid.name if grid else "",
                value=name,
                nearest=", ".join(f"«{word}»" for word in nearest(name, known)) or "—",
                known=", ".join(SETTINGS),
            )
    return found


def read_template_settings(grid: Grid | None) -> dict[str, str]:
    """The settings written into a template: rows of a name and a value and nothing more.

    A row with more cells is what a report wrote there, value, origin and note, and is no setting; words
    that name no setting (the sheet's title and headings) are passed over.
    """
    found: dict[str, str] = {}
    for row in _rows(grid):
        filled = [place for place, cell in enumerate(row) if cell and not is_error_text(cell)]
        name = _SETTING.get(normalise_header(row[filled[0]])) if len(filled) == 2 else None
        if name is not None and filled[1] == filled[0] + 1:
            found.setdefault(name, row[filled[1]])
    return found


def read_mapping(grid: Grid | None, given: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Table → our column → the user's header, from the mapping sheet and, before it, from ``given``.

    Of a sheet with headings the rows below them count, and a row without a header says nothing; of one
    without, the first two filled cells of each row. A column is named by us or by any alias;
    ``history.id`` is a column of another table than the deals.

    Raises:
        InputError: a name that is no column of ours; a column with two headers.
    """
    sheet = grid.name if grid else "Mapping"
    listed = _placed(_mapped(grid), sheet)
    found: dict[str, dict[str, str]] = {}
    for (table, column), header in (listed | _placed(given.items(), sheet)).items():
        found.setdefault(table, {})[column] = header
    return found


def _mapped(grid: Grid | None) -> list[tuple[str, str]]:
    """What stands under the headings, both cells filled; without headings all pairs there are."""
    rows = _rows(grid)
    for number, row in enumerate(rows):
        keys = list(map(normalise_header, row))
        column, header = (next((i for i, k in enumerate(keys) if k in of), None) for of in (_HEADS, _HEADERS))
        if column is not None and header is not None:
            below = [(cells[column], cells[header]) for cells in rows[number + 1 :]]
            return [(name, text) for name, text in below if name and text and not is_error_text(name)]
    return [pair for pair in _pairs(grid) if normalise_header(pair[0]) not in _HEADS]


def _placed(pairs: Iterable[tuple[str, str]], sheet: str) -> dict[tuple[str, str], str]:
    """Table and our column → the header named for it."""
    found: dict[tuple[str, str], str] = {}
    for name, header in pairs:
        table, column = _place(name)
        if column is None:
            known = list(ALIASES[table])
            raise InputError(
                "mapping_column",
                sheet=sheet,
                value=name,
                nearest=", ".join(f"«{word}»" for word in nearest(name, known)) or "—",
                known=", ".join(known),
            )
        if (table, column) in found:
            first = found[table, column]
            raise InputError("mapping_twice", column=column, first=first, second=header)
        found[table, column] = header
    return found


def _place(name: str) -> tuple[str, str | None]:
    """The table and our column of ``table.column`` or ``column``."""
    whole = column_named("deals", name)
    if whole is not None or "." not in name:
        return "deals", whole
    first, rest = name.split(".", 1)
    table = next((t for t, names in SHEETS.items() if fold(first) in map(fold, names)), None)
    return (table, column_named(table, rest)) if table in ALIASES else ("deals", None)


def _pairs(grid: Grid | None) -> Iterator[tuple[str, str]]:
    """The first two filled cells of every row that has two and does not begin with an error."""
    for row in _rows(grid):
        filled = [cell for cell in row if cell]
        if len(filled) >= 2 and not is_error_text(filled[0]):
            yield filled[0], filled[1]


def _rows(grid: Grid | None) -> list[list[str]]:
    """The cells of every row as text, "" where empty, an error as it shows."""
    if grid is None:
        return []
    body = grid.body(0)
    rows = [[str(cell) for cell in row] for row in zip(*map(as_text, body.columns), strict=True)]
    place = {int(number): at for at, number in enumerate(body.rows)}
    for error in body.errors:
        rows[place[error.row]][error.column] = error.text
    return rows
