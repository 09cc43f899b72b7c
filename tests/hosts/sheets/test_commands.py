"""The commands as typed, down to the loopback service."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest
from google.auth.credentials import AnonymousCredentials

from addin.cli.app import main
from addin.cli.commands import sheets
from addin.hosts.sheets.auth import Access
from addin.hosts.sheets.client import RetryingClient
from tests.hosts.fakes.loopback import mount
from tests.hosts.sheets.team import Team
from tests.readers.sheets import book


@pytest.fixture
def typed(filled: Team, monkeypatch: pytest.MonkeyPatch) -> Team:
    """The commands reach the loopback service only."""

    def client(credentials: Any, _: object, **kwargs: Any) -> RetryingClient:
        found = RetryingClient(credentials, filled.clock.retry(), **kwargs)
        mount(found.session, filled.base)
        return found

    monkeypatch.setattr(sheets, "access", lambda *_: Access(AnonymousCredentials(), "bot@example.org"))
    monkeypatch.setattr(sheets, "RetryingClient", client)
    return filled


def test_laying_out_again_says_that_all_is_there(typed: Team, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sheets", "init", typed.book.id, "--lang", "en"]) == 0
    assert "All tabs of the report are there already" in capsys.readouterr().out


@pytest.mark.usefixtures("second")
def test_a_trial_then_a_refresh(typed: Team, capsys: pytest.CaptureFixture[str]) -> None:
    address = f"https://docs.google.com/spreadsheets/d/{typed.book.id}/edit"
    assert main(["--lang", "en", "sheets", "sync", address, "--dry-run"]) == 0
    trial = capsys.readouterr().out
    assert "Deals to act on: new in " in trial
    assert "0 notes" not in trial
    assert "A trial: nothing has changed" in trial
    assert typed.writes() == []
    assert main(["sheets", "sync", address, "--verbose", "--lang", "en"]) == 0
    told = capsys.readouterr()
    assert "Refreshed 20" in told.out
    calls = [line.split()[:3] for line in told.err.splitlines() if line[:4] in ("GET ", "POST")]
    assert calls[:2] == [["GET", "spreadsheet", "200"], ["GET", "values:batchGet", "200"]]
    assert calls[3][1] == "spreadsheet:batchUpdate"
    assert typed.book.id[-8:] not in told.err  # whoever has the key may open the spreadsheet


def test_what_is_wrong_is_one_line_in_the_users_language(
    typed: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    typed.book.editors = set()
    assert main(["sheets", "sync", typed.book.id, "--lang", "ru"]) == 2
    assert capsys.readouterr().err.startswith("Таблица не открыта для bot@example.org. Откройте её")
    assert main(["sheets", "sync", "report.xlsx", "--lang", "en"]) == 2
    assert "neither the address nor the key" in capsys.readouterr().err


@pytest.mark.usefixtures("second")
def test_watching_ends_cleanly_when_told_to(typed: Team, capsys: pytest.CaptureFixture[str]) -> None:
    """The signal comes in the middle of a refresh, which is finished first."""
    typed.put("Refresh", 3, 2, True)

    def tell_to_stop(_: object) -> None:
        if len(typed.writes()) == 2:
            os.kill(os.getpid(), signal.SIGTERM)

    typed.service.before = tell_to_stop
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        assert main(["sheets", "watch", typed.book.id, "--lang", "en"]) == 0
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    out = capsys.readouterr().out
    assert out.index("Watching the box") < out.index("Refreshed 20") < out.index("Stopped.")
    assert typed.value("Refresh", 3, 2) is False


def test_a_defect_shows_no_traceback(
    typed: Team, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("addin.hosts.sheets.sync.compute", broken)
    assert main(["sheets", "sync", typed.book.id, "--lang", "en"]) == 1
    told = capsys.readouterr().err
    assert "ZeroDivisionError" in told
    assert "Traceback" not in told


def test_a_workbook_of_several_sheets_of_deals_can_be_told_which_to_read(
    typed: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows: list[list[object]] = [
        ["ID", "Created", "Status"],
        ["1", "2026-06-01", "New"],
        ["2", "2026-06-02", "Won"],
    ]
    path = book(tmp_path / "regions.xlsx", North=rows, South=[*rows, ["3", "2026-06-03", "Won"]])
    call = ["--lang", "en", "sheets", "sync", typed.book.id, "--dry-run"]
    assert main([*call, "--deals", str(path)]) == 2
    assert "--sheet South --propose" in capsys.readouterr().err
    assert main([*call, "--deals", str(path), "--sheet", "North"]) == 0
    assert "2\u00a0rows" in capsys.readouterr().out
    assert main([*call, "--sheet", "North"]) == 2
    assert "--deals" in capsys.readouterr().err


def test_a_tab_that_is_not_found_is_told_without_options_of_the_terminal(
    typed: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    typed.tab("Deals").properties["title"] = "Sheet7"
    assert main(["--lang", "en", "sheets", "sync", typed.book.id, "--dry-run"]) == 2
    told = capsys.readouterr().err
    assert "Sheet7" in told
    assert "--" not in told
