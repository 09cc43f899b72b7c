"""Buttons in a sheet that open a URL, which needs no permission for macros."""

from __future__ import annotations

import uno

MODEL = "com.sun.star.form.component.CommandButton"
SHAPE = "com.sun.star.drawing.ControlShape"
GROUND, LETTERS = 0x1F4E79, 0xFFFFFF
BOLD = 150  # com.sun.star.awt.FontWeight
URL = uno.Enum("com.sun.star.form.FormButtonType", "URL")


def add_button(office, where, label, url):
    """A button over a range of cells that opens ``url``; it is not printed. The sheet leaves design mode."""
    document, cells = office.document(where[0]), office.cells(where)
    model = document.createInstance(MODEL)
    model.Label, model.ButtonType, model.TargetURL, model.Printable = label, URL, url, False
    model.BackgroundColor, model.TextColor, model.FontWeight = GROUND, LETTERS, BOLD
    shape = document.createInstance(SHAPE)
    shape.setControl(model)
    office.sheet(where[0], where[1]).DrawPage.add(shape)
    shape.setPosition(cells.Position)
    shape.setSize(cells.Size)
    controller = document.getCurrentController()
    if controller is not None:
        controller.setFormDesignMode(False)


def has_button(document, url):
    """Whether a sheet of a workbook, None for no workbook, has a button that opens ``url``."""
    return document is not None and any(model.TargetURL == url for model in url_buttons(document))


def readdress_buttons(document, former, url):
    """Let buttons that open the address ``former`` open ``url``; how many they were."""
    found = [model for model in url_buttons(document) if model.TargetURL == former]
    for model in found:
        model.TargetURL = url
    return len(found)


def url_buttons(document):
    """The buttons of a workbook that open an address, those in forms of forms too."""
    sheets = document.getSheets()
    pages = [sheets.getByIndex(place).DrawPage for place in range(sheets.getCount())]
    groups = [page.Forms for page in pages if page.getCount()]
    while groups:
        group = groups.pop()
        for place in range(group.getCount()):
            member = group.getByIndex(place)
            if hasattr(member, "getCount"):
                groups.append(member)
            elif getattr(member, "ButtonType", None) == URL:
                yield member


HANDLERS = {"add_button": add_button}
