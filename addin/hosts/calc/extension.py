"""Builds the extension for LibreOffice Calc from the registry of functions: a zip, the same bytes each time.

It holds the interface of the functions (``.idl``, which the office reads as it is), their names and help
for the function wizard, toolbar and menu, the job that runs when a workbook opens, and the Python that runs
in the office. What the office keeps in files it saves is the service and the method
(``ORG.HONESTFUNNEL.FUNCTIONS.STAGECONV``): these must never change.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from addin import __version__
from addin.functions.function import Argument, Function
from addin.functions.registry import FUNCTIONS
from addin.hosts.calc.bundle import COMPONENTS, ENTRY, MANIFEST, OFFICE, PACKAGE, modules
from addin.hosts.calc.icon import png
from addin.hosts.calc.install import IDENTIFIER
from addin.words import LANGS, Lang, catalogue, say

SERVICE = "org.honestfunnel.Functions"
EPOCH = (1980, 1, 1, 0, 0, 0)
COMMANDS = ("refresh", "help")
RANGE, ANY, DOCUMENT = "com::sun::star::table::XCellRange", "any", "com::sun::star::beans::XPropertySet"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
OOR = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
TYPES = "application/vnd.sun.star.uno-typelibrary;type=RDB"
CONFIGURATION = "application/vnd.sun.star.configuration-data"
COMPONENT_LISTS = ("honest_funnel.components", "serving.components")
SPREADSHEETS = "com.sun.star.sheet.SpreadsheetDocument"


def build(path: Path, python: str, lang: Lang | None = None) -> Path:
    """Write the extension to ``path``.

    Args:
        path: where the ``.oxt`` goes.
        python: the interpreter that shall run the worker.
        lang: the language of cells and messages; None follows the office's.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in sorted(parts(python, lang).items()):
            package.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return path


def unpack(folder: Path, python: str, lang: Lang | None = None) -> Path:
    """Write the extension's files below ``folder``, for an office that is told to bundle it."""
    for name, content in parts(python, lang).items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


def parts(python: str, lang: Lang | None) -> dict[str, bytes]:
    """Every file of the extension: path → content."""
    written = {
        "META-INF/manifest.xml": _manifest(),
        "description.xml": _description(),
        "XFunctions.idl": idl(FUNCTIONS),
        "CalcAddIns.xcu": calc_addins(FUNCTIONS),
        "Addons.xcu": addons(),
        "CalcWindowState.xcu": window_state(),
        "Jobs.xcu": _jobs(),
        f"pythonpath/{PACKAGE}/settings.json": _settings(python, lang),
    }
    pictures = {f"icons/funnel_{side}.png": png(side) for side in (16, 26)}
    return {name: text.encode() for name, text in written.items()} | pictures | _sources()


def _sources() -> dict[str, bytes]:
    package = {f"pythonpath/{PACKAGE}/{f.name}": f.read_bytes() for f in modules()}
    return package | {f.name: f.read_bytes() for f in (OFFICE / "components").iterdir() if f.is_file()}


def method(function: Function) -> str:
    """The name of a function inside the office: STAGE_CONV → stageConv."""
    return _camel(function.name)


def _camel(name: str) -> str:
    first, *rest = name.lower().split("_")
    return first + "".join(part.capitalize() for part in rest)


def kind(place: int, argument: Argument) -> str:
    """The UNO type an argument is declared with.

    A range object keeps its sheet and rows and may hold error cells; but Calc takes nothing else for it, nor
    lets it be left out at the end. So only a first table that must be given is one.
    """
    return RANGE if place == 0 and argument.kind == "table" and argument.required else ANY


def idl(functions: tuple[Function, ...]) -> str:
    """The interface; the document a formula stands in comes last, and users do not see it."""
    methods = []
    for function in functions:
        arguments = [f"[in] {kind(i, a)} {_camel(a.name)}" for i, a in enumerate(function.arguments)]
        listed = ", ".join([*arguments, f"[in] {DOCUMENT} document"])
        methods.append(f"    sequence< sequence< any > > {method(function)}({listed});\n")
    body = "".join(methods)
    return f"module org {{ module honestfunnel {{ interface XFunctions {{\n{body}}}; }}; }};\n"


def calc_addins(functions: tuple[Function, ...]) -> str:
    """Names and help for the function wizard, and the name that stands in .xlsx files."""
    nodes = []
    for function in functions:
        arguments = "".join(
            _node(
                _camel(a.name),
                _prop("DisplayName", dict.fromkeys(LANGS, a.name))
                + _prop("Description", {lang: function.argument_help(a, lang) for lang in LANGS}),
            )
            for a in function.arguments
        )
        nodes.append(
            _node(
                method(function),
                _prop("DisplayName", dict.fromkeys(LANGS, function.name))
                + _prop("Description", {lang: function.help(lang) for lang in LANGS})
                + '<prop oor:name="Category"><value>Add-In</value></prop>'
                + _prop("CompatibilityName", {"en-US": function.name})
                + f'<node oor:name="Parameters">{arguments}</node>',
            )
        )
    inside = f'<node oor:name="AddInFunctions">{"".join(nodes)}</node>'
    return _component("CalcAddIns", f'<node oor:name="AddInInfo">{_node(SERVICE, inside)}</node>')


def addons() -> str:
    """The toolbar with Refresh, and the menu."""
    button = _node("refresh", _item("refresh"))
    entries = "".join(_node(f"{i}_{name}", _item(name)) for i, name in enumerate(COMMANDS))
    menu = _node(
        f"{IDENTIFIER}.menu",
        _prop("Title", _both("calc.menu"))
        + _plain("Context", SPREADSHEETS)
        + f'<node oor:name="Submenu">{entries}</node>',
    )
    images = "".join(_node(f"{IDENTIFIER}.image.{name}", _image(name)) for name in COMMANDS[:1])
    return _component(
        "Addons",
        '<node oor:name="AddonUI">'
        f'<node oor:name="OfficeMenuBar">{menu}</node>'
        f'<node oor:name="OfficeToolBar">{_node(f"{IDENTIFIER}.toolbar", button)}</node>'
        f'<node oor:name="Images">{images}</node></node>',
    )


def window_state() -> str:
    """Where the toolbar is at first: in a row of its own above the sheet, its item with picture and words."""
    toolbar = _node(
        f"private:resource/toolbar/addon_{IDENTIFIER}.toolbar",
        _prop("UIName", _both("calc.menu"))
        + _typed("Docked", "boolean", "true")
        + _typed("DockingArea", "int", "0")
        + _typed("DockPos", "string", "0,2")
        + _typed("Style", "int", "2")
        + _typed("Visible", "boolean", "true"),
    )
    states = f'<node oor:name="UIElements"><node oor:name="States">{toolbar}</node></node>'
    return _component("CalcWindowState", states, "org.openoffice.Office.UI")


def _item(command: str) -> str:
    return (
        _plain("URL", f"service:org.honestfunnel.Commands?{command}")
        + _prop("Title", _both(f"calc.command.{command}"))
        + _plain("Target", "_self")
        + _plain("Context", SPREADSHEETS)
    )


def _image(command: str) -> str:
    pictures = _plain("ImageSmallURL", "%origin%/icons/funnel_16.png") + _plain(
        "ImageBigURL", "%origin%/icons/funnel_26.png"
    )
    inside = f'<node oor:name="UserDefinedImages">{pictures}</node>'
    return _plain("URL", f"service:org.honestfunnel.Commands?{command}") + inside


def _jobs() -> str:
    job = _node(
        "HonestFunnelOnLoad", '<prop oor:name="Service"><value>org.honestfunnel.OnLoad</value></prop>'
    )
    listed = f'<node oor:name="JobList">{_node("HonestFunnelOnLoad", "")}</node>'
    return _component(
        "Jobs",
        f'<node oor:name="Jobs">{job}</node>'
        f'<node oor:name="Events"><node oor:name="OnLoad" oor:op="fuse">{listed}</node></node>',
    )


def _manifest() -> str:
    kinds = {".idl": TYPES, ".components": COMPONENTS, ".xcu": CONFIGURATION}
    read = (
        "XFunctions.idl",
        *COMPONENT_LISTS,
        "CalcAddIns.xcu",
        "Addons.xcu",
        "CalcWindowState.xcu",
        "Jobs.xcu",
    )
    entries = (ENTRY.format(path=name, kind=kinds[Path(name).suffix]) for name in read)
    return MANIFEST.format(entries="\n".join(entries))


def _description() -> str:
    names = "".join(f'<name lang="{lang}">{escape(say("calc.menu", lang))}</name>' for lang in LANGS)
    return (
        f'{XML}<description xmlns="http://openoffice.org/extensions/description/2006"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink">\n'
        f'<identifier value="{IDENTIFIER}"/><version value="{__version__}"/>\n'
        f"<display-name>{names}</display-name>\n"
        '<icon><default xlink:href="icons/funnel_26.png"/></icon>\n</description>\n'
    )


def _settings(python: str, lang: Lang | None) -> str:
    functions = {
        method(f): {
            "name": f.name,
            "help": {one: f.help(one) for one in LANGS},
            "arguments": [
                {"name": a.name, "help": {one: f.argument_help(a, one) for one in LANGS}} for a in f.arguments
            ],
        }
        for f in FUNCTIONS
    }
    prefix = "calc.office."
    words = {key.removeprefix(prefix): text for key, text in catalogue().items() if key.startswith(prefix)}
    words["defect"] = catalogue()["calc.defect"]
    told = {
        "python": python,
        "lang": lang or "",
        "version": __version__,
        "functions": functions,
        "words": words,
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _both(key: str) -> dict[str, str]:
    return {lang: say(key, lang) for lang in LANGS}


def _component(name: str, inside: str, package: str = "org.openoffice.Office") -> str:
    return (
        f'{XML}<oor:component-data {OOR} oor:name="{name}" oor:package="{package}">\n'
        f"{inside}\n</oor:component-data>\n"
    )


def _node(name: str, inside: str) -> str:
    return f'<node oor:name="{name}" oor:op="replace">{inside}</node>\n'


def _prop(name: str, texts: dict[str, str]) -> str:
    values = "".join(f'<value xml:lang="{lang}">{escape(text)}</value>' for lang, text in texts.items())
    return f'<prop oor:name="{name}">{values}</prop>'


def _plain(name: str, text: str) -> str:
    return _typed(name, "string", text)


def _typed(name: str, kind: str, text: str) -> str:
    return f'<prop oor:name="{name}" oor:type="xs:{kind}"><value>{escape(text)}</value></prop>'
