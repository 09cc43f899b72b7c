"""What people do in the very moment of the swap, and in that of its undoing, after the last look."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest

from addin.hosts.sheets.layout import init
from addin.hosts.sheets.sync import SyncRequest, sync
from addin.report.build import Report
from tests.hosts.fakes.updates import batch_update
from tests.hosts.sheets.editor import Editor
from tests.hosts.sheets.interleaving import remote
from tests.hosts.sheets.readers_view import OURS, Shown, seen
from tests.hosts.sheets.team import Team, deals, table, team

Act = Callable[[], None]
ANYWHERE = ("rows_above", "row_within", "row_out", "sort", "column_before", "note", "below", "rename")
ON_THE_WAY_BACK = 5
"""Calls from the swap to its undoing, both left out."""


def refreshed(some: Team, *acts: Act) -> None:
    """One refresh; before each of its decisive calls, the swap and what undoes it, the next of these acts."""
    waiting = list(acts)

    def turn(decisive: bool) -> None:
        if decisive and waiting:
            waiting.pop(0)()

    sync(remote(some, turn), SyncRequest())
    assert waiting == []


@pytest.fixture
def editor(filled: Team) -> Editor:
    found = Editor(filled, random.Random(5))  # noqa: S311
    found.begin()
    return found


@pytest.fixture
def right(filled: Team, editor: Editor, reports: tuple[Shown, Shown]) -> Iterator[None]:
    """In the end, after one more refresh at most, the later report is shown and all of people's is there."""
    yield
    sync(remote(filled), SyncRequest())
    assert seen(filled) == reports[1]
    assert [s.title[:12] for s in filled.book.sheets if s.title.startswith("hf_")] == OURS
    assert list(editor.missing()) == []
    assert list(editor.strewn()) == []


def _insert(some: Team, block: str, rows: int, *, at: int = 0) -> None:
    sheet = some.tab(some.places()[block][0]).id
    span = {"sheetId": sheet, "dimension": "ROWS", "startIndex": at, "endIndex": at + rows}
    batch_update(some.book, {"requests": [{"insertDimension": {"range": span}}]})


@pytest.mark.usefixtures("second", "right")
@pytest.mark.parametrize("act", ANYWHERE)
def test_one_doing_at_the_swap(filled: Team, editor: Editor, act: str) -> None:
    refreshed(filled, getattr(editor, act))


@pytest.mark.usefixtures("second", "right")
@pytest.mark.parametrize("later", ANYWHERE)
def test_one_doing_at_the_swap_and_one_while_it_is_undone(filled: Team, editor: Editor, later: str) -> None:
    refreshed(filled, lambda: _insert(filled, "hf_attention", 7), getattr(editor, later))


@pytest.mark.usefixtures("second", "right")
@pytest.mark.parametrize("later", ["row_within", "row_out", "sort", "rows_above", "column_before"])
def test_a_note_apart_from_what_is_put_back_stays_with_its_deal(
    filled: Team, editor: Editor, later: str
) -> None:
    """A column put in at the swap: notes of the second free column are not among the cells written over."""
    _type_apart(filled, editor)
    refreshed(filled, editor.column_before, getattr(editor, later))


def _type_apart(some: Team, editor: Editor) -> None:
    """Two notes in the second free column, and all that he does is done to their block."""
    title, rect = some.places()["hf_attention"]
    editor.chance.choice = lambda options: options[0]  # type: ignore[assignment,method-assign]
    for row in (rect.top + 2, rect.bottom - 1):
        editor._type(title, row, rect.right + 2, str(some.value(title, row, rect.left)))


class KilledError(Exception):
    """The program is no more."""


@pytest.mark.usefixtures("second", "right")
def test_a_note_taken_from_another_deal_is_not_lost_where_the_program_is_killed_then(
    filled: Team, editor: Editor
) -> None:
    _type_apart(filled, editor)
    acts = [editor.column_before, editor.row_within]

    def turn(decisive: bool) -> None:
        last = [one for call in filled.service.calls[-1:] for one in (call.body or {}).get("requests", [])]
        if any("findReplace" in one for one in last):
            raise KilledError
        if decisive and acts:
            acts.pop(0)()

    with pytest.raises(KilledError):
        sync(remote(filled, turn), SyncRequest())


@pytest.mark.usefixtures("second", "right")
@pytest.mark.parametrize("place", range(ON_THE_WAY_BACK))
@pytest.mark.parametrize("act", ["column_before", "rows_above", "note"])
def test_one_doing_on_the_way_back(filled: Team, editor: Editor, act: str, place: int) -> None:
    """The undoing rests on several reads: what comes between them is seen."""
    calls: list[bool] = []

    def turn(decisive: bool) -> None:
        swapped = any(calls)
        if decisive and not swapped:
            _insert(filled, "hf_attention", 7)
        calls.extend([decisive] if decisive or swapped else [])
        if len(calls) == place + 2:
            getattr(editor, act)()

    sync(remote(filled, turn), SyncRequest())
    assert len(calls) > ON_THE_WAY_BACK
    assert calls.index(True, 1) >= ON_THE_WAY_BACK


@pytest.mark.usefixtures("second", "right")
def test_a_block_without_headings_goes_back_to_the_place_it_had(filled: Team) -> None:
    """The undoing of one table is undone, as another has moved meanwhile: the name follows the cells."""

    def take_out() -> None:
        title, rect = filled.places()["hf_presale"]
        span = {"dimension": "ROWS", "startIndex": rect.top + 3, "endIndex": rect.top + 4}
        span["sheetId"] = filled.tab(title).id
        batch_update(filled.book, {"requests": [{"deleteDimension": {"range": span}}]})

    refreshed(filled, lambda: _insert(filled, "hf_attention", 300, at=2), take_out)


@pytest.mark.usefixtures("second")
def test_another_refresh_at_the_swap_and_rows_put_in_at_its_own(
    filled: Team, reports: tuple[Shown, Shown]
) -> None:
    """Ours is refused whole; the other is undone and comes again."""
    other: Act = lambda: refreshed(filled, lambda: _insert(filled, "hf_presale", 2))  # noqa: E731
    refreshed(filled, other)
    assert seen(filled) == reports[1]
    assert [s.title[:12] for s in filled.book.sheets if s.title.startswith("hf_")] == OURS


@pytest.mark.parametrize("rows", [1, 7, 300])
@pytest.mark.parametrize("block", ["hf_attention", "hf_presale", "hf_conversion_by_manager"])
@pytest.mark.usefixtures("second", "right")
def test_rows_put_in_leave_the_report_where_its_headings_are(filled: Team, block: str, rows: int) -> None:
    _, rect = filled.places()[block]
    refreshed(filled, lambda: _insert(filled, block, rows))
    assert filled.places()[block][1].top == rect.top + rows


def test_a_text_typed_below_a_block_is_kept_and_told() -> None:
    with team(deals(60)) as some:
        init(some.remote(), "en", "en")
        sync(some.remote(), SyncRequest())
        table(some.tab("Deals"), deals(160))
        title, rect = some.places()["hf_attention"]
        refreshed(some, lambda: some.put(title, rect.bottom + 3, 2, "my own text"))
        assert some.places()["hf_attention"][1].bottom > rect.bottom + 3
        assert [some.value("Notes kept", 2, n) for n in (2, 4)] == [f"B{rect.bottom + 3}", "my own text"]
        assert "Notes kept" in some.value("Refresh", 4, 2)


@pytest.mark.parametrize("before", [None, "an older note"])
def test_a_note_typed_beside_a_deal_that_leaves_is_kept(
    filled: Team, second: Report, before: str | None
) -> None:
    title, rect = filled.places()["hf_attention"]
    after = set(second.blocks["attention"]["id"])
    gone = next(row[0] for row in filled.shown()["hf_attention"][1:] if row[0] not in after)
    row = filled.find("hf_attention", gone)
    if before:
        filled.put(title, row, rect.right + 1, before)
    refreshed(filled, lambda: filled.put(title, row, rect.right + 1, "call Friday"))
    kept = {filled.value("Notes kept", n, 4): filled.value("Notes kept", n, 2) for n in range(2, 6)}
    assert kept["call Friday"] == gone


def test_a_note_begun_returns_to_its_deal(filled: Team, second: Report) -> None:
    title, rect = filled.places()["hf_attention"]
    after = second.blocks["attention"]["id"].tolist()
    ids = [row[0] for row in filled.shown()["hf_attention"][1:]]
    stays = next(one for i, one in enumerate(ids) if one in after and after.index(one) != i)
    row = filled.find("hf_attention", stays)
    refreshed(filled, lambda: filled.put(title, row, rect.right + 1, "call Friday"))
    sync(filled.remote(), SyncRequest())
    assert filled.value(title, filled.find("hf_attention", stays), rect.right + 1) == "call Friday"
