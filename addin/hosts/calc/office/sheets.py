"""Sheets of a workbook."""

from __future__ import annotations

from .documents import OfficeError


def list_sheets(office, uid):
    """Names of the sheets, in their order."""
    return tuple(office.document(uid).Sheets.getElementNames())


def add_sheet(office, uid, name, index):
    """A new sheet at a place counted from 0; "" lets the office choose a free name. Gives the name."""
    sheets = office.document(uid).Sheets
    number = sheets.Count + 1
    while not name and sheets.hasByName(f"Sheet{number}"):
        number += 1
    name = name or f"Sheet{number}"
    if sheets.hasByName(name):
        raise OfficeError(f"there is a sheet {name!r} already")
    sheets.insertNewByName(name, index)
    return name


def rename_sheet(office, uid, name, new):
    """Rename a sheet."""
    sheets = office.document(uid).Sheets
    if sheets.hasByName(new) and new.lower() != name.lower():
        raise OfficeError(f"there is a sheet {new!r} already")
    sheet = office.sheet(uid, name)
    sheet.setName(new)
    if sheet.Name != new:
        raise OfficeError(f"{new!r} cannot be the name of a sheet")


def delete_sheet(office, uid, name):
    """Delete a sheet."""
    sheets = office.document(uid).Sheets
    office.sheet(uid, name)
    shown = [each for each in sheets.getElementNames() if sheets.getByName(each).IsVisible]
    if sheets.Count == 1 or [each.lower() for each in shown] == [name.lower()]:
        raise OfficeError(f"sheet {name!r} is the only visible one and cannot be deleted")
    sheets.removeByName(name)


def copy_sheet(office, uid, name, index, target_uid):
    """Copy a sheet to a place counted from 0, in the same workbook or in another. Gives the new name."""
    source, target = office.document(uid), office.document(target_uid)
    before = set(target.Sheets.getElementNames())
    name = office.sheet(uid, name).Name
    if uid == target_uid:
        number = 2
        while target.Sheets.hasByName(f"{name} ({number})"):
            number += 1
        target.Sheets.copyByName(name, f"{name} ({number})", index)
    else:
        target.Sheets.importSheet(source, name, index)
    return (set(target.Sheets.getElementNames()) - before).pop()


def move_sheet(office, uid, name, index):
    """Move a sheet before the one that has a place now."""
    office.sheet(uid, name)
    office.document(uid).Sheets.moveByName(name, index)


def sheet_size(office, uid, name):
    """Rows and columns."""
    sheet = office.sheet(uid, name)
    return sheet.Rows.Count, sheet.Columns.Count


def get_visible(office, uid, name):
    """Whether a sheet is shown."""
    return bool(office.sheet(uid, name).IsVisible)


def set_visible(office, uid, name, visible):
    """Show or hide a sheet; one must stay."""
    sheet = office.sheet(uid, name)
    sheet.IsVisible = visible
    if bool(sheet.IsVisible) != visible:
        raise OfficeError(f"sheet {name!r} is the only visible one and cannot be hidden")


def active_sheet(office, uid):
    """The name of the sheet the user looks at."""
    return office.document(uid).CurrentController.ActiveSheet.Name


def activate_sheet(office, uid, name):
    """Show a sheet to the user."""
    office.document(uid).CurrentController.setActiveSheet(office.sheet(uid, name))


def is_protected(office, uid, name):
    """Whether a sheet is protected."""
    return bool(office.sheet(uid, name).isProtected())


def list_shapes(office, uid, name):
    """``(name, kind)`` of what lies over the cells; kind is the last word of the shape's type."""
    page = office.sheet(uid, name).DrawPage
    shapes = [page.getByIndex(i) for i in range(page.Count)]
    return tuple((shape.Name, shape.ShapeType.rsplit(".", 1)[-1]) for shape in shapes)


def list_charts(office, uid, name):
    """Names of the charts of a sheet."""
    return tuple(office.sheet(uid, name).Charts.getElementNames())


HANDLERS = {
    "list_sheets": list_sheets, "add_sheet": add_sheet, "rename_sheet": rename_sheet,
    "delete_sheet": delete_sheet, "copy_sheet": copy_sheet, "move_sheet": move_sheet,
    "sheet_size": sheet_size, "get_visible": get_visible, "set_visible": set_visible,
    "active_sheet": active_sheet, "activate_sheet": activate_sheet, "is_protected": is_protected,
    "list_shapes": list_shapes, "list_charts": list_charts,
}  # fmt: skip
