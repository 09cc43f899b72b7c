"""Defects of ours, written to the file that a user names so that he can send it."""

from __future__ import annotations

import contextlib
import logging
import os

LOG_VARIABLE = "HONEST_FUNNEL_LOG"
"""The environment variable that names the file to which defects of ours are written."""


def log_defect(where: str) -> None:
    """Write the error at hand to the file the user named, if he named one."""
    path = os.environ.get(LOG_VARIABLE)
    if not path:
        return
    with contextlib.suppress(OSError):
        handler = logging.FileHandler(path, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        record = logging.getLogger(__name__)
        record.propagate = False
        record.addHandler(handler)
        try:
            record.exception("%s", where)
        finally:
            record.removeHandler(handler)
            handler.close()
