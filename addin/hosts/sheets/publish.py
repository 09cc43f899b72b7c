"""A plan carried out so that readers see the former report or the new one, whole, and never a part of either.

Much is prepared on a hidden tab first. Then one call switches everything: it begins by deleting the tab that
stands for the revision it replaces, so of two who publish at once the second is refused as a whole.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count, groupby
from typing import Any

from addin.errors import HonestFunnelError, InputError
from addin.hosts.notes import KEPT_HEADS, KEPT_NAME, KeptList
from addin.hosts.sheets import checks
from addin.hosts.sheets.client import ConflictError, Json, Remote, UnclearError
from addin.hosts.sheets.plan import Move, Plan, Write
from addin.hosts.sheets.reading import Snapshot, Value
from addin.hosts.sheets.shape import REVISION, STAGE, Shape, grid, quoted, shape_of
from addin.hosts.xlsx_ranges import Rect, letters
from addin.words import Lang, say

CHUNK = 2_000_000
"""Bytes of values sent in one call."""
_HIDDEN_CELL = {"rowCount": 1, "columnCount": 1}
_KEPT_ROWS = 1000


@dataclass(frozen=True)
class Stage:
    """The hidden tab of a publication: where on it each staged write and each column of notes lies.

    Args:
        id, title: of the tab.
        rows, columns: its size.
        writes: first row of each staged write.
        moves: first row of each move.
    """

    id: int
    title: str
    rows: int
    columns: int
    writes: tuple[int, ...]
    moves: tuple[int, ...]

    @classmethod
    def of(cls, plan: Plan, chance: random.Random) -> Stage:
        """One below the other."""
        number, row = chance.randrange(1, 2**31), 1
        writes, moves = [], []
        for write in plan.staged:
            writes.append(row)
            row += len(write.values)
        for move in plan.moves:
            moves.append(row)
            row += move.rows
        wide = [len(write.values[0]) for write in plan.staged] + [m.right - m.left + 1 for m in plan.moves]
        return cls(
            number, f"{STAGE}{number:08x}", max(row - 1, 1), max(wide, default=1), tuple(writes), tuple(moves)
        )


def publish(
    remote: Remote, snapshot: Snapshot, plan: Plan, lang: Lang, chance: random.Random | None = None
) -> None:
    """Carry out a plan made from a snapshot.

    Raises:
        ConflictError: the spreadsheet has changed since; nothing of the plan is done.
        InputError: it cannot be done, in words a user can act on; nothing of the plan is done.
    """
    chance = chance or random.Random()  # noqa: S311 (ids, no secrets)
    stage = Stage.of(plan, chance)
    _check_limits(snapshot.shape, plan, stage)
    try:
        stage = _prepared(remote, plan, stage, chance)
        marker = chance.randrange(1, 2**31)
        # the last look, in the answer to a change of nothing: what people did meanwhile is not overwritten
        now = shape_of(remote.look(_nothing(stage)))
        if now.outline() != snapshot.shape.outline():
            raise ConflictError("the spreadsheet has changed")
        _switch(remote, [*switch(replace(snapshot, shape=now), plan, stage, marker, lang)], marker, now)
    except BaseException:
        with suppress(HonestFunnelError, ConflictError, UnclearError):
            remote.update([{"deleteSheet": {"sheetId": stage.id}}])
        raise


def _check_limits(shape: Shape, plan: Plan, stage: Stage) -> None:
    grids = {tab.id: (plan.rows.get(tab.id, tab.rows), tab.columns) for tab in shape.tabs}
    if checks.too_many_cells({**grids, stage.id: (stage.rows, stage.columns)}):
        raise InputError("sheets_full", most=checks.MOST_CELLS)
    for write in (*plan.staged, *plan.direct):
        longest = max((len(v) for line in write.values for v in line if isinstance(v, str)), default=0)
        if longest > checks.LONGEST:
            raise InputError("sheets_long", tab=shape.tab(write.tab).title, most=checks.LONGEST)


def _prepared(remote: Remote, plan: Plan, stage: Stage, chance: random.Random) -> Stage:
    """The hidden tab made and filled; where its making is unclear, another is made."""
    for attempt in count():
        try:
            remote.update([_added(stage.id, stage.title, stage.rows, stage.columns)])
            break
        except UnclearError as error:
            if not remote.http.patience.wait(attempt):
                raise InputError("sheets_unreachable") from error
            stage = Stage.of(plan, chance)  # the former, if it is there, is swept with the next publication
    for data in chunks(plan, stage):
        remote.write(data)
    return stage


def chunks(plan: Plan, stage: Stage) -> Iterator[list[Json]]:
    """The staged values in calls of at most ``CHUNK`` bytes, or of a single row."""
    call: list[tuple[int, list[Value]]] = []
    size = 0
    for write, top in zip(plan.staged, stage.writes, strict=True):
        for row, line in enumerate(write.values, top):
            weight = sum(map(_bytes, line))
            if call and size + weight > CHUNK:
                yield _ranges(stage, call)
                call, size = [], 0
            call.append((row, ["" if value is None else value for value in line]))
            size += weight
    if call:
        yield _ranges(stage, call)


def _ranges(stage: Stage, call: Sequence[tuple[int, list[Value]]]) -> list[Json]:
    """Rows of the stage, those of one width together: they stand one below the other."""
    found = []
    for wide, some in groupby(call, key=lambda pair: len(pair[1])):
        rows = list(some)
        cells = f"A{rows[0][0]}:{letters(wide)}{rows[-1][0]}"
        found.append({"range": f"{quoted(stage.title)}!{cells}", "values": [values for _, values in rows]})
    return found


def _bytes(value: Value) -> int:
    """About as many bytes as a value takes in a call; letters beyond ASCII are escaped."""
    if isinstance(value, str):
        return sum(1 if letter < "\x7f" else 6 for letter in value) + 4
    return 22


def _switch(remote: Remote, requests: Sequence[Json], marker: int, before: Shape) -> None:
    """Send the switch; where the answer is lost, find out what became of it before sending it again."""
    attempt = 0
    while True:
        try:
            remote.update(requests)
        except UnclearError as error:
            if not remote.http.patience.wait(attempt):
                raise InputError("sheets_unclear") from error
            attempt += 1
        except ConflictError:
            if attempt and _is_published(shape_of(remote.shape()), marker):
                return  # the call whose answer was lost did it
            raise
        else:
            return
        now = shape_of(remote.shape())
        if _is_published(now, marker):
            return
        if now.outline() != before.outline():
            raise ConflictError("another publication came first")


def _is_published(shape: Shape, marker: int) -> bool:
    return any(tab.id == marker for tab in shape.tabs)


def switch(snapshot: Snapshot, plan: Plan, stage: Stage, marker: int, lang: Lang) -> Iterator[Json]:
    """The requests that put the new report in the place of the former, in order."""
    shape = snapshot.shape
    yield from _turned(shape, marker)
    yield from _filled(plan, stage)
    for write in plan.direct:
        yield _entered(write)
    yield from _kept(snapshot, plan.kept, lang)
    for named, rect in plan.names:
        changed = {"namedRangeId": named.id, "name": named.name, "range": grid(named.tab, rect)}
        yield {"updateNamedRange": {"namedRange": changed, "fields": "range"}}
    for tab, bottom in plan.filters.items():
        yield from _filtered(shape, tab, bottom)
    for left in shape.leftovers:
        yield {"deleteSheet": {"sheetId": left.id}}


def _filled(plan: Plan, stage: Stage) -> Iterator[Json]:
    """Rows made where they lack, people's columns put aside, the staged cells, and those columns again."""
    for tab, rows in plan.rows.items():
        size = {"sheetId": tab, "gridProperties": {"rowCount": rows}}
        yield {"updateSheetProperties": {"properties": size, "fields": "gridProperties.rowCount"}}
    for move, top in zip(plan.moves, stage.moves, strict=True):
        yield _saved(move, stage, top)
    for write, top in zip(plan.staged, stage.writes, strict=True):
        source = Rect(top, 1, top + len(write.values) - 1, len(write.values[0]))
        yield _paste(stage.id, source, write.tab, write.rect, "PASTE_VALUES")
    for spread in plan.spreads:
        kind = "PASTE_FORMULA" if spread.formulas else "PASTE_FORMAT"
        yield _paste(spread.tab, spread.model, spread.tab, spread.onto, kind)
    for move, top in zip(plan.moves, stage.moves, strict=True):
        yield from _moved(move, stage, top)


def _turned(shape: Shape, marker: int) -> Iterator[Json]:
    """The tab of the revision replaced goes, that of the new one comes; a second such switch is refused."""
    last = shape.revision
    if last is not None:
        yield {"deleteSheet": {"sheetId": last[0].id}}
    yield _added(marker, f"{REVISION}{last[1] + 1 if last else 1}", 1, 1)


def _added(number: int, title: str, rows: int, columns: int) -> Json:
    properties: dict[str, Any] = {"sheetId": number, "title": title, "hidden": True}
    return {
        "addSheet": {
            "properties": {**properties, "gridProperties": {"rowCount": rows, "columnCount": columns}}
        }
    }


def _nothing(stage: Stage) -> Json:
    """A change that changes nothing: the stage stays hidden."""
    return {
        "updateSheetProperties": {"properties": {"sheetId": stage.id, "hidden": True}, "fields": "hidden"}
    }


def _paste(source: int, cells: Rect, tab: int, onto: Rect, kind: str) -> Json:
    return {"copyPaste": {"source": grid(source, cells), "destination": grid(tab, onto), "pasteType": kind}}


def _saved(move: Move, stage: Stage, top: int) -> Json:
    """People's columns as they are at this moment, put aside within the spreadsheet."""
    there = Rect(move.top, move.left, move.top + move.rows - 1, move.right)
    aside = Rect(top, 1, top + move.rows - 1, move.right - move.left + 1)
    return _paste(move.tab, there, stage.id, aside, "PASTE_VALUES")


def _moved(move: Move, stage: Stage, top: int) -> Iterator[Json]:
    """Each row of people's columns beside what it is about; rows that move together in one go."""
    last = move.top + max(move.rows, len(move.sources)) - 1
    yield _entered_empty(move.tab, Rect(move.top, move.left, last, move.right))
    for first, source, many in together(move.sources):
        cells = Rect(top + source, 1, top + source + many - 1, move.right - move.left + 1)
        onto = Rect(move.top + first, move.left, move.top + first + many - 1, move.right)
        yield _paste(stage.id, cells, move.tab, onto, "PASTE_VALUES")


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


def _entered_empty(tab: int, rect: Rect) -> Json:
    return {"updateCells": {"range": grid(tab, rect), "fields": "userEnteredValue"}}


def _entered(write: Write) -> Json:
    rows = [{"values": [_extended(value) for value in line]} for line in write.values]
    return {"updateCells": {"range": grid(write.tab, write.rect), "rows": rows, "fields": "userEnteredValue"}}


def _extended(value: Value) -> Json:
    """A value as it is, never typed in: a text that begins with = is a text."""
    if value is None or value == "":
        return {}
    if isinstance(value, bool):
        return {"userEnteredValue": {"boolValue": value}}
    if isinstance(value, str):
        return {"userEnteredValue": {"stringValue": value}}
    return {"userEnteredValue": {"numberValue": value}}


def _kept(snapshot: Snapshot, kept: KeptList | None, lang: Lang) -> Iterator[Json]:
    """The list of notes whose row is no more, if it changed; its tab is made when there is any to keep."""
    if kept is None:
        return
    shape, width = snapshot.shape, len(KEPT_HEADS)
    name = shape.named(KEPT_NAME)
    rows: list[list[Value]] = [[_plain(value) for value in line] for line in kept.rows]
    if name is None:
        taken = {tab.id for tab in shape.tabs}
        tab = next(number for number in count(1) if number not in taken)
        size = {"rowCount": max(_KEPT_ROWS, len(rows) + 1), "columnCount": width, "frozenRowCount": 1}
        title = free_title(shape, say("sheet.notes_kept", lang))
        yield {"addSheet": {"properties": {"sheetId": tab, "title": title, "gridProperties": size}}}
        heads = [[say(f"notes_kept.{head}", lang) for head in KEPT_HEADS]]
        yield _entered(Write(tab, 1, 1, heads))
        dates = {
            "userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": say("notes_kept.day", lang)}}
        }
        yield {
            "repeatCell": {
                "range": grid(tab, Rect(2, width, size["rowCount"], width)),
                "cell": dates,
                "fields": "userEnteredFormat.numberFormat",
            }
        }
        yield {"addNamedRange": {"namedRange": {"name": KEPT_NAME, "range": grid(tab, Rect(1, 1, 1, 1))}}}
    else:
        tab, there = name.tab, len(snapshot.cells[name.tab].rows) - 1
        rows += [[None] * width for _ in range(there - len(rows))]
        if len(rows) + 1 > shape.tab(tab).rows:
            properties = {"sheetId": tab, "gridProperties": {"rowCount": len(rows) + 1}}
            yield {"updateSheetProperties": {"properties": properties, "fields": "gridProperties.rowCount"}}
    if rows:
        yield _entered(Write(tab, 2, 1, rows))


def _plain(value: object) -> Value:
    return value if isinstance(value, (str, int, float)) else None


def free_title(shape: Shape, title: str) -> str:
    """A title that no tab has yet."""
    taken = {tab.title.casefold() for tab in shape.tabs}
    options = [title, *(f"{title} {number}" for number in range(2, len(taken) + 3))]
    return next(option for option in options if option.casefold() not in taken)


def _filtered(shape: Shape, tab: int, bottom: int) -> Iterator[Json]:
    """A filter that ends above the block's new last row reaches to it, with what people chose in it."""
    told = json.loads(shape.tab(tab).filter)
    span = told.get("range", {})
    if span.get("endRowIndex", bottom) < bottom:
        known = {key: value for key, value in told.items() if key != "filterSpecs" or "criteria" not in told}
        yield {"setBasicFilter": {"filter": {**known, "range": {**span, "endRowIndex": bottom}}}}
