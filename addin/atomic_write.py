"""Text files replaced as a whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from addin.errors import InputError


def replace_text(path: Path, text: str) -> None:
    """Write ``text`` as UTF-8 in place of ``path``; whatever fails, the former file stays.

    Raises:
        InputError: ``output_not_writable``.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=".hf-", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError("output_not_writable", file=path, why=error.strerror or error) from error
