"""The office as a program: screen, calculation, status bar, messages, its end."""

from __future__ import annotations

import os

import uno

from .documents import OfficeError

ANSWERS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}
BUTTONS = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}  # com.sun.star.awt.MessageBoxButtons
BOXES = {None: "MESSAGEBOX", "info": "INFOBOX", "critical": "ERRORBOX"}


def about(office):
    """``(process id, version)`` of the office."""
    provider = office.create("com.sun.star.configuration.ConfigurationProvider")
    node = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    node.Name, node.Value = "nodepath", "/org.openoffice.Setup/Product"
    product = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (node,))
    return os.getpid(), product.getByName("ooSetupVersionAboutBox") or product.getByName("ooSetupVersion")


def get_screen_updating(office):
    """Whether every workbook shows its changes."""
    return not any(document.hasControllersLocked() for document in office.documents())


def set_screen_updating(office, shown):
    """Stop showing changes, or show them again. Only locks of ours are taken away."""
    for document in office.documents():
        locked = document.RuntimeUID in office.screen_locks
        if not shown and not locked:
            document.lockControllers()
            document.addActionLock()
            office.screen_locks[document.RuntimeUID] = True
        elif shown and locked:
            document.removeActionLock()
            document.unlockControllers()
            del office.screen_locks[document.RuntimeUID]


def get_automatic(office):
    """Whether formulas are computed when a cell changes, in every workbook."""
    return all(document.isAutomaticCalculationEnabled() for document in office.documents())


def set_automatic(office, automatic):
    """Compute formulas when a cell changes, or when asked; in every open workbook."""
    for document in office.documents():
        if automatic:
            office.manual_calculation.discard(document.RuntimeUID)
        elif document.isAutomaticCalculationEnabled():
            office.manual_calculation.add(document.RuntimeUID)
        document.enableAutomaticCalculation(automatic)


def resume_calculation(office):
    """Compute formulas again in the workbooks where we had halted it."""
    for document in office.documents():
        if document.RuntimeUID in office.manual_calculation:
            document.enableAutomaticCalculation(True)
    office.manual_calculation.clear()


def calculate(office):
    """Compute what has changed, in every workbook."""
    for document in office.documents():
        document.calculate()


def get_status(office):
    """The text we put in the status bar, "" for none."""
    return next((text for text, _ in office.status_indicators.values()), "")


def set_status(office, text):
    """Put a text in the status bar of every workbook; "" gives it back to the office."""
    for document in office.documents():
        controller, uid = document.CurrentController, document.RuntimeUID
        if uid in office.status_indicators:
            office.status_indicators.pop(uid)[1].end()
        if text and controller is not None:
            indicator = controller.Frame.createStatusIndicator()
            indicator.start(text, 0)
            office.status_indicators[uid] = (text, indicator)


def alert(office, text, title, buttons, mode):
    """Show a message and wait for the answer: ok, cancel, yes or no."""
    frame = office.desktop.getCurrentFrame()
    if office.headless or frame is None:
        raise OfficeError("a message cannot be shown: the office has no screen")
    if buttons not in BUTTONS or mode not in BOXES:
        raise OfficeError("buttons are {}; modes are info and critical".format(", ".join(BUTTONS)))
    window = frame.getContainerWindow()
    kind = uno.Enum("com.sun.star.awt.MessageBoxType", BOXES[mode])
    made = window.getToolkit().createMessageBox(window, kind, BUTTONS[buttons], title, text)
    try:
        return ANSWERS[made.execute()]
    finally:
        made.dispose()


def quit_office(office):
    """End the office; open workbooks are closed without saving."""
    for document in office.documents():
        document.setModified(False)
        document.close(True)
    office.desktop.terminate()


HANDLERS = {
    function.__name__: function
    for function in (
        about, get_screen_updating, set_screen_updating, get_automatic, set_automatic, calculate,
        get_status, set_status, alert, quit_office,
    )
}  # fmt: skip
