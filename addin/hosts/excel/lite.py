"""Writes what xlwings Lite needs: ``main.py``, ``requirements.txt`` and a wheel for the browser."""

from __future__ import annotations

import base64
import hashlib
import zipfile
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from addin import __version__
from addin.errors import InputError
from addin.functions.function import Function
from addin.functions.registry import FUNCTIONS
from addin.hosts.excel.names import argument_name
from addin.output_files import replace_text
from addin.words import Lang, say

WHEEL = f"honest_funnel-{__version__}-py3-none-any.whl"
REQUIREMENTS = ("lxml", "numpy", "pandas", "pyarrow", "scipy", "tzdata")
"""What the functions import. The browser has its own versions of most; fastexcel and others it has not, and
there are no files to read or write there."""
PLACEHOLDER = "https://example.com/"

_STAMP = (1980, 1, 1, 0, 0, 0)
_INFO = WHEEL.removesuffix("-py3-none-any.whl") + ".dist-info"
_LEFT_OUT = ("hosts/calc", "demo", "hosts/excel/vba")


def write_lite(folder: Path, lang: Lang, address: str | None = None) -> list[Path]:
    """Write the files, in place of those that are there.

    Args:
        folder: where to; made where missing.
        lang: the language of help and messages.
        address: where the browser will find the wheel, or the folder it lies in; None: a place to fill in.

    Returns:
        ``main.py``, ``requirements.txt`` and the wheel.

    Raises:
        InputError: ``output_not_writable``.
    """
    main, needed, wheel = (folder / name for name in ("main.py", "requirements.txt", WHEEL))
    found = address or PLACEHOLDER
    link = found if found.endswith(".whl") else f"{found.rstrip('/')}/{WHEEL}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_wheel(wheel)
    except OSError as error:
        raise InputError("output_not_writable", file=folder) from error
    replace_text(main, main_py(lang))
    replace_text(needed, "\n".join(["xlwings", *REQUIREMENTS, link, ""]))
    return [main, needed, wheel]


def main_py(lang: Lang) -> str:
    """The script: a function of Excel for each of the registry, and one for Refresh."""
    head = f'''"""Honest Funnel for xlwings Lite, written by honest-funnel {__version__}."""

import xlwings as xw
from xlwings import arg, func, script

from addin.hosts.excel import browser


@script
def refresh_report(book: xw.Book):
    """{say("excel.refresh_tip", lang)}"""
    print(browser.refresh(book, "{lang}"))
'''
    return head + "".join(_function(function, lang) for function in FUNCTIONS)


def _function(function: Function, lang: Lang) -> str:
    names = [argument_name(function, argument) for argument in function.arguments]
    taken = ", ".join(
        name if argument in function.leading else f"{name}=None"
        for name, argument in zip(names, function.arguments, strict=True)
    )
    told = "".join(
        f"@arg({name!r}, {'ndim=2, ' * (argument.kind == 'table')}doc={hint!r})\n"
        for name, argument in zip(names, function.arguments, strict=True)
        for hint in [function.argument_help(argument, lang)]
    )
    return (
        f"\n\n@func\n{told}def {function.name}({taken}):\n"
        f"    {function.help(lang)!r}\n"
        f"    return browser.answer({function.name!r}, {lang!r}, {', '.join(names)})\n"
    )


def _write_wheel(path: Path) -> None:
    """A wheel of our package without what only a desktop can run."""
    needs = "".join(f"Requires-Dist: {name}\n" for name in REQUIREMENTS)
    parts = dict(_modules(files("addin"), "addin"))
    parts[f"{_INFO}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: honest-funnel\nVersion: {__version__}\nLicense: MIT\n{needs}".encode()
    )
    parts[f"{_INFO}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: honest-funnel\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    lines = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in parts.items()]
    parts[f"{_INFO}/RECORD"] = "\n".join([*lines, f"{_INFO}/RECORD,,", ""]).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, content)


def _modules(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        name = f"{path}/{one.name}"
        if one.is_dir() and name.removeprefix("addin/") not in _LEFT_OUT and one.name != "__pycache__":
            found += _modules(one, name)
        elif one.name.endswith((".py", ".toml")):
            found.append((name, one.read_bytes()))
    return found


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
