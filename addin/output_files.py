"""Files replaced as a whole or not at all, several of one run together.

Each is written beside its place first, as a draft that its writer holds locked. Only when all are whole do
they take their places; if one cannot, those before it get their former content back. What lies behind a link,
and who may read it, stays. A device or a pipe is written to, never replaced.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from addin.drafts import DRAFT, NAME_PART, lock, sweep
from addin.output_places import is_stream, place_of, refused


@dataclass
class _Draft:
    """A file on its way to its place."""

    path: Path
    place: Path
    draft: Path
    file: BinaryIO
    former: Path | None = None

    @property
    def is_stream(self) -> bool:
        """Whether its place is written to and not replaced."""
        return is_stream(self.place)


@dataclass
class OutputFiles:
    """The files of one run: put in their places together when the ``with`` block ends well."""

    _drafts: list[_Draft] = field(default_factory=list)

    def write(self, path: Path, write: Callable[[BinaryIO], object]) -> Path:
        """Write a draft of ``path``.

        Args:
            path: the file it becomes.
            write: given the open draft, which it may read back.

        Returns:
            The draft, whole and on the disk.

        Raises:
            InputError: it cannot be written.
        """
        place = place_of(path)
        try:
            draft = self._open(path, place)
            write(draft.file)
            draft.file.flush()
            os.fsync(draft.file.fileno())
            if place.is_file() and not draft.is_stream:
                _make_alike(place, draft.draft)
        except OSError as error:
            raise refused(path, error) from error
        return draft.draft

    def write_text(self, path: Path, text: str) -> None:
        """Write a draft of ``path`` with ``text`` as UTF-8."""
        self.write(path, lambda file: file.write(text.encode("utf-8")))

    def _open(self, path: Path, place: Path) -> _Draft:
        stream = is_stream(place)
        folder = Path(tempfile.gettempdir()) if stream else place.parent
        sweep(folder, place.name)
        name = f".{place.name[:NAME_PART]}.{secrets.token_hex(4)}.{DRAFT}"
        # nobody may read the draft who may not read the file
        mode = 0o600 if stream else stat.S_IMODE(place.stat().st_mode) if place.exists() else 0o666
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        file = os.fdopen(os.open(folder / name, flags, mode & 0o666), "w+b")
        draft = _Draft(path, place, folder / name, file)
        self._drafts.append(draft)
        lock(file)
        return draft

    def commit(self) -> None:
        """Put every draft in its place, or none.

        Raises:
            InputError: one of them cannot be; all places are as they were, but for what a device has taken.
        """
        for draft in sorted(self._drafts, key=lambda each: each.is_stream):  # what cannot be taken back, last
            try:
                _put(draft)
            except BaseException as error:  # a key pressed, too
                self._take_back()
                if isinstance(error, OSError):
                    raise refused(draft.path, error) from error
                raise
        self._clear()

    def _take_back(self) -> None:
        for draft in reversed(self._drafts):
            with contextlib.suppress(OSError):
                if draft.draft.exists():  # it was not put
                    continue
                if draft.former is not None:
                    draft.former.replace(draft.place)
                elif not draft.is_stream:
                    draft.place.unlink()

    def _clear(self) -> None:
        for draft in self._drafts:
            draft.file.close()
            for path in (draft.draft, draft.former):
                if path is not None:
                    with contextlib.suppress(OSError):
                        path.unlink(missing_ok=True)

    def __enter__(self) -> OutputFiles:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put all in place where nothing went wrong; leave no draft behind."""
        try:
            if kind is None:
                self.commit()
        finally:
            self._clear()


def replace_text(path: Path, text: str) -> None:
    """Write ``text`` as UTF-8 in place of ``path``; whatever fails, the former file stays.

    Raises:
        InputError: it cannot be written.
    """
    replace_bytes(path, text.encode())


def replace_bytes(path: Path, content: bytes) -> None:
    """The same of bytes."""
    with OutputFiles() as outputs:
        outputs.write(path, lambda file: file.write(content))


def _make_alike(place: Path, draft: Path) -> None:
    """Give a draft the owner, the mode and the lists of rights of the file that it is to replace."""
    found = place.stat()
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):  # only an administrator gives files away
            os.chown(draft, found.st_uid, found.st_gid)
    shutil.copymode(place, draft)
    with contextlib.suppress(OSError):
        shutil.copystat(place, draft)
        os.utime(draft)


def _put(draft: _Draft) -> None:
    if draft.is_stream:
        _pour(draft)
        return
    if draft.place.exists():
        former = draft.draft.with_name(f"{draft.draft.name}.former")
        try:
            os.link(draft.place, former)
        except OSError:  # a disk without hard links
            shutil.copy2(draft.place, former)
        draft.former = former
    if sys.platform == "win32":
        draft.file.close()  # nothing open can be moved there
    draft.draft.replace(draft.place)


def _pour(draft: _Draft) -> None:
    """Write to a device or a pipe; one that nobody reads is refused instead of waited for."""
    flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(draft.place, flags)
    if hasattr(os, "set_blocking"):
        os.set_blocking(handle, True)
    with os.fdopen(handle, "wb") as out, draft.draft.open("rb") as content:
        shutil.copyfileobj(content, out)
