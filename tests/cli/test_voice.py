"""What scripts ask of a command: data alone on the standard output, silence, one line when it is stopped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from addin.cli import console as cli_console
from tests.cli.sample import Run

STOPPED_WHILE_IMPORTING = """
import os, signal, sys
class Stop:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Stop())
sys.argv = ["honest-funnel", "report", {deals!r}, "--lang", {lang!r}]
from addin.cli.start import entry
entry()
"""


def test_json_to_the_standard_output_leaves_words_to_the_error_stream(run: Run, deals: Path) -> None:
    code, out, err = run("report", deals, "--json", "-")
    assert code == 0
    assert json.loads(out)["header"][0]["rows_read"] == 4
    assert "Report: " in err
    assert "JSON:" not in err
    assert sorted(one.name for one in deals.parent.iterdir()) == ["deals-report.xlsx", "deals.csv"]


def test_json_to_the_standard_output_is_that_of_the_file(run: Run, deals: Path, tmp_path: Path) -> None:
    piped = run("report", deals, "--json", "-", "--quiet")
    assert run("report", deals, "--json", tmp_path / "x.json", "--quiet") == (0, "", "")
    assert piped == (0, (tmp_path / "x.json").read_text(encoding="utf-8"), "")


@pytest.mark.parametrize("command", ["report", "backtest"])
def test_quiet_says_nothing_of_what_went_well(run: Run, deals: Path, command: str) -> None:
    assert run(command, deals, "--quiet") == (0, "", "")


def test_quiet_still_says_what_is_wrong(run: Run, tmp_path: Path) -> None:
    code, out, err = run("report", tmp_path / "none.csv", "--quiet")
    assert (code, out) == (2, "")
    assert "none.csv" in err


@pytest.mark.parametrize("command", ["report", "backtest", "check"])
@pytest.mark.parametrize("folder", [".", "..", "/"])
def test_a_folder_in_place_of_deals_is_refused_by_name(run: Run, command: str, folder: str) -> None:
    code, out, err = run(command, folder)
    assert (code, out) == (2, "")
    assert "is a folder; a file of deals is needed" in err


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT is another thing there")
@pytest.mark.parametrize(("lang", "said"), [("ru", "Прервано."), ("en", "Stopped.")])
@pytest.mark.parametrize("module", ["typer", "addin.cli.app", "rich.console", "pandas", "addin.refresh"])
def test_a_run_that_is_stopped_says_so_in_one_line(deals: Path, module: str, lang: str, said: str) -> None:
    code = STOPPED_WHILE_IMPORTING.format(module=module, deals=str(deals), lang=lang)
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", f"{said}\n")


@pytest.mark.parametrize(
    ("terminal", "variables", "shown"),
    [(True, {}, True), (False, {}, False), (True, {"CI": "true"}, False), (True, {"TERM": "dumb"}, False)],
)
def test_steps_are_counted_on_a_terminal_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, terminal: bool, variables: dict[str, str], shown: bool
) -> None:
    for name in ("CI", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"TERM": "xterm"} | variables).items():
        monkeypatch.setenv(name, value)
    with (tmp_path / "seen").open("w+", encoding="utf-8") as screen:
        console = Console(file=screen, force_terminal=terminal, width=100)
        monkeypatch.setattr(cli_console, "_console", lambda *_, **__: console)
        with cli_console.progress("ru", ("reading", "computing", "writing")) as step:
            step("reading")
            step("computing")
        screen.seek(0)
        seen = screen.read()
    assert ("Считаю" in seen and "1/3" in seen) is shown
    assert shown or not seen


def test_a_quiet_run_has_no_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(os.environ, "FORCE_COLOR", "1")
    monkeypatch.delenv("CI", raising=False)
    with cli_console.progress("en", ("reading",), cli_console.Voice(quiet=True)) as step:
        step("reading")
        step("waiting")
    assert capsys.readouterr() == ("", "")
