"""What kind of status a name is, by the phrases of the languages we know: see roles.toml."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from addin.datafile import load_toml
from addin.deals.reading.status_text import phrase_words, words_of
from addin.deals.stages import OPEN, Role

CYRILLIC = ("ru", "uk", "kk")
LATIN = ("en", "de", "fr", "es", "pt", "it", "pl", "tr")
_SHORT = 2
"""Denials of no more letters are other words elsewhere: "un", "no"."""
_FAILED = (Role.LOST, Role.NONTARGET, Role.IGNORE)


@dataclass(frozen=True)
class Kind:
    """A kind of statuses.

    Args:
        role: what it is for the funnel.
        rank: its place on the way to a sale, 0 to 900; ends beyond.
        whole: its phrases are entire statuses.
        weak: its phrases count where nothing else is found.
        ask: uncertain by its meaning.
        beside_won: the role where another status is plainly the sale, or where its deals are not closed.
        dropped: lost where its deals have a close date while those of other statuses have none.
        open_rank: its place on the way to a sale in that role, its rank where none is given.
        after: it comes after a sale.
        under_way: the work that a sale brings, not done yet: a sale where no other status tells one.
        alone: the role where nothing else is won, something is plainly lost, and no second status is so.
    """

    role: Role
    rank: float
    whole: bool = False
    weak: bool = False
    ask: bool = False
    beside_won: Role | None = None
    dropped: bool = False
    open_rank: float | None = None
    after: bool = False
    under_way: bool = False
    alone: Role | None = None

    @property
    def plain(self) -> bool:
        """Whether its phrases count wherever they stand."""
        return not (self.whole or self.weak)

    @property
    def certain(self) -> bool:
        """Whether its words leave no doubt."""
        return not (self.weak or self.ask)


class Match(NamedTuple):
    """What the words of a status say; of several the greatest counts.

    Args:
        grade: 2 the whole status, 1 a phrase in it or a rule, 0 a weak phrase.
        words: how many of its words say so.
        kind: what they say.
        shift: what it adds to the rank of its kind.
    """

    grade: int
    words: int
    kind: Kind
    shift: float = 0

    @property
    def rank(self) -> float:
        """Its place on the way to a sale."""
        return self.kind.rank + self.shift

    @property
    def open_rank(self) -> float | None:
        """Its place among open statuses, None where it can be none of them."""
        if self.kind.role in OPEN:
            return self.rank
        if self.kind.beside_won is None:
            return None
        return self.rank if self.kind.open_rank is None else self.kind.open_rank


class _Hit(NamedTuple):
    """A phrase found: its language and name (of a kind, or "parts.<name>"), its words in the status."""

    lang: str
    name: str
    start: int
    phrase: tuple[str, ...]

    @property
    def places(self) -> frozenset[int]:
        return frozenset(range(self.start, self.start + len(self.phrase)))


def matches(statuses: Iterable[str]) -> dict[str, Match | None]:
    """Status → what its words say, the statuses of one pipeline together: they share a language."""
    every = {status: _by_language(words_of(status)) for status in statuses}
    votes: Counter[str] = Counter()
    for found in every.values():
        best = max(found.values(), default=None, key=lambda m: m[:2])
        votes.update(lang for lang, match in found.items() if best and match[:2] == best[:2])
    return {status: _of_languages(found, votes) for status, found in every.items()}


def _of_languages(found: dict[str, Match], votes: Counter[str]) -> Match | None:
    """The match of the language that reads most words of it, then knows more of the statuses."""

    def weight(lang: str) -> tuple[int, int, int, bool, str]:
        match = found[lang]
        return match.words, votes[lang], match.grade, match.kind.role in _FAILED, lang

    return found[max(found, key=weight)] if found else None


def _by_language(words: list[str]) -> dict[str, Match]:
    """Language → the strongest that it finds."""
    hits: defaultdict[str, list[_Hit]] = defaultdict(list)
    for hit in _hits(words):
        hits[hit.lang].append(hit)
    found = {lang: _strongest(some, len(words)) for lang, some in hits.items()}
    return {lang: match for lang, match in found.items() if match is not None}


def _strongest(hits: list[_Hit], length: int) -> Match | None:
    kinds = _rules()[0]
    named = [(hit, kinds[hit.name]) for hit in hits if hit.name in kinds]
    entire = next((k for hit, k in named if k.whole and len(hit.phrase) == length), None)
    if entire:
        return Match(2, length, entire)
    best = max(
        ((len(h.phrase), k.role in _FAILED, sum(map(len, h.phrase)), h.name) for h, k in named if k.plain),
        default=None,
    )
    ruled = None if best and best[0] == length else _ruled(hits)
    if ruled and not (best and best[0] > ruled.words):
        return ruled
    if best:
        return Match(1, best[0], kinds[best[3]])
    weak = max(((len(h.phrase), sum(map(len, h.phrase)), h.name) for h, k in named if k.weak), default=None)
    return Match(0, weak[0], kinds[weak[2]]) if weak else None


def _ruled(hits: list[_Hit]) -> Match | None:
    """What the first rule with both parts there says; the parts share no word."""
    kinds, rules = _rules()
    for first, second, name, shift in rules:
        rarer = max(_spans(hits, second), default=None, key=len)
        if rarer is None:
            continue
        other = max((s for s in _spans(hits, first) if not s & rarer), default=None, key=len)
        if other is not None:
            return Match(1, len(rarer | other), kinds[name], shift)
    return None


def _spans(hits: list[_Hit], part: str) -> list[frozenset[int]]:
    return [hit.places for hit in hits if hit.name == f"parts.{part}"]


def _hits(words: list[str]) -> Iterator[_Hit]:
    """Every phrase that stands in these words and is not denied."""
    languages = _languages(words)
    if not languages:
        return
    index, denials = _index(languages)
    for start, word in enumerate(words):
        beginnings = (word[:length] + "*" for length in range(1, len(word) + 1))
        for lang, name, phrase in (entry for key in (word, *beginnings) for entry in index.get(key, ())):
            end = start + len(phrase)
            if end > len(words) or not all(map(_fits, phrase, words[start:end])):
                continue
            before, after = denials[lang]
            # pending and refused are denials themselves
            if name not in ("parts.pending", "parts.refused") and (
                (start > 0 and words[start - 1] in before) or (end < len(words) and words[end] in after)
            ):
                if name == "won":
                    yield _Hit(lang, "denied", start, phrase)
                continue
            yield _Hit(lang, name, start, phrase)


def _fits(wanted: str, word: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


def _languages(words: list[str]) -> tuple[str, ...]:
    """The languages of the letters."""
    letters = {unicodedata.name(letter, "").split(" ")[0] for word in words for letter in word}
    return (CYRILLIC if "CYRILLIC" in letters else ()) + (LATIN if "LATIN" in letters else ())


_Entries = dict[str, list[tuple[str, str, tuple[str, ...]]]]


@cache
def _index(languages: tuple[str, ...]) -> tuple[_Entries, dict[str, tuple[frozenset[str], frozenset[str]]]]:
    """First word of a phrase → language, name and words of each; language → denials before and after."""
    index: _Entries = defaultdict(list)
    denials = {}
    read = {lang: _read(f"status_words/{lang}.toml") for lang in languages}
    # "Não adjudicado": a word may be known in one language and denied in another
    foreign = frozenset(
        str(word) for data in read.values() for word in data["parts"]["not"] if len(word) > _SHORT
    )
    for lang, data in read.items():
        denials[lang] = (foreign.union(data["parts"]["not"]), frozenset(data["parts"].get("not_after", ())))
        parts = {name: phrases for name, phrases in data["parts"].items() if not name.startswith("not")}
        named = {**data["words"], **{f"parts.{part}": phrases for part, phrases in parts.items()}}
        for name, phrases in named.items():
            for phrase in dict.fromkeys(map(phrase_words, phrases)):
                index[phrase[0]].append((lang, name, phrase))
    return dict(index), denials


@cache
def _rules() -> tuple[dict[str, Kind], list[tuple[str, str, str, float]]]:
    """Kinds by name, and the rules: two parts, the kind they make, what it adds to its rank."""
    data = _read("roles.toml")
    kinds = {name: _kind(facts) for name, facts in data["kind"].items()}
    return kinds, [(*rule["parts"], rule["kind"], float(rule.get("shift", 0))) for rule in data["rules"]]


def _kind(facts: dict[str, Any]) -> Kind:
    roles: dict[str, Any] = {n: Role(facts[n]) for n in ("role", "beside_won", "alone") if n in facts}
    return Kind(**{**facts, **roles})


@cache
def role_names() -> tuple[tuple[Role, tuple[str, ...]], ...]:
    """How people write a role itself: role and words, in every language."""
    names = _read("roles.toml")["names"]
    written = [(role, name) for role, by in names.items() for some in by.values() for name in some]
    return tuple((Role(role), phrase_words(name)) for role, name in written)


def _read(name: str) -> dict[str, Any]:
    return load_toml("addin.deals.reading", name)
