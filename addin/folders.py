"""Our folders on the user's disk, where each system wants them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_OURS = "honest-funnel"


def cache_folder() -> Path:
    """Where what can be made again is kept."""
    return _folder("LOCALAPPDATA", "AppData/Local", "Library/Caches", "XDG_CACHE_HOME", ".cache")


def settings_folder() -> Path:
    """Where what belongs to the user is kept, such as a sign-in."""
    return _folder("APPDATA", "AppData/Roaming", "Library/Application Support", "XDG_CONFIG_HOME", ".config")


def _folder(windows_variable: str, windows: str, mac: str, variable: str, other: str) -> Path:
    """Ours below the one that a variable of the system names, else below the usual one."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get(windows_variable) or home / windows)
    elif sys.platform == "darwin":
        base = home / mac
    else:
        base = Path(os.environ.get(variable) or home / other)
    return base / _OURS
