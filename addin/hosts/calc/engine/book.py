"""Workbooks."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.hosts.calc.engine.client import Client
from addin.hosts.calc.engine.errors import NotFoundError
from addin.hosts.calc.engine.names import Names
from addin.hosts.calc.engine.sheet import Sheet, Sheets
from addin.hosts.calc.engine.unsupported import implements, raise_unsupported
from addin.placement.ranges import Rect

if TYPE_CHECKING:
    from addin.hosts.calc.engine.app import App
    from addin.hosts.calc.engine.range import Range

NAME_LIFETIME = 1.0  # seconds a workbook's name is remembered


@implements(base_classes.Books)
class Books(base_classes.Books):
    """Open workbooks, the oldest first."""

    app: App

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> Client:
        """The client."""
        return self.app.client

    def _uids(self) -> list[str]:
        uids = [uid for uid, _, _ in self.api.call("list_books")]
        for gone in self.app.book_cache.keys() - set(uids):
            del self.app.book_cache[gone]
        return uids

    @property
    def active(self) -> Book:
        """The workbook in front.

        Raises:
            NotFoundError: None is open.
        """
        uid = self.api.call("active_book")
        if not uid:
            raise NotFoundError("no workbook is open")
        return self.app.book(uid)

    def __call__(self, name_or_index: str | float) -> Book:
        uids = self._uids()
        if isinstance(name_or_index, int | float):
            if 1 <= name_or_index <= len(uids):
                return self.app.book(uids[int(name_or_index) - 1])
            raise NotFoundError(f"there is no workbook number {name_or_index} of {len(uids)}")
        for uid in uids:
            book = self.app.book(uid)
            if str(name_or_index).lower() in {book.name.lower(), book.fullname.lower()}:
                return book
        raise NotFoundError(f"no workbook {name_or_index!r} is open")

    def __contains__(self, key: str | float) -> bool:
        with contextlib.suppress(NotFoundError):
            return bool(self(key))
        return False

    def __len__(self) -> int:
        return len(self._uids())

    def __iter__(self) -> Iterator[Book]:
        return (self.app.book(uid) for uid in self._uids())

    def add(self) -> Book:
        """A new workbook."""
        return self.app.book(self.api.call("add_book", not self.app.visible))

    def open(
        self, fullname: str, update_links: object = None, read_only: bool | None = None,
        format: object = None,  # noqa: A002 - the name xlwings gives it

        password: str | None = None, *others: object, **named: object,
    ) -> Book:  # fmt: skip
        """Open a file; its macros do not run. Options beyond ``read_only`` and ``password`` are refused."""
        if any(option is not None for option in (update_links, format, *others, *named.values())):
            raise_unsupported("an option of Books.open other than read_only and password")
        path = str(Path(fullname).resolve())
        hidden = not self.app.visible
        return self.app.book(self.api.call("open_book", path, bool(read_only), password or "", hidden))


@implements(base_classes.Book)
class Book(base_classes.Book):
    """One workbook, known by an identifier that lasts while it is open."""

    app: App
    uid: str

    def __init__(self, app: App, uid: str) -> None:
        self.app = app
        self.uid = uid
        self.sheet_cache: dict[str, Sheet] = {}
        self._size: tuple[int, int] | None = None
        self._name_cache: tuple[float, str, str] | None = None
        self._epoch: tuple[int, int, int] | None = None

    def call(self, op: str, *args: object) -> Any:
        """Ask the office for something about this workbook."""
        return self.app.client.call(op, self.uid, *args)

    @property
    def api(self) -> str:
        """The identifier."""
        return self.uid

    def _path_and_title(self) -> tuple[str, str]:
        """Path and title; remembered for a moment, as xlwings compares workbooks by name all the time."""
        now = time.monotonic()
        if self._name_cache is None or now > self._name_cache[0]:
            for uid, path, title in self.app.client.call("list_books"):
                if uid == self.uid:
                    self._name_cache = now + NAME_LIFETIME, path, title
                    return path, title
            raise NotFoundError("the workbook is not open any more")
        return self._name_cache[1:]

    @property
    def name(self) -> str:
        """The file's name, or the title of a workbook never saved."""
        path, title = self._path_and_title()
        return Path(path).name if path else title

    @property
    def fullname(self) -> str:
        """The path, or the title of a workbook never saved."""
        path, title = self._path_and_title()
        return path or title

    @property
    def sheets(self) -> Sheets:
        """Its sheets."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """All defined names, those of sheets too."""
        return Names(self, None)

    @property
    def selection(self) -> Range | None:
        """The selected cells, None where something else is selected."""
        chosen = self.call("get_selection")
        return self.sheets.cached(chosen[0]).range_at(chosen[1]) if chosen else None

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns of any sheet."""
        if self._size is None:
            self._size = tuple(self.call("sheet_size", self.call("list_sheets")[0]))
        return self._size

    @property
    def epoch(self) -> tuple[int, int, int]:
        """The day 0 of dates: year, month, day."""
        if self._epoch is None:
            self._epoch = tuple(self.call("get_epoch"))
        return self._epoch

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save; with a path, under that name. The ending chooses the format; .pdf, .csv and .html export."""
        self._name_cache = None
        self.call("save_book", str(Path(path).absolute()) if path else "", password or "")

    def to_pdf(self, path: str, quality: object = None) -> None:
        """Export."""
        self.save(path if path.lower().endswith(".pdf") else f"{path}.pdf")

    def close(self) -> None:
        """Close without saving."""
        self._name_cache = None
        self.call("close_book")
        self.app.book_cache.pop(self.uid, None)

    def suspend_filters(self, sheets: list[str]) -> None:
        """Show the rows of sheets that filters hide, until `resume_filters`."""
        self.call("suspend_filters", tuple(sheets))

    def resume_filters(self, tables: list[tuple[str, Rect]]) -> None:
        """Filters begin to work again, those over tables as these are now: their sheet, cells from 1."""
        boxes = ((name, (r.top - 1, r.left - 1, r.bottom - 1, r.right - 1)) for name, r in tables)
        self.call("resume_filters", tuple(boxes))

    def activate(self) -> None:
        """Bring it to the front."""
        self.to_front()

    def to_front(self) -> None:
        """Bring its window to the front."""
        self.call("activate_book")
