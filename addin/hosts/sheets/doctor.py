"""What may keep a shared spreadsheet from being refreshed, found by one look at how it is built."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from addin.errors import InputError
from addin.hosts.sheets.client import Remote
from addin.hosts.sheets.control import REFRESH
from addin.hosts.sheets.structure import parse_structure
from addin.hosts.system import Finding, ok, refusal, warn


def spreadsheet(opened: Callable[[], Remote]) -> Iterator[Finding]:
    """Whether Google lets us in, knows the time, and the spreadsheet has what ``sheets init`` lays out.

    Args:
        opened: signs in and names the spreadsheet; its errors are findings too.
    """
    try:
        remote = opened()
        structure = parse_structure(remote.structure())
    except InputError as error:
        yield refusal(error)
        return
    yield ok("sheet", title=structure.title)
    if not structure.blocks or structure.range_named(REFRESH) is None:
        yield warn("sheet_bare")
