"""Puts the add-in where Excel for Windows looks for it, tells it of this Python, and takes both away."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Mapping
from pathlib import Path

from addin.errors import InputError
from addin.hosts.excel.project import CONFIG
from addin.words import Lang

ADDIN = "HonestFunnel.xlam"


def start_folder(env: Mapping[str, str]) -> Path:
    """The folder whose workbooks Excel opens as it starts; it trusts their macros."""
    return Path(env["APPDATA"]) / "Microsoft" / "Excel" / "XLSTART"


def config_file(env: Mapping[str, str]) -> Path:
    """The user's settings, for workbooks that name no interpreter of this machine."""
    return Path(env["USERPROFILE"]) / f".{Path(CONFIG).stem}" / CONFIG


def install(lang: Lang, env: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Build the add-in for this interpreter into Excel's start folder, in place of an older one.

    Args:
        lang: the language of functions, help and messages.
        env: the environment, which names the user's folders.
        platform: as ``sys.platform`` has it.

    Returns:
        The file of the add-in.

    Raises:
        InputError: this is no Windows, or Excel runs and holds the file.
    """
    _only_windows(platform)
    from addin.hosts.excel.build import build_addin  # the registry loads pandas, which --help can do without
    from addin.hosts.excel.settings import user_config_rows

    target = start_folder(env) / ADDIN
    try:
        build_addin(target, lang)
    except InputError as error:
        raise InputError("excel_running", file=target) from error
    file = config_file(env)
    lines = "".join(f'"{name.upper()}","{value}"\n' for name, value in user_config_rows(lang))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # the macro code reads it with the alphabet of the system
        file.write_text(lines, encoding="mbcs" if sys.platform == "win32" else "utf-8")
    except OSError as error:
        raise InputError("output_not_writable", file=file) from error
    return target


def uninstall(env: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Take the add-in and the settings away.

    Returns:
        The file that was the add-in.

    Raises:
        InputError: this is no Windows, it is not installed, or Excel runs and holds the file.
    """
    _only_windows(platform)
    target, file = start_folder(env) / ADDIN, config_file(env)
    try:
        target.unlink()
    except FileNotFoundError as error:
        raise InputError("excel_not_installed", file=target) from error
    except OSError as error:
        raise InputError("excel_running", file=target) from error
    file.unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # others may keep something there
        file.parent.rmdir()
    return target


def _only_windows(platform: str) -> None:
    if platform != "win32":
        raise InputError("excel_mac" if platform == "darwin" else "excel_not_here")
