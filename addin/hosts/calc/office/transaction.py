"""All that a command does to a document, or nothing, even if who commands it dies in the middle."""

from __future__ import annotations

from .dispatcher import WRITES
from .lean import lean
from .read_values import CONTENT

TITLE = "Honest Funnel"


class Transaction:
    """The changes of one command, which the office itself can take back.

    Undoing leaves cells filled that were empty and were moved about meanwhile. So the cells of a sheet that
    are filled before the first change to it are remembered, and what is filled beyond them in the end is
    cleared. For the same reason a command that went well cannot be undone afterwards: as with a macro of
    Excel, there is nothing to undo after it.
    """

    def __init__(self, document):
        self._document = lean(document)
        self._undo = self._document.getUndoManager()
        self._filled = {}
        self._before = len(self._undo.getAllUndoActionTitles())
        self._undo.enterUndoContext(TITLE)

    def recording(self, answer):
        """What answers requests, looking at each before it is met; a sheet only read costs nothing."""

        def answering(name, args):
            if name in WRITES:
                self._remember(*args[WRITES[name]][:2])
            return answer(name, args)

        return answering

    def _remember(self, uid, sheet):
        if sheet not in self._filled and uid == self._document.RuntimeUID:
            sheets = self._document.Sheets
            self._filled[sheet] = _filled(sheets.getByName(sheet)) if sheets.hasByName(sheet) else None

    def commit(self):
        """The changes stay."""
        self._undo.leaveUndoContext()
        self._undo.clear()

    def roll_back(self):
        """The document is as it was."""
        self._undo.leaveUndoContext()
        if len(self._undo.getAllUndoActionTitles()) > self._before:
            self._undo.undo()
        sheets = self._document.Sheets
        for name, filled in self._filled.items():
            if filled is not None and sheets.hasByName(name):
                _clear_beyond(sheets.getByName(name), filled)
        self._undo.clear()


def _clear_beyond(sheet, filled):
    added = _filled(sheet)
    added.removeRangeAddresses(filled.getRangeAddresses())
    for area in added.getRangeAddresses():
        sheet.getCellRangeByPosition(
            area.StartColumn, area.StartRow, area.EndColumn, area.EndRow
        ).clearContents(CONTENT)


def _filled(sheet):
    """The cells of a sheet that hold anything."""
    return sheet.queryContentCells(CONTENT)
