"""A file that only its owner can read: a sign-in, keys."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from addin.errors import InputError


def write_secret(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all.

    Raises:
        InputError: ``output_not_writable``.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place, draft = tempfile.mkstemp(dir=path.parent, suffix=".part")  # mode 0600 from the first moment
        try:
            with os.fdopen(place, "w", encoding="utf-8") as file:
                file.write(text)
            Path(draft).replace(path)
        finally:
            Path(draft).unlink(missing_ok=True)
    except OSError as error:
        raise InputError("output_not_writable", file=path) from error
