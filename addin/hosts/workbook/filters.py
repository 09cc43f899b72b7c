"""Filters over the report's tables: out of work while rows come and go, then over the rows there are.

A host that can do so has the methods ``suspend_filters`` and ``resume_filters`` on its workbooks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import xlwings as xw

from addin.hosts.workbook.reading import host_method
from addin.placement.ranges import Rect


@dataclass(frozen=True)
class Filters:
    """The filters of one workbook while it is filled.

    Args:
        book: the workbook.
        filled: sheet and rectangle of each table filled, headings first; is added to.
    """

    book: xw.Book
    filled: list[tuple[str, Rect]] = field(default_factory=list)

    def suspend(self, sheets: Iterable[str]) -> None:
        """Show all rows of some sheets: what is written to a hidden row would stay hidden."""
        suspend = host_method(self.book, "suspend_filters")
        if suspend is not None:
            suspend(sorted(set(sheets)))

    def resume(self) -> None:
        """Let the filters look at the tables as they are now."""
        resume = host_method(self.book, "resume_filters")
        if resume is not None:
            resume(self.filled)


@contextmanager
def filters_of(book: xw.Book) -> Iterator[Filters]:
    """Filters that are at work again in the end, whatever happens."""
    filters = Filters(book)
    try:
        yield filters
    finally:
        filters.resume()
