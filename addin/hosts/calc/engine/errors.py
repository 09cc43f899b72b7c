"""What the office cannot do, as errors of xlwings."""

from __future__ import annotations

from xlwings import NoSuchObjectError, XlwingsError


class CalcError(XlwingsError):
    """The office cannot do what was asked; the text names the sheet, cells or name."""


class OfficeGoneError(CalcError):
    """The office has closed, or does not answer."""


class UnsupportedError(CalcError, NotImplementedError):
    """Part of the public interface of xlwings that this engine does not offer."""


class NotFoundError(CalcError, NoSuchObjectError, KeyError):
    """There is no such sheet, workbook, name or table."""

    def __str__(self) -> str:
        return str(self.args[0])
