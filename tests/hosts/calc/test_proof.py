"""Both ends of a channel prove that they were given its key, before anything else is said."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path

import pytest

from addin.hosts.calc.office import proof
from addin.hosts.calc.office.proof import StrangerError, accept, call, require_private

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sockets with names")
KEY, OTHER = bytes(32), bytes([1] * 32)


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[Listener]:
    tmp_path.chmod(0o700)
    with Listener(str(tmp_path / "s")) as made:
        yield made


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "PATIENCE", 1.0)


class Accepting(threading.Thread):
    """Accepts one call with a key."""

    def __init__(self, listener: Listener, key: bytes) -> None:
        super().__init__(daemon=True)
        self._given = listener, key
        self.channel: Connection | None = None
        self.failure: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self.channel = accept(*self._given)
        except OSError as failure:
            self.failure = failure


def test_who_has_the_key_is_answered(listener: Listener) -> None:
    accepting = Accepting(listener, KEY)
    with call(listener.address, KEY) as channel:
        accepting.join(10)
        assert accepting.channel is not None
        accepting.channel.send_bytes(b"welcome")
        assert channel.recv_bytes() == b"welcome"


def test_neither_end_goes_on_with_another_key(listener: Listener) -> None:
    accepting = Accepting(listener, KEY)
    with pytest.raises(StrangerError, match=r"^the other end does not have the key$"):
        call(listener.address, OTHER)
    accepting.join(10)
    assert isinstance(accepting.failure, StrangerError)


@pytest.mark.parametrize("said", [None, b"short", b"x" * 32, b"x" * 33], ids=["nothing", "short", "32", "33"])
def test_a_caller_that_proves_nothing_is_sent_away(said: bytes | None, listener: Listener) -> None:
    accepting = Accepting(listener, KEY)
    with Client(listener.address) as stranger:
        if said is not None:
            stranger.send_bytes(said)
            stranger.send_bytes(said)
        accepting.join(10)
        assert isinstance(accepting.failure, StrangerError)


def test_a_caller_that_says_back_what_it_hears_is_sent_away(listener: Listener) -> None:
    accepting = Accepting(listener, KEY)
    with Client(listener.address) as mirror:
        for _ in range(2):
            mirror.send_bytes(mirror.recv_bytes())
        accepting.join(10)
    assert isinstance(accepting.failure, StrangerError)


def test_a_listener_that_has_not_the_key_learns_nothing(listener: Listener) -> None:
    heard: list[bytes] = []

    def listen() -> None:
        with listener.accept() as channel:
            heard.extend((channel.recv_bytes(), b""))
            channel.send_bytes(b"y" * 32)
            heard.append(channel.recv_bytes())
            channel.send_bytes(b"z" * 32)

    threading.Thread(target=listen, daemon=True).start()
    with pytest.raises(StrangerError, match="does not have the key"):
        call(listener.address, KEY)
    assert KEY not in heard


@pytest.mark.parametrize("mode", [0o750, 0o701, 0o777])
def test_a_folder_that_others_may_enter_is_refused(mode: int, listener: Listener, tmp_path: Path) -> None:
    tmp_path.chmod(mode)
    with pytest.raises(StrangerError, match=r"is open to others$"):
        call(listener.address, KEY)


def test_a_link_in_the_place_of_folder_or_socket_is_refused(listener: Listener, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "l").symlink_to(listener.address)
    for address in (tmp_path / "link" / "s", tmp_path / "l", tmp_path / "link"):
        with pytest.raises(StrangerError, match=r"is not this user's own$|is open to others$"):
            require_private(str(address))


def test_what_another_user_owns_is_refused(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    with pytest.raises(StrangerError, match=r"is not this user's own$"):
        call(listener.address, KEY)
