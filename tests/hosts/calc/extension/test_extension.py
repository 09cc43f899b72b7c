"""What the extension is made of: the same bytes each time, and help for every function in two languages."""

from __future__ import annotations

import ast
import json
import re
import stat
import struct
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree as ET  # noqa: N812

from addin import __version__
from addin.functions.registry import FUNCTIONS
from addin.hosts.calc.extension.build import build, parts
from addin.hosts.calc.extension.configuration import addons, calc_addins
from addin.hosts.calc.extension.icon import png
from addin.hosts.calc.extension.interface import idl, method_name
from addin.words import LANGS

OOR = "{http://openoffice.org/2001/registry}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def node(parent: ET._Element, *path: str) -> ET._Element:
    for name in path:
        parent = next(e for e in parent.findall("node") if e.get(f"{OOR}name") == name)
    return parent


def texts(parent: ET._Element, prop: str) -> dict[str | None, str | None]:
    found = next(e for e in parent.findall("prop") if e.get(f"{OOR}name") == prop)
    return {value.get(LANG): value.text for value in found.findall("value")}


def test_the_interface_of_the_functions() -> None:
    listed = idl(FUNCTIONS)
    table = "com::sun::star::table::XCellRange"
    hidden = "[in] com::sun::star::beans::XPropertySet document"
    assert (
        f"    sequence< sequence< any > > deals([in] {table} deals, [in] any stages, [in] any history, "
        f"[in] any spend, [in] any plan, [in] any rates, [in] any settings, {hidden});\n"
    ) in listed
    assert (
        "    sequence< sequence< any > > stageConv([in] any deals, [in] any fromStage, [in] any toStage, "
        f"[in] any manager, [in] any source, [in] any window, [in] any measure, {hidden});\n"
    ) in listed
    assert listed.count("sequence< sequence< any > >") == len(FUNCTIONS) == 8


def test_methods_are_what_saved_files_hold_and_never_change() -> None:
    named = [method_name(function) for function in FUNCTIONS]
    assert named == [
        *("deals", "intake", "stageConv", "presaleForecast"),
        *("movement", "trend", "timeInStage", "reportBlock"),
    ]


def test_the_wizard_has_names_and_help_in_both_languages() -> None:
    listed = node(
        ET.fromstring(calc_addins(FUNCTIONS).encode()),
        "AddInInfo",
        "org.honestfunnel.Functions",
        "AddInFunctions",
    )
    for function in FUNCTIONS:
        entry = node(listed, method_name(function))
        assert texts(entry, "CompatibilityName") == {"en-US": function.name}
        assert texts(entry, "DisplayName") == dict.fromkeys(LANGS, function.name)
        assert texts(entry, "Description") == {lang: function.help(lang) for lang in LANGS}
        arguments = node(entry, "Parameters").findall("node")
        assert [texts(a, "DisplayName")["ru"] for a in arguments] == [a.name for a in function.arguments]
        for found, argument in zip(arguments, function.arguments, strict=True):
            said = {lang: function.argument_help(argument, lang) for lang in LANGS}
            assert texts(found, "Description") == said


def test_toolbar_and_menu_call_the_commands_in_spreadsheets_only() -> None:
    root = node(ET.fromstring(addons().encode()), "AddonUI")
    button = node(root, "OfficeToolBar", "org.honestfunnel.calc.toolbar", "refresh")
    assert texts(button, "URL") == {None: "org.honestfunnel:refresh"}
    assert texts(button, "Context") == {None: "com.sun.star.sheet.SpreadsheetDocument"}
    assert texts(button, "Title") == {"ru": "Обновить отчёт", "en": "Refresh report"}
    menu = node(root, "OfficeMenuBar", "org.honestfunnel.calc.menu")
    assert texts(menu, "Title") == {"ru": "Честная воронка", "en": "Honest Funnel"}
    assert [e.get(f"{OOR}name") for e in node(menu, "Submenu")] == ["0_refresh"]


def test_the_package_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    one, two = (build(tmp_path / name, "/usr/bin/python3", "ru") for name in ("one.oxt", "two.oxt"))
    assert one.read_bytes() == two.read_bytes()


def test_the_package_is_whole(tmp_path: Path) -> None:
    with zipfile.ZipFile(build(tmp_path / "hf.oxt", "/usr/bin/python3")) as package:
        files = {name: package.read(name) for name in package.namelist()}
    manifest = ET.fromstring(files["META-INF/manifest.xml"])
    listed = [entry.get("{http://openoffice.org/2001/manifest}full-path") for entry in manifest]
    assert len(listed) == 7
    assert set(listed) <= set(files)
    for name, content in files.items():
        if Path(name).suffix in {".xml", ".xcu", ".components"}:
            ET.fromstring(content)
    assert ET.fromstring(files["honest_funnel.components"])[0].get("uri") in files
    assert f'<version value="{__version__}"/>'.encode() in files["description.xml"]


def test_settings_tell_the_interpreter_the_language_and_the_words() -> None:
    written = parts("/opt/py/bin/python", "ru")["pythonpath/honest_funnel_office/settings.json"]
    found = json.loads(written)
    assert (found["python"], found["lang"], found["version"]) == ("/opt/py/bin/python", "ru", __version__)
    assert json.loads(parts("x", None)["pythonpath/honest_funnel_office/settings.json"])["lang"] == ""
    asked: set[str] = set()
    for path in (Path(__file__).parents[4] / "addin/hosts/calc/office").glob("*.py"):
        raised = re.findall(r"(?:words|WorkerError|_failing)\(([^)\n]*)", path.read_text(encoding="utf-8"))
        asked |= {word for call in raised for word in re.findall(r"\"(\w+)\"", call)}
    assert asked == set(found["words"])
    assert all(set(text) == set(LANGS) for text in found["words"].values())


@pytest.mark.parametrize("side", [16, 26])
def test_the_icon_is_a_png_of_its_size(side: int) -> None:
    picture = png(side)
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == (side, side)


def test_the_office_side_is_written_for_an_old_python() -> None:
    for name, content in parts(sys.executable, None).items():
        if name.endswith(".py"):
            ast.parse(content, filename=name, feature_version=(3, 8))


def test_unpacked_files_need_no_rights_to_run(extension: Path) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) & 0o111 for path in extension.rglob("*") if path.is_file()}
    assert modes == {0}
