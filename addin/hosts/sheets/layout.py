"""The report laid out in a spreadsheet of the team's: the tabs of our template, added to what is there."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path

from openpyxl.workbook import Workbook

from addin.deals.tables.columns import SHEETS
from addin.deals.values.text import fold
from addin.errors import InputError
from addin.hosts.sheets import api_errors, requests
from addin.hosts.sheets.client import ConflictError, Remote
from addin.hosts.sheets.control import REFRESH, control_requests
from addin.hosts.sheets.lookup_table import ANSWERS, WIDTH
from addin.hosts.sheets.structure import Json, Structure, parse_structure
from addin.hosts.sheets.template_tabs import Layout
from addin.placement.places import block_of
from addin.placement.ranges import Rect, parse_reference
from addin.report.blocks import Block
from addin.words import Lang, say

_ANSWER_ROWS = 500


def language_of(structure: Structure, otherwise: Lang) -> Lang:
    """The language of a spreadsheet: Russian where its locale is, else the other one."""
    return "ru" if structure.locale.casefold().startswith("ru") else otherwise


def init(remote: Remote, lang: Lang | None, otherwise: Lang, template: Path | None = None) -> list[str]:
    """Add the tabs of the report that a spreadsheet lacks, all or none; nothing of what is there changes.

    Args:
        remote: the spreadsheet.
        lang: the language of the tabs; None: that of the spreadsheet's locale.
        otherwise: the language where the locale tells none.
        template: a report template of one's own, .xlsx.

    Returns:
        The titles of the tabs added.

    Raises:
        InputError: in words a user can act on; nothing has changed.
    """
    remote.http.retry.start()
    structure = parse_structure(remote.structure())
    spoken = lang or language_of(structure, otherwise)
    if template is None:
        with as_file(files("sheets_templates") / f"report.{spoken}.xlsx") as ours:
            titles, requests = missing_tabs(structure, ours, spoken)
    else:
        titles, requests = missing_tabs(structure, template, spoken)
    added = (one["addSheet"]["properties"]["gridProperties"] for one in requests if "addSheet" in one)
    api_errors.check_cell_limit(
        [*structure.grids.values(), *((grid["rowCount"], grid["columnCount"]) for grid in added)]
    )
    if requests:
        _send(remote, requests, titles)
    return titles


def missing_tabs(structure: Structure, template: Path, lang: Lang) -> tuple[list[str], list[Json]]:
    """The titles of the tabs a spreadsheet lacks, and the requests that add them.

    Raises:
        InputError: the template cannot be read or holds no blocks.
    """
    book = open_template(template)
    blocks: dict[str, list[tuple[Block, Rect]]] = {}
    for name, defined in book.defined_names.items():
        block, place = block_of(name), parse_reference(defined.attr_text or "")
        if block is not None and place is not None:
            blocks.setdefault(place[0], []).append((block, place[1]))
    if not blocks:
        raise InputError("template_without_blocks", file=template)
    numbers = structure.free_ids()
    titles: list[str] = []
    wanted: list[Json] = []
    for sheet in book.worksheets:
        found = blocks.get(sheet.title, [])
        if found and not any(structure.range_named(f"hf_{block.name}") for block, _ in found):
            titles.append(structure.free_title(_distinct_title(sheet.title, lang)))
            wanted += Layout(sheet, next(numbers), titles[-1], tuple(found)).requests()
    how = say("sheet.how", lang)
    if how in book.sheetnames and structure.free_title(how) == how:
        titles.append(how)
        wanted += Layout(book[how], next(numbers), how, ()).requests()
    if structure.range_named(ANSWERS) is None:
        tab = next(numbers)
        wanted.append(requests.add_hidden_sheet(tab, structure.free_title(ANSWERS), _ANSWER_ROWS, WIDTH))
        wanted.append(requests.add_named_range(ANSWERS, tab, Rect(1, 1, _ANSWER_ROWS, WIDTH)))
    if structure.range_named(REFRESH) is None:
        titles.append(structure.free_title(say("sheet.refresh", lang)))
        wanted += control_requests(next(numbers), titles[-1], lang)
    return titles, wanted


def open_template(template: Path) -> Workbook:
    """A template as openpyxl has it.

    Raises:
        InputError: ``file_missing`` or ``file_damaged``.
    """
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that Google Sheets does not have either
            return openpyxl.load_workbook(BytesIO(template.read_bytes()))
    except FileNotFoundError as error:
        raise InputError("file_missing", path=template, folder=template.absolute().parent) from error
    except Exception as error:  # whatever a foreign file makes the library raise
        raise InputError("file_damaged", path=template) from error


def _distinct_title(title: str, lang: Lang) -> str:
    """A tab's title that is not that of a table of raw data, which people may add later."""
    raw = {fold(name) for names in SHEETS.values() for name in names}
    return say("sheet.of_report", lang, title=title) if fold(title) in raw else title


def _send(remote: Remote, requests: Sequence[Json], titles: Sequence[str]) -> None:
    """All requests at once; where the answer is lost, look whether the tabs are there."""

    def are_there() -> bool:
        return set(titles) <= {tab.title for tab in parse_structure(remote.structure()).tabs}

    try:
        remote.update_once(requests, are_there)
    except ConflictError as error:
        raise InputError("sheets_busy", message=error) from error
