"""All that a command does to a document, or nothing, even if who commands it dies in the middle."""

from __future__ import annotations

from .values import CONTENT

TITLE = "Honest Funnel"


class Transaction:
    """The changes of one command, which the office itself can take back.

    Undoing leaves cells filled that were empty and were moved about meanwhile. So the cells filled before are
    remembered, and what is filled beyond them in the end is cleared. For the same reason a command that went
    well cannot be undone afterwards: as with a macro of Excel, there is nothing to undo after it.
    """

    def __init__(self, document):
        self._document = document
        self._undo = document.getUndoManager()
        self._filled = {name: _filled(sheet) for name, sheet in _sheets(document)}
        self._before = len(self._undo.getAllUndoActionTitles())
        self._undo.enterUndoContext(TITLE)

    def commit(self):
        """The changes stay."""
        self._undo.leaveUndoContext()
        self._undo.clear()

    def roll_back(self):
        """The document is as it was."""
        self._undo.leaveUndoContext()
        if len(self._undo.getAllUndoActionTitles()) > self._before:
            self._undo.undo()
        for name, sheet in _sheets(self._document):
            added = _filled(sheet)
            added.removeRangeAddresses(self._filled[name].getRangeAddresses())
            for area in added.getRangeAddresses():
                sheet.getCellRangeByPosition(
                    area.StartColumn, area.StartRow, area.EndColumn, area.EndRow
                ).clearContents(CONTENT)
        self._undo.clear()


def _sheets(document):
    return [(name, document.Sheets.getByName(name)) for name in document.Sheets.getElementNames()]


def _filled(sheet):
    """The cells of a sheet that hold anything."""
    return sheet.queryContentCells(CONTENT)
