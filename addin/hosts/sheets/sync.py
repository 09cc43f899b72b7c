"""One refresh of a shared spreadsheet: read, compute, plan, publish; once more if somebody came first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import available_timezones

from addin.deals.grids import CellsGrid
from addin.deals.tables.key_value import read_template_settings
from addin.errors import HonestFunnelError, InputError
from addin.functions.arguments import handle_text
from addin.functions.disk_cache import digest_of
from addin.hosts.sheets import ledger
from addin.hosts.sheets.client import ConflictError, Remote, UnclearError
from addin.hosts.sheets.control import DEALS, STATUS
from addin.hosts.sheets.layout import language_of
from addin.hosts.sheets.lookup_table import Row, answers
from addin.hosts.sheets.plan import plan
from addin.hosts.sheets.publish import publish
from addin.hosts.sheets.reading import Snapshot, read, serial
from addin.hosts.sheets.steps import Plan, Write
from addin.hosts.sheets.structure import Shape, quoted, shape_of
from addin.hosts.sheets.values import same
from addin.placement.ranges import Rect
from addin.readers.sources import open_sources
from addin.refresh import Loaded, Step, outcome, typed
from addin.report.build import Report, report_of
from addin.report.figures import figures
from addin.words import Lang


@dataclass(frozen=True)
class Asked:
    """What a user asked for.

    Args:
        deals: a file of raw deals in place of the spreadsheet's own tabs.
        options: setting → text.
        lang: the language where nobody names one.
        dry: plan, and do nothing.
    """

    deals: Path | None = None
    options: Mapping[str, str | None] = field(default_factory=dict)
    lang: Lang = "en"
    dry: bool = False


@dataclass(frozen=True)
class Done:
    """What came of it: the report, the plan carried out, and the sentence for people."""

    report: Report
    plan: Plan
    text: str


def sync(remote: Remote, asked: Asked, step: Step = lambda _: None) -> Done:
    """Refresh the report in a spreadsheet.

    Raises:
        InputError, OptionError: in words a user can act on; the report shown is the former one, whole.
    """
    remote.http.patience.begin()
    try:
        return _tried(remote, asked, step)
    except ConflictError:
        try:  # somebody changed the spreadsheet meanwhile: from a fresh read, once
            return _tried(remote, asked, step)
        except ConflictError as error:
            busy = InputError("sheets_busy", message=error)
            if not asked.dry:
                with suppress(HonestFunnelError, ConflictError):
                    shape = shape_of(remote.shape())
                    tell(remote, shape, busy.text(language_of(shape, asked.lang)))
            raise busy from error


def _tried(remote: Remote, asked: Asked, step: Step) -> Done:
    step("reading")
    snapshot = read(remote, raw=asked.deals is None)
    try:
        loaded = _loaded(snapshot, asked)
        step("computing")
        report, rows = computed(loaded)
        today = loaded.settings.today()
        found = plan(snapshot, report, serial(dt.datetime.combine(today, dt.time())), rows)
        ledger.note(snapshot, loaded, found)
        text = outcome(report, loaded.settings)
        if not asked.dry:
            step("publishing")
            _publish(remote, snapshot, found, report, text)
    except HonestFunnelError as error:
        if not asked.dry:
            tell(remote, snapshot.shape, error.text(language_of(snapshot.shape, asked.lang)))
        raise
    return Done(report, found, text)


def computed(loaded: Loaded) -> tuple[Report, list[Row]]:
    """The report, and the answers that functions in the spreadsheet look up."""
    settings = loaded.settings
    found = figures(loaded.data, settings, settings.today())
    return report_of(found), answers(found)


def _loaded(snapshot: Snapshot, asked: Asked) -> Loaded:
    """The raw tables, of a file or of the spreadsheet's tabs, typed, in the spreadsheet's time zone."""
    shape, template = snapshot.shape, dict[str, str]()
    place = next((place for place in shape.places if place.block.name == "settings"), None)
    if place is not None:
        tab = next(tab for tab in shape.tabs if tab.title == place.sheet)
        template = read_template_settings(CellsGrid(tab.title, snapshot.cells[tab.id].rows))
    if shape.zone in available_timezones():
        template.setdefault("timezone", shape.zone)
    given = open_sources(asked.deals).tables if asked.deals is not None else {}
    return typed({**given, **snapshot.tables}, asked.options, template, language_of(shape, asked.lang))


def _publish(remote: Remote, snapshot: Snapshot, found: Plan, report: Report, text: str) -> None:
    shape = snapshot.shape
    if found.empty:  # what is shown is right already; only the moment is told
        tell(remote, shape, text)
        return
    for name, value in ((STATUS, text), (DEALS, revision_text(report))):
        cell = shape.named(name)
        if cell is not None and not same(
            snapshot.cells[cell.tab].value(cell.rect.top, cell.rect.left), value
        ):
            found.direct.append(Write(cell.tab, cell.rect.top, cell.rect.left, [[value]]))
    publish(remote, snapshot, found)


def revision_text(report: Report) -> str:
    """What ``hf_deals`` shows of a report; another report, another text."""
    from addin.report.json_export import as_json

    used = int(report.blocks["header"]["rows_used"].iloc[0])
    return handle_text(digest_of(as_json(report).encode()), used, report.lang)


def tell(remote: Remote, shape: Shape, text: str) -> None:
    """Put the outcome where the team looks; that it was told matters less than the outcome itself."""
    cell = shape.named(STATUS)
    if cell is None:
        return
    place = Rect(cell.rect.top, cell.rect.left, cell.rect.top, cell.rect.left)
    with suppress(HonestFunnelError, ConflictError, UnclearError):
        title = quoted(shape.tab(cell.tab).title)
        remote.write([{"range": f"{title}!{place.a1}", "values": [[text]]}])
