"""A Windows machine that is not there: its files, its registry, its environment."""

from __future__ import annotations

import ntpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

HOME = r"C:\Users\Anna"
PYTHON = r"C:\Python\python.exe"


def keys() -> dict[tuple[str, str], object]:
    """The registry of a machine where all is well."""
    paths = "HKLM/SOFTWARE/Microsoft/Windows/CurrentVersion/App Paths/excel.exe"
    run = "HKLM/SOFTWARE/Microsoft/Office/ClickToRun/Configuration"
    return {(paths, ""): r"C:\Program Files\Microsoft Office\EXCEL.EXE", (run, "Platform"): "x64"}


@dataclass
class Machine:
    """See :class:`addin.hosts.system.System`."""

    platform: str = "win32"
    executable: str = PYTHON
    bits: int = 64
    env: Mapping[str, str] = field(
        default_factory=lambda: {"APPDATA": rf"{HOME}\AppData\Roaming", "USERPROFILE": HOME}
    )
    files: dict[str, str] = field(default_factory=dict)
    registry: dict[tuple[str, str], object] = field(default_factory=keys)
    modules: set[str] = field(default_factory=lambda: {"pythoncom", "pywintypes", "win32com"})

    def has(self, path: str) -> bool:
        return ntpath.normcase(path) in map(ntpath.normcase, self.files)

    def text(self, path: str) -> str | None:
        return self.files.get(path)

    def can_import(self, module: str) -> bool:
        return module in self.modules

    def value(self, key: str, name: str) -> object:
        return self.registry.get((key, name))

    def values(self, key: str) -> Sequence[str]:
        return [name for of, name in self.registry if of == key]
