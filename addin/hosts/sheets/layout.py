"""The report laid out in a spreadsheet of the team's: the tabs of our template, added to what is there."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from importlib.resources import as_file, files
from io import BytesIO
from itertools import count
from pathlib import Path

from addin.deals.columns import SHEETS
from addin.deals.text import fold
from addin.errors import InputError
from addin.hosts.places import block_of
from addin.hosts.sheets.answers import ANSWERS, WIDTH
from addin.hosts.sheets.client import ConflictError, Json, Remote, UnclearError
from addin.hosts.sheets.control import REFRESH, control
from addin.hosts.sheets.publish import free_title
from addin.hosts.sheets.shape import Shape, grid, shape_of
from addin.hosts.sheets.xlsx_tabs import Layout
from addin.hosts.xlsx_ranges import Rect, target
from addin.report.blocks import Block
from addin.words import Lang, say

_ANSWER_ROWS = 500


def language_of(shape: Shape, otherwise: Lang) -> Lang:
    """The language of a spreadsheet: Russian where its locale is, else the other one."""
    return "ru" if shape.locale.casefold().startswith("ru") else otherwise


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
    remote.http.patience.begin()
    shape = shape_of(remote.shape())
    spoken = lang or language_of(shape, otherwise)
    if template is None:
        with as_file(files("sheets_templates") / f"report.{spoken}.xlsx") as ours:
            titles, requests = planned(shape, ours, spoken)
    else:
        titles, requests = planned(shape, template, spoken)
    if requests:
        _send(remote, requests, titles)
    return titles


def planned(shape: Shape, template: Path, lang: Lang) -> tuple[list[str], list[Json]]:
    """The titles of the tabs a spreadsheet lacks, and the requests that add them.

    Raises:
        InputError: the template cannot be read or holds no blocks.
    """
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that Google Sheets does not have either
            book = openpyxl.load_workbook(BytesIO(template.read_bytes()))
    except Exception as error:  # whatever a foreign file makes the library raise
        raise InputError("file_damaged", path=template) from error
    blocks: dict[str, list[tuple[Block, Rect]]] = {}
    for name, defined in book.defined_names.items():
        block, place = block_of(name), target(defined.attr_text or "")
        if block is not None and place is not None:
            blocks.setdefault(place[0], []).append((block, place[1]))
    if not blocks:
        raise InputError("template_without_blocks", file=template)
    numbers = _free_ids(shape)
    titles: list[str] = []
    requests: list[Json] = []
    for sheet in book.worksheets:
        found = blocks.get(sheet.title, [])
        if found and not any(shape.named(f"hf_{block.name}") for block, _ in found):
            titles.append(free_title(shape, _apart(sheet.title, lang)))
            requests += Layout(sheet, next(numbers), titles[-1], tuple(found)).requests()
    if shape.named(ANSWERS) is None:
        requests += hidden(next(numbers), free_title(shape, ANSWERS))
    if shape.named(REFRESH) is None:
        titles.append(free_title(shape, say("sheet.refresh", lang)))
        requests += control(next(numbers), titles[-1], lang)
    return titles, requests


def hidden(tab: int, title: str) -> Iterator[Json]:
    """The requests that add the tab of answers for functions."""
    size = {"rowCount": _ANSWER_ROWS, "columnCount": WIDTH}
    yield {
        "addSheet": {"properties": {"sheetId": tab, "title": title, "hidden": True, "gridProperties": size}}
    }
    cells = grid(tab, Rect(1, 1, _ANSWER_ROWS, WIDTH))
    yield {"addNamedRange": {"namedRange": {"name": ANSWERS, "range": cells}}}


def _apart(title: str, lang: Lang) -> str:
    """A tab's title that is not that of a table of raw data, which people may add later."""
    raw = {fold(name) for names in SHEETS.values() for name in names}
    return say("sheet.of_report", lang, title=title) if fold(title) in raw else title


def _free_ids(shape: Shape) -> Iterator[int]:
    taken = {tab.id for tab in shape.tabs}
    return (number for number in count(1_750_000_001) if number not in taken)


def _send(remote: Remote, requests: Sequence[Json], titles: Sequence[str]) -> None:
    """All requests at once; where the answer is lost, look whether the tabs are there."""
    attempt = 0
    while True:
        try:
            remote.update(requests)
        except UnclearError as error:
            if not remote.http.patience.wait(attempt):
                raise InputError("sheets_unreachable") from error
            attempt += 1
        except ConflictError as error:
            if attempt and _there(remote, titles):
                return
            raise InputError("sheets_busy", message=error) from error
        else:
            return
        if _there(remote, titles):
            return


def _there(remote: Remote, titles: Sequence[str]) -> bool:
    return set(titles) <= {tab.title for tab in shape_of(remote.shape()).tabs}
