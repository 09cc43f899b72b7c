"""What is known to stand between Excel and Python, each looked for by one small check."""

from __future__ import annotations

import ntpath
import re
from collections.abc import Callable, Iterator

from addin.hosts.system import Finding, System, fail, ok, warn

Check = Callable[[System], Iterator[Finding]]

ADDIN = r"Microsoft\Excel\XLSTART\HonestFunnel.xlam"
CONFIG = r".honest-funnel\honest-funnel.conf"
_OFFICE = "Software/Microsoft/Office/16.0/Excel"
_POLICY = "Software/Policies/Microsoft/Office/16.0/Excel/Security"
_RUN = "HKLM/SOFTWARE/Microsoft/Office/ClickToRun/Configuration"
_RULES = "SOFTWARE/{}Microsoft/Windows Defender/Windows Defender Exploit Guard/ASR/Rules"
_NO_CHILDREN = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
"""The attack-surface rule by which Office may start no other program."""


def checks_of(xlwings: str, folder: str, version_of: Callable[[str], str | None]) -> tuple[Check, ...]:
    """The checks of a Windows machine, in the order in which their causes come up.

    Args:
        xlwings: the version of the library installed.
        folder: the folder that our package is in.
        version_of: tells the version of xlwings whose macro code a workbook holds.
    """
    return (
        excel,
        python,
        server,
        lambda system: library(system, xlwings),
        lambda system: paths(system, folder),
        lambda system: installed(system, xlwings, version_of),
        settings,
        macros,
        rules,
        disabled,
    )


def excel(system: System) -> Iterator[Finding]:
    """Excel is there, and is not the one of the Microsoft Store, whose sandbox shuts our files out."""
    path = str(system.value("HKLM/SOFTWARE/Microsoft/Windows/CurrentVersion/App Paths/excel.exe", "") or "")
    if not path:
        yield warn("excel_missing")
    elif "\\windowsapps\\" in path.casefold():
        yield fail("excel_store", path=path)
    else:
        yield ok("excel", path=path)


def python(system: System) -> Iterator[Finding]:
    """The Python is one that Excel can start."""
    if "\\windowsapps\\" in system.executable.casefold():
        yield fail("python_store", path=system.executable)
    elif system.bits != 64:
        yield warn("python_bits", path=system.executable, bits=system.bits)
    else:
        yield ok("python", path=system.executable)


def server(system: System) -> Iterator[Finding]:
    """The COM server can come up: it needs pywin32."""
    lacking = [name for name in ("pythoncom", "pywintypes", "win32com") if not system.can_import(name)]
    if lacking:
        yield fail("server", modules=", ".join(lacking), python=system.executable)
    else:
        yield ok("server_ok")


def library(system: System, xlwings: str) -> Iterator[Finding]:
    """The library that Excel loads lies beside the interpreter, in the bits of Excel and in our version."""
    bits = 32 if system.value(_RUN, "Platform") == "x86" else 64
    name = f"xlwings{bits}-{xlwings}.dll"
    here = ntpath.dirname(system.executable)
    if any(system.has(ntpath.join(folder, name)) for folder in (here, ntpath.dirname(here))):
        yield ok("library", name=name)
    else:
        yield fail("library_missing", name=name, folder=here, version=xlwings, bits=bits)


def paths(system: System, folder: str) -> Iterator[Finding]:
    """Nothing in the paths leads Python astray."""
    if system.env.get("PYTHONPATH"):
        yield warn("pythonpath", value=system.env["PYTHONPATH"])
    if system.env.get("PYTHONHOME"):
        yield fail("pythonhome", value=system.env["PYTHONHOME"])
    for path in dict.fromkeys((folder, system.executable)):
        if re.search(r"[;&'%^]", path):
            yield fail("path_letters", path=path)
        if any(_under(path, cloud) for cloud in _clouds(system)):
            yield warn("path_cloud", path=path)


def installed(system: System, xlwings: str, version_of: Callable[[str], str | None]) -> Iterator[Finding]:
    """The add-in is in place, is not held back, and fits the library."""
    path = ntpath.join(system.env.get("APPDATA", ""), ADDIN)
    if system.has(path):
        yield from workbook(system, path, xlwings, version_of)
    else:
        yield warn("not_installed", path=path)


def workbook(
    system: System, path: str, xlwings: str, version_of: Callable[[str], str | None]
) -> Iterator[Finding]:
    """A file with our macros: whether Windows holds it back, and whether it fits the library."""
    zone = re.search(r"ZoneId\s*=\s*(\d)", system.text(f"{path}:Zone.Identifier") or "")
    if zone and int(zone[1]) >= 3:
        yield fail("zone", path=path)
    held = version_of(path)
    if held is None:
        yield fail("no_macros", path=path)
    elif held != xlwings:
        yield fail("version", path=path, held=held, installed=xlwings)
    else:
        yield ok("file", path=path, version=held)


def settings(system: System) -> Iterator[Finding]:
    """The user's settings name an interpreter that is there, and the one that asks."""
    path = ntpath.join(system.env.get("USERPROFILE", ""), CONFIG)
    named = re.search(r'"INTERPRETER_WIN","([^"]*)"', system.text(path) or "", re.IGNORECASE)
    if named is None:
        return
    if not system.has(named[1]):
        yield fail("settings_gone", path=path, python=named[1])
    elif ntpath.normcase(named[1]) != ntpath.normcase(system.executable):
        yield warn("settings_other", path=path, python=named[1], ours=system.executable)
    else:
        yield ok("settings", path=path)


def macros(system: System) -> Iterator[Finding]:
    """Excel lets macros run; what an administrator set comes before what the user chose."""
    told = system.value(f"HKCU/{_POLICY}", "VBAWarnings")
    by_policy = told is not None
    level = told if by_policy else system.value(f"HKCU/{_OFFICE}/Security", "VBAWarnings")
    if level == 4:
        yield fail("macros_policy" if by_policy else "macros_off")
    elif level == 3:
        yield warn("macros_signed")
    else:
        yield ok("macros")
    if system.value(f"HKCU/{_POLICY}", "blockcontentexecutionfrominternet") == 1:
        yield warn("macros_internet")


def rules(system: System) -> Iterator[Finding]:
    """No rule of Windows Defender keeps Excel from starting Python."""
    for key in ("HKLM/" + _RULES.format("Policies/"), "HKLM/" + _RULES.format("")):
        for name in system.values(key):
            if name.casefold() == _NO_CHILDREN and str(system.value(key, name)) in ("1", "6"):
                yield fail("rule")
                return


def disabled(system: System) -> Iterator[Finding]:
    """Excel has not put an add-in aside after a crash."""
    if system.values(f"HKCU/{_OFFICE}/Resiliency/DisabledItems"):
        yield warn("disabled")


def _clouds(system: System) -> list[str]:
    named = (system.env.get(name, "") for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"))
    return [path for path in named if path]


def _under(path: str, folder: str) -> bool:
    return ntpath.normcase(path).startswith(ntpath.normcase(folder).rstrip("\\") + "\\")
