"""Installing and taking away, in folders as Windows names them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from addin.cli.app import main
from addin.errors import InputError
from addin.hosts.excel import install
from addin.hosts.system import ThisSystem


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"APPDATA": str(tmp_path / "roaming"), "USERPROFILE": str(tmp_path / "home")}


def steps(env: dict[str, str], platform: str) -> list[Callable[[], object]]:
    return [partial(install.install, "en", env, platform), partial(install.uninstall, env, platform)]


def test_the_add_in_and_the_settings_come_and_go(
    env: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", r"C:\Python 3\python.exe")
    path = install.install("ru", env, "win32")
    assert path == Path(env["APPDATA"]) / "Microsoft/Excel/XLSTART/HonestFunnel.xlam"
    assert path.read_bytes()[:2] == b"PK"
    told = ThisSystem().text(str(install.config_file(env))) or ""
    assert '"UDF MODULES","addin.hosts.excel.ru"' in told.splitlines()
    assert all(line.count('"') == 4 for line in told.splitlines())
    install.install("en", env, "win32")
    assert install.uninstall(env, "win32") == path
    assert not path.exists()
    assert not install.config_file(env).parent.exists()
    with pytest.raises(InputError) as caught:
        install.uninstall(env, "win32")
    assert caught.value.key == "excel_not_installed"


def test_what_others_keep_beside_the_settings_stays(env: dict[str, str]) -> None:
    install.install("en", env, "win32")
    other = install.config_file(env).with_name("notes.txt")
    other.write_text("mine")
    install.uninstall(env, "win32")
    assert other.read_text() == "mine"


def test_a_file_that_excel_holds_is_told_of(env: dict[str, str]) -> None:
    install.start_folder(env).mkdir(parents=True)
    held = install.start_folder(env) / install.ADDIN
    held.mkdir()  # as good as held: it cannot be replaced
    (held / "x").touch()
    steps: list[Callable[[], object]] = [
        lambda: install.install("en", env, "win32"),
        lambda: install.uninstall(env, "win32"),
    ]
    for step in steps:
        with pytest.raises(InputError) as caught:
            step()
        assert caught.value.key == "excel_running"


@pytest.mark.parametrize(("platform", "key"), [("linux", "excel_not_here"), ("darwin", "excel_mac")])
def test_elsewhere_there_is_a_message(env: dict[str, str], platform: str, key: str) -> None:
    steps: list[Callable[[], object]] = [
        lambda: install.install("en", env, platform),
        lambda: install.uninstall(env, platform),
    ]
    for step in steps:
        with pytest.raises(InputError) as caught:
            step()
        assert caught.value.key == key


@pytest.mark.skipif(sys.platform == "win32", reason="would install")
def test_the_command_says_so_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["excel", "install", "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "honest-funnel excel" in said
