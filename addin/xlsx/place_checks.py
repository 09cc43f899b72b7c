"""Places of a template that cannot be filled: refused before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from addin.errors import InputError
from addin.placement.places import Place, TextSheet
from addin.placement.ranges import Rect
from addin.report.headings import heading
from addin.words import Lang
from addin.xlsx.merges import Merges

_SHOWN = 6
"""How many headings a message names."""


def refuse_unknown(sheet: TextSheet, place: Place, known: Sequence[object], lang: Lang) -> None:
    """Refuse a place none of whose headings or labels is the block's.

    Raises:
        InputError: ``template_no_heading`` tells what stands there and what would be known.
    """
    if any(column is not None for column in known):
        return
    rect = place.rect
    there = (sheet.text(rect.top, number) for number in range(rect.left, rect.right + 1))
    keys = place.block.keys[:_SHOWN]
    raise InputError(
        "template_no_heading",
        sheet=place.sheet, block=place.block.name, cells=Rect(rect.top, rect.left, rect.top, rect.right).a1,
        found=_listed([text for text in there if text][:_SHOWN]),
        known=_listed([heading(place.block.name, key, lang) for key in keys]),
    )  # fmt: skip


def refuse_merged(merges: Merges, place: Place, columns: Iterable[int], bottom: int) -> None:
    """Refuse a block whose values would stand under a merged cell.

    Raises:
        InputError: ``template_merged`` names it.
    """
    found = merges.hiding(columns, place.rect.top + 1, bottom)
    if found is not None:
        raise InputError("template_merged", sheet=place.sheet, block=place.block.name, cells=found.a1)


def seen_cell(sheet: TextSheet, merges: Merges, place: Place, row: int, column: int) -> tuple[int, int]:
    """Where the value of a label stands: beyond the whole merged cell of the label.

    Raises:
        InputError: ``template_merged`` where that is covered by another one.
    """
    label = merges.at(row, column)
    if label is not None and (label.top, label.left) != (row, column) and sheet.text(label.top, label.left):
        row, column = (row, label.right + 1) if label.left < column else (label.bottom + 1, column)
    cover = merges.at(row, column)
    if cover is not None and (cover.top, cover.left) != (row, column):
        raise InputError("template_merged", sheet=place.sheet, block=place.block.name, cells=cover.a1)
    return row, column


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(f"«{text}»" if not text.isascii() else f'"{text}"' for text in texts) or "—"
