"""What the office is told in its own configuration files (``.xcu``): functions, toolbar, menu and job."""

from __future__ import annotations

from xml.sax.saxutils import escape

from addin.functions.function import Function
from addin.hosts.calc.extension.interface import SERVICE, camel_case, method_name
from addin.hosts.calc.extension.package import IDENTIFIER
from addin.words import LANGS, say

COMMANDS = ("refresh",)
PROTOCOL = "org.honestfunnel:"
"""What the addresses of commands begin with; each works on the document that it is asked for in."""
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
OOR = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
SPREADSHEETS = "com.sun.star.sheet.SpreadsheetDocument"


def calc_addins(functions: tuple[Function, ...]) -> str:
    """Names and help for the function wizard, and the name that stands in .xlsx files."""
    nodes = []
    for function in functions:
        arguments = "".join(
            _node(
                camel_case(a.name),
                _prop("DisplayName", dict.fromkeys(LANGS, a.name))
                + _prop("Description", {lang: function.argument_help(a, lang) for lang in LANGS}),
            )
            for a in function.arguments
        )
        nodes.append(
            _node(
                method_name(function),
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
    images = "".join(_node(f"{IDENTIFIER}.image.{name}", _image(name)) for name in COMMANDS)
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


def jobs() -> str:
    """The job that runs when a workbook opens."""
    job = _node(
        "HonestFunnelOnLoad", '<prop oor:name="Service"><value>org.honestfunnel.OnLoad</value></prop>'
    )
    listed = f'<node oor:name="JobList">{_node("HonestFunnelOnLoad", "")}</node>'
    return _component(
        "Jobs",
        f'<node oor:name="Jobs">{job}</node>'
        f'<node oor:name="Events"><node oor:name="OnLoad" oor:op="fuse">{listed}</node></node>',
    )


def protocol_handler() -> str:
    """Who answers to the addresses of commands."""
    protocols = f'<prop oor:name="Protocols"><value>{PROTOCOL}*</value></prop>'
    return _component(
        "ProtocolHandler",
        f'<node oor:name="HandlerSet">{_node("org.honestfunnel.Commands.python", protocols)}</node>',
    )


def _item(command: str) -> str:
    return (
        _plain("URL", PROTOCOL + command)
        + _prop("Title", _both(f"calc.command.{command}"))
        + _plain("Target", "_self")
        + _plain("Context", SPREADSHEETS)
    )


def _image(command: str) -> str:
    pictures = _plain("ImageSmallURL", "%origin%/icons/funnel_16.png") + _plain(
        "ImageBigURL", "%origin%/icons/funnel_26.png"
    )
    inside = f'<node oor:name="UserDefinedImages">{pictures}</node>'
    return _plain("URL", PROTOCOL + command) + inside


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
