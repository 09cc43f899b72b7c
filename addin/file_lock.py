"""A file held while it is read again and written, so that two runs do not lose each other's work."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from filelock import FileLock, Timeout

from addin.errors import InputError
from addin.output_places import place_of

WAIT_SECONDS = 60.0
"""So long a run waits for another one that holds the file."""


class HeldFile(AbstractContextManager[None]):
    """A lock on a hidden file beside the one held, which the system lets go of when its holder dies.

    Args:
        path: the file; it need not be there yet.
        busy: key of the error where another run has held it for :data:`WAIT_SECONDS`; it names ``file``.
        waiting: called once where another run holds it, before the wait.

    Raises:
        InputError: ``busy``, or ``output_not_writable`` where nothing can be put beside the file.
    """

    def __init__(self, path: Path, busy: str, waiting: Callable[[], object] = lambda: None) -> None:
        """Nothing is held yet."""
        place = place_of(path)
        self._path, self._busy, self._waiting = path, busy, waiting
        self._lock = FileLock(place.with_name(f".{place.name}.lock"))

    def __enter__(self) -> None:
        """Hold the file."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            self._waiting()
            try:
                self._lock.acquire(timeout=WAIT_SECONDS)
            except Timeout as error:
                raise InputError(self._busy, file=self._path) from error
        except OSError as error:
            raise InputError("output_not_writable", file=self._path) from error

    def __exit__(self, *_: object) -> None:
        """Let it go."""
        self._lock.release()
