"""Where outputs may lie, and what to tell of those that the system refuses."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from pathlib import Path

from addin.errors import InputError

LONGEST_NAME = 255
"""Bytes of a file's name that disks allow."""
_KEYS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "output_disk_full"),
    errno.ENAMETOOLONG: "output_name_too_long",
    errno.ELOOP: "output_link_loop",
    errno.EISDIR: "output_is_folder",
    **dict.fromkeys((errno.ENXIO, errno.EPIPE), "output_no_reader"),
    errno.EBUSY: "output_open_elsewhere",
}
_GIVEN = ("/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/")
"""What a program was given to write to: a file behind it is not to be replaced either."""
_HELD_BY = (".~lock.{}#", "~${}")
"""The files by which LibreOffice and Excel show that they have a file open."""


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
    if stat.S_ISBLK(mode) or stat.S_ISSOCK(mode):
        raise InputError("output_no_file", file=path)
    if stat.S_ISREG(mode) and not str(path.absolute()).startswith(_GIVEN):
        _refuse_open(path, place)
        return place
    return path if mode else place


def is_stream(place: Path) -> bool:
    """Whether an output is written to and not replaced: a device, a pipe, a file that was given open."""
    return place.exists() and (not place.is_file() or str(place.absolute()).startswith(_GIVEN))


def _refuse_open(path: Path, place: Path) -> None:
    for form in _HELD_BY:
        with contextlib.suppress(OSError):
            if (mark := place.with_name(form.format(place.name))).exists():
                raise InputError("output_in_use", file=path, mark=mark)
