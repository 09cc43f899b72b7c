"""How cells look: fonts, colours, alignment, widths and heights."""

from __future__ import annotations

import uno

from .documents import AMBIGUOUS, OfficeError, boxes

BOLD, ITALIC = 150.0, "ITALIC"
SCRIPTS = ("", "Asian", "Complex")
COLOURS = {"fill": "CellBackColor", "font_color": "CharColor"}
FONTS = {"bold": "CharWeight", "italic": "CharPosture", "size": "CharHeight", "font": "CharFontName"}
HORIZONTAL = {
    "general": "STANDARD", "left": "LEFT", "center": "CENTER", "right": "RIGHT", "justify": "BLOCK",
    "fill": "REPEAT",
}  # fmt: skip
VERTICAL = {"top": 1, "center": 2, "bottom": 3, "justify": 4}  # com.sun.star.table.CellVertJustify2


def get_format(office, where, what):
    """A bool, number, text or colour (0xRRGGBB, -1 for none); None where cells differ."""
    cells = office.cells(where)
    name = COLOURS.get(what) or FONTS.get(what) or OTHER[what]
    if cells.getPropertyState(name).value == AMBIGUOUS:
        return None
    value = cells.getPropertyValue(name)
    if what == "bold":
        return value >= BOLD
    if what == "italic":
        return value.value == ITALIC
    if what == "horizontal":
        return {office_name: name for name, office_name in HORIZONTAL.items()}.get(value.value)
    if what == "vertical":
        return {code: name for name, code in VERTICAL.items()}.get(value, "bottom")
    return value


OTHER = {"wrap": "IsTextWrapped", "horizontal": "HoriJustify", "vertical": "VertJustify"}


def set_format(office, where, what, value):
    """Give every cell of a range one format; see ``get_format``."""
    cells = office.cells(where)
    if what in FONTS:
        if what == "bold":
            value = BOLD if value else 100.0
        elif what == "italic":
            value = uno.Enum("com.sun.star.awt.FontSlant", ITALIC if value else "NONE")
        for script in SCRIPTS:
            cells.setPropertyValue(FONTS[what] + script, value)
    elif what == "horizontal":
        cells.HoriJustify = uno.Enum("com.sun.star.table.CellHoriJustify", _known(HORIZONTAL, value))
    elif what == "vertical":
        cells.VertJustify = _known(VERTICAL, value)
    else:
        cells.setPropertyValue(COLOURS.get(what) or OTHER[what], value)


def _known(table, value):
    if value not in table:
        raise OfficeError(f"alignment {value!r} is not known to Calc")
    return table[value]


def _lines(office, where, axis):
    cells = office.cells(where)
    return cells.getRows() if axis == "rows" else cells.getColumns()


def get_size(office, where, axis):
    """The height of rows or width of columns in 1/100 mm; None where they differ."""
    lines = _lines(office, where, axis)
    if axis == "columns" or lines.Count < 500:
        name = "Height" if axis == "rows" else "Width"
        sizes = {getattr(lines.getByIndex(i), name) for i in range(lines.Count)}
        return sizes.pop() if len(sizes) == 1 else None
    total = office.cells(where).Size.Height
    return lines.getByIndex(0).Height if total == lines.Count * lines.getByIndex(0).Height else None


def set_size(office, where, axis, size):
    """Set the height of rows or the width of columns, in 1/100 mm."""
    lines = _lines(office, where, axis)
    if axis == "rows":
        lines.Height = size
    else:
        lines.Width = size


def autofit(office, where, axis):
    """Make rows as high, or columns as wide, as their contents need; Calc would show hidden ones, too."""
    sheet = office.sheet(where[0], where[1])
    if axis == "rows":
        lines = sheet.getCellRangeByPosition(0, where[2], sheet.Columns.Count - 1, where[4])
        for first, last in {area[::2] for area in boxes(lines.queryVisibleCells())}:
            sheet.getCellRangeByPosition(0, first, 0, last).getRows().OptimalHeight = True
    else:
        lines = sheet.getCellRangeByPosition(where[3], 0, where[5], sheet.Rows.Count - 1)
        for first, last in {area[1::2] for area in boxes(lines.queryVisibleCells())}:
            sheet.getCellRangeByPosition(first, 0, last, 0).getColumns().OptimalWidth = True


def get_hidden(office, where, axis):
    """Whether rows or columns are hidden; None where some are."""
    lines = _lines(office, where, axis)
    states = {not lines.getByIndex(i).IsVisible for i in range(lines.Count)}
    return states.pop() if len(states) == 1 else None


def set_hidden(office, where, axis, hidden):
    """Hide or show rows or columns."""
    _lines(office, where, axis).IsVisible = not hidden


def get_place(office, where):
    """Left, top, width and height on the sheet in 1/100 mm."""
    cells = office.cells(where)
    position, size = cells.Position, cells.Size
    return position.X, position.Y, size.Width, size.Height


def plain_default_style(office, uid):
    """Let the default style say nothing of the letters' colour and size and of where they stand.

    The styles of conditional formats are heirs of it. What it says would hide the format of the cell they are
    laid over, once the workbook has been saved as .ods and opened again.
    """
    style = office.document(uid).StyleFamilies.getByName("CellStyles").getByName("Default")
    for name in ("CharColor", "CharHeight", "CharHeightAsian", "CharHeightComplex", "VertJustify"):
        style.setPropertyToDefault(name)


HANDLERS = {
    "plain_default_style": plain_default_style,
    "get_format": get_format, "set_format": set_format, "get_size": get_size, "set_size": set_size,
    "autofit": autofit, "get_hidden": get_hidden, "set_hidden": set_hidden, "get_place": get_place,
}  # fmt: skip
