"""Builds the extension for LibreOffice Calc from the registry of functions: a zip, the same bytes each time.

It holds the interface of the functions (``.idl``, which the office reads as it is), their names and help
for the function wizard, toolbar and menu, the job that runs when a workbook opens, and the Python that runs
in the office.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from addin import __version__
from addin.functions.registry import FUNCTIONS
from addin.hosts.calc.extension.configuration import (
    XML,
    addons,
    calc_addins,
    jobs,
    protocol_handler,
    window_state,
)
from addin.hosts.calc.extension.icon import png
from addin.hosts.calc.extension.interface import idl, method_name
from addin.hosts.calc.extension.package import (
    COMPONENTS,
    CONFIGURATION,
    IDENTIFIER,
    OFFICE_FOLDER,
    PACKAGE,
    SERVING,
    manifest,
    office_modules,
    serving_parts,
)
from addin.words import LANGS, Lang, catalogue, say

EPOCH = (1980, 1, 1, 0, 0, 0)
TYPES = "application/vnd.sun.star.uno-typelibrary;type=RDB"
LISTED = {
    "XFunctions.idl": TYPES,
    "honest_funnel.components": COMPONENTS,
    "CalcAddIns.xcu": CONFIGURATION,
    "Addons.xcu": CONFIGURATION,
    "CalcWindowState.xcu": CONFIGURATION,
    "Jobs.xcu": CONFIGURATION,
    "ProtocolHandler.xcu": CONFIGURATION,
}
"""What the office reads of the extension, and its media type."""


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
    """Write the extension's files below ``folder``, for an office of ours: with the part that answers us."""
    for name, content in (parts(python, lang) | _answering()).items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


def parts(python: str, lang: Lang | None) -> dict[str, bytes]:
    """Every file of the extension: path → content."""
    texts = {
        "META-INF/manifest.xml": manifest(LISTED),
        "description.xml": _description(),
        "XFunctions.idl": idl(FUNCTIONS),
        "CalcAddIns.xcu": calc_addins(FUNCTIONS),
        "Addons.xcu": addons(),
        "CalcWindowState.xcu": window_state(),
        "Jobs.xcu": jobs(),
        "ProtocolHandler.xcu": protocol_handler(),
        f"pythonpath/{PACKAGE}/settings.json": _settings(python, lang),
    }
    texts |= {f"description.{one}.txt": _about(python, one) for one in LANGS}
    icons = {f"icons/funnel_{side}.png": png(side) for side in (16, 26)}
    components = [OFFICE_FOLDER / "components" / f"honest_funnel.{kind}" for kind in ("components", "py")]
    own = {f.name: f.read_bytes() for f in components}
    return {name: text.encode() for name, text in texts.items()} | icons | own | _modules(serving=False)


def _answering() -> dict[str, bytes]:
    listed = {"META-INF/manifest.xml": manifest(LISTED | SERVING).encode()}
    return serving_parts(PACKAGE) | _modules(serving=True) | listed


def _modules(*, serving: bool) -> dict[str, bytes]:
    return {f"pythonpath/{PACKAGE}/{f.name}": f.read_bytes() for f in office_modules(serving=serving)}


def _description() -> str:
    names = "".join(f'<name lang="{lang}">{escape(say("calc.menu", lang))}</name>' for lang in LANGS)
    about = "".join(f'<src lang="{lang}" xlink:href="description.{lang}.txt"/>' for lang in LANGS)
    return (
        f'{XML}<description xmlns="http://openoffice.org/extensions/description/2006"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink">\n'
        f'<identifier value="{IDENTIFIER}"/><version value="{__version__}"/>\n'
        f"<display-name>{names}</display-name>\n"
        f"<extension-description>{about}</extension-description>\n"
        '<icon><default xlink:href="icons/funnel_26.png"/></icon>\n</description>\n'
    )


def _about(python: str, lang: Lang) -> str:
    """What the list of extensions says."""
    names = ", ".join(function.name for function in FUNCTIONS)
    return say("calc.description", lang, version=__version__, functions=names, python=python)


def _settings(python: str, lang: Lang | None) -> str:
    functions = {
        method_name(f): {
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
    settings = {
        "python": python,
        "lang": lang or "",
        "version": __version__,
        "functions": functions,
        "words": words,
    }
    return json.dumps(settings, ensure_ascii=False, indent=1)
