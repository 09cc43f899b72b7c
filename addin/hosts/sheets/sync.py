"""One refresh of a shared spreadsheet: read, compute, plan, publish; once more if somebody came first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from addin.deals.grids import CellsGrid
from addin.deals.tables.key_value import read_template_settings
from addin.errors import HonestFunnelError, InputError
from addin.functions.arguments import handle_text
from addin.functions.disk_cache import digest_of
from addin.hosts.sheets import ledger
from addin.hosts.sheets.client import ConflictError, Remote, UnknownOutcomeError
from addin.hosts.sheets.control import DEALS, STATUS
from addin.hosts.sheets.layout import language_of
from addin.hosts.sheets.lookup_table import Row, lookup_rows
from addin.hosts.sheets.plan import plan
from addin.hosts.sheets.plan_regions import cell_regions
from addin.hosts.sheets.publish import publish
from addin.hosts.sheets.reading import Snapshot, read, to_serial
from addin.hosts.sheets.settle import settle
from addin.hosts.sheets.steps import Plan, Write
from addin.hosts.sheets.structure import Structure, parse_structure
from addin.hosts.sheets.values import is_same
from addin.refresh import Input, LoadedData, Progress, Request, done_message, open_input, type_tables
from addin.report.build import Report, report_of
from addin.report.figures import compute_figures
from addin.time_zones import zone_names
from addin.words import Lang, say


@dataclass(frozen=True)
class SyncRequest:
    """What a user request for.

    Args:
        deals: a file of raw deals in place of the spreadsheet's own tabs.
        options: setting → text.
        lang: the language where nobody names one.
        dry_run: plan, and do nothing.
        sheet: the name of the sheet of the deals in that file; None: it is to be found.
    """

    deals: Path | None = None
    options: Mapping[str, str | None] = field(default_factory=dict)
    lang: Lang = "en"
    dry_run: bool = False
    sheet: str | None = None


@dataclass(frozen=True)
class SyncResult:
    """What came of it.

    Args:
        report: what was published.
        plan: carried out.
        text: the sentence for people.
        beside: the workbook of mapping and stages found beside the deals file, if one was.
    """

    report: Report
    plan: Plan
    text: str
    beside: Path | None = None


def sync(remote: Remote, request: SyncRequest, step: Progress = lambda _: None) -> SyncResult:
    """Refresh the report in a spreadsheet.

    Raises:
        InputError, OptionError: in words a user can act on; the report shown is the former one, whole.
    """
    remote.http.retry.start()
    try:
        return _attempt(remote, request, step, strict=True)
    except ConflictError:
        try:  # somebody changed the spreadsheet meanwhile: from a fresh read, once
            return _attempt(remote, request, step, strict=False)
        except ConflictError as error:
            busy = InputError("sheets_busy", message=error)
            if not request.dry_run:
                with suppress(HonestFunnelError, ConflictError):
                    structure = parse_structure(remote.structure())
                    show_status(remote, structure, busy.text(language_of(structure, request.lang)))
            raise busy from error


def _attempt(remote: Remote, request: SyncRequest, step: Progress, *, strict: bool) -> SyncResult:
    step("reading")
    structure = parse_structure(remote.structure())
    if structure.journals and not request.dry_run:  # of a refresh that was killed, or is under way
        settle(remote, structure)
        structure = parse_structure(remote.structure())
    snapshot = read(remote, raw=request.deals is None, structure=structure)
    try:
        loaded = _loaded(snapshot, request)
        step("computing")
        report, rows = compute(loaded)
        today = loaded.settings.today()
        found = plan(snapshot, report, to_serial(dt.datetime.combine(today, dt.time())), rows)
        ledger.plan_rows(snapshot, loaded, found)
        text = done_message(report, loaded.settings)
        if not request.dry_run:
            step("publishing")
            kept = _publish(remote, snapshot, found, report, text, strict=strict)
            text = f"{text} {say('sheets.kept', report.lang, count=kept)}" if kept else text
            if kept:
                show_status(remote, snapshot.structure, text)
    except HonestFunnelError as error:
        if not request.dry_run:
            show_status(remote, snapshot.structure, error.text(language_of(snapshot.structure, request.lang)))
        raise
    return SyncResult(report, found, text, loaded.beside)


def compute(loaded: LoadedData) -> tuple[Report, list[Row]]:
    """The report, and the answers that functions in the spreadsheet look up."""
    settings = loaded.settings
    found = compute_figures(loaded.data, settings, settings.today())
    return report_of(found), lookup_rows(found)


def _loaded(snapshot: Snapshot, request: SyncRequest) -> LoadedData:
    """The raw tables, of a file or of the spreadsheet's tabs, typed, in the spreadsheet's time zone."""
    structure, template = snapshot.structure, dict[str, str]()
    place = next((place for place in structure.places if place.block.name == "settings"), None)
    if place is not None:
        tab = next(tab for tab in structure.tabs if tab.title == place.sheet)
        template = read_template_settings(CellsGrid(tab.title, snapshot.cells[tab.id].rows))
    if structure.timezone in zone_names():
        template.setdefault("timezone", structure.timezone)
    given = (
        open_input(Request(request.deals, sheet=request.sheet)) if request.deals is not None else Input({})
    )
    lang = language_of(structure, request.lang)
    loaded = type_tables({**given.tables, **snapshot.tables}, request.options, template, lang)
    return replace(loaded, beside=given.beside)


def _publish(
    remote: Remote, snapshot: Snapshot, found: Plan, report: Report, text: str, *, strict: bool
) -> int:
    """Carry the plan out; how many texts that people typed meanwhile went to the list of kept notes."""
    structure = snapshot.structure
    if found.is_empty:  # what is shown is right already; only the moment is told
        show_status(remote, structure, text)
        return 0
    names = []
    for name, value in ((STATUS, text), (DEALS, revision_text(report))):
        cell = structure.range_named(name)
        if cell is not None and not is_same(
            snapshot.cells[cell.tab].value(cell.rect.top, cell.rect.left), value
        ):
            found.direct.append(Write(cell.tab, cell.rect.top, cell.rect.left, [[value]]))
            names.append(cell)
    found.regions += cell_regions(snapshot, names)
    return publish(remote, snapshot, found, strict=strict).kept


def revision_text(report: Report) -> str:
    """What ``hf_deals`` shows of a report; another report, another text."""
    from addin.report.json_export import as_json

    used = int(report.blocks["header"]["rows_used"].iloc[0])
    return handle_text(digest_of(as_json(report).encode()), used, report.lang)


def show_status(remote: Remote, structure: Structure, text: str) -> None:
    """Put the outcome where the team looks; that it was told matters less than the outcome itself."""
    cell = structure.range_named(STATUS)
    if cell is None:
        return
    with suppress(HonestFunnelError, ConflictError, UnknownOutcomeError):
        remote.write([{"range": cell.name, "values": [[text]]}])  # by its name: rows may have moved
