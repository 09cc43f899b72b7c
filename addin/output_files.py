"""Files replaced as a whole or not at all, several of one run together.

Each is written beside its place first, as a draft that its writer holds locked. Only when all are whole do
they take their places; if one cannot, those before it get their former content back. What lies behind a link,
and who may read it, stays. A device or a pipe is written to, never replaced.
"""

from __future__ import annotations

import contextlib
import errno
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
from addin.errors import InputError

LONGEST_NAME = 255
"""Bytes of a file's name that disks allow."""
_KEYS = {
    errno.ENOSPC: "output_disk_full",
    errno.EDQUOT: "output_disk_full",
    errno.ENAMETOOLONG: "output_name_too_long",
    errno.ELOOP: "output_link_loop",
    errno.EISDIR: "output_is_folder",
    errno.ENXIO: "output_no_reader",
    errno.EBUSY: "output_open_elsewhere",
}


def refused(path: Path, error: OSError) -> InputError:
    """What to tell of an output that the system refuses."""
    key = _KEYS.get(error.errno or 0, "output_not_writable")
    if isinstance(error, PermissionError) and sys.platform == "win32" and path.exists():
        key = "output_open_elsewhere"
    return InputError(key, file=path)


def place_of(path: Path) -> Path:
    """Where an output lies, behind whatever links.

    Raises:
        InputError: links lead to one another, it is a folder, or its name is too long.
    """
    if len(os.fsencode(path.name)) > LONGEST_NAME:
        raise InputError("output_name_too_long", file=path)
    try:
        place = path.resolve(strict=False)
        mode = path.stat().st_mode if os.path.lexists(path) else 0
    except FileNotFoundError:
        return path.resolve()  # a link whose target is still to be made
    except (OSError, RuntimeError) as error:  # pathlib tells of a loop by the latter
        told = error if isinstance(error, OSError) else OSError(errno.ELOOP, str(error))
        raise refused(path, told) from error
    if stat.S_ISDIR(mode):
        raise InputError("output_is_folder", file=path)
    return place if stat.S_ISREG(mode) or not mode else path


@dataclass
class _Draft:
    """A file on its way to its place."""

    path: Path
    place: Path
    draft: Path
    file: BinaryIO
    former: Path | None = None
    put: bool = False

    @property
    def is_stream(self) -> bool:
        """Whether its place is a device, a pipe or a socket."""
        return self.place.exists() and not self.place.is_file()


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
            if place.is_file():
                shutil.copymode(place, draft.draft)
        except OSError as error:
            raise refused(path, error) from error
        return draft.draft

    def write_text(self, path: Path, text: str) -> None:
        """Write a draft of ``path`` with ``text`` as UTF-8."""
        self.write(path, lambda file: file.write(text.encode("utf-8")))

    def _open(self, path: Path, place: Path) -> _Draft:
        is_stream = place.exists() and not place.is_file()
        folder = Path(tempfile.gettempdir()) if is_stream else place.parent
        sweep(folder, place.name)
        name = f".{place.name[:NAME_PART]}.{secrets.token_hex(4)}.{DRAFT}"
        file = (folder / name).open("x+b")
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
            except OSError as error:
                self._take_back()
                raise refused(draft.path, error) from error
        self._clear()

    def _take_back(self) -> None:
        for draft in reversed(self._drafts):
            with contextlib.suppress(OSError):
                if draft.former is not None:
                    draft.former.replace(draft.place)
                elif draft.put:
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
    with OutputFiles() as outputs:
        outputs.write_text(path, text)


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
    draft.put = True


def _pour(draft: _Draft) -> None:
    """Write to a device or a pipe; one that nobody reads is refused instead of waited for."""
    flags = os.O_WRONLY | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(draft.place, flags)
    if hasattr(os, "set_blocking"):
        os.set_blocking(handle, True)
    with os.fdopen(handle, "wb") as out, draft.draft.open("rb") as content:
        shutil.copyfileobj(content, out)
