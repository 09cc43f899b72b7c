"""How the engine reaches the office: requests by name, answered by the part that runs inside."""

from __future__ import annotations

import marshal
import threading
from collections import deque
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, TypeVar

from xlwings import NoSuchObjectError, XlwingsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

_Class = TypeVar("_Class", bound=type)
VERSION = 2  # of marshal: the office's Python may be another than ours
LIMIT = 1 << 29  # bytes of one message
AHEAD = 32  # requests under way whose answers nobody has read: all of them fit into any buffer


class CalcError(XlwingsError):
    """The office cannot do what was asked; the text names the sheet, cells or name."""


class OfficeGoneError(CalcError):
    """The office has closed, or does not answer."""


class NotInCalcError(CalcError, NotImplementedError):
    """Part of the public interface of xlwings that this engine does not offer."""


class MissingError(CalcError, NoSuchObjectError, KeyError):
    """There is no such sheet, workbook, name or table."""

    def __str__(self) -> str:
        return str(self.args[0])


class Bridge(Protocol):
    """Executes a request in the office and gives its answer."""

    def call(self, op: str, *args: object) -> Any:
        """Ask for ``op``.

        Raises:
            CalcError: The office cannot do it.
        """
        ...  # pragma: no cover

    def post(self, op: str, *args: object) -> Sent:
        """Ask for ``op`` and go on while the office is at it; requests are met in the order they are made."""
        ...  # pragma: no cover


class Sent(Protocol):
    """A request under way."""

    def result(self) -> Any:
        """Wait for its answer.

        Raises:
            CalcError: The office cannot do it.
        """
        ...  # pragma: no cover


class Channel:
    """A bridge over a connection; requests from several threads are put in a row.

    Args:
        connection: To the part that runs inside the office.
        patience: Seconds to wait for one answer.
    """

    def __init__(self, connection: Connection, patience: float = 600.0) -> None:
        self._connection = connection
        self._patience = patience
        self._lock = threading.Lock()
        self._under_way: deque[_Sent] = deque()

    def call(self, op: str, *args: object) -> Any:
        """Ask for ``op``, see `Bridge`."""
        return self.post(op, *args).result()

    def post(self, op: str, *args: object) -> _Sent:
        """Ask for ``op`` and go on, see `Bridge`; few requests at a time are under way."""
        message = marshal.dumps(("op", op, args), VERSION)  # type: ignore[arg-type]
        if len(message) > LIMIT:
            raise CalcError("too many cells at a time: write them in parts (option chunksize)")
        sent = _Sent(self)
        with self._lock:
            if len(self._under_way) >= AHEAD:
                self._read()
            try:
                self._connection.send_bytes(message)
            except OSError as gone:
                raise OfficeGoneError("the office has closed") from gone
            self._under_way.append(sent)
        return sent

    def settle(self) -> None:
        """Wait until nothing is under way; what could not be done is told by `Sent.result`."""
        with self._lock:
            while self._under_way:
                self._read()

    def answer_to(self, sent: _Sent) -> tuple[str, Any]:
        """The answer to a request, once those to the requests before it have been read."""
        with self._lock:
            while sent.answer is None:
                self._read()
            return sent.answer

    def _read(self) -> None:
        """The answer to the first request under way; one after another, as the office meets them."""
        try:
            if not self._connection.poll(self._patience):
                self._connection.close()
                raise OfficeGoneError(f"the office has not answered for {self._patience:.0f} s")
            answer = marshal.loads(self._connection.recv_bytes(LIMIT))  # noqa: S302 - a peer that has our key
        except (EOFError, OSError) as gone:
            raise OfficeGoneError("the office has closed") from gone
        self._under_way.popleft().answer = answer

    def close(self) -> None:
        """Leave; the office goes on, or ends if it was started for us."""
        self._connection.close()


class _Sent:
    """A request sent over a channel, see `Sent`."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.answer: tuple[str, Any] | None = None

    def result(self) -> Any:
        """Wait for the answer."""
        kind, value = self._channel.answer_to(self)
        if kind == "error":
            raise CalcError(value)
        return value


def refuse(what: str, why: str = "") -> NoReturn:
    """Say that something is not supported.

    Raises:
        NotInCalcError: Always.
    """
    raise NotInCalcError(f"{what} is not supported by the LibreOffice engine" + (f": {why}" if why else ""))


def refusing(base: type) -> Callable[[_Class], _Class]:
    """A class decorator: what ``base`` offers and the class does not is refused by name.

    What the class annotates are attributes of its objects; the properties of ``base`` make way for them.
    """

    def decorate(cls: _Class) -> _Class:
        ours = [parent for parent in cls.__mro__ if parent not in {base, object}]
        for name, member in vars(base).items():
            code = getattr(getattr(member, "fget", member), "__code__", None)
            if code is None or any(name in vars(parent) for parent in ours):
                continue
            if any(name in parent.__annotations__ for parent in ours if "__annotations__" in vars(parent)):
                setattr(cls, name, None)
            elif "NotImplementedError" in code.co_names:
                setattr(cls, name, _refusal(f"{base.__name__}.{name}", member))
        return cls

    return decorate


def _refusal(what: str, member: object) -> object:
    def refused(*_args: object, **_options: object) -> NoReturn:
        refuse(what)

    return property(refused, refused) if isinstance(member, property) else refused
