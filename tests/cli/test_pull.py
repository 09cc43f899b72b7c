"""``honest-funnel pull``: from the command to a store that the report reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from addin.cli.app import main
from addin.cli.commands import pull
from addin.crm import credentials, extra
from addin.crm.connector import connector, connector_named
from tests.crm.servers.base import serving
from tests.crm.servers.bluesales import LOGIN, PASSWORD, BlueSales


@pytest.fixture
def crm() -> BlueSales:
    return BlueSales()


@pytest.fixture
def at(crm: BlueSales, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to work in; the environment leads to the server, no key is kept anywhere."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setattr(credentials, "settings_folder", lambda: tmp_path / "settings")
    with serving(crm) as url:
        monkeypatch.setenv("HONEST_FUNNEL_BLUESALES_URL", url)
        yield tmp_path


@pytest.fixture
def with_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HONEST_FUNNEL_BLUESALES_LOGIN", LOGIN)
    monkeypatch.setenv("HONEST_FUNNEL_BLUESALES_PASSWORD", PASSWORD)


@pytest.mark.usefixtures("with_keys")
def test_from_the_crm_to_the_report(at: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pull", "bluesales", "--lang", "ru"]) == 0
    told = capsys.readouterr().out
    assert "15 сделок получено" in told.replace("\u00a0", " ")
    assert "honest-funnel report bluesales.duckdb" in told
    assert main(["report", "bluesales.duckdb", "--as-of", "2026-03-31", "--lang", "ru"]) == 0
    assert (at / "bluesales-report.xlsx").exists()


@pytest.mark.usefixtures("at")
def test_without_keys_it_says_how_to_give_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pull", "bluesales", "--lang", "en"]) == 2
    told = capsys.readouterr().err
    assert "pull bluesales --login" in told
    assert "HONEST_FUNNEL_BLUESALES_PASSWORD" in told


def test_another_crm_is_told_what_can_be_pulled(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pull", "1c", "--lang", "ru"]) == 2
    assert "bluesales" in capsys.readouterr().err


def test_without_the_libraries_it_says_how_to_get_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(extra, "find_spec", lambda name: None if name == "dlt" else object())
    assert main(["pull", "bluesales", "--lang", "en"]) == 2
    assert 'pip install "honest-funnel[crm]"' in capsys.readouterr().err


def answering(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    """Somebody at a terminal who types these keys."""
    monkeypatch.setattr(pull, "is_interactive", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _text: LOGIN)
    monkeypatch.setattr("getpass.getpass", lambda _text: password)


def test_keys_given_once_are_kept_for_their_owner_alone(
    at: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(monkeypatch, PASSWORD)
    assert main(["pull", "bluesales", "--login", "--lang", "ru"]) == 0
    kept = at / "settings/bluesales-keys.json"
    assert str(kept) in capsys.readouterr().out
    assert kept.stat().st_mode & 0o777 == 0o600
    assert main(["pull", "bluesales", "--lang", "ru"]) == 0
    kept.chmod(0o644)
    assert main(["pull", "bluesales", "--lang", "ru"]) == 2
    assert "chmod 600" in capsys.readouterr().err


def test_keys_that_are_not_taken_are_not_kept(
    at: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(monkeypatch, "another-word")
    assert main(["pull", "bluesales", "--login", "--lang", "ru"]) == 2
    assert "another-word" not in capsys.readouterr().err
    assert not (at / "settings").exists()


def test_nobody_is_asked_where_nobody_can_answer(
    at: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pull, "is_interactive", lambda: False)
    assert main(["pull", "bluesales", "--login", "--lang", "ru"]) == 2
    assert "HONEST_FUNNEL_BLUESALES_LOGIN" in capsys.readouterr().err
    assert not (at / "settings").exists()


@pytest.mark.usefixtures("at", "with_keys")
def test_the_doctor_tells_where_keys_are_and_no_key(capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor", "--lang", "en"])
    told = capsys.readouterr().out
    assert "BlueSales (boss@127.0.0.1" in told
    assert "environment" in told
    assert PASSWORD not in told


@pytest.mark.parametrize(("name", "key"), [("kommo", "amocrm"), ("Bitrix24", "bitrix24"), ("1c", None)])
def test_a_crm_is_found_by_any_of_its_names(name: str, key: str | None) -> None:
    found = connector_named(name)
    assert (found.key if found else None) == key


@pytest.mark.usefixtures("at")
def test_a_webhook_may_be_given_as_it_is_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = connector("bitrix24")
    monkeypatch.setenv("HONEST_FUNNEL_BITRIX24_URL", "https://firm.bitrix24.ru/rest/1/k3y/")
    found = credentials.credentials_of(rules)
    assert (found.url, found.keys["token"]) == ("https://firm.bitrix24.ru/", "1/k3y")
    assert "k3y" not in found.account
