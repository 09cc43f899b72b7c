"""The engine's client over a pipe, without an office."""

from __future__ import annotations

import marshal
import threading
from collections.abc import Iterator
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

import pytest

from addin.hosts.calc.engine.client import MAX_PENDING, RpcClient
from addin.hosts.calc.engine.errors import CalcError, OfficeGoneError


class FakeServer:
    """Answers a request by its arguments, the request "fail" with an error; leaves at "leave"."""

    def __init__(self, connection: Connection) -> None:
        self.requests: list[tuple[str, tuple[Any, ...]]] = []
        self.may_answer = threading.Event()
        self.may_answer.set()
        self._connection = connection
        threading.Thread(target=self._answer, daemon=True).start()

    def _answer(self) -> None:
        while True:
            try:
                _, op, args = marshal.loads(self._connection.recv_bytes())  # noqa: S302 - from this very test
            except EOFError:
                return
            self.requests.append((op, args))
            self.may_answer.wait()
            if op == "leave":
                self._connection.close()
                return
            answer = ("error", f"{args[0]} cannot be done") if op == "fail" else ("ok", args)
            self._connection.send_bytes(marshal.dumps(answer, 2))


@pytest.fixture
def pair() -> Iterator[tuple[RpcClient, FakeServer]]:
    ours, theirs = Pipe()
    client = RpcClient(ours, timeout=20)
    yield client, FakeServer(theirs)
    client.close()


def test_requests_are_executed_in_order_each_with_its_own_answer(
    pair: tuple[RpcClient, FakeServer],
) -> None:
    client, office = pair
    office.may_answer.clear()
    sent = [client.submit("write", number) for number in range(3)]
    office.may_answer.set()
    assert client.call("read", 3) == (3,)
    assert [one.result() for one in sent] == [(0,), (1,), (2,)]
    assert office.requests == [("write", (0,)), ("write", (1,)), ("write", (2,)), ("read", (3,))]


def test_what_cannot_be_done_is_told_by_its_own_result_only(pair: tuple[RpcClient, FakeServer]) -> None:
    client, _ = pair
    bad, good = client.submit("fail", "this"), client.submit("write", 1)
    assert client.call("read", 2) == (2,)
    assert good.result() == (1,)
    for _ in range(2):
        with pytest.raises(CalcError, match="this cannot be done"):
            bad.result()


def test_more_than_may_be_under_way_are_sent_all_the_same(pair: tuple[RpcClient, FakeServer]) -> None:
    client, office = pair
    sent = [client.submit("write", number) for number in range(3 * MAX_PENDING)]
    client.wait_all()
    assert [number for _, (number,) in office.requests] == list(range(3 * MAX_PENDING))
    assert [one.result() for one in sent] == [(number,) for number in range(3 * MAX_PENDING)]


def test_an_office_that_has_gone_is_told_to_all_that_wait(pair: tuple[RpcClient, FakeServer]) -> None:
    client, office = pair
    office.may_answer.clear()
    first, last, after = client.submit("write", 1), client.submit("leave"), client.submit("write", 2)
    office.may_answer.set()
    assert first.result() == (1,)
    for one in (last, after):
        with pytest.raises(OfficeGoneError):
            one.result()
    with pytest.raises(OfficeGoneError):
        client.call("read", 3)
