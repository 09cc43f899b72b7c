"""Names as people type them into a formula: case, ё/е and spaces do not matter, anything else does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Generic, TypeVar

from addin.deals.values.text import fold
from addin.errors import OptionError, nearest

T = TypeVar("T")

_FEW = 12
"""As many right names an error tells."""


@lru_cache(maxsize=10_000)
def compact(text: str) -> str:
    """The comparison form of a name: folded, without spaces."""
    return fold(text).replace(" ", "")


class NameIndex(Generic[T]):
    """What names stand for.

    Args:
        kind: what is named, for the error: its text is ``error.unknown_<kind>``.
        canonical: name → what it stands for; these are shown where a name is wrong.
        aliases: further names, which yield to the proper ones.
    """

    def __init__(self, kind: str, canonical: Mapping[str, T], aliases: Iterable[tuple[str, T]] = ()) -> None:
        """Index the names by their comparison forms."""
        self.kind = kind
        self.canonical = canonical
        self._by_fold = {fold(name): value for name, value in canonical.items()}
        self._by_form: dict[str, T] = {}
        self._ambiguous: dict[str, list[str]] = {}
        for name, value in canonical.items():
            form = compact(name)
            if form in self._by_form and self._by_form[form] != value:
                self._ambiguous.setdefault(form, [n for n in canonical if compact(n) == form])
            self._by_form.setdefault(form, value)
        for name, value in aliases:
            self._by_form.setdefault(compact(name), value)

    def find(self, word: str) -> T:
        """What ``word`` stands for.

        Raises:
            OptionError: nothing goes by that name, or two names differ from it in spaces only.
        """
        form = compact(word)
        if form in self._ambiguous:
            exact = self._by_fold.get(fold(word))
            if exact is None:
                raise OptionError("name_twice", value=word, known=_quoted(self._ambiguous[form]))
            return exact
        if form in self._by_form:
            return self._by_form[form]
        known = list(self.canonical)
        shown = known if len(known) <= _FEW else [*known[:_FEW], "…"]
        raise OptionError(
            f"unknown_{self.kind}",
            value=word,
            nearest=_quoted(nearest(fold(word), known)),
            known=_quoted(shown),
        )


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(name if name == "…" else f"«{name}»" for name in names) or "—"
