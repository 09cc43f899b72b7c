"""What documents, links and events of strangers can start: the refresh of that very document, and no more."""

from __future__ import annotations

import json
import os
import secrets
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Listener
from pathlib import Path

import pytest
import xlwings as xw

from addin.hosts.calc.launch import Office
from tests.hosts.calc.extension.sheets import filled, until
from tests.hosts.calc.extension.strangers import stranger

REFRESH = "org.honestfunnel:refresh"
FORMER = "service:org.honestfunnel.Commands?refresh"
"""The address that buttons of earlier versions have."""
FILE = "{file}"
"""Stands for a file of the stranger's that invites the office to call, in the words we once had."""
ADDRESSES = (
    f"service:org.honestfunnel.Serve?{FILE}", "service:org.honestfunnel.Serve",
    f"service:org.honestfunnel.Commands?{FILE}", "service:org.honestfunnel.Commands?help",
    "service:org.honestfunnel.OnLoad?x", "service:org.honestfunnel.Functions?x",
    f"vnd.sun.star.job:service=org.honestfunnel.Serve?{FILE}", "vnd.sun.star.job:alias=HonestFunnelServe",
    "vnd.sun.star.job:event=OnStartApp", "vnd.sun.star.job:service=org.honestfunnel.OnLoad",
    f"org.honestfunnel:serve?{FILE}", f"org.honestfunnel:refresh?{FILE}", "org.honestfunnel:help",
    "org.honestfunnel:",
)  # fmt: skip


@pytest.fixture
def callers(tmp_path: Path) -> Iterator[list[str]]:
    """Who calls a stranger that listens and has laid out an invitation; closed in the end."""
    called: list[str] = []
    key = secrets.token_bytes(32)
    with Listener(str(tmp_path / "s") if os.name == "posix" else None, authkey=key) as listener:
        invitation = tmp_path / "invitation.json"
        said = {"address": listener.address, "key": key.hex(), "owner": "", "headless": True}
        invitation.write_text(json.dumps(said), encoding="utf-8")
        invitation.chmod(0o600)

        def wait() -> None:
            try:
                with listener.accept():
                    called.append("the office")
            except Exception as failure:  # noqa: BLE001 - closed, in the end
                called.append(str(failure))

        threading.Thread(target=wait, daemon=True).start()
        yield called


@pytest.fixture
def victim(app: xw.App) -> xw.Book:
    """A workbook of the user's that a refresh would change."""
    book = filled(app)
    book.names.add("hf_intake", "=Ф!$A$3:$B$4")
    book.sheets["Ф"]["A3"].value = [["Leads", "Taken"], ["as it was", "as it was"]]
    return book


def noted(office: Office) -> list[str]:
    """What the office has noted so far."""
    log = Path(office.client.call("variable", "HONEST_FUNNEL_LOG"))
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def commands(office: Office) -> list[str]:
    """What it has noted of commands."""
    return [line for line in noted(office) if " command " in line]


def is_looked_through(office: Office, path: Path) -> bool:
    """Whether our job of the opening, which the office does in its own time, is done with a document."""
    return any(" opened " in line and path.as_uri() in line for line in noted(office))


def settle(office: Office) -> None:
    """Let the office do what it has put off: requests are met in its main thread, one after another."""
    for _ in range(10):
        office.client.call("about")
        time.sleep(0.01)


def is_untouched(book: xw.Book, cells: str) -> bool:
    return list(book.sheets["Ф"][cells].value) == ["as it was", "as it was"]


@pytest.mark.parametrize("target", ["", "_blank"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_of_a_strangers_document_starts_nothing(
    address: str,
    target: str,
    app: xw.App,
    office: Office,
    victim: xw.Book,
    callers: list[str],
    tmp_path: Path,
) -> None:
    url, before = address.replace(FILE, str(tmp_path / "invitation.json")), commands(office)
    book = app.books.open(str(stranger(tmp_path / "s.ods", url, opening=True, target=target)))
    for front in (book, victim):
        front.activate()
        office.client.call("click_button", book.impl.uid, "Ф")
        office.client.call("follow_link", url)
    settle(office)
    assert callers == []
    assert commands(office) == before
    assert is_untouched(victim, "A4:B4")
    assert is_untouched(book, "A2:B2")


@pytest.mark.parametrize("address", [REFRESH, FORMER])
def test_a_strangers_button_refreshes_its_own_document(
    address: str, app: xw.App, office: Office, victim: xw.Book, tmp_path: Path
) -> None:
    """The stranger's has no deals, so its own refresh says so and changes nothing."""
    before, path = len(commands(office)), stranger(tmp_path / "s.ods", address)
    book = app.books.open(str(path))
    assert until(lambda: is_looked_through(office, path))
    assert not office.client.call("modified", book.impl.uid)
    book.activate()
    office.client.call("click_button", book.impl.uid, "Ф")
    assert until(lambda: len(commands(office)) > before)
    assert [line.split(" command ")[1] for line in commands(office)[before:]] == ["refresh failed"]
    assert is_untouched(victim, "A4:B4")


@pytest.mark.parametrize("how", ["pressed", "pressed for another window", "followed", "opened"])
def test_a_refresh_asked_for_elsewhere_leaves_the_document_in_front_alone(
    how: str, app: xw.App, office: Office, victim: xw.Book, tmp_path: Path
) -> None:
    before, target = commands(office), "_blank" if "window" in how else ""
    path = stranger(tmp_path / "s.ods", REFRESH, opening=how == "opened", target=target)
    book = app.books.open(str(path))
    victim.activate()
    if "pressed" in how:
        office.client.call("click_button", book.impl.uid, "Ф")
    elif how == "followed":
        office.client.call("follow_link", REFRESH)
    settle(office)
    assert commands(office) == before
    assert is_untouched(victim, "A4:B4")


def test_the_users_extension_has_no_part_that_answers_a_program() -> None:
    from addin.hosts.calc.extension.build import parts

    found = parts("python", None)
    assert not [name for name in found if "serv" in name and "service.py" not in name]
    assert b"org.honestfunnel.Serve" not in b"".join(found.values())


def test_no_service_of_ours_takes_what_an_address_says(office: Office) -> None:
    """An address names a service and hands it a text; a job is handed what the office says of itself."""
    names = ("Commands", "OnLoad", "Functions", "Serve")
    for name in names:
        assert office.client.call("interfaces", f"org.honestfunnel.{name}", ("trigger",)) == ()
    assert office.client.call("execute_job", "org.honestfunnel.Serve") is None
    assert office.client.call("execute_job", "org.honestfunnel.OnLoad") is None
