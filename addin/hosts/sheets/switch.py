"""The one call that puts a new report in the place of the former."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from addin.hosts.sheets import requests
from addin.hosts.sheets.kept_notes import put_down
from addin.hosts.sheets.reading import Snapshot
from addin.hosts.sheets.staging import Stage
from addin.hosts.sheets.steps import Insert, Move, Plan
from addin.hosts.sheets.structure import REVISION, Json, Shape
from addin.placement.ranges import Rect


def switch(snapshot: Snapshot, plan: Plan, stage: Stage, marker: int) -> Iterator[Json]:
    """The requests of the switch, in order.

    Args:
        snapshot: what the plan was made from, with the shape of the last look.
        plan: what has to be done.
        stage: the hidden tab, filled.
        marker: the id of the tab that will stand for what is published.
    """
    shape = snapshot.shape
    yield from _turned(shape, marker)
    if plan.insert is not None:
        yield from _put_in(shape, plan.insert)
    yield from _filled(plan, stage)
    yield from map(requests.entered, plan.direct)
    if plan.kept is not None:
        yield from put_down(snapshot, plan.kept)
    for named, rect in plan.names:
        changed = {"namedRangeId": named.id, "name": named.name, "range": requests.grid(named.tab, rect)}
        yield {"updateNamedRange": {"namedRange": changed, "fields": "range"}}
    for tab, bottom in plan.filters.items():
        yield from _filtered(shape, tab, bottom)
    yield from (requests.deleted(left.id) for left in shape.leftovers)


def _turned(shape: Shape, marker: int) -> Iterator[Json]:
    """The tab of the revision replaced goes, that of the new one comes; a second such switch is refused."""
    last = shape.revision
    if last is not None:
        yield requests.deleted(last[0].id)
    yield requests.hidden(marker, f"{REVISION}{last[1] + 1 if last else 1}")


def _put_in(shape: Shape, insert: Insert) -> Iterator[Json]:
    """Rows put in, and columns where those the team's tab has are too few for them."""
    tab, last = shape.tab(insert.tab), insert.row + insert.rows - 1
    if insert.right > tab.columns:
        lacking = insert.right - tab.columns
        yield {"appendDimension": {"sheetId": tab.id, "dimension": "COLUMNS", "length": lacking}}
    rows = requests.span(tab.id, "ROWS", insert.row, last)
    # they look like the free rows below; only where there are none Google wants them to look like those above
    yield {"insertDimension": {"range": rows, "inheritFromBefore": insert.row > tab.rows}}
    for column in insert.moments:
        moment = {"numberFormat": {"type": "DATE_TIME"}}  # as the spreadsheet's locale has it
        yield requests.formatted(tab.id, Rect(insert.row, column, last, column), moment)


def _filled(plan: Plan, stage: Stage) -> Iterator[Json]:
    """Rows made where they lack, people's columns put aside, the staged cells, and those columns again."""
    yield from (requests.sized(tab, rows) for tab, rows in plan.rows.items())
    moves = list(zip(plan.moves, stage.moves, strict=True))
    for move, aside in moves:  # as they are at this moment, within the spreadsheet
        there = Rect(move.top, move.left, move.top + move.rows - 1, move.right)
        yield requests.pasted(move.tab, there, stage.id, aside, "PASTE_VALUES")
    for write, source in zip(plan.staged, stage.writes, strict=True):
        yield requests.pasted(stage.id, source, write.tab, write.rect, "PASTE_VALUES")
    for spread in plan.spreads:
        kind = "PASTE_FORMULA" if spread.formulas else "PASTE_FORMAT"
        yield requests.pasted(spread.tab, spread.model, spread.tab, spread.onto, kind)
    for move, aside in moves:
        yield from _moved(move, stage.id, aside)


def _moved(move: Move, stage: int, aside: Rect) -> Iterator[Json]:
    """Each row of people's columns beside what it is about; rows that move together in one go."""
    last = move.top + max(move.rows, len(move.sources)) - 1
    yield requests.emptied(move.tab, Rect(move.top, move.left, last, move.right))
    for first, source, many in together(move.sources):
        cells = Rect(aside.top + source, 1, aside.top + source + many - 1, aside.right)
        onto = Rect(move.top + first, move.left, move.top + first + many - 1, move.right)
        yield requests.pasted(stage, cells, move.tab, onto, "PASTE_VALUES")


def together(sources: Sequence[int | None]) -> Iterator[tuple[int, int, int]]:
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


def _filtered(shape: Shape, tab: int, bottom: int) -> Iterator[Json]:
    """A filter that ends above the block's new last row reaches to it, with what people chose in it."""
    told = json.loads(shape.tab(tab).filter)
    reach = told.get("range", {})
    if reach.get("endRowIndex", bottom) < bottom:
        known = {key: value for key, value in told.items() if key != "filterSpecs" or "criteria" not in told}
        yield {"setBasicFilter": {"filter": {**known, "range": {**reach, "endRowIndex": bottom}}}}
