"""What xlwings offers and this engine does not: refused by name, never silently missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn, TypeVar

from addin.hosts.calc.engine.errors import UnsupportedError

_Class = TypeVar("_Class", bound=type)


def raise_unsupported(what: str, why: str = "") -> NoReturn:
    """Say that something is not supported.

    Raises:
        UnsupportedError: Always.
    """
    raise UnsupportedError(f"{what} is not supported by the LibreOffice engine" + (f": {why}" if why else ""))


def implements(base: type) -> Callable[[_Class], _Class]:
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
        raise_unsupported(what)

    return property(refused, refused) if isinstance(member, property) else refused
