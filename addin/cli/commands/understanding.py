"""How a deals file is understood, also where it is refused: what to propose, and why it was refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from addin.cli.commands.outputs import check_outputs
from addin.deals.asof import Deals
from addin.deals.grids import CellsGrid, Grid
from addin.deals.issues import IssueLog
from addin.deals.proposal import Proposal
from addin.deals.proposed_columns import propose
from addin.deals.reading.deals_or_history import find_deals
from addin.deals.tables.key_value import read_mapping, read_settings
from addin.deals.tables.table import find_table
from addin.errors import HonestFunnelError
from addin.readers.beside import NAMED_SETTINGS, OWN_SETTINGS
from addin.refresh import Input, LoadedData, Request, deals_of, open_input, type_tables
from addin.words import Lang

Tables = Mapping[str, Grid]
_ASKED_BY = {"dates_ambiguous": "date_order", "currency_unset": "currency"}
"""Key of a refusal → the setting that it asks for."""


@dataclass(frozen=True)
class Understanding:
    """A deals file as it was understood.

    Args:
        proposal: what a Mapping and a Stages sheet would say.
        loaded: the data; None where they were refused.
        deals: the deals of a report; None where there can be none.
        refusal: why there can be no report; None where there can.
        lang: the language to tell it in.
        beside: the workbook beside the deals that was used.
    """

    proposal: Proposal
    loaded: LoadedData | None
    deals: Deals | None
    refusal: HonestFunnelError | None
    lang: Lang
    beside: Path | None


def understand(
    request: Request, progress: Callable[[str], None] = lambda _: None, *, statuses: bool = False
) -> Understanding:
    """Read a deals file as for a report, and what a proposal would say of it.

    Args:
        request: what was asked for.
        progress: told the key of each step.
        statuses: whether the statuses are wanted where the file is refused too: it is read again then, as
            the proposal has it.

    Raises:
        InputError: a file cannot be opened or holds nothing to propose anything of.
    """
    progress("reading")
    found = open_input(request)
    loaded, refusal = _attempt(request, found.tables)
    deals: Deals | None = None
    proposal = _columns(request, found, loaded, refusal)
    if refusal is not None and not proposal.headings:
        raise refusal
    lang = loaded.settings.lang if loaded is not None else request.lang
    read = loaded
    if read is None and statuses:
        tries = _tries(request, found.tables, proposal)
        read = next((read for asked, tables in tries for read, _ in [_attempt(asked, tables)] if read), None)
    if read is not None:
        proposal = proposal.with_stages(read.data)
    if loaded is not None and "stages" in found.tables:
        wanted = _asked(found.tables).get("stages", {})
        proposal = proposal.with_renamed(find_table("stages", found.tables["stages"], wanted, IssueLog()))
    if loaded is not None:
        proposal = proposal.with_used(loaded.data.matched)
        loaded = replace(loaded, beside=found.beside)
        deals, refusal = _deals(loaded)
    return Understanding(proposal, loaded, deals, refusal, lang, found.beside)


def _columns(
    request: Request, found: Input, loaded: LoadedData | None, refusal: HonestFunnelError | None
) -> Proposal:
    """What there is to say of columns and settings, where naming a column answers no question unasked."""
    proposal = replace(
        propose(found.tables, _asked(found.tables)),
        settings=_settings(request, found, refusal),
        rates=_lacking_rates(refusal),
    )
    if refusal is not None and refusal.key == "history_of_other_deals":
        return proposal.with_other_ids()
    return proposal.without_headers() if _holds_changes(found.tables, loaded) else proposal


def _lacking_rates(refusal: HonestFunnelError | None) -> tuple[str, ...]:
    """The currencies that a refusal names, each of which needs a rate or is the report's."""
    asks = refusal is not None and refusal.key in ("currency_unset", "currency_no_rate")
    return tuple(str(refusal.params["currencies"]).split(", ")) if refusal is not None and asks else ()


def _holds_changes(tables: Tables, loaded: LoadedData | None) -> bool:
    """Whether the sheet of the deals was, or would be, read as a history for what its rows are."""
    if loaded is not None:
        return bool((loaded.data.issues.frame()["reason"] == "looks_like_history").any())
    if "deals" not in tables or "history" in tables:
        return False
    try:
        table = find_deals(tables["deals"], _asked(tables).get("deals", {}), IssueLog())
    except HonestFunnelError:
        return False
    return table is not None and table.name == "history" and table.export is None


def proposal_grids(proposal: Proposal) -> dict[str, Grid]:
    """The mapping of a proposal as a sheet."""
    return {"mapping": CellsGrid("Mapping", [["column", "header"], *map(list, proposal.mapping.items())])}


def check_proposal_path(request: Request, out: Path) -> None:
    """See that a proposal will replace no input but an earlier proposal.

    Raises:
        InputError: ``output_is_input`` or ``output_not_writable``.
    """
    inputs = {name: path for name, path in request.extra.items() if name not in ("mapping", "stages")}
    check_outputs(replace(request, extra=inputs, ledger=None), out, None)


def _attempt(request: Request, tables: Tables) -> tuple[LoadedData | None, HonestFunnelError | None]:
    try:
        return type_tables(tables, request.options, {}, request.system_lang), None
    except HonestFunnelError as error:
        return None, error


def _tries(request: Request, tables: Tables, proposal: Proposal) -> Iterator[tuple[Request, Tables]]:
    """Ways to read a refused file for its statuses: with the proposed columns, then less strictly."""
    tables = {**tables, **proposal_grids(proposal)}
    yield request, tables
    tables = {name: grid for name, grid in tables.items() if name in ("deals", "mapping", "history")}
    yield request, tables
    request = replace(request, options={**request.options, "date_order": "dmy"})
    yield request, tables
    yield request, {name: grid for name, grid in tables.items() if name != "history"}


def _asked(tables: Tables) -> dict[str, dict[str, str]]:
    """The user's mapping; nothing where it cannot be read, which the refusal tells."""
    try:
        return read_mapping(tables.get("mapping"), {})
    except HonestFunnelError:
        return {}


def _settings(request: Request, found: Input, refusal: HonestFunnelError | None) -> dict[str, str]:
    """The settings that the mapping's workbook holds, the sheet named, and blank what a refusal asks for."""
    chosen = {"deals_sheet": request.sheet} if request.sheet else {}
    try:
        held = read_settings(found.tables.get(OWN_SETTINGS)) | read_settings(found.tables.get(NAMED_SETTINGS))
    except HonestFunnelError:
        held = {}
    open_setting = _ASKED_BY.get(refusal.key) if refusal is not None else None
    asked = {open_setting: ""} if open_setting is not None else {}
    return asked | held | chosen


def _deals(loaded: LoadedData) -> tuple[Deals | None, HonestFunnelError | None]:
    try:
        return deals_of(loaded), None
    except HonestFunnelError as error:
        return None, error
