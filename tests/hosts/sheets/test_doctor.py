"""The doctor tells what is between us and a shared spreadsheet, down to the loopback Google."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from addin.cli.app import main
from addin.cli.commands import sheets
from addin.hosts.sheets.client import RetryingClient
from addin.hosts.sheets.retry import RetryPolicy
from tests.hosts.fakes.faults import Fault
from tests.hosts.fakes.loopback import mount
from tests.hosts.sheets.team import Team

ROBOT = "robot@p.iam.gserviceaccount.com"


@pytest.fixture
def asked(
    laid: Team, robot: Callable[[str], dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """The command, with the key of a service account that the spreadsheet is shared with."""

    def client(credentials: object, retry: RetryPolicy, **kwargs: object) -> RetryingClient:
        found = RetryingClient(credentials, laid.clock.retry(retry.total), **kwargs)
        mount(found.session, laid.base)
        return found

    monkeypatch.setattr(sheets, "RetryingClient", client)
    laid.service.needs_token, laid.book.editors = True, {"robot@example.org"}
    key = tmp_path / "key.json"
    key.write_text(json.dumps(robot(laid.base)), encoding="utf-8")
    return ["doctor", "--sheet", laid.book.id, "--credentials", str(key), "--lang", "en"]


def said(asked: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    main(asked)
    return capsys.readouterr().out


def test_where_all_is_well_it_says_so(
    laid: Team, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert 'fine: Shared spreadsheet "Team"' in said(asked, capsys)
    assert laid.writes() == []


def test_not_shared_names_the_account(
    laid: Team, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    laid.book.editors = set()
    assert main(asked) == 2
    assert f"problem: The spreadsheet is not shared with {ROBOT}." in capsys.readouterr().out


def test_an_api_not_enabled_names_the_project(
    laid: Team, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    laid.service.api_off = True
    assert "problem: The Google Sheets API is not enabled in the Google project 123456." in said(
        asked, capsys
    )


@pytest.mark.parametrize("seconds", [-3600, 3600])
def test_a_clock_that_is_off_is_told(
    laid: Team, asked: list[str], capsys: pytest.CaptureFixture[str], seconds: float
) -> None:
    laid.service.ahead = seconds
    assert "problem: Google does not believe the time of this computer" in said(asked, capsys)


def test_a_report_not_laid_out_is_told(
    laid: Team, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    laid.book.names.clear()
    assert "note: The spreadsheet lacks the report" in said(asked, capsys)


def test_a_network_that_is_down_is_told_soon(
    laid: Team, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    laid.service.faults += [Fault("dropped before") for _ in range(50)]
    assert "problem: Google cannot be reached" in said(asked, capsys)
    assert laid.clock.now <= 20


def test_what_is_no_key_and_no_file_is_told(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    asked[4] = "nowhere.json"
    assert 'problem: There is no file "nowhere.json"' in said(asked, capsys)
    asked[2] = "report.xlsx"
    assert "problem: " in said(asked, capsys)
