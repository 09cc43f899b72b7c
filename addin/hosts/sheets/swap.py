"""The one call that puts a new report in the place of the former."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from addin.hosts.sheets import requests
from addin.hosts.sheets.orphaned_notes import write_requests
from addin.hosts.sheets.reading import Snapshot
from addin.hosts.sheets.staging import Staging
from addin.hosts.sheets.steps import InsertRows, Plan, Reorder
from addin.hosts.sheets.structure import REVISION, Json, Structure
from addin.placement.ranges import Rect


def swap_requests(snapshot: Snapshot, plan: Plan, staging: Staging, marker: int) -> Iterator[Json]:
    """The requests of the swap, in order.

    Args:
        snapshot: what the plan was made from, with the structure of the last look.
        plan: what has to be done.
        staging: the hidden tab, filled.
        marker: the id of the tab that will stand for what is published.
    """
    structure = snapshot.structure
    yield from _revision_requests(structure, marker)
    if plan.insert is not None:
        yield from _insert_requests(structure, plan.insert)
    yield from (requests.set_row_count(tab, rows) for tab, rows in plan.rows.items())
    if staging.journal is not None:
        yield from staging.journal.aside_requests()
        yield requests.rename_sheet(staging.id, staging.journal.title)
    yield from _cell_requests(plan, staging)
    yield from map(requests.update_cells, plan.direct)
    if plan.orphaned is not None:
        yield from write_requests(snapshot, plan.orphaned)
    told = {(named.tab, named.name): rect for named, rect in plan.names}
    # those that stay are set all the same: by them the cells are found again that were written over
    told |= {(region.tab, region.name): region.now for region in plan.regions}
    for (tab, name), rect in told.items():
        named_range = structure.range_named(name)
        if named_range is not None:
            yield requests.update_named_range(named_range, tab, rect)
    for tab, bottom in plan.filters.items():
        yield from _filter_requests(structure, tab, bottom)
    kept = staging.id if staging.journal else 0
    yield from (requests.delete_sheet(left.id) for left in structure.stale_tabs if left.id != kept)


def _revision_requests(structure: Structure, marker: int) -> Iterator[Json]:
    """The tab of the revision replaced goes, that of the new one comes; a second such swap is refused."""
    last = structure.revision
    if last is not None:
        yield requests.delete_sheet(last[0].id)
    yield requests.add_hidden_sheet(marker, f"{REVISION}{last[1] + 1 if last else 1}")


def _insert_requests(structure: Structure, insert: InsertRows) -> Iterator[Json]:
    """Rows put in, and columns where those the team's tab has are too few for them."""
    tab, last = structure.tab(insert.tab), insert.row + insert.rows - 1
    if insert.right > tab.columns:
        lacking = insert.right - tab.columns
        yield {"appendDimension": {"sheetId": tab.id, "dimension": "COLUMNS", "length": lacking}}
    rows = requests.dimension_range(tab.id, "ROWS", insert.row, last)
    # they look like the free rows below; only where there are none Google wants them to look like those above
    yield {"insertDimension": {"range": rows, "inheritFromBefore": insert.row > tab.rows}}
    for column in insert.moments:
        moment = {"numberFormat": {"type": "DATE_TIME"}}  # as the spreadsheet's locale has it
        yield requests.repeat_format(tab.id, Rect(insert.row, column, last, column), moment)


def _cell_requests(plan: Plan, staging: Staging) -> Iterator[Json]:
    """People's columns put aside, the staged cells, and those columns again."""
    reorders = list(zip(plan.reorders, staging.reorders, strict=True))
    for reorder, aside in reorders:  # as they are at this moment, within the spreadsheet
        there = Rect(reorder.top, reorder.left, reorder.top + reorder.rows - 1, reorder.right)
        yield requests.copy_paste(reorder.tab, there, staging.id, aside, "PASTE_VALUES")
    for write, source in zip(plan.staged, staging.writes, strict=True):
        yield requests.copy_paste(staging.id, source, write.tab, write.rect, "PASTE_VALUES")
    for fill in plan.fills:
        kind = "PASTE_FORMULA" if fill.formulas else "PASTE_FORMAT"
        yield requests.copy_paste(fill.tab, fill.model, fill.tab, fill.onto, kind)
    yield from (requests.clear_values(tab, rect) for tab, rect in plan.clears)
    for reorder, aside in reorders:
        yield from _reorder_requests(reorder, staging.id, aside)


def _reorder_requests(reorder: Reorder, staging: int, aside: Rect) -> Iterator[Json]:
    """Each row of people's columns beside what it is about; rows that move together in one go."""
    last = reorder.top + max(reorder.rows, len(reorder.sources)) - 1
    yield requests.clear_values(reorder.tab, Rect(reorder.top, reorder.left, last, reorder.right))
    for first, source, many in consecutive_runs(reorder.sources):
        cells = Rect(aside.top + source, 1, aside.top + source + many - 1, aside.right)
        onto = Rect(reorder.top + first, reorder.left, reorder.top + first + many - 1, reorder.right)
        yield requests.copy_paste(staging, cells, reorder.tab, onto, "PASTE_VALUES")


def consecutive_runs(sources: Sequence[int | None]) -> Iterator[tuple[int, int, int]]:
    """Runs of rows that stay one below the other: place, source and length of each."""
    start = 0
    for i in range(1, len(sources) + 1):
        here, before = (sources[i] if i < len(sources) else None), sources[i - 1]
        if before is not None and here == before + 1:
            continue
        first = sources[start]
        if first is not None:
            yield start, first, i - start
        start = i


def _filter_requests(structure: Structure, tab: int, bottom: int) -> Iterator[Json]:
    """A filter that ends above the block's new last row reaches to it, with what people chose in it."""
    told = json.loads(structure.tab(tab).filter)
    reach = told.get("range", {})
    if reach.get("endRowIndex", bottom) < bottom:
        known = {key: value for key, value in told.items() if key != "filterSpecs" or "criteria" not in told}
        yield {"setBasicFilter": {"filter": {**known, "range": {**reach, "endRowIndex": bottom}}}}
