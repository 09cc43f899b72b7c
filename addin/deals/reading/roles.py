"""Roles of statuses: as people write them down, and as the words of a status suggest."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from addin.deals.stages import OPEN, Role
from addin.deals.values.text import fold

_WORDS = re.compile(r"[^\W_]+")
_NOT = frozenset({"не", "нет", "без", "not", "no", "non", "un"})
_FAILED = (Role.LOST, Role.NONTARGET, Role.IGNORE)
_ENDS = (Role.WON, *_FAILED)
_MIDDLE = 200.0
"""The rank of a status of unknown words where nothing tells its place."""


@dataclass(frozen=True)
class _Phrase:
    """Words that mean a role; a word that ends in "*" stands for all that begin so."""

    words: tuple[str, ...]
    role: Role
    rank: float
    weak: bool

    @property
    def weight(self) -> tuple[bool, int, bool, int]:
        """How much it says; «Отказ после договора» is a loss, so a failure goes before what it followed."""
        return not self.weak, len(self.words), self.role in _FAILED, sum(map(len, self.words))

    def at(self, words: list[str], start: int) -> bool:
        """Whether it stands at this word, and is not denied by the word before."""
        here = words[start : start + len(self.words)]
        denied = start > 0 and words[start - 1] in _NOT
        return not denied and len(here) == len(self.words) and all(map(_fits, self.words, here))


def _fits(wanted: str, word: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


@cache
def _phrases() -> tuple[list[_Phrase], list[_Phrase]]:
    """Names of roles and words of statuses, the most specific first."""
    data = tomllib.loads((files("addin.deals.reading") / "roles.toml").read_text(encoding="utf-8"))
    names = [_phrase(text, role, 0, False) for role, texts in data["names"].items() for text in texts]
    statuses = [
        _phrase(text, entry["role"], entry["rank"], kind == "weak")
        for entry in data["status"]
        for kind in ("words", "weak")
        for text in entry.get(kind, [])
    ]
    return names, sorted(statuses, key=lambda phrase: phrase.weight, reverse=True)


def _phrase(text: str, role: str, rank: float, weak: bool) -> _Phrase:
    return _Phrase(tuple(fold(text).split()), Role(role), float(rank), weak)


def _split(text: str) -> list[str]:
    return _WORDS.findall(fold(text))


def parse_role(text: str) -> Role | None:
    """The role that a cell of a Stages sheet names, in Russian or English; None where it names none."""
    words = _split(text)
    names, _ = _phrases()
    return next((name.role for name in names if len(name.words) == len(words) and name.at(words, 0)), None)


def guess_roles(statuses: list[str], typical_order: dict[str, float]) -> pd.DataFrame:
    """Roles and order of the statuses of one pipeline, guessed from their words.

    Open statuses come first, by the rank of their words, then by ``typical_order``, then by name; won, lost,
    nontarget and ignored ones follow. A status of unknown words is work, and stands behind the known one
    that typically comes before it. If none looks like intake, the first open one is.

    Args:
        statuses: names, in any order; repeated and empty ones count once and not at all.
        typical_order: status → its usual place among the others, such as its mean position in the history.

    Returns:
        ``status, order`` (from 1), ``role, probability`` (NaN), ``guessed`` (True), a row a status, by order.
    """
    names = sorted({name for name in statuses if name})
    found = {name: _find(name) for name in names}
    roles = {name: phrase.role if phrase else Role.WORK for name, phrase in found.items()}
    ranks = _ranks(found, typical_order)
    after = float("inf")
    ordered = sorted(
        names,
        key=lambda name: (_group(roles[name]), ranks[name], typical_order.get(name, after), name),
    )
    opened = [name for name in ordered if roles[name] in OPEN]
    if opened and Role.INTAKE not in roles.values():
        roles[opened[0]] = Role.INTAKE
    return pd.DataFrame(
        {
            "status": pd.Series(ordered, dtype="str"),
            "order": np.arange(1, len(ordered) + 1, dtype=np.float64),
            "role": pd.Series([roles[name].value for name in ordered], dtype="str"),
            "probability": np.full(len(ordered), np.nan),
            "guessed": np.ones(len(ordered), dtype=bool),
        }
    )


def _group(role: Role) -> int:
    return 0 if role in OPEN else 1 + _ENDS.index(role)


def _find(status: str) -> _Phrase | None:
    """The most specific phrase in a status."""
    words = _split(status)
    _, phrases = _phrases()
    return next((p for p in phrases if any(p.at(words, start) for start in range(len(words)))), None)


def _ranks(found: dict[str, _Phrase | None], typical: dict[str, float]) -> dict[str, float]:
    """The rank of each status; one of unknown words takes that of the open one typically before it."""
    known = [(typical[name], p.rank) for name, p in found.items() if p and p.role in OPEN and name in typical]
    return {
        name: phrase.rank if phrase else _rank_before(typical.get(name), known)
        for name, phrase in found.items()
    }


def _rank_before(place: float | None, known: Iterable[tuple[float, float]]) -> float:
    before = [pair for pair in known if place is not None and pair[0] <= place]
    return max(before)[1] if before else _MIDDLE
