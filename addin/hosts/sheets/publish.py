"""A plan carried out so that readers see the former report or the new one, whole, and never a part of either.

Much is prepared on a hidden tab first. Then one call swaps everything: it begins by deleting the tab that
stands for the revision it replaces, so of two who publish at once the second is refused as a whole.
"""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace

from addin.errors import HonestFunnelError, InputError
from addin.hosts.sheets import api_errors, orphaned_notes, requests
from addin.hosts.sheets.client import ConflictError, Remote, UnknownOutcomeError
from addin.hosts.sheets.journal import Aside
from addin.hosts.sheets.reading import Cells, Snapshot
from addin.hosts.sheets.regions import digest
from addin.hosts.sheets.settle import Settled, settle_own
from addin.hosts.sheets.staging import Staging
from addin.hosts.sheets.steps import Plan
from addin.hosts.sheets.structure import Structure, parse_structure, quote_title
from addin.hosts.sheets.swap import swap_requests
from addin.placement.row_notes import ORPHANED_NOTES_NAME


def publish(
    remote: Remote,
    snapshot: Snapshot,
    plan: Plan,
    rng: random.Random | None = None,
    *,
    strict: bool = False,
) -> Settled:
    """Carry out a plan made from a snapshot.

    Args:
        remote: the spreadsheet.
        snapshot: the plan was made from.
        plan: what has to be done.
        rng: for ids.
        strict: refuse where cells to be written over have changed, rather than keep what they hold.

    Raises:
        ConflictError: the spreadsheet has changed since; nothing of the plan is done.
        InputError: it cannot be done, in words a user can act on; nothing of the plan is done.

    Returns:
        What was met that nobody had planned for.
    """
    rng = rng or random.Random()  # noqa: S311 (ids, no secrets)
    staging = Staging.of(plan, rng, plan.lang, plan.since)
    _check_limits(snapshot.structure, plan, staging)
    now = _prepared(remote, snapshot, plan, staging, strict=strict)
    try:
        _swap(remote, replace(snapshot, structure=now), plan, staging, rng.randrange(1, 2**31))
    except ConflictError:
        _sweep(remote, staging)
        raise
    settled = settle_own(remote, staging.journal) if staging.journal else Settled()
    if settled.undone:
        raise ConflictError("rows were moved in the moment of the swap")
    return settled


def _prepared(remote: Remote, snapshot: Snapshot, plan: Plan, staging: Staging, *, strict: bool) -> Structure:
    """All that comes before the swap; how the spreadsheet is built at the last look."""
    try:
        _prepare(remote, plan, staging)
        if strict:
            _check_cells(remote, snapshot, plan)
        # the last look, in the answer to a change of nothing: what people did meanwhile is not overwritten
        still = {"properties": {"sheetId": staging.id, "hidden": True}, "fields": "hidden"}
        now = parse_structure(remote.update_and_look({"updateSheetProperties": still}))
        if now.fingerprint() != snapshot.structure.fingerprint():
            raise ConflictError("the spreadsheet has changed")
        return now
    except BaseException:
        _sweep(remote, staging)
        raise


def _sweep(remote: Remote, staging: Staging) -> None:
    with suppress(HonestFunnelError, ConflictError, UnknownOutcomeError):
        remote.update([requests.delete_sheet(staging.id)])


def _check_cells(remote: Remote, snapshot: Snapshot, plan: Plan) -> None:
    """Read again what is about to be written over.

    Raises:
        ConflictError: it is no longer what the plan was made from.
    """
    regions = [region for region in plan.regions if region.guards or region.dropped]
    tabs = [snapshot.structure.tab(region.tab) for region in regions]
    rects = [replace(r.rect, bottom=min(r.rect.bottom, t.rows)) for r, t in zip(regions, tabs, strict=True)]
    titles = [f"{quote_title(tab.title)}!{rect.a1}" for tab, rect in zip(tabs, rects, strict=True)]
    for region, rows in zip(regions, remote.values(titles, formulas=True), strict=True):
        if digest(Aside(region, Cells(rows)), [region.rect]) != digest(
            snapshot.cells[region.tab], [region.rect]
        ):
            raise ConflictError("cells have changed")


def _check_limits(structure: Structure, plan: Plan, staging: Staging) -> None:
    """Refuse what Google would refuse, before anything is written."""
    grids = structure.grids | {staging.id: (staging.rows, staging.columns)}
    grids |= {tab: (rows, grids[tab][1]) for tab, rows in plan.rows.items()}
    if plan.insert is not None:
        rows, columns = grids[plan.insert.tab]
        grids[plan.insert.tab] = rows + plan.insert.rows, max(columns, plan.insert.right)
    new = (
        [(orphaned_notes.ROWS, orphaned_notes.WIDTH)]
        if plan.orphaned and structure.range_named(ORPHANED_NOTES_NAME) is None
        else []
    )
    api_errors.check_cell_limit([*grids.values(), *new])
    for write in (*plan.staged, *plan.direct):
        longest = max((len(v) for line in write.values for v in line if isinstance(v, str)), default=0)
        if longest > api_errors.MAX_TEXT:
            raise InputError("sheets_long", tab=structure.tab(write.tab).title, most=api_errors.MAX_TEXT)


def _prepare(remote: Remote, plan: Plan, staging: Staging) -> None:
    """The hidden tab made and filled."""

    def is_made() -> bool:
        return any(tab.id == staging.id for tab in parse_structure(remote.structure()).tabs)

    remote.update_once(
        [requests.add_hidden_sheet(staging.id, staging.title, staging.rows, staging.columns)], is_made
    )
    for data in staging.chunks(plan):
        remote.write(data)


def _swap(remote: Remote, snapshot: Snapshot, plan: Plan, staging: Staging, marker: int) -> None:
    """The swap; where its answer is lost, what became of it is found out before it is sent again."""

    def is_published() -> bool:
        now = parse_structure(remote.structure())
        if any(tab.id == marker for tab in now.tabs):
            return True
        if now.fingerprint() != snapshot.structure.fingerprint():
            raise ConflictError("another publication came first")
        return False

    remote.update_once(
        [*swap_requests(snapshot, plan, staging, marker)], is_published, unclear="sheets_unclear"
    )
