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


HANDLERS = {"add_button": add_button}
