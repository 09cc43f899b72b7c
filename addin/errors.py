"""What can go wrong in a way a user can mend.

::

    HonestFunnelError            every error that is shown to a user, in his language
    ├── InputError               a file, a sheet, a column or a value cannot be read
    └── OptionError              an option or a setting has a value that means nothing

An error carries the key of its text and the things the text names; a host renders it with ``text(lang)``.
Any other exception is a defect of ours.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from addin.words import Lang, say


class HonestFunnelError(Exception):
    """An error a user can act on: what, where, and the way out.

    Args:
        key: the text's key in the catalogue, without the leading ``error.``.
        params: the things the text names.
    """

    def __init__(self, key: str, **params: object) -> None:
        """Keep the key and what the text names."""
        self.key = key
        self.params = params
        super().__init__(key)

    def text(self, lang: Lang) -> str:
        """The message in the user's language."""
        return say(f"error.{self.key}", lang, **self.params)

    def __str__(self) -> str:
        """The message in English."""
        return self.text("en")


class InputError(HonestFunnelError):
    """A file, a sheet, a column or a value cannot be read."""


class OptionError(HonestFunnelError):
    """An option or a setting has a value that means nothing."""


def nearest(word: str, known: Iterable[str], count: int = 3) -> list[str]:
    """The known words most like ``word``, best first; empty where none is alike."""
    by_fold = {name.casefold(): name for name in known}
    return [by_fold[fold] for fold in difflib.get_close_matches(word.casefold(), by_fold, count, 0.5)]
