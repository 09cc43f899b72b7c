"""Calls: which are repeated and which not, how long, and what is told of them."""

from __future__ import annotations

import re
from string import ascii_letters, digits

import pytest
import requests
from google.auth.exceptions import RefreshError
from google.oauth2.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from addin.errors import InputError
from addin.hosts.sheets import api_errors
from addin.hosts.sheets.client import ConflictError, UnknownOutcomeError
from tests.hosts.fakes.faults import Fault, Kind
from tests.hosts.sheets.team import Clock, Team

NOTHING = [{"updateSheetProperties": {"properties": {"sheetId": 0, "hidden": False}, "fields": "hidden"}}]


@pytest.mark.parametrize("kind", ["500", "503", "502 html", "dropped before", "dropped after", "500 after"])
def test_a_change_is_sent_once_and_its_lost_answer_told(fresh: Team, kind: Kind) -> None:
    fresh.service.faults.append(Fault(kind, ":batchUpdate"))
    with pytest.raises(UnknownOutcomeError):
        fresh.remote().update(NOTHING)
    assert fresh.writes() == [":batchUpdate"]


@pytest.mark.parametrize(
    "kind", ["429", "500", "503", "502 html", "dropped before", "dropped after", "500 after"]
)
def test_reading_and_setting_values_are_repeated(fresh: Team, kind: Kind) -> None:
    fresh.service.faults += [Fault(kind, "read"), Fault(kind, "write")]
    remote = fresh.remote()
    assert remote.structure()["properties"]["title"] == "Team"
    remote.write([{"range": "Deals!J1", "values": [["x"]]}])
    assert fresh.value("Deals", 1, 10) == "x"
    assert len(fresh.clock.waits) == 2


def test_a_quota_is_waited_for_even_by_a_change(fresh: Team) -> None:
    fresh.service.faults += [Fault("429", "write"), Fault("429", "write")]
    fresh.remote().update(NOTHING)
    assert len(fresh.clock.waits) == 2


def test_what_google_refuses_is_not_repeated(fresh: Team) -> None:
    with pytest.raises(ConflictError, match="No grid with id: 5"):
        fresh.remote().update([{"deleteSheet": {"sheetId": 5}}])
    assert fresh.clock.waits == []


def test_waits_grow_are_capped_and_end_in_time(fresh: Team) -> None:
    fresh.service.faults += [Fault("503", "read") for _ in range(100)]
    with pytest.raises(InputError) as caught:
        fresh.remote(total=200).structure()
    assert caught.value.key == "sheets_down"
    waits = fresh.clock.waits
    assert all(0.5 * min(32, 2**i) <= wait <= min(32, 2**i) for i, wait in enumerate(waits))
    assert fresh.clock.now < 200
    assert len(waits) > 8


def test_a_call_never_waits_longer_than_the_run_may(fresh: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    remote = fresh.remote(total=20)

    def request(*_: object, **kwargs: object) -> requests.Response:
        seen.append(kwargs["timeout"])
        fresh.clock.now += 15
        raise requests.ReadTimeout

    monkeypatch.setattr(remote.http.session, "request", request)
    with pytest.raises(InputError, match="Google cannot be reached"):
        remote.structure()
    assert seen[0] == (5.0, 20.0)
    assert seen[-1] == (pytest.approx(4.5, abs=1), pytest.approx(4.5, abs=1))


def test_each_call_can_be_seen_without_what_it_carries(fresh: Team) -> None:
    remote = fresh.remote()
    remote.structure()
    remote.write([{"range": "Deals!J1", "values": [["a secret"]]}])
    told = [f"{one.method} {one.path} {one.outcome}" for one in fresh.call_log]
    assert told == ["GET spreadsheet 200", "POST values:batchUpdate 200"]
    assert fresh.book.id not in "".join(told)


def test_a_token_that_ran_out_is_renewed(fresh: Team) -> None:
    fresh.service.needs_token = True
    renewed = {
        "refresh_token": "r",
        "token_uri": f"{fresh.base}/token",
        "client_id": "c",
        "client_secret": "s",
    }
    user = Credentials("old", **renewed)
    remote = fresh.remote(user)
    assert remote.structure()["properties"]["title"] == "Team"
    assert fresh.service.grants[0]["grant_type"] == ["refresh_token"]
    fresh.service.tokens.clear()  # revoked meanwhile
    assert remote.structure()["properties"]["title"] == "Team"
    assert len(fresh.service.grants) == 2


def test_lost_permission_names_the_account(fresh: Team) -> None:
    fresh.book.editors = {"somebody@example.org"}
    with pytest.raises(
        InputError, match=re.escape("is not shared with bot@p.iam.gserviceaccount.com. Open it")
    ):
        fresh.remote(account="bot@p.iam.gserviceaccount.com").structure()
    with pytest.raises(InputError, match="is not shared with your Google account"):
        fresh.remote().structure()


@pytest.mark.parametrize(
    ("code", "message", "key"),
    [
        (
            403,
            "Google Sheets API has not been used in project 123456 before or it is disabled.",
            "sheets_api_off",
        ),
        (403, "The caller does not have permission", "sheets_not_shared"),
        (404, "Requested entity was not found.", "sheets_missing"),
        (401, "Request had invalid authentication credentials.", "sheets_login"),
        (429, "Quota exceeded", "sheets_quota"),
        (502, "<!DOCTYPE html>", "sheets_down"),
        (413, "Request too large", "sheets_refused"),
    ],
)
def test_refusals_in_words(code: int, message: str, key: str) -> None:
    found = api_errors.api_error(code, message, "bot@example.org")
    assert found.key == key
    assert found.text("ru") != found.text("en")
    if key == "sheets_api_off":
        assert "123456" in found.text("en")


def test_a_wrong_clock_is_told() -> None:
    said = "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
    error = RefreshError(f"invalid_grant: {said} Check your iat and exp values in the JWT claim.")
    assert api_errors.token_error(str(error)).key == "sheets_clock"
    assert api_errors.token_error("invalid_grant: Token has been expired or revoked.").key == "sheets_login"


@given(st.text(ascii_letters + digits + "_-", min_size=20, max_size=60))
def test_keys_are_found_in_addresses(key: str) -> None:
    for text in (
        key, f"https://docs.google.com/spreadsheets/d/{key}/edit#gid=0", f"https://docs.google.com/spreadsheets/u/1/d/{key}",
    ):  # fmt: skip
        assert api_errors.spreadsheet_key(text) == key


@pytest.mark.parametrize("text", ["", "report.xlsx", "https://example.org/d/x"])
def test_what_is_no_key_is_told(text: str) -> None:
    with pytest.raises(InputError, match="neither the address nor the key"):
        api_errors.spreadsheet_key(text)


def test_the_clock_of_tests_stands_still() -> None:
    clock = Clock()
    retry = clock.retry()
    retry.start()
    assert retry.back_off(0)
    assert 0.5 <= clock.now <= 1


def test_russian_letters_take_two_bytes(fresh: Team) -> None:
    """As JSON that is all ASCII they would take six, and a ledger of 12,000 deals two calls."""
    text = "Иванов" * 1000
    fresh.remote().write([{"range": "Deals!J1", "values": [[text]]}])
    assert fresh.value("Deals", 1, 10) == text
    assert fresh.service.made("write")[0].size < 2.1 * len(text)
