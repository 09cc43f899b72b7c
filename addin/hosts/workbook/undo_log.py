"""What has to be put back if a refresh fails half-way.

What was done is undone in reverse. Ranges whose cells are moved are copied first, with formats, to a sheet of
ours that is removed at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress

import xlwings as xw

from addin.hosts.workbook.reading import host_method
from addin.hosts.workbook.snapshot import Contents
from addin.hosts.workbook.values import TEXT, Cells, needs_text_format

SCRATCH = "hf_undo"
_ROW = 15
"""Points."""


class UndoLog:
    """The way back: tell it of each change before or after, then call :meth:`roll_back` or :meth:`close`."""

    def __init__(self, book: xw.Book) -> None:
        """Nothing is copied before the first range is kept."""
        self._book = book
        self._steps: list[Callable[[], object]] = []
        self._scratch: xw.Sheet | None = None
        self._next = 1
        self._writes: list[Callable[[], object]] = []

    def back_up(self, area: xw.Range) -> Callable[[], None]:
        """Remember a range as it is now: values, formulas, formats.

        Returns:
            To be called when its cells have been moved.
        """
        rows, columns = area.shape
        # moved straight down, so that the relative references of its formulas come back as they were
        last = (self._next + rows - 1, area.column + columns - 1)
        copy = self._sheet().range((self._next, area.column), last)
        self._next += rows
        copy.row_height = _ROW  # of a height set by hand, or a host fits each to texts that nobody sees
        area.copy(copy)
        moved = False

        def move() -> None:
            nonlocal moved
            moved = True

        def restore() -> None:
            with _as_far_as(moved):
                copy.copy(area)

        self._steps.append(restore)
        return move

    def write(self, cells: xw.Range, values: Cells, old: Contents, *, fitted: bool = True) -> None:
        """Write values; what a spreadsheet could take for something else goes into cells of text.

        Args:
            cells: where to; as many rows and columns as ``values`` has.
            values: rows of values.
            old: what stands there.
            fitted: whether the host is to fit heights of rows as it does; no need to where they are later.

        What cannot be written may be told here, or only by :meth:`wait`.
        """
        written: Callable[[], object] = _nothing

        def restore() -> None:
            with _as_far_as(_succeeds(written)):
                _restore(cells, old)

        self._steps.append(restore)  # before the formats, so that it comes after them on the way back
        for number, line in enumerate(zip(*values, strict=True)):
            amiss = [row for row, value in enumerate(line) if needs_text_format(value)]
            if amiss:
                self._as_texts(cells[:, number], amiss)
        written = _written(cells, values, fitted)
        self._writes.append(written)

    def link(self, column: xw.Range, links: Sequence[tuple[int, str]]) -> None:
        """Let cells of a column open the addresses they show; a host may do so by the time of :meth:`wait`.

        Nothing is undone: a cell that gets its former text back links to nothing until the next refresh.

        Args:
            column: the cells.
            links: row, from 0, and address.
        """
        ahead = host_method(column, "submit_links")
        if ahead is not None:
            self._writes.append(ahead(links).result)
            return
        for row, address in links:
            column[row, 0].add_hyperlink(address, address)

    def autofit(self, rows: xw.Range) -> None:
        """Make rows as high as their texts need; a host may do so by the time of :meth:`wait`."""
        ahead = host_method(rows, "submit_autofit_rows")
        if ahead is None:
            rows.rows.autofit()
        else:
            self._writes.append(ahead().result)

    def _as_texts(self, column: xw.Range, rows: Sequence[int]) -> None:
        """Format some rows of a column as text."""
        ahead = host_method(column, "submit_text_format")
        if ahead is not None:
            made = ahead(rows)
            self._writes.append(made.result)
            self.on_rollback(lambda: _as_before(column, made.result))
        elif column.number_format != TEXT:
            for row in rows:
                self._as_text(column[row, 0])

    def _as_text(self, cell: xw.Range) -> None:
        old = cell.number_format
        if old != TEXT:
            cell.number_format = TEXT
            self.on_rollback(lambda: setattr(cell, "number_format", old))

    def on_rollback(self, undo: Callable[[], object]) -> None:
        """Remember how to undo what was just done."""
        self._steps.append(undo)

    def wait(self) -> None:
        """Wait until everything is done.

        Raises:
            Exception: of the host, for what could not be done.
        """
        for written in self._writes:
            written()

    def roll_back(self) -> None:
        """Put everything back, the latest change first; what fails does not stop the rest.

        Raises:
            ExceptionGroup: of all that could not be put back.
        """
        failed: list[Exception] = []
        while self._steps:
            try:
                self._steps.pop()()
            except Exception as error:  # noqa: BLE001 - whatever a host raises, the other steps still count
                failed.append(error)
        if failed:
            raise ExceptionGroup("a refresh could not be undone", failed)

    def close(self) -> None:
        """Remove the copies."""
        if self._scratch is not None:
            self._scratch.delete()
            self._scratch = None

    def _sheet(self) -> xw.Sheet:
        if self._scratch is None:
            sheets, names = self._book.sheets, self._book.sheet_names
            if SCRATCH in names:  # left by a refresh that was killed
                sheets[SCRATCH].delete()
                names.remove(SCRATCH)
            self._scratch = sheets.add(SCRATCH, after=sheets[names[-1]])
        return self._scratch


def _nothing() -> None:
    """As long as nothing is written.

    Raises:
        RuntimeError: always.
    """
    raise RuntimeError("nothing is written yet")


def _succeeds(step: Callable[[], object]) -> bool:
    try:
        step()
    except Exception:  # noqa: BLE001 - whatever a host raises
        return False
    return True


def _as_before(column: xw.Range, made: Callable[[], Iterable[tuple[int, str]]]) -> None:
    """Give cells of a column the number formats they had, as far as they were changed."""
    for row, old in made() if _succeeds(made) else ():
        column[row, 0].number_format = old


def _as_far_as(done: bool) -> AbstractContextManager[None]:
    """Where nothing could be done, as on a protected sheet, nothing can be put back, nor need it be."""
    return nullcontext() if done else suppress(Exception)


def _written(cells: xw.Range, values: Cells, fitted: bool) -> Callable[[], object]:
    """Write values, ahead where the host has a way to; what is given waits until they are written."""
    ahead = host_method(cells, "submit_values")
    if ahead is None:
        cells.value = values
        return lambda: None
    result: Callable[[], object] = ahead(values, fitted=fitted).result
    return result


def _restore(cells: xw.Range, old: Contents) -> None:
    cells.value = old.values
    for row, column, formula in old.formulas:
        cells[row, column].formula = formula
