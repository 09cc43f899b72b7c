"""One refresh over files: read the tables, settle the settings, build the report, write it."""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from addin.deals.asof import Deals, cut
from addin.deals.dataset import SCHEMAS, Dataset, empty
from addin.deals.grids import Grid
from addin.deals.reading.cells import ReadOptions
from addin.deals.reading.dataset import read
from addin.deals.tables.key_value import read_settings, read_template_settings
from addin.errors import InputError
from addin.readers.beside import NAMED_SETTINGS, OWN_SETTINGS, settings_beside, tables_beside
from addin.readers.kinds import refusing
from addin.readers.sources import open_sources, settings_of, settings_sheet, sheets_of
from addin.readers.store import StoreGrid
from addin.settings import Settings, resolve
from addin.time_zones import time_zone
from addin.words import LANGS, Lang, say

if TYPE_CHECKING:
    from addin.report.build import Report

Progress = Callable[[str], None]
"""Told the key of each step as it begins, for whoever shows progress."""
LEDGER = tuple(SCHEMAS["ledger"])
"""The columns of a ledger, in order."""


@dataclass(frozen=True)
class Request:
    """What a user asked for on the command line; ``None`` is not given.

    Args:
        deals: the file of raw deals.
        extra: table → its own file.
        options: setting → text.
        template: a report template; None: the one we ship.
        ledger: the file that gains what changed since it was last written; None: none is kept.
        sheet: the name of the sheet of the deals; None: it is to be found.
        system_lang: the language where nobody names one.
    """

    deals: Path
    extra: Mapping[str, Path] = field(default_factory=dict)
    options: Mapping[str, str | None] = field(default_factory=dict)
    template: Path | None = None
    ledger: Path | None = None
    sheet: str | None = None
    system_lang: Lang = "en"

    @property
    def lang(self) -> Lang:
        """The language named on the command line, else the system's."""
        named = self.options.get("lang")
        return next((lang for lang in LANGS if lang == named), self.system_lang)


@dataclass(frozen=True)
class LoadedData:
    """Typed data and the settings that go with them.

    Args:
        data: the tables.
        settings: as settled.
        beside: the workbook of mapping and stages found beside the deals and used; None where none was.
        ledger_digest: of the content of the ledger's file before it was read; "" where there was none.
    """

    data: Dataset
    settings: Settings
    beside: Path | None = None
    ledger_digest: str = ""


@dataclass(frozen=True)
class Input:
    """What there is to read.

    Args:
        tables: our name → its sheet.
        beside: the workbook beside the deals that some of them are from; None where none is.
        ledger_digest: as in :class:`LoadedData`.
    """

    tables: Mapping[str, Grid]
    beside: Path | None = None
    ledger_digest: str = ""


def load(request: Request, progress: Progress = lambda _: None) -> LoadedData:
    """Read all tables and settle the settings.

    Raises:
        InputError, OptionError: something in a file or an option, in words a user can act on.
    """
    progress("reading")
    found = open_input(request)
    template = read_template_settings(settings_sheet(request.template)) if request.template else {}
    loaded = type_tables(found.tables, request.options, template, request.system_lang)
    return replace(loaded, beside=found.beside, ledger_digest=found.ledger_digest)


def open_input(request: Request) -> Input:
    """The tables of the deals file, of the files named, and of the workbook beside the deals.

    Raises:
        InputError: a file or a sheet cannot be read, in words a user can act on.
    """
    extra, digest = dict(request.extra), ""
    if request.ledger is not None and request.ledger.exists():
        extra["ledger"], digest = request.ledger, digest_of(content_of(request.ledger))
    named = settings_of(extra["mapping"]) if "mapping" in extra else None
    answers = named if named is not None else settings_beside(request.deals)
    sheet = request.sheet or read_template_settings(answers).get("deals_sheet")
    tables = open_sources(request.deals, extra, sheet).tables
    if request.ledger is not None and isinstance(tables["deals"], StoreGrid):
        raise InputError("ledger_of_store", file=request.deals)
    if named is not None:
        tables[NAMED_SETTINGS] = named
        if "rates" not in tables:
            tables |= sheets_of(extra["mapping"], ["rates"])
    beside = tables_beside(request.deals, tables)
    return Input(beside.tables | tables, beside.path, digest)


def content_of(path: Path) -> bytes:
    """The content of a file; nothing where there is no file.

    Raises:
        InputError: it is there and cannot be read.
    """
    if not path.exists():
        return b""
    with refusing(path):
        return path.read_bytes()


def digest_of(content: bytes) -> str:
    """What tells a file's content from another; "" where there is none."""
    return hashlib.sha256(content).hexdigest() if content else ""


def type_tables(
    tables: Mapping[str, Grid], options: Mapping[str, str | None], template: Mapping[str, str], system: Lang
) -> LoadedData:
    """The tables typed, once the settings are settled, which say how to read them.

    Args:
        tables: our name → what was found under it.
        options: settings named on a command line.
        template: settings a report template holds.
        system: the language where nobody names one.

    Raises:
        InputError, OptionError: something in a table or a setting, in words a user can act on.
    """
    workbook = read_settings(tables.get("settings"))
    mapping = read_settings(tables.get(OWN_SETTINGS)) | read_settings(tables.get(NAMED_SETTINGS))
    settings = resolve(options, workbook, template, system, mapping)
    reading = ReadOptions(settings.timezone, settings.currency, settings.date_order, {}, settings.by)
    return LoadedData(read(tables, reading), settings)


def preload() -> None:
    """Begin to load what computing needs; whoever reads a file has a core to spare for it."""
    threading.Thread(target=import_module, args=("addin.report.build",)).start()


def report_of(loaded: LoadedData, progress: Progress = lambda _: None) -> Report:
    """The report of what was loaded."""
    from addin.report.build import build  # what only computing needs is loaded beside the reading

    progress("computing")
    return build(loaded.data, loaded.settings, loaded.settings.today())


def parts_of(loaded: LoadedData) -> Iterator[Report]:
    """The same report in parts, see :func:`addin.report.build.parts_of`."""
    from addin.report import build, figures

    found = figures.compute_figures(loaded.data, loaded.settings, loaded.settings.today())
    return build.parts_of(found)


def done_message(report: Report, settings: Settings) -> str:
    """What a refresh of a live spreadsheet says it did, and when."""
    header = report.blocks["header"].iloc[0]
    now = pd.Timestamp(dt.datetime.now(time_zone(settings.timezone)))
    return say(
        "refresh.done",
        report.lang,
        at=f"{now:%d.%m.%Y %H:%M}" if report.lang == "ru" else f"{now:%Y-%m-%d %H:%M}",
        as_of=header["as_of"],
        read=int(header["rows_read"]),
        used=int(header["rows_used"]),
        aside=int(header["rows_set_aside"]),
    )


def deals_of(loaded: LoadedData) -> Deals:
    """The deals a report would be made from; for looking without computing."""
    settings = loaded.settings
    return cut(loaded.data, settings.as_of, settings.pipeline, settings.today())


def updated_ledger(loaded: LoadedData, columns: Collection[str] = LEDGER) -> pd.DataFrame:
    """The ledger with what changed since the last state stored appended to it (schema ``ledger``).

    Args:
        loaded: with the ledger.
        columns: the columns the ledger has room for; a change of anything else is none.
    """
    from addin.deals.ledger import append

    now = (
        pd.Timestamp(dt.datetime.now(dt.UTC))
        .tz_convert(time_zone(loaded.settings.timezone))
        .tz_localize(None)
    )
    latest = loaded.data.deals.sort_values(["id", "status_changed", "row"], kind="stable")
    latest = latest.drop_duplicates("id", keep="last")
    nothing = empty("ledger").reindex(latest.index).fillna({"manager": ""})
    latest = latest.assign(**{column: nothing[column] for column in LEDGER if column not in columns})
    return append(loaded.data.ledger, latest, now.floor("s"))


def new_ledger_rows(loaded: LoadedData, columns: Collection[str] = LEDGER) -> pd.DataFrame:
    """The rows a ledger lacks (schema ``ledger``); see :func:`seen_now`."""
    return updated_ledger(loaded, columns).iloc[len(loaded.data.ledger) :]
