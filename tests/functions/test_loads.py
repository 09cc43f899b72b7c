"""Sets of deals: handles that outlive a process, a cache that forgets but is never wrong, the set meant."""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from addin.functions.arguments import ArgumentValue
from addin.functions.call import precompute
from addin.functions.disk_cache import DiskCache, digest_of
from addin.functions.handle_cache import HandleCache
from addin.report.figures import Figures, figures_of
from tests.hosts.live import Sheet, cells

HEAD: list[object] = ["ID", "Created", "Status", "Manager"]


def rows(first: int = 1, count: int = 20, won: int = 5) -> list[list[object]]:
    found: list[list[object]] = [
        [n, "2026-09-01", "Won" if n - first < won else "New", "Ann"] for n in range(first, first + count)
    ]
    return [[*HEAD], *found]


def deals(first: int = 1, count: int = 20, won: int = 5, name: str = "Deals") -> ArgumentValue:
    return cells(name, rows(first, count, won))


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*")) if folder.exists() else []


GONE = "are no longer loaded. Recalculate the cell with =DEALS"


# --- the handle after a restart ---


def test_a_handle_outlives_the_process(tmp_path: Path) -> None:
    first = Sheet(tmp_path)
    stages = cells("Stages", [["Status", "Role"], ["New", "intake"], ["Won", "won"]])
    settings = cells("Settings", [["Setting", "Value"], ["Language", "ru"], ["Period", 46266.0]])
    handle = first.text("DEALS", deals(), stages, None, None, None, None, settings)
    again = Sheet(tmp_path)
    for name, *args in (("INTAKE", "won"), ("STAGE_CONV", "", "", "", "", "", "entered")):
        assert again(name, handle, *args) == first(name, handle, *args) is not None
    assert again.rows("REPORT_BLOCK", "summary", handle) == first.rows("REPORT_BLOCK", "summary", handle)
    assert again.text("INTAKE", handle, "nonsense").startswith("Нет показателя")


def test_only_the_owner_may_look(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows keeps this in the user's profile")
    folder = tmp_path / "cache" / "deals"
    Sheet(folder)("DEALS", deals())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (file,) = files(folder)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_damaged_file_is_gone_and_loading_mends_it(tmp_path: Path) -> None:
    first = Sheet(tmp_path)
    handle = first.text("DEALS", deals())
    (file,) = files(tmp_path)
    content = bytearray(file.read_bytes())
    content[-9] ^= 1
    file.write_bytes(content)
    again = Sheet(tmp_path)
    assert GONE in again.text("INTAKE", handle)
    assert files(tmp_path) == []
    assert again("DEALS", deals()) == handle
    assert Sheet(tmp_path)("INTAKE", handle, "leads", "", "", "all") == 20.0


@pytest.mark.parametrize("damage", [b"", b"\x00" * 40, b"not marshal"])
def test_a_file_of_something_else_is_gone(tmp_path: Path, damage: bytes) -> None:
    handle = Sheet(tmp_path).text("DEALS", deals())
    files(tmp_path)[0].write_bytes(damage)
    assert GONE in Sheet(tmp_path).text("STAGE_CONV", handle)


def test_a_name_that_does_not_fit_its_content_is_gone(tmp_path: Path) -> None:
    handle = Sheet(tmp_path).text("DEALS", deals())
    other = Sheet(tmp_path / "other").text("DEALS", deals(won=6))
    (file,), (foreign,) = files(tmp_path / "other"), [f for f in files(tmp_path) if f.is_file()]
    file.replace(foreign)
    assert handle != other
    assert GONE in Sheet(tmp_path).text("INTAKE", handle)


def test_without_a_disk_everything_works_but_the_restart(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    sheet = Sheet(blocked / "deals")
    handle = sheet.text("DEALS", deals())
    assert sheet("INTAKE", handle, "leads", "", "", "all") == 20.0
    assert GONE in Sheet(blocked / "deals").text("INTAKE", handle)


# --- what is forgotten ---


def test_the_least_used_goes_first_by_count_and_by_bytes(tmp_path: Path) -> None:
    shelf = DiskCache(tmp_path, max_entries=3, max_bytes=100)
    contents = [bytes([n]) * 30 for n in range(5)]
    digests = [digest_of(content) for content in contents]
    for n in (0, 1, 2):
        shelf.put(digests[n], contents[n])
    assert shelf.get(digests[0][:8]) == (digests[0], contents[0])
    shelf.put(digests[3], contents[3])
    assert [shelf.get(digest) is not None for digest in digests] == [True, False, True, True, False]
    shelf.put(digest_of(b"x" * 80), b"x" * 80)
    assert {file.stem for file in files(tmp_path)} == {digest_of(b"x" * 80)}
    shelf.put(digest_of(b"y" * 101), b"y" * 101)
    assert files(tmp_path) == []


def test_two_contents_that_begin_alike_are_not_told_apart_by_chance(tmp_path: Path) -> None:
    shelf = DiskCache(tmp_path)
    shelf.put("aaaaaaaa1", b"one")
    shelf.put("aaaaaaaa2", b"two")
    assert shelf.get("aaaaaaaa") is None


def test_what_memory_forgets_comes_back_from_disk(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path)
    sheet.cache = HandleCache(DiskCache(tmp_path), max_sets=2)
    handles = [sheet.text("DEALS", deals(100 * n)) for n in range(4)]
    assert len(sheet.cache._sets) == 2
    assert [sheet("INTAKE", handle, "won", "", "", "all") for handle in handles] == [5.0] * 4
    for file in files(tmp_path):
        file.unlink()
    assert GONE in sheet.text("INTAKE", handles[0])
    assert sheet("INTAKE", handles[3], "won", "", "", "all") == 5.0


# --- which set is meant ---

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


@pytest.mark.parametrize("change", ["origin", "tables", "headers", "ids"])
def test_another_set_is_no_later_state(tmp_path: Path, change: str) -> None:
    sheet = Sheet(tmp_path)
    sheet("DEALS", deals())
    args: list[ArgumentValue] = [deals(won=7)]
    if change == "origin":
        sheet.origin = "another document"
    elif change == "tables":
        args.append(cells("Stages", [["Status", "Role"], ["New", "intake"], ["Won", "won"]]))
    elif change == "headers":
        args = [cells("Deals", [["ID", "Date created", "Status", "Manager"], *rows(won=7)[1:]])]
    else:
        args = [deals(first=11, won=7)]  # half of the ids, not more
    sheet("DEALS", *args)
    assert "Several sets" in sheet.text(*WON)


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
    followed = sheet.cache.last_used().queries().figures.histories
    assert "leads" in followed.__dict__
    assert "visits" not in followed.__dict__
    assert sheet("STAGE_CONV", "", "", "", "", "", "all", "entered") == 20
