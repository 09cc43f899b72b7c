"""Offices started, found running, lost and ended: none is left behind."""

from __future__ import annotations

import ast
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from addin.hosts.calc import launch
from addin.hosts.calc.engine import CalcError, OfficeGoneError
from addin.hosts.calc.engine.client import RpcClient
from addin.hosts.calc.extension.package import OFFICE_FOLDER, write_server_extension
from addin.hosts.calc.launch import NoOfficeError, Office, find_office, require_python
from tests.office import LastingOffice, require_live_office

OF_THE_OFFICE = {"uno", "unohelper", "com", "org", "honest_funnel_office"}


def comes_true(said: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while not said():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rsplit(")", 1)[-1].split()[0] == "Z")


def test_an_office_ends_with_its_owner_and_leaves_nothing() -> None:
    require_live_office()
    with Office() as office:
        pid, folder = office.pid, office._folder
        assert is_running(pid)
        assert folder.stat().st_mode & 0o77 == 0
        assert sorted(each.name for each in folder.iterdir()) == ["extensions", "profile"]
        office.client.call("add_book", False)
    assert comes_true(lambda: not is_running(pid))
    assert not folder.exists()
    with pytest.raises(OfficeGoneError, match=r"^the office has closed$"):
        office.client.call("about")


def test_an_office_ends_when_its_owner_is_killed() -> None:
    require_live_office()
    script = (
        "from addin.hosts.calc.launch import Office\n"
        "office = Office(); print(office.pid, flush=True); input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        pid = int(owner.stdout.readline())
        assert is_running(pid)
        owner.send_signal(signal.SIGKILL)
    assert comes_true(lambda: not is_running(pid))


def test_an_office_that_dies_is_told() -> None:
    require_live_office()
    with Office() as office:
        os.kill(office.pid, signal.SIGKILL)
        assert comes_true(lambda: not is_running(office.pid))
        with pytest.raises(OfficeGoneError, match=r"^the office has closed$"):
            office.client.call("list_books")


def test_tests_go_on_with_another_office_where_theirs_has_ended(capfd: pytest.CaptureFixture[str]) -> None:
    require_live_office()
    with contextlib.closing(LastingOffice(Office)) as lasting:
        first = lasting.running()
        assert lasting.running() is first
        os.kill(first.pid, signal.SIGKILL)
        assert comes_true(lambda: not is_running(first.pid))
        assert lasting.running().pid != first.pid
    assert "an office ended between two tests (the office has closed)" in capfd.readouterr().err


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if shutil.which("Xvfb") is None:
        pytest.skip("there is no screen to show windows on: apt-get install xvfb")
    read, write = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-noreset", "-displayfd", str(write)], pass_fds=[write], stderr=subprocess.DEVNULL
    ) as server:
        os.close(write)
        with os.fdopen(read) as said:
            monkeypatch.setenv("DISPLAY", f":{said.readline().strip()}")
        yield
        server.terminate()


@pytest.mark.usefixtures("screen")
def test_an_office_that_somebody_has_started_is_not_spoken_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    require_live_office()
    write_server_extension(tmp_path / "extensions" / "honest-funnel")
    profile, extensions = tmp_path / "profile", tmp_path / "extensions"
    with Office(profile, extensions=extensions, headless=False) as first:
        uid = first.client.call("add_book", False)
        monkeypatch.setattr(launch, "RETURN_TIMEOUT", 1.0)
        with pytest.raises(OfficeGoneError, match=r"^the office did not answer: another one runs on these"):
            Office(profile, extensions=extensions, headless=False)
        assert [book[0] for book in first.client.call("list_books")] == [uid]


def test_an_office_without_our_part_is_ended(tmp_path: Path) -> None:
    require_live_office()
    (tmp_path / "none").mkdir()
    with pytest.raises(OfficeGoneError, match=r"^the office did not answer in 3 s$"):
        Office(tmp_path / "profile", extensions=tmp_path / "none", timeout=3)
    assert str(tmp_path) not in subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout  # noqa: PLW1510


def test_soffice_is_where_the_variable_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    soffice = tmp_path / "soffice"
    monkeypatch.setenv("HONEST_FUNNEL_SOFFICE", str(soffice))
    with pytest.raises(NoOfficeError, match=r"^HONEST_FUNNEL_SOFFICE names .*soffice, which is no file$"):
        find_office()
    soffice.touch()
    assert find_office() == soffice
    require_python(soffice)  # nothing is known of a layout like this
    (tmp_path / "soffice.bin").touch()
    with pytest.raises(NoOfficeError, match=r"^LibreOffice has no Python here: install python3-uno$"):
        require_python(soffice)


def test_no_office_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HONEST_FUNNEL_SOFFICE", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(launch, "USUAL_PATHS", ())
    monkeypatch.setattr(Path, "glob", lambda *_: iter(()))
    with pytest.raises(NoOfficeError, match=r"^LibreOffice was not found; HONEST_FUNNEL_SOFFICE can name"):
        find_office()


def test_what_the_office_does_not_know_is_told(office: Office) -> None:
    with pytest.raises(CalcError, match=r"^the office knows no request 'dance'$"):
        office.client.call("dance")
    with pytest.raises(CalcError, match=r"^list_sheets: .*\(TypeError\)$"):
        office.client.call("list_sheets")


def test_an_office_that_is_silent_is_left() -> None:
    from multiprocessing import Pipe

    ours, theirs = Pipe()
    with theirs, pytest.raises(OfficeGoneError, match=r"^the office has not answered for 0 s$"):
        RpcClient(ours, timeout=0.01).call("about")


@pytest.mark.parametrize("path", sorted(OFFICE_FOLDER.rglob("*.py")), ids=lambda path: path.name)
def test_the_office_side_needs_nothing_but_the_office(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(str(node.module).split(".")[0])
    assert names <= sys.stdlib_module_names | OF_THE_OFFICE | {"__future__"}
