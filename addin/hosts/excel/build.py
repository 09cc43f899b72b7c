"""Makes HonestFunnel.xlsm and HonestFunnel.xlam on any system, from nothing but installed libraries."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable
from functools import partial
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import xlsxwriter
from lxml import etree
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from addin import __version__
from addin.errors import InputError
from addin.functions.registry import FUNCTIONS
from addin.hosts.excel import settings
from addin.hosts.excel.project import CONFIG, HELP, Kind, add_project
from addin.words import Lang, say
from addin.xlsx.package import KINDS
from sheets_templates import formats
from sheets_templates.book import CREATED
from sheets_templates.live_workbook import blank_tables, make_live, sample_tables
from sheets_templates.monday import BUTTON, BUTTON_ROW
from sheets_templates.page_grid import COLUMN_PIXELS

NAMES: dict[Kind, str] = {".xlsm": "HonestFunnel.xlsm", ".xlam": "HonestFunnel.xlam"}

_ADDIN = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_TYPES, _RELATIONS, _RIBBON = "[Content_Types].xml", "_rels/.rels", "customUI/customUI.xml"
_RIBBON_KIND = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
_WORDS = ("refresh", "refresh_tip", "check", "check_tip", "show_help", "show_help_tip")
_MACRO = "[0]!HonestFunnel.RefreshReport"
"""What a button runs: a macro of the same workbook."""
_BUTTON: dict[str, Any] = {
    "width": 190,
    "height": 26,
    "y_offset": 4,
    "object_position": 3,
    "description": "honest-funnel refresh",
    "fill": {"color": formats.BLUE},
    "line": {"none": True},
    "font": {"name": formats.FONT, "size": 10, "bold": True, "color": "#FFFFFF"},
    "align": {"vertical": "middle", "horizontal": "center"},
}
_STAMP = (1980, 1, 1, 0, 0, 0)


def build(folder: Path, lang: Lang, sample: bool = False) -> list[Path]:
    """Make both files, in place of those that are there.

    Args:
        folder: where to; made where missing.
        lang: the language of sheets, help and messages.
        sample: put the sample department's deals on the raw sheets.

    Returns:
        The workbook and the add-in.

    Raises:
        InputError: ``output_not_writable``.
    """
    tables = sample_tables() if sample else blank_tables(lang)
    workbook = partial(make_live, lang, tables=tables, finish=partial(_finish, lang=lang))
    return [
        make(folder / NAMES[".xlsm"], lang, workbook),
        build_addin(folder / NAMES[".xlam"], lang),
    ]


def build_addin(target: Path, lang: Lang) -> Path:
    """Make the add-in alone.

    Raises:
        InputError: ``output_not_writable``.
    """
    return make(target, lang, partial(_sheets_of_addin, lang))


def make(target: Path, lang: Lang, sheets: Callable[[Path], None]) -> Path:
    """Make one file; what was there stays until the new one is whole.

    Args:
        target: the file; its ending says what it is.
        lang: the language of its functions and macros.
        sheets: writes the workbook to a path.

    Raises:
        InputError: ``output_not_writable``.
    """
    kind: Kind = ".xlam" if target.suffix == ".xlam" else ".xlsm"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            draft, whole = Path(folder) / "draft.xlsm", Path(folder) / target.name
            sheets(draft)
            add_project(draft, kind, lang)
            _pack(draft, whole, kind, lang)
            whole.replace(target)
    except OSError as error:
        raise InputError("output_not_writable", file=target) from error
    return target


def _finish(file: Workbook, lang: Lang) -> None:
    """A button on the page for Monday and on that of the formulas, and the hidden sheets."""
    caption = say("excel.refresh", lang)
    room = {"width": COLUMN_PIXELS * (BUTTON[1] - BUTTON[0] + 1), "height": 22, "y_offset": 1}
    monday = file.get_worksheet_by_name(say("sheet.monday", lang))
    monday.insert_textbox(BUTTON_ROW, BUTTON[0], caption, _BUTTON | room)
    _formulas(file, lang).insert_textbox(0, 2, caption, _BUTTON)
    _hidden_sheets(file, lang)


def _formulas(file: Workbook, lang: Lang) -> Worksheet:
    return file.get_worksheet_by_name(say("live.formulas", lang))


def _sheets_of_addin(lang: Lang, path: Path) -> None:
    with xlsxwriter.Workbook(path) as file:
        file.set_properties({"title": "Honest Funnel", "author": "Honest Funnel", "created": CREATED})
        page = file.add_worksheet("Honest Funnel")  # one has to be visible, and is where there is no add-in
        page.write_column(0, 0, [f"Honest Funnel {__version__}", say("excel.help", lang)])
        _hidden_sheets(file, lang)


def _hidden_sheets(file: Workbook, lang: Lang) -> None:
    config = file.add_worksheet(CONFIG)
    config.set_column(0, 1, 40)
    for row, line in enumerate(settings.config_rows(lang)):
        config.write_row(row, 0, line)
    config.hide()
    texts = file.add_worksheet(HELP)
    texts.write_row(0, 0, ["", say("excel.no_workbook", lang)])
    for row, function in enumerate(FUNCTIONS, 1):
        hints = [function.argument_help(argument, lang) for argument in function.arguments]
        texts.write_row(row, 0, [function.name, function.help(lang), *hints])
    texts.very_hidden()


def _pack(draft: Path, target: Path, kind: Kind, lang: Lang) -> None:
    """Write the parts again as what they are to be, with no time in them."""
    with zipfile.ZipFile(draft) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    own = {".xlsm": KINDS[".xlsm"], ".xlam": _ADDIN}[kind]
    parts[_TYPES] = _replaced(parts[_TYPES], KINDS[".xlsx"], own)
    for name in [name for name in parts if name.startswith("xl/drawings/drawing")]:
        parts[name] = _with_macro(parts[name])
    if kind == ".xlam":
        link = f'<Relationship Id="rIdRibbon" Type="{_RIBBON_KIND}" Target="{_RIBBON}"/>'
        parts[_RELATIONS] = _replaced(parts[_RELATIONS], "</Relationships>", f"{link}</Relationships>")
        parts[_RIBBON] = _ribbon(lang)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, content)


def _with_macro(drawing: bytes) -> bytes:
    """Our text boxes in a drawing made into buttons."""
    root = etree.fromstring(drawing)
    shapes = f"{{{_DRAWING}}}sp"
    for shape in root.iter(shapes):
        if next(shape.iter(f"{{{_DRAWING}}}cNvPr")).get("descr") == _BUTTON["description"]:
            shape.set("macro", _MACRO)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _replaced(part: bytes, old: str, new: str) -> bytes:
    if part.count(old.encode()) != 1:
        raise ValueError(f"{old} is not there once")
    return part.replace(old.encode(), new.encode())


def _ribbon(lang: Lang) -> bytes:
    text = (files(__package__) / "vba" / "ribbon.xml").read_text(encoding="utf-8")
    for word in _WORDS:
        text = text.replace(f"{{{word}}}", escape(say(f"excel.{word}", lang)))
    return text.encode()
