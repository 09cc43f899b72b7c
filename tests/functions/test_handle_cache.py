"""Which set of deals is meant where none is named, and what is computed before anybody asks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from addin.functions.arguments import ArgumentValue
from addin.functions.call import precompute
from addin.functions.disk_cache import DiskCache
from addin.functions.handle_cache import HandleCache
from addin.report.figures import Figures, figures_of
from tests.functions.handles import deals, rows
from tests.hosts.live import Sheet, cells

WON = ("INTAKE", None, "won", "", "", "all")


def test_without_deals_the_only_set_is_meant(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path)
    assert "No deals are loaded." in sheet.text(*WON)
    sheet("DEALS", deals())
    assert sheet(*WON) == 5.0
    sheet("DEALS", deals())  # the same cells once more
    assert sheet(*WON) == 5.0
    sheet("DEALS", deals(first=500, won=2))
    assert "Several sets of deals are loaded (2)." in sheet.text(*WON)


def test_a_later_state_takes_the_place_of_the_former_and_the_old_handle_still_answers(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path)
    old = sheet.text("DEALS", deals())
    new = sheet.text("DEALS", deals(won=7))
    assert sheet(*WON) == 7.0
    assert [sheet("INTAKE", handle, "won", "", "", "all") for handle in (old, new)] == [5.0, 7.0]
    assert sheet(*WON) == 7.0
    assert sheet("DEALS", deals()) == old  # the edit is taken back
    assert sheet(*WON) == 5.0


@pytest.mark.parametrize("change", ["tables", "headers", "ids"])
def test_another_set_is_no_later_state(tmp_path: Path, change: str) -> None:
    sheet = Sheet(tmp_path)
    sheet("DEALS", deals())
    args: list[ArgumentValue] = [deals(won=7)]
    if change == "tables":
        args.append(cells("Stages", [["Status", "Role"], ["New", "intake"], ["Won", "won"]]))
    elif change == "headers":
        args = [cells("Deals", [["ID", "Date created", "Status", "Manager"], *rows(won=7)[1:]])]
    else:
        args = [deals(first=11, won=7)]  # half of the ids, not more
    sheet("DEALS", *args)
    assert "Several sets" in sheet.text(*WON)


def test_what_another_document_has_loaded_is_not_meant(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path)
    sheet("DEALS", deals())
    mine, sheet.origin = sheet.origin, "another document"
    assert "No deals are loaded." in sheet.text(*WON)
    sheet("DEALS", deals(won=7))
    assert sheet(*WON) == 7.0
    sheet.origin = mine
    assert sheet(*WON) == 5.0


def test_a_set_that_two_documents_have_loaded_is_meant_in_both(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path)
    sheet("DEALS", deals())
    mine, sheet.origin = sheet.origin, "another document"
    sheet("DEALS", deals())
    assert sheet(*WON) == 5.0
    sheet.origin = mine
    assert sheet(*WON) == 5.0


def test_a_former_state_called_back_from_disk_is_not_meant(tmp_path: Path) -> None:
    before = Sheet(tmp_path)
    old = before.text("DEALS", deals())
    sheet = Sheet(tmp_path)
    sheet("DEALS", deals(won=7))
    assert sheet("INTAKE", old, "won", "", "", "all") == 5.0
    assert sheet(*WON) == 7.0


def test_two_states_called_back_from_disk_are_not_guessed_between(tmp_path: Path) -> None:
    before = Sheet(tmp_path)
    handles = [before.text("DEALS", deals(won=won)) for won in (5, 7)]
    sheet = Sheet(tmp_path)
    assert [sheet("INTAKE", handle, "won", "", "", "all") for handle in handles] == [5.0, 7.0]
    assert "Several sets" in sheet.text(*WON)


@pytest.mark.parametrize("broken", ["headers", "settings"])
def test_cells_that_cannot_be_read_leave_no_former_state_to_be_meant(tmp_path: Path, broken: str) -> None:
    """An old number would be shown as if it were today's."""
    sheet = Sheet(tmp_path)
    settings = cells("Settings", [["Language", "en"]])
    handle = sheet.text("DEALS", deals(), None, None, None, None, None, settings)
    assert sheet(*WON) == 5.0
    bad = cells("Deals", [["Number", "Day"], [1, 2]]) if broken == "headers" else deals(won=6)
    colour = cells("Settings", [["Colour", "blue"]]) if broken == "settings" else settings
    assert sheet.text("DEALS", bad, None, None, None, None, None, colour).startswith("Sheet ")
    assert "No deals are loaded." in sheet.text(*WON)
    assert sheet("INTAKE", handle, "won", "", "", "all") == 5.0


def test_a_set_in_use_stays_on_disk_while_another_is_edited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("addin.functions.handle_cache._TOUCH_SECONDS", 0.0)
    sheet = Sheet(tmp_path)
    sheet.cache = HandleCache(DiskCache(tmp_path, max_entries=3))
    used = sheet.text("DEALS", deals(first=500))
    for won in range(1, 6):
        sheet("DEALS", deals(won=won))
        assert sheet("INTAKE", used, "won", "", "", "all") == 5.0
    assert Sheet(tmp_path)("INTAKE", used, "won", "", "", "all") == 5.0


def test_the_day_moves_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deal of tomorrow is not known today, and is tomorrow."""
    import datetime as dt

    from addin.settings import Settings

    sheet, today = Sheet(tmp_path), dt.date(2026, 9, 10)
    monkeypatch.setattr(Settings, "today", lambda _: today)
    handle = sheet.text("DEALS", cells("Deals", [*rows(), [99, "2026-09-11", "New", "Bob"]]))
    assert handle.endswith("· 20")
    asked = ("INTAKE", handle, "leads", "", "", "all")
    assert sheet(*asked) == 20.0
    today = dt.date(2026, 9, 11)
    assert sheet(*asked) == 21.0
    assert sheet("INTAKE", handle, "leads", "Bob", "", "all") == 1.0


def test_what_formulas_need_is_ready_before_the_first_one_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = Sheet(tmp_path)
    precompute(sheet.cache)  # nothing is loaded, and nothing happens
    sheet("DEALS", deals())
    made: list[object] = []

    def counted(*given: Any) -> Figures:
        made.append(given)
        return figures_of(*given)

    monkeypatch.setattr("addin.functions.loaded_deals.figures_of", counted)
    precompute(sheet.cache)
    assert len(made) == 1
    assert sheet("INTAKE") == 20
    assert len(made) == 1


def test_whoever_asks_meanwhile_waits_for_what_is_under_way_only(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path)
    sheet("DEALS", deals())
    asked = iter([False, True])
    precompute(sheet.cache, lambda: next(asked))
    histories = sheet.cache.last_used().queries().figures.histories
    assert "leads" in histories.__dict__
    assert "visits" not in histories.__dict__
    assert sheet("STAGE_CONV", "", "", "", "", "", "all", "entered") == 20
