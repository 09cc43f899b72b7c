"""Drafts of outputs: locked while they are written, swept once whoever wrote them was killed."""

from __future__ import annotations

import contextlib
import re
import stat
import sys
import time
from pathlib import Path
from typing import BinaryIO

DRAFT = "hf-part"
NAME_PART = 80
"""So much of a file's name is in that of its draft, which would be too long otherwise."""
_FORMER = re.compile(r"\.(?:(?P<name>.+)\.[0-9a-f]{8}\.tmp|(?P<any>hf-[a-z0-9_]{4,8}))")
"""Names of drafts of versions before this one, which were not locked."""
_BEGINNINGS = (b'{\n "', b"id,status,amount,manager,")
"""How what such a draft held begins, where its name tells too little."""
_STALE_SECONDS = 3600


def lock(file: BinaryIO) -> None:
    """Hold a draft as long as its writer lives; on Windows an open file cannot be removed anyway."""
    if sys.platform != "win32":
        import fcntl

        with contextlib.suppress(OSError):  # a disk without locks
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def sweep(folder: Path, name: str) -> None:
    """Remove what killed runs left of drafts of a file."""
    own = re.compile(rf"\.{re.escape(name[:NAME_PART])}\.[0-9a-f]{{8}}\.{DRAFT}(?P<former>\.former)?")
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            former = _FORMER.fullmatch(path.name)
            mine = own.fullmatch(path.name)
            if mine and not mine["former"]:
                _remove_if_dead(path)
            elif (mine or (former and former["name"] in (None, name))) and _is_stale(path):
                if former and former["any"] and not _is_draft(path):
                    continue
                path.unlink(missing_ok=True)


def _is_draft(path: Path) -> bool:
    """Whether a file of a name that others may have, too, is empty or begins as ours did."""
    with path.open("rb") as file:
        head = file.read(64)
    return not head or head.startswith(_BEGINNINGS)


def _remove_if_dead(path: Path) -> None:
    if not stat.S_ISREG(path.lstat().st_mode):
        return
    with contextlib.suppress(OSError), path.open("rb") as file:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink(missing_ok=True)
            return
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            path.unlink(missing_ok=True)


def _is_stale(path: Path) -> bool:
    """Whether a draft that is not locked is nobody's: empty, or not touched for an hour."""
    found = path.lstat()
    return stat.S_ISREG(found.st_mode) and (
        found.st_size == 0 or time.time() - found.st_mtime > _STALE_SECONDS
    )
