"""Every known cause of trouble, put into a machine that is well otherwise, is found and told of."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from addin.cli.app import main
from addin.cli.commands import crm_findings
from addin.hosts import doctor
from addin.hosts.calc import checks as calc
from addin.hosts.calc.launch import NoOfficeError
from addin.hosts.excel import build, checks
from addin.hosts.sheets import doctor as sheets
from addin.hosts.system import Finding, System, ThisSystem
from addin.words import LANGS, catalogue
from tests.hosts.excel.machine import HOME, PYTHON, Machine

VERSION = "0.37.8"
ADDIN = rf"{HOME}\AppData\Roaming\{checks.ADDIN}"
CONFIG = rf"{HOME}\{checks.CONFIG}"
LIBRARY = rf"C:\Python\xlwings64-{VERSION}.dll"
SECURITY = "HKCU/Software/Microsoft/Office/16.0/Excel/Security"
POLICY = "HKCU/Software/Policies/Microsoft/Office/16.0/Excel/Security"
RULES = "SOFTWARE/{}Microsoft/Windows Defender/Windows Defender Exploit Guard/ASR/Rules"
RULE = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A"
WELL = ["excel", "python", "server_ok", "library", "file", "settings", "macros"]


def well() -> Machine:
    """A machine without trouble."""
    files = {
        LIBRARY: "",
        ADDIN: "",
        PYTHON: "",
        CONFIG: f'"INTERPRETER_WIN","{PYTHON}"\n"PYTHONPATH","C:\\app"\n',
    }
    return Machine(files=files)


def found(machine: Machine, held: str | None = VERSION, folder: str = r"C:\app") -> list[Finding]:
    run = checks.checks_of(VERSION, folder, lambda _: held)
    return [finding for check in run for finding in check(machine)]


def troubles(machine: Machine, held: str | None = VERSION, folder: str = r"C:\app") -> list[tuple[str, str]]:
    return [(one.outcome, one.key) for one in found(machine, held, folder) if one.outcome != "ok"]


def test_nothing_is_wrong_where_nothing_is() -> None:
    assert [(one.outcome, one.key) for one in found(well())] == [("ok", key) for key in WELL]


Break = Callable[[Machine], object]


def key(name: str, value: object, *, of: str) -> Break:
    return lambda machine: machine.registry.update({(of, name): value})


def env(name: str, value: str) -> Break:
    return lambda machine: setattr(machine, "env", {**machine.env, name: value})


def file(path: str, text: str) -> Break:
    return lambda machine: machine.files.update({path: text})


EXCEL = "HKLM/SOFTWARE/Microsoft/Windows/CurrentVersion/App Paths/excel.exe"
STORE = r"C:\Program Files\WindowsApps\Microsoft.Office\excel.exe"
CAUSES: list[tuple[str, Break, list[tuple[str, str]]]] = [
    ("no Excel", lambda m: m.registry.pop((EXCEL, "")), [("warn", "excel_missing")]),
    ("Excel of the store", key("", STORE, of=EXCEL), [("fail", "excel_store")]),
    ("32 bits", lambda m: setattr(m, "bits", 32), [("warn", "python_bits")]),
    ("no pywin32", lambda m: m.modules.clear(), [("fail", "server")]),
    ("part of pywin32", lambda m: m.modules.remove("pywintypes"), [("fail", "server")]),
    ("no library", lambda m: m.files.pop(LIBRARY), [("fail", "library_missing")]),
    (
        "32-bit Excel",
        key("Platform", "x86", of="HKLM/SOFTWARE/Microsoft/Office/ClickToRun/Configuration"),
        [("fail", "library_missing")],
    ),
    ("PYTHONPATH", env("PYTHONPATH", r"D:\old"), [("warn", "pythonpath")]),
    ("PYTHONHOME", env("PYTHONHOME", r"D:\old"), [("fail", "pythonhome")]),
    ("no add-in", lambda m: m.files.pop(ADDIN), [("warn", "not_installed")]),
    ("from the internet", file(f"{ADDIN}:Zone.Identifier", "[ZoneTransfer]\nZoneId=3\n"), [("fail", "zone")]),
    ("interpreter gone", lambda m: m.files.pop(PYTHON), [("fail", "settings_gone")]),
    ("macros off", key("VBAWarnings", 4, of=SECURITY), [("fail", "macros_off")]),
    ("macros off by policy", key("VBAWarnings", 4, of=POLICY), [("fail", "macros_policy")]),
    ("signed macros only", key("VBAWarnings", 3, of=SECURITY), [("warn", "macros_signed")]),
    (
        "internet macros off",
        key("blockcontentexecutionfrominternet", 1, of=POLICY),
        [("warn", "macros_internet")],
    ),
    ("rule by policy", key(RULE, "1", of="HKLM/" + RULES.format("Policies/")), [("fail", "rule")]),
    ("rule by hand", key(RULE, 6, of="HKLM/" + RULES.format("")), [("fail", "rule")]),
    (
        "add-in disabled",
        key("5A3", b"", of="HKCU/Software/Microsoft/Office/16.0/Excel/Resiliency/DisabledItems"),
        [("warn", "disabled")],
    ),
]


@pytest.mark.parametrize(("change", "expected"), [one[1:] for one in CAUSES], ids=[one[0] for one in CAUSES])
def test_each_cause_is_found_and_no_other(change: Break, expected: list[tuple[str, str]]) -> None:
    machine = well()
    change(machine)
    assert troubles(machine) == expected


def test_what_only_looks_like_trouble_is_none() -> None:
    for change in (
        key("", r"C:\Program Files\WindowsAppsOld\excel.exe", of=EXCEL),
        key(RULE, "0", of="HKLM/" + RULES.format("")),
        key(RULE, "2", of="HKLM/" + RULES.format("")),
        key("VBAWarnings", 2, of=SECURITY),
        file(f"{ADDIN}:Zone.Identifier", "[ZoneTransfer]\nZoneId=1\n"),
        env("OneDrive", rf"{HOME}\OneDrive"),
    ):
        machine = well()
        change(machine)
        assert troubles(machine) == []
    # a policy is above what the user chose
    machine = well()
    machine.registry |= {(POLICY, "VBAWarnings"): 2, (SECURITY, "VBAWarnings"): 4}
    assert troubles(machine) == []


def test_the_pythons_that_excel_cannot_start() -> None:
    machine = well()
    machine.executable = rf"{HOME}\AppData\Local\Microsoft\WindowsApps\python.exe"
    assert ("fail", "python_store") in troubles(machine)
    assert ("warn", "settings_other") in troubles(machine)
    # in a virtual environment the library lies a folder higher
    machine = well()
    machine.executable = r"C:\Python\Scripts\python.exe"
    assert ("fail", "library_missing") not in troubles(machine)


@pytest.mark.parametrize("folder", [r"C:\R&D\app", r"C:\a;b\app", r"C:\O'Neil\app", r"C:\100%\app"])
def test_paths_that_break_the_start(folder: str) -> None:
    assert troubles(well(), folder=folder) == [("fail", "path_letters")]


def test_our_package_in_the_cloud() -> None:
    machine = well()
    machine.env = {**machine.env, "OneDriveCommercial": rf"{HOME}\OneDrive - Firm"}
    assert troubles(machine, folder=rf"{HOME}\onedrive - firm\app") == [("warn", "path_cloud")]
    assert troubles(machine, folder=rf"{HOME}\OneDrive - Firm 2\app") == []


def test_macro_code_of_another_version() -> None:
    assert troubles(well(), held="0.33.0") == [("fail", "version")]
    assert troubles(well(), held=None) == [("fail", "no_macros")]


def test_the_version_is_read_from_the_file(tmp_path: Path) -> None:
    import xlwings as xw

    path = build.build_addin(tmp_path / "a.xlam", "en")
    assert doctor.macro_version(str(path)) == xw.__version__
    (tmp_path / "b.xlsm").write_bytes(b"no workbook")
    assert doctor.macro_version(str(tmp_path / "b.xlsm")) is None
    assert doctor.macro_version(str(tmp_path / "c.xlsm")) is None
    assert doctor.macro_version("report.xlsx") is None


def office(machine: System, program: Path | None) -> list[tuple[str, str]]:
    def find() -> Path:
        if program is None:
            raise NoOfficeError("none")
        return program

    return [(one.outcome, one.key) for one in calc.office(machine, find)]


def test_libreoffice() -> None:
    program = Path("/opt/office/program/soffice")
    there = str(program.parent / "pythonloader.py")
    assert office(Machine(platform="linux"), None) == [("warn", "office_missing")]
    assert office(Machine(platform="linux"), program) == [("fail", "office_python")]
    assert office(Machine(platform="linux", files={there: ""}), program) == [("ok", "office")]


def test_on_other_systems_excel_is_not_looked_for() -> None:
    assert next(doctor.findings(Machine(platform="linux"))).key == "no_excel"
    assert next(doctor.findings(Machine(platform="darwin"))).key == "mac"
    windows = [one.key for one in doctor.findings(Machine())]
    assert {"excel", "library_missing", "not_installed"} <= set(windows)


def test_every_text_is_used_and_can_be_said() -> None:
    said = {one.key: one for machine in machines() for one in found(machine, held="0.1.0")}
    for finding in said.values():
        for lang in LANGS:
            assert "{" not in finding.text(lang)
    texts = {name.removeprefix("doctor.") for name in catalogue() if name.startswith("doctor.")}
    code = "".join(
        Path(module.__file__ or "").read_text() for module in (checks, calc, doctor, sheets, crm_findings)
    )
    kept = {f"crm_keys_{place}" for place in ("environment", "keyring", "file")}
    assert {text for text in texts - kept if f'"{text}"' not in code} == set()
    assert kept <= texts
    assert 'f"crm_keys_{keys.place}"' in code


def machines() -> list[Machine]:
    made = []
    for _, change, _ in CAUSES:
        machine = well()
        change(machine)
        made.append(machine)
    return made


def test_the_command_ends_with_2_where_something_is_in_the_way(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor", str(build.build_addin(tmp_path / "a.xlam", "en")), "--lang", "en"]) in (0, 2)
    assert "a.xlam: macro code of xlwings" in capsys.readouterr().out
    (tmp_path / "b.xlsm").write_text("nothing")
    assert main(["doctor", str(tmp_path / "b.xlsm"), "--lang", "ru"]) == 2
    assert "мешает: " in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="speaks of systems without a registry")
def test_this_system_has_no_registry_and_does_not_fail(tmp_path: Path) -> None:
    system = ThisSystem()
    assert system.value("HKCU/Software", "x") is None
    assert list(system.values("HKLM/SOFTWARE")) == []
    assert system.text(str(tmp_path / "none")) is None
    (tmp_path / "a").write_text("text")
    assert system.has(str(tmp_path / "a"))
    assert system.text(str(tmp_path / "a")) == "text"
    assert (system.can_import("json"), system.can_import("no_such_module")) == (True, False)
