"""What the checks of an installation ask of the machine, so that a test can hand them another one."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import os
import struct
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from addin.errors import HonestFunnelError
from addin.words import Lang, say

Outcome = Literal["ok", "warn", "fail"]


class System(Protocol):
    """A machine as the checks see it. Paths are text: a test on one system may speak of another."""

    platform: str
    """As ``sys.platform`` has it."""
    executable: str
    """The Python that runs us."""
    bits: int
    """Of that Python: 32 or 64."""
    env: Mapping[str, str]
    """The variables of the environment."""

    def has(self, path: str) -> bool:
        """Whether there is such a file or folder."""

    def text(self, path: str) -> str | None:
        """What a small file or a stream beside a file holds; None where there is none."""

    def can_import(self, module: str) -> bool:
        """Whether Python finds a module."""

    def value(self, key: str, name: str) -> object:
        """A value of the registry, such as ``value("HKCU/Software/…", "Name")``; None where there is none."""

    def values(self, key: str) -> Sequence[str]:
        """The names of the values of a key of the registry; none where there is no such key."""


@dataclass(frozen=True)
class Finding:
    """What a check found.

    Args:
        outcome: fine, worth knowing, or in the way.
        key: the text is ``doctor.<key>``; where something is to be done, the text says what.
        params: what the text names.
    """

    outcome: Outcome
    key: str
    params: Mapping[str, object]

    def text(self, lang: Lang) -> str:
        """The finding in words."""
        return say(f"doctor.{self.key}", lang, **self.params)


def ok(key: str, **params: object) -> Finding:
    """All is well."""
    return Finding("ok", key, params)


def warn(key: str, **params: object) -> Finding:
    """Something to know; much may work all the same."""
    return Finding("warn", key, params)


def fail(key: str, **params: object) -> Finding:
    """Something that has to be put right."""
    return Finding("fail", key, params)


def refusal(error: HonestFunnelError) -> Finding:
    """Something that has to be put right, told as the commands tell it."""
    return _Refusal("fail", error.key, error.params)


class _Refusal(Finding):
    """The text is ``error.<key>``."""

    def text(self, lang: Lang) -> str:
        """The finding in words."""
        return say(f"error.{self.key}", lang, **self.params)


class ThisSystem:
    """The machine we run on."""

    def __init__(self) -> None:
        """Nothing is asked yet."""
        self.platform, self.executable = sys.platform, sys.executable
        self.bits = struct.calcsize("P") * 8
        self.env: Mapping[str, str] = os.environ

    def has(self, path: str) -> bool:
        """Whether there is such a file or folder."""
        return Path(path).exists()

    def text(self, path: str) -> str | None:
        """What a small file or a stream beside a file holds; None where there is none."""
        try:
            return Path(path).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None

    def can_import(self, module: str) -> bool:
        """Whether Python finds a module."""
        return importlib.util.find_spec(module) is not None

    def value(self, key: str, name: str) -> object:
        """A value of the registry; None where there is none."""
        with contextlib.suppress(OSError, ImportError), _opened(key) as (registry, opened):
            return registry.QueryValueEx(opened, name)[0]
        return None

    def values(self, key: str) -> Sequence[str]:
        """The names of the values of a key of the registry; none where there is no such key."""
        found: list[str] = []
        with contextlib.suppress(OSError, ImportError), _opened(key) as (registry, opened):
            while True:
                found.append(registry.EnumValue(opened, len(found))[0])
        return found


@contextlib.contextmanager
def _opened(key: str) -> Iterator[tuple[Any, Any]]:
    """The registry's module, and a key of it open for reading.

    Raises:
        ImportError: this system has none.
        OSError: there is no such key, or we may not.
    """
    registry: Any = importlib.import_module("winreg")
    root, _, rest = key.partition("/")
    roots = {"HKCU": registry.HKEY_CURRENT_USER, "HKLM": registry.HKEY_LOCAL_MACHINE}
    with registry.OpenKey(roots[root], rest.replace("/", "\\")) as opened:
        yield registry, opened
