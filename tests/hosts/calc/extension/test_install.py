"""``honest-funnel calc``: into LibreOffice, out of it, and a workbook opened there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from addin.cli.app import main
from addin.hosts.calc.extension import install
from addin.hosts.calc.launch import Office
from tests.hosts.calc.extension.sheets import until
from tests.office import require_live_office

NOBODY = 65534

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command ``honest-funnel calc …``: its exit code and what it said."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def call(*args: object) -> tuple[int, str]:
        code = main(["calc", *map(str, args)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return call


@pytest.fixture
def profile() -> Iterator[Path]:
    """A folder of settings; unopkg refuses the administrator, who acts for the owner of the folder."""
    require_live_office()
    with tempfile.TemporaryDirectory(prefix="honest-funnel-profile-") as folder:
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        yield Path(folder)


def test_install_twice_then_uninstall_twice(run: Run, profile: Path) -> None:
    for _ in range(2):
        code, said = run("install", "--profile", profile)
        assert (code, said[:27]) == (0, "The extension is installed.")
    assert run("uninstall", "--profile", profile, "--lang", "ru") == (0, "Расширение убрано.\n")
    code, said = run("uninstall", "--profile", profile)
    assert code == 2
    assert "does not have the extension" in said


def test_an_office_that_runs_is_not_touched(run: Run, profile: Path, extension: Path) -> None:
    with Office(profile, extensions=extension):
        code, said = run("install", "--profile", profile)
        assert (code, said.split(".")[0]) == (2, "LibreOffice is running")
        install.ensure_installed(None, profile)  # opening a workbook does not mind


def test_what_is_missing_is_named(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    monkeypatch.setenv("HONEST_FUNNEL_SOFFICE", str(program))
    code, said = run("open", tmp_path / "none.ods")
    assert (code, "none.ods" in said) == (2, True)
    code, said = run("install", "--lang", "ru")
    assert (code, "apt-get install libreoffice-calc python3-uno" in said) == (2, True)
    program.touch()
    code, said = run("install")
    assert (code, "apt-get install python3-uno" in said) == (2, True)
    (tmp_path / "pythonloader.py").touch()
    code, said = run("install")
    assert (code, "unopkg" in said) == (2, True)
    code, said = run("install", "--lang", "de")
    assert (code, "ru, en" in said) == (2, True)


def test_a_refusal_is_passed_on(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HONEST_FUNNEL_SOFFICE", str(tmp_path / "soffice"))
    for name, text in (
        ("soffice", ""),
        ("pythonloader.py", ""),
        ("unopkg", "#!/bin/sh\necho no room >&2; exit 1\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    assert run("install") == (2, "LibreOffice did not take the extension: no room\n")
    (tmp_path / "unopkg").write_text(
        "#!/bin/sh\necho Cannot run unopkg as root >&2; exit 1\n", encoding="utf-8"
    )
    code, said = run("install")
    assert (code, "for the administrator (root)" in said) == (2, True)


def test_nothing_is_ever_installed_for_everybody(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HONEST_FUNNEL_SOFFICE", str(tmp_path / "soffice"))
    told = tmp_path / "told"
    script = f'#!/bin/sh\necho "$@" >> "{told}"\n'
    for name, text in (("soffice", ""), ("pythonloader.py", ""), ("unopkg", script)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    assert run("install")[0] == 0
    assert run("uninstall")[0] == 0
    said = told.read_text(encoding="utf-8").splitlines()
    assert [line.split()[0] for line in said] == ["add", "remove"]
    assert not any(word in line for line in said for word in ("--shared", "--bundled"))


def test_opening_starts_the_office_with_the_workbook(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, told = tmp_path / "книга.ods", tmp_path / "told"
    book.touch()
    monkeypatch.setenv("HONEST_FUNNEL_SOFFICE", str(tmp_path / "soffice"))
    script = f'#!/bin/sh\nfor a in "$@"; do echo "$a"; done > "{told}.new"; mv "{told}.new" "{told}"\n'
    for name, text in (("soffice", script), ("unopkg", "#!/bin/sh\nexit 0\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    assert run("open", book, "--profile", tmp_path) == (0, f"Opening in LibreOffice Calc: {book}\n")
    assert until(told.exists)
    assert told.read_text(encoding="utf-8").splitlines() == [
        "--calc", f"-env:UserInstallation={tmp_path.as_uri()}", str(book),
    ]  # fmt: skip
