"""How the engine reaches the office: requests by name, answered by the part that runs inside."""

from __future__ import annotations

import marshal
import threading
from collections import deque
from typing import TYPE_CHECKING, Any, Protocol

from addin.hosts.calc.engine.errors import CalcError, OfficeGoneError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

MARSHAL_VERSION = 2  # the office's Python may be another than ours
MAX_MESSAGE = 1 << 29  # bytes
MAX_PENDING = 32  # requests whose answers nobody has read: all of them fit into any buffer


class Client(Protocol):
    """Has requests executed in the office."""

    def call(self, op: str, *args: object) -> Any:
        """Ask for ``op``.

        Raises:
            CalcError: The office cannot do it.
        """
        ...  # pragma: no cover

    def submit(self, op: str, *args: object) -> PendingCall:
        """Ask for ``op`` and go on meanwhile; requests are executed in the order they are made."""
        ...  # pragma: no cover


class PendingCall(Protocol):
    """A request under way."""

    def result(self) -> Any:
        """Wait for its answer.

        Raises:
            CalcError: The office cannot do it.
        """
        ...  # pragma: no cover


class RpcClient:
    """A client over a connection; requests from several threads are put in a row.

    Args:
        connection: To the part that runs inside the office.
        timeout: Seconds to wait for one answer.
    """

    def __init__(self, connection: Connection, timeout: float = 600.0) -> None:
        self._connection = connection
        self._timeout = timeout
        self._lock = threading.Lock()
        self._pending: deque[_PendingCall] = deque()

    def call(self, op: str, *args: object) -> Any:
        """Ask for ``op``, see `Client`."""
        return self.submit(op, *args).result()

    def submit(self, op: str, *args: object) -> _PendingCall:
        """Ask for ``op`` and go on, see `Client`; few requests at a time are under way."""
        message = marshal.dumps(("op", op, args), MARSHAL_VERSION)  # type: ignore[arg-type]
        if len(message) > MAX_MESSAGE:
            raise CalcError("too many cells at a time: write them in parts (option chunksize)")
        pending = _PendingCall(self)
        with self._lock:
            if len(self._pending) >= MAX_PENDING:
                self._read()
            try:
                self._connection.send_bytes(message)
            except OSError as gone:
                raise OfficeGoneError("the office has closed") from gone
            self._pending.append(pending)
        return pending

    def wait_all(self) -> None:
        """Wait until nothing is under way; what could not be done is told by `PendingCall.result`."""
        with self._lock:
            while self._pending:
                self._read()

    def answer_to(self, call: _PendingCall) -> tuple[str, Any]:
        """The answer to a request, once those to the requests before it have been read."""
        with self._lock:
            while call.answer is None:
                self._read()
            return call.answer

    def _read(self) -> None:
        """The answer to the first request under way; one after another, as the office meets them."""
        try:
            if not self._connection.poll(self._timeout):
                self._connection.close()
                raise OfficeGoneError(f"the office has not answered for {self._timeout:.0f} s")
            answer = marshal.loads(self._connection.recv_bytes(MAX_MESSAGE))  # noqa: S302 - a peer that has our key
        except (EOFError, OSError) as gone:
            raise OfficeGoneError("the office has closed") from gone
        self._pending.popleft().answer = answer

    def close(self) -> None:
        """Leave; the office goes on, or ends if it was started for us."""
        self._connection.close()


class _PendingCall:
    """A request sent by `RpcClient`, see `PendingCall`."""

    def __init__(self, client: RpcClient) -> None:
        self._client = client
        self.answer: tuple[str, Any] | None = None

    def result(self) -> Any:
        """Wait for the answer."""
        kind, value = self._client.answer_to(self)
        if kind == "error":
            raise CalcError(value)
        return value
