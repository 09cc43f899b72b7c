"""Objects of the office whose members are asked for without loss.

The bridge of LibreOffice 7.4 between Python and the office never frees the name of a member that is looked
up as an attribute of one of its objects, some 70 bytes each time: an office that is refreshed all day would
grow. It frees what is asked for by ``uno.invoke``, and so these do. A member that begins with a small letter
is a method, as everywhere in the office; structs, enumerations and values are as they come.
"""

from __future__ import annotations

from functools import partial

import uno

FAILURE = uno.getClass("com.sun.star.uno.Exception")
RAW = type(uno.getComponentContext())


class Lean:
    """One object of the office."""

    __slots__ = ("raw",)

    def __init__(self, raw):
        object.__setattr__(self, "raw", raw)

    def __getattr__(self, name):
        """A method, or the value of a property."""
        if name[:1].islower():
            return partial(_call, self.raw, name)
        return lean(_value(self.raw, name))

    def __setattr__(self, name, value):
        """Set a property."""
        setattr(self.raw, name, plain(value))

    def __iter__(self):
        """What a collection holds."""
        return map(lean, self.raw)


def lean(value):
    """What the office gave, its objects without loss."""
    if type(value) is RAW:
        return Lean(value)
    if type(value) is tuple and value and type(value[0]) is RAW:
        return tuple(map(Lean, value))
    return value


def plain(value):
    """What the office takes."""
    return value.raw if type(value) is Lean else value


def has(value, name):
    """Whether an object of the office has a member; a loss, as the only way to ask."""
    return hasattr(plain(value), name)


def _call(raw, name, *args):
    return lean(uno.invoke(raw, name, tuple(map(plain, args))))


def _getter(raw, name):
    return uno.invoke(raw, "get" + name, ())


def _property(raw, name):
    return uno.invoke(raw, "getPropertyValue", (name,))


_WAYS = (_getter, _property)
_WAY_OF: dict[str, object] = {}
"""The way that led to a member of this name before: mostly it does for every object."""


def _value(raw, name):
    for way in (_WAY_OF.get(name, _getter), *_WAYS):
        try:
            found = way(raw, name)
        except FAILURE:
            continue
        if found is not None:  # as some objects say of a property that they do not have
            _WAY_OF.setdefault(name, way)
            return found
    return getattr(raw, name)  # which fails as the office wants it to, or has a way of its own
