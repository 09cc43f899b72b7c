"""A whole workbook moved: each part that holds cells, or refers to any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote, unquote

from lxml import etree

from addin.errors import InputError
from addin.xlsx.loss import refuse_moved_loss
from addin.xlsx.moving.drawings import move_anchors, move_old_drawing
from addin.xlsx.moving.elements import PartMover, set_attribute
from addin.xlsx.moving.moves import Move, moved_ranges
from addin.xlsx.moving.references import move_references
from addin.xlsx.moving.sheet_rows import move_rows, spell_out_shared
from addin.xlsx.package import Package, relations_of
from addin.xlsx.xml import parsed, tag, written

_BELONG = ("table", "comments", "threadedComment", "pivotTable", "ctrlProp", "tableSingleCells", "drawing")
"""What belongs to a sheet and holds its cells, by the kind of relation."""
_REFER = (
    *("drawingml.chart+xml", "chartex+xml", "pivotCacheDefinition+xml", "macrosheet+xml"),
    *("drawing+xml", "drawingml.chartshapes+xml", "connections+xml"),
)
"""What refers to cells of any sheet, by the end of its content type."""
_LINK = b'Target="#'
_UNKNOWN = ("revisionLog+xml",)
"""What records cells in a way that cannot be moved."""


def move_cells(package: Package, moves: Sequence[Move]) -> Package:
    """The workbook with its cells moved and all that refers to them.

    Args:
        package: the workbook.
        moves: in the order they are made; each counts in the rows the former ones leave.

    Raises:
        InputError: ``output_cannot_move`` names a part that records cells in a way we cannot change;
            ``output_would_lose`` one that something was lost of.
    """
    if not moves:
        return package
    for name, kind in package.content_types():
        if kind.endswith(_UNKNOWN):
            raise InputError("output_cannot_move", template=package.source.name, part=name)
    changed = {part: written(root) for part, root in _moved_parts(package, moves)}
    for part, sheet in _parts_of_sheets(package, ("vmlDrawing",)):
        changed[part] = move_old_drawing(package.parts[part], sheet, moves)
    book = parsed(package.parts[package.workbook])
    for part in package.related(package.workbook, "calcChain").values():
        if part in package.parts:
            changed[part] = written(_moved_chain(parsed(package.parts[part]), book, moves))
    _move_names(book, moves)
    changed[package.workbook] = written(book)
    changed |= _moved_links(package, moves)
    refuse_moved_loss(package.source.name, package.parts, changed)
    return package.changed(changed)


def _moved_links(package: Package, moves: Sequence[Move]) -> dict[str, bytes]:
    """Links of pictures and shapes to cells, which stand among the relations of a drawing."""
    changed = {}
    for part, xml in package.parts.items():
        if part.endswith(".rels") and _LINK in xml:
            root = parsed(xml)
            moved = [
                set_attribute(node, "Target", _moved_link(str(node.get("Target")), moves)) for node in root
            ]
            if any(moved):
                changed[part] = written(root)
    return changed


def _moved_link(target: str, moves: Sequence[Move]) -> str:
    """``#'Other%20Sheet'!A9``, anything else as it is."""
    plain = unquote(target[1:])
    new = move_references(plain, "", moves)
    return target if target[:1] != "#" or new == plain else "#" + quote(new, safe="'!$:,()")


def _moved_parts(package: Package, moves: Sequence[Move]) -> Iterator[tuple[str, etree._Element]]:
    sheets = {part: name for name, part in package.sheets() if part}
    owners = sheets | dict(_parts_of_sheets(package, _BELONG))
    referring = {name: "" for name, kind in package.content_types() if kind.endswith(_REFER)}
    drawings = dict(_parts_of_sheets(package, ("drawing",)))
    for part, sheet in (referring | owners).items():
        root = parsed(package.parts[part])
        own = [move for move in moves if move.sheet == sheet]
        changed = part in drawings and move_anchors(root, own)
        if part in sheets:
            spell_out_shared(root)
            move_rows(root, own)
            changed = move_anchors(root, own) or bool(own)
        if PartMover(moves, sheet).move(root) or changed:
            yield part, root


def _parts_of_sheets(package: Package, kinds: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each part of these kinds that belongs to a sheet, and the sheet."""
    for name, part in package.sheets():
        for kind in kinds if part and relations_of(part) in package.parts else ():
            for found in package.related(part, kind).values():
                if found in package.parts:
                    yield found, name


def _move_names(book: etree._Element, moves: Sequence[Move]) -> None:
    """Names follow where their rows are fixed; a place of a block always."""
    mover = PartMover(moves)
    for node in book.iterfind(f"{tag('definedNames')}/{tag('definedName')}"):
        node.text = mover.name(str(node.get("name")), node.text or "")


def _moved_chain(chain: etree._Element, book: etree._Element, moves: Sequence[Move]) -> etree._Element:
    """The order of calculation, which lists cells by the number of their sheet."""
    sheets = book.iterfind(f"{tag('sheets')}/{tag('sheet')}")
    names = {str(node.get("sheetId")): str(node.get("name")) for node in sheets}
    sheet = ""
    for node in chain:
        sheet = names.get(str(node.get("i")), "") if node.get("i") else sheet
        own = [move for move in moves if move.sheet == sheet]
        set_attribute(node, "r", moved_ranges(str(node.get("r")), own))
    return chain
