"""Who we are to Google, and that secrets stay where they belong."""

from __future__ import annotations

import datetime as dt
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from addin.errors import InputError
from addin.hosts.sheets.auth import access, login
from addin.secret_file import write_secret
from tests.hosts.fakes.loopback import mount
from tests.hosts.sheets.team import Team

USER = {"client_id": "c", "client_secret": "hush", "refresh_token": "r", "type": "authorized_user"}


def test_a_service_account_signs_in_and_renews_its_token(
    fresh: Team, robot: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    fresh.service.needs_token = True
    fresh.book.editors = {"robot@example.org"}
    key = tmp_path / "key.json"
    key.write_text(json.dumps(robot(fresh.base)), encoding="utf-8")
    found = access(key)
    assert found.account == "robot@p.iam.gserviceaccount.com"
    assert fresh.remote(found.credentials).structure()["properties"]["title"] == "Team"
    assert "assertion" in fresh.service.grants[0]
    found.credentials.expiry = dt.datetime(2020, 1, 1)  # as google-auth keeps it: without a zone
    assert fresh.remote(found.credentials).structure()["properties"]["title"] == "Team"
    assert len(fresh.service.grants) == 2


def test_a_kept_sign_in_is_used(tmp_path: Path) -> None:
    token = tmp_path / "token.json"
    write_secret(token, json.dumps(USER))
    found = access(token=token)
    assert found.account == ""
    assert getattr(found.credentials, "refresh_token", None) == "r"


def test_acting_as_a_service_account(tmp_path: Path) -> None:
    token = tmp_path / "token.json"
    write_secret(token, json.dumps(USER))
    found = access(impersonate="robot@p.iam.gserviceaccount.com", token=token)
    assert found.account == "robot@p.iam.gserviceaccount.com"
    assert getattr(found.credentials, "_target_scopes", None) == [
        "https://www.googleapis.com/auth/spreadsheets"
    ]


def test_application_default_credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "adc.json"
    file.write_text(json.dumps(USER), encoding="utf-8")
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(file))
    assert getattr(access(token=tmp_path / "none.json").credentials, "refresh_token", None) == "r"
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "gone.json"))
    with pytest.raises(InputError, match="Google does not let us in"):
        access(token=tmp_path / "none.json")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"type": "service_account"}', '{"refresh_token": "hush"}']
)
def test_a_file_of_something_else_is_refused_without_its_contents(tmp_path: Path, text: str) -> None:
    file = tmp_path / "key.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        access(file)
    assert caught.value.key == "sheets_credentials"
    assert "hush" not in caught.value.text("en")
    assert caught.value.__cause__ is None


def test_a_sign_in_is_kept_for_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the browser's answer to the kept file; the flow itself is the library's."""
    client = tmp_path / "client.json"
    installed = {"client_id": "c", "client_secret": "hush", "auth_uri": "https://a", "token_uri": "https://t"}
    client.write_text(json.dumps({"installed": installed}), encoding="utf-8")
    asked: dict[str, Any] = {}

    class Given:
        def to_json(self) -> str:
            return json.dumps(USER)

    def run(self: Any, **kwargs: Any) -> Given:
        asked.update(kwargs, scopes=self.oauth2session.scope)
        return Given()

    monkeypatch.setattr("google_auth_oauthlib.flow.InstalledAppFlow.run_local_server", run)
    kept = login(client, tmp_path / "home" / "token.json")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert [path.name for path in kept.parent.iterdir()] == ["token.json"]
    assert asked["host"] == "127.0.0.1"
    assert asked["scopes"] == ["https://www.googleapis.com/auth/spreadsheets"]
    assert access(token=kept).account == ""


def test_a_file_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        access(tmp_path / "key.json")
    assert caught.value.key == "file_missing"
    with pytest.raises(InputError) as caught:
        login(tmp_path / "client.json", tmp_path / "token.json")
    assert caught.value.key == "file_missing"
    (tmp_path / "client.json").write_text("no JSON", encoding="utf-8")
    with pytest.raises(InputError, match="Desktop app"):
        login(tmp_path / "client.json", tmp_path / "token.json")


def test_a_sign_in_refused_tells_no_secret(tmp_path: Path) -> None:
    client = tmp_path / "client.json"
    client.write_text(json.dumps({"installed": {"client_secret": "hush"}}), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        login(client, tmp_path / "token.json")
    assert caught.value.key == "sheets_login_failed"
    assert caught.value.__cause__ is None
    client.write_text(json.dumps({"web": {}}), encoding="utf-8")
    with pytest.raises(InputError, match="Desktop app"):
        login(client, tmp_path / "token.json")


def test_nothing_but_the_loopback_can_be_reached(fresh: Team) -> None:
    session = fresh.remote().http.session
    mount(session, fresh.base)
    with pytest.raises(AssertionError, match=r"a call to example\.org"):
        session.get("https://example.org/")
