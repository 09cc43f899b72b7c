"""Puts the extension into the user's LibreOffice, takes it out, and opens a workbook there."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from addin.errors import InputError
from addin.hosts.calc.engine.errors import CalcError
from addin.hosts.calc.extension.package import IDENTIFIER
from addin.hosts.calc.launch import find_office, office_environment
from addin.words import Lang

TIMEOUT = 180  # seconds for unopkg
_OPENED: list[subprocess.Popen[bytes]] = []
"""Offices opened for the user, who closes them himself."""
ERRORS = {
    "lock file": "calc_running",
    "no such extension": "calc_not_installed",
    "as root": "calc_as_root",
}
"""What unopkg says, and the error it is for us. For the administrator it installs only what is for everybody,
which nobody has asked for."""


def install(lang: Lang | None, profile: Path | None = None) -> None:
    """Build the extension for this interpreter and put it into LibreOffice, in place of an older one.

    Args:
        lang: the language of cells and messages; None follows the office's.
        profile: the office's folder of settings; its usual one by default.

    Raises:
        InputError: LibreOffice or its Python is not installed, or it is running, or refuses.
    """
    from addin.hosts.calc.extension.build import build  # loads pandas, which --help can do without

    program = _program()
    if not (program / "pythonloader.py").is_file():
        raise InputError("calc_no_scripting", folder=program)
    with tempfile.TemporaryDirectory(prefix="honest-funnel-") as folder:
        Path(folder).chmod(0o755)
        package = build(Path(folder) / "honest-funnel.oxt", sys.executable, lang)
        _unopkg(["add", "--force", "--suppress-license", str(package)], profile)


def uninstall(profile: Path | None = None) -> None:
    """Take the extension out of LibreOffice.

    Raises:
        InputError: it is not there, LibreOffice is not installed, or it is running.
    """
    _unopkg(["remove", IDENTIFIER], profile)


def ensure_installed(lang: Lang | None, profile: Path | None = None) -> None:
    """Install where that is still to be done and can be; an office that runs is left as it is.

    Raises:
        InputError: as :func:`install` does.
    """
    try:
        _unopkg(["list", IDENTIFIER], profile)
    except InputError as error:
        if error.key == "calc_running":
            return
        if error.key != "calc_not_installed":
            raise
        install(lang, profile)


def open_workbook(path: Path, lang: Lang | None = None, profile: Path | None = None) -> None:
    """Open a workbook in the user's LibreOffice, or in the one that runs already, and return.

    Raises:
        InputError: there is no such file, or as :func:`install` does.
    """
    if not path.is_file():
        raise InputError("file_missing", path=path, folder=path.resolve().parent)
    ensure_installed(lang, profile)
    _OPENED.append(
        subprocess.Popen(  # noqa: S603 - the office that was found
            [str(_soffice()), "--calc", *_profile_option(profile), str(path.resolve())],
            env=office_environment(), start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
    )  # fmt: skip


def _soffice() -> Path:
    try:
        return find_office()
    except CalcError as error:
        raise InputError("calc_no_office") from error


def _program() -> Path:
    """The folder of the office's programs."""
    return _soffice().resolve().parent


def _unopkg(arguments: list[str], profile: Path | None) -> None:
    program = _program() / ("unopkg.com" if os.name == "nt" else "unopkg")
    if not program.is_file():
        raise InputError("calc_no_unopkg", folder=program.parent)
    try:
        done = subprocess.run(  # noqa: S603 - the office that was found
            [str(program), *arguments, *_profile_option(profile)],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
            timeout=TIMEOUT, check=False, **{"env": office_environment(), **_as_owner(profile)},
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise InputError("calc_refused", why=f"unopkg: {TIMEOUT} s, no answer") from error
    if done.returncode == 0:
        return
    said = " ".join((done.stderr or done.stdout).split())
    for words, key in ERRORS.items():
        if words in said:
            raise InputError(key)
    raise InputError("calc_refused", why=said[:300])


def _profile_option(profile: Path | None) -> list[str]:
    return [] if profile is None else [f"-env:UserInstallation={profile.resolve().as_uri()}"]


def _as_owner(profile: Path | None) -> dict[str, Any]:
    """Options of a process that acts for the owner of the settings, where the administrator asks."""
    if not _is_root() or profile is None or not profile.is_dir() or profile.stat().st_uid == 0:
        return {}
    owner = profile.stat()
    home = {"HOME": str(profile), "XDG_CACHE_HOME": str(profile), "XDG_CONFIG_HOME": str(profile)}
    return {
        "user": owner.st_uid, "group": owner.st_gid, "extra_groups": [], "cwd": profile,
        "env": office_environment() | home,
    }  # fmt: skip


def _is_root() -> bool:
    return os.name == "posix" and os.geteuid() == 0
