"""Handles that outlive a process, and what the disk forgets."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from addin.functions.disk_cache import DiskCache, digest_of
from addin.functions.handle_cache import HandleCache
from tests.functions.handles import GONE, deals, files
from tests.hosts.live import Sheet, cells


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


def test_the_least_used_goes_first_by_count_and_by_bytes(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path, max_entries=3, max_bytes=100)
    contents = [bytes([n]) * 30 for n in range(5)]
    digests = [digest_of(content) for content in contents]
    for n in (0, 1, 2):
        cache.put(digests[n], contents[n])
    assert cache.get(digests[0][:8]) == (digests[0], contents[0])
    cache.put(digests[3], contents[3])
    assert [cache.get(digest) is not None for digest in digests] == [True, False, True, True, False]
    cache.put(digest_of(b"x" * 80), b"x" * 80)
    assert {file.stem for file in files(tmp_path)} == {digest_of(b"x" * 80)}
    cache.put(digest_of(b"y" * 101), b"y" * 101)
    assert files(tmp_path) == []


def test_two_contents_that_begin_alike_are_not_told_apart_by_chance(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path)
    cache.put("aaaaaaaa1", b"one")
    cache.put("aaaaaaaa2", b"two")
    assert cache.get("aaaaaaaa") is None


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
