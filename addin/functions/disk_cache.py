"""Sets of deals kept on the user's disk, so that a handle in a cell outlives the process that made it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

_SUFFIX = ".deals"
MAX_ENTRIES = 16
"""Sets kept."""
MAX_BYTES = 512 * 2**20
"""Bytes kept in all."""


def digest_of(content: bytes) -> str:
    """32 hexadecimal digits that no other content has."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


@dataclass(frozen=True)
class DiskCache:
    """A folder of contents by their digest, the one not used for longest going first.

    Only its owner may look into it. Where the disk refuses, nothing is kept and nothing fails: a handle is
    then gone with its process.

    Args:
        folder: made when first needed.
        max_entries: contents kept.
        max_bytes: bytes kept in all.
    """

    folder: Path
    max_entries: int = MAX_ENTRIES
    max_bytes: int = MAX_BYTES

    def put(self, digest: str, content: bytes) -> None:
        """Keep a content under its digest; a file is whole or not there."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.folder.chmod(0o700)
            path = self.folder / f"{digest}{_SUFFIX}"
            if not self._refresh_stamp(path, len(content)):
                self._write(path, content)
            self._evict()

    def get(self, prefix: str) -> tuple[str, bytes] | None:
        """The digest that begins so and its content; None where it is gone, damaged, or not the only one."""
        with contextlib.suppress(OSError):
            found = list(self.folder.glob(f"{prefix}*{_SUFFIX}"))
            if len(found) == 1:
                content = found[0].read_bytes()
                if digest_of(content) == found[0].stem:
                    _stamp(found[0])
                    return found[0].stem, content
                found[0].unlink()
        return None

    def touch(self, digest: str) -> None:
        """Take note that a content is in use, if it is there."""
        with contextlib.suppress(OSError):
            _stamp(self.folder / f"{digest}{_SUFFIX}")

    @staticmethod
    def _refresh_stamp(path: Path, size: int) -> bool:
        """Whether it is there already, then used just now; damage is found when it is read."""
        try:
            if path.stat().st_size != size:
                return False
            _stamp(path)
        except OSError:
            return False
        return True

    def _write(self, path: Path, content: bytes) -> None:
        place, draft = tempfile.mkstemp(dir=self.folder, suffix=".part")  # for its owner only: mode 0600
        try:
            with os.fdopen(place, "wb") as file:
                file.write(content)
            _stamp(Path(draft))
            Path(draft).replace(path)
        finally:
            Path(draft).unlink(missing_ok=True)

    def _evict(self) -> None:
        """Let go of what is too much, the longest unused first, and of drafts of processes that died."""
        files = []
        for path in self.folder.iterdir():
            with contextlib.suppress(OSError):
                files.append((path.stat().st_mtime_ns, path.name, path.stat().st_size, path))
        total = 0
        for rank, (_, _, size, path) in enumerate(sorted(files, reverse=True)):
            total += size
            if rank >= self.max_entries or total > self.max_bytes:
                path.unlink(missing_ok=True)


def _stamp(path: Path) -> None:
    """Stamp a file as used now; the system's own stamp is too coarse to tell which came first."""
    now = time.time_ns()
    os.utime(path, ns=(now, now))
