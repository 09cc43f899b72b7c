"""Quarters and years that begin with any month; months are counted from 1970-01."""

from __future__ import annotations

from dataclasses import dataclass

from addin.metrics.calendar import month_name

QUARTER, YEAR = 3, 12


@dataclass(frozen=True)
class Months:
    """Months side by side, both ends included."""

    first: int
    last: int

    @classmethod
    def around(cls, month: int, length: int, year_starts: int) -> Months:
        """The quarter or year that holds a month.

        Args:
            month: counted from 1970-01.
            length: ``QUARTER`` or ``YEAR``.
            year_starts: the month with which years begin, 1 to 12.
        """
        first = month - (month - (year_starts - 1)) % length
        return cls(first, first + length - 1)

    @property
    def name(self) -> str:
        """2026-09, 2026-Q3, 2026; of a fiscal year 2026-04..2026-06."""
        year, month, length = 1970 + self.first // 12, self.first % 12, self.last - self.first + 1
        if length == 1:
            return month_name(self.first)
        if length == QUARTER and month % QUARTER == 0:
            return f"{year:04d}-Q{month // QUARTER + 1}"
        if length == YEAR and month == 0:
            return f"{year:04d}"
        return f"{month_name(self.first)}..{month_name(self.last)}"
