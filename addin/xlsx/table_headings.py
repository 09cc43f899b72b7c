"""Headings of a table that a fill writes anew: its columns, and formulas that name them, go with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from addin.placement.places import Place
from addin.xlsx.cells import text
from addin.xlsx.moving.elements import local
from addin.xlsx.sheet import Sheet
from addin.xlsx.template_places import TemplateTable
from addin.xlsx.xml import parsed, tag, written

_TEXTS = {
    "f",
    "formula",
    "formula1",
    "formula2",
    "calculatedColumnFormula",
    "totalsRowFormula",
    "definedName",
}
_INSIDE = r"(?:'.|[^\[\]'])"
_REFERENCE = re.compile(
    r'"(?:[^"]|"")*"'
    rf"|(?<![\w.\\])(?P<table>[^\W\d][\w.\\]*)\[(?P<columns>{_INSIDE}*|(?:[^\[\]']*\[{_INSIDE}*\])+[^\[\]]*)\]"
)
_ITEM = re.compile(rf"\[({_INSIDE}*)\]")
_SPECIAL = re.compile(r"['\[\]#@]")


@dataclass(frozen=True)
class TableHeadings:
    """What the columns of a table are to be called: number of a column in it, from 0 → its name."""

    table: TemplateTable
    names: Mapping[int, str]

    def write(
        self, parts: Mapping[str, bytes], book: etree._Element, sheets: Iterable[str]
    ) -> dict[str, bytes]:
        """The parts that become others: the table, and every sheet and table whose formulas name a column."""
        root = parsed(parts[self.table.part])
        renamed = _rename_columns(root, self.names)
        if not renamed:
            return {}
        changed = {self.table.part: written(root)}
        _rename_in_formulas(book, self.table.name, renamed)
        for part in {*sheets, self.table.part}:
            root = parsed(changed.get(part, parts[part]))
            if _rename_in_formulas(root, self.table.name, renamed):
                changed[part] = written(root)
        return changed


def table_headings(
    sheet: Sheet, place: Place, written_anew: Mapping[int, str], tables: Iterable[TemplateTable]
) -> Iterator[TableHeadings]:
    """The tables whose headings a block writes anew, each heading made the only one of its table.

    Args:
        sheet: where; a heading that another column of a table has already gets a number behind it.
        place: the block.
        written_anew: column of the sheet → its heading.
        tables: those of the workbook.
    """
    row = place.rect.top
    for table in tables:
        columns = range(table.rect.left, table.rect.right + 1)
        if table.sheet == place.sheet and table.rect.top == row and table.has_headings:
            ours = {number: heading for number, heading in written_anew.items() if number in columns}
            taken = {sheet.text(row, number).casefold() for number in columns if number not in ours}
            names = {}
            for number, heading in ours.items():
                new = _unique(heading, taken)
                taken.add(new.casefold())
                names[number - table.rect.left] = new
                if new != heading:
                    sheet.write_cell(row, number, text(new))
            yield TableHeadings(table, names)


def _unique(heading: str, taken: set[str]) -> str:
    """A heading that no other column of the table has, as Excel makes it: with a number behind it."""
    new, number = heading, 2
    while new.casefold() in taken:
        new, number = f"{heading}{number}", number + 1
    return new


def _rename_columns(root: etree._Element, headings: Mapping[int, str]) -> dict[str, str]:
    """Give columns of a table other names; tells which names became which."""
    renamed = {}
    for number, column in enumerate(root.iter(tag("tableColumn"))):
        old, new = str(column.get("name")), headings.get(number)
        if new is not None and new != old:
            column.set("name", new)
            renamed[old] = new
    return renamed


def _rename_in_formulas(root: etree._Element, table: str, renamed: Mapping[str, str]) -> bool:
    """Let the formulas of a part name the columns of a table as they are called now."""
    changed = False
    for node in root.iter(etree.Element):
        if local(node) in _TEXTS and node.text:
            new = renamed_formula(node.text, table, renamed)
            changed |= new != node.text
            node.text = new
    return changed


def renamed_formula(formula: str, table: str, renamed: Mapping[str, str]) -> str:
    """A formula with other names of a table's columns: ``Heat[Step 1]``, ``Heat[[#This Row],[Step 1]]``."""
    by_name = {old.casefold(): new for old, new in renamed.items()}

    def name(column: str) -> str:
        new = by_name.get(re.sub(r"'(.)", r"\1", column).casefold())
        return column if new is None else _SPECIAL.sub(r"'\g<0>", new)

    def one(found: re.Match[str]) -> str:
        if (found["table"] or "").casefold() != table.casefold():
            return found[0]
        columns = found["columns"]
        inside = (
            _ITEM.sub(lambda item: f"[{name(item[1])}]", columns)
            if "[" in columns.replace("'[", "")
            else name(columns)
        )
        return f"{found['table']}[{inside}]"

    return _REFERENCE.sub(one, formula)
