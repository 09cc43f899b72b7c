"""What people put into a shared spreadsheet follows its rows, comes back, and is never written over."""

from __future__ import annotations

import pytest

from addin.errors import InputError
from addin.hosts.sheets.sync import SyncRequest, sync
from addin.report.build import Report
from tests.hosts.sheets.conftest import Prepared
from tests.hosts.sheets.team import Team


@pytest.mark.parametrize("block", ["attention", "presale"])
def test_a_note_follows_its_deal(filled: Team, second: Report, block: str) -> None:
    title, rect = filled.places()[f"hf_{block}"]
    ids = [row[0] for row in filled.shown()[f"hf_{block}"][1:]]
    after = second.blocks[block]["id"].tolist()
    stays = next(one for i, one in enumerate(ids) if one in after and after.index(one) != i)
    gone = next(one for one in ids if one not in after)
    for number, note in ((stays, "call Friday"), (gone, "lost to a rival")):
        filled.put(title, filled.find(f"hf_{block}", number), rect.right + 1, note)
    filled.put(title, rect.top, rect.right + 1, "My notes")

    done = sync(filled.remote(), SyncRequest())

    assert filled.value(title, filled.find(f"hf_{block}", stays), rect.right + 1) == "call Friday"
    notes = [filled.value(title, row, rect.right + 1) for row in range(rect.top, rect.bottom + 5)]
    assert [note for note in notes if note] == ["My notes", "call Friday"]
    assert filled.value("Notes kept", 2, 2) == gone
    assert filled.value("Notes kept", 2, 4) == "lost to a rival"
    change = next(change for change in done.plan.changes if change.block == block)
    assert change.notes == 2


def test_a_kept_note_returns_with_its_deal(
    filled: Team, second: Report, prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    title, rect = filled.places()["hf_attention"]
    after = set(second.blocks["attention"]["id"])
    gone = next(row[0] for row in filled.shown()["hf_attention"][1:] if row[0] not in after)
    filled.put(title, filled.find("hf_attention", gone), rect.right + 1, "lost to a rival")
    sync(filled.remote(), SyncRequest())
    first = prepared.reports[0], prepared.answers[0]
    monkeypatch.setattr("addin.hosts.sheets.sync.compute", lambda *_: first)
    sync(filled.remote(), SyncRequest())
    assert filled.value(title, filled.find("hf_attention", gone), rect.right + 1) == "lost to a rival"
    assert filled.value("Notes kept", 2, 4) is None


def test_a_note_changed_while_the_report_is_published_is_not_lost(filled: Team, second: Report) -> None:
    title, rect = filled.places()["hf_attention"]
    after = second.blocks["attention"]["id"].tolist()
    ids = [row[0] for row in filled.shown()["hf_attention"][1:]]
    stays = next(one for i, one in enumerate(ids) if one in after and after.index(one) != i)
    row = filled.find("hf_attention", stays)
    filled.put(title, row, rect.right + 1, "call Friday")

    def edit(_: object) -> None:
        if len(filled.writes()) == 2:  # between reading and the swap
            filled.put(title, row, rect.right + 1, "call Monday")

    filled.service.calls.clear()
    filled.service.before = edit
    sync(filled.remote(), SyncRequest())
    assert filled.value(title, filled.find("hf_attention", stays), rect.right + 1) == "call Monday"


@pytest.mark.usefixtures("second")
def test_what_people_made_stays(filled: Team) -> None:
    title, rect = filled.places()["hf_attention"]
    sheet = filled.tab(title)
    sheet.put(rect.top, 0, {"note": "a remark"})
    red = {"backgroundColor": {"red": 1.0}}
    sheet.put(rect.top, 2, {"userEnteredFormat": {**sheet.cells[rect.top, 2]["userEnteredFormat"], **red}})
    filled.reader().add_worksheet("Ideas", 10, 5).update([["keep me"]], "B2")
    sync(filled.remote(), SyncRequest())
    cell = filled.tab(title).cells[rect.top, 2]
    assert filled.tab(title).cells[rect.top, 0]["note"] == "a remark"
    assert cell["userEnteredFormat"]["backgroundColor"] == {"red": 1.0}
    assert filled.value("Ideas", 2, 2) == "keep me"


@pytest.mark.usefixtures("second")
def test_what_stands_below_a_block_is_not_written_over(filled: Team) -> None:
    title, rect = filled.places()["hf_conversion_by_manager"]
    before = filled.shown()
    filled.put(title, rect.bottom + 1, 1, "my total")
    short = {
        "startRowIndex": rect.top - 1,
        "endRowIndex": rect.top + 1,
        "startColumnIndex": 0,
        "endColumnIndex": rect.right,
    }
    for named in filled.book.names:
        if named["name"] == "hf_conversion_by_manager":
            named["range"] = {"sheetId": named["range"]["sheetId"], **short}
    with pytest.raises(InputError) as caught:
        sync(filled.remote(), SyncRequest())
    assert caught.value.key == "output_in_the_way"
    assert filled.value(title, rect.bottom + 1, 1) == "my total"
    assert filled.shown()["hf_attention"] == before["hf_attention"]
    assert "Conversion by manager" in filled.value("Refresh", 4, 2)
