"""How the loopback Google refuses a request."""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from typing import Any, TypeVar

Json = dict[str, Any]
T = TypeVar("T")


def twin(value: T) -> T:
    """A copy of JSON, down to its last part; a hundred times quicker than ``copy.deepcopy``."""
    return marshal.loads(marshal.dumps(value))  # type: ignore[no-any-return]  # noqa: S302 (our own)


class RefusedError(Exception):
    """A request that Google would refuse: HTTP code, status word, message, details."""

    def __init__(self, code: int, status: str, message: str, details: Sequence[Json] = ()) -> None:
        super().__init__(message)
        self.code, self.status, self.message, self.details = code, status, message, details

    def body(self) -> Json:
        error: Json = {"code": self.code, "message": self.message, "status": self.status}
        return {"error": error | ({"details": list(self.details)} if self.details else {})}


def bad(message: str, details: Sequence[Json] = ()) -> RefusedError:
    return RefusedError(400, "INVALID_ARGUMENT", message, details)


def missing(message: str = "Requested entity was not found.") -> RefusedError:
    return RefusedError(404, "NOT_FOUND", message)
