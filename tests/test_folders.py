"""Our folders lie where each system wants them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from addin.folders import cache_folder, settings_folder


@pytest.mark.parametrize(
    ("platform", "cache", "settings"),
    [
        ("linux", ".cache", ".config"),
        ("win32", "AppData/Local", "AppData/Roaming"),
        ("darwin", "Library/Caches", "Library/Application Support"),
    ],
)
def test_each_system_has_its_own(
    platform: str, cache: str, settings: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    for variable in ("LOCALAPPDATA", "APPDATA", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(variable, raising=False)
    assert cache_folder() == tmp_path / cache / "honest-funnel"
    assert settings_folder() == tmp_path / settings / "honest-funnel"


@pytest.mark.parametrize(
    ("platform", "cache", "settings"),
    [("linux", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), ("win32", "LOCALAPPDATA", "APPDATA")],
)
def test_a_variable_of_the_system_goes_before(
    platform: str, cache: str, settings: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv(cache, str(tmp_path / "made again"))
    monkeypatch.setenv(settings, str(tmp_path / "own"))
    assert cache_folder() == tmp_path / "made again" / "honest-funnel"
    assert settings_folder() == tmp_path / "own" / "honest-funnel"
