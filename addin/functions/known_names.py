"""The names of one set of deals: its stages, managers and sources, as people type them."""

from __future__ import annotations

from addin.functions.lookup import NameIndex
from addin.report.figures import Figures
from addin.words import LANGS, say


class KnownNames:
    """The names people use in questions about one set.

    Args:
        f: its figures.
    """

    def __init__(self, f: Figures) -> None:
        """Index stages, managers and sources."""
        ladder = f.timeline.ladder
        rungs = {status: place for place, status in enumerate(ladder)}
        roles = f.deals.stages.roles()
        others = [(status, len(ladder) - 1) for status, role in roles.items() if role == roles[ladder[-1]]]
        self.stages: NameIndex[int] = NameIndex("stage", rungs, others)
        self.manager = _people_index("manager", f.timeline.managers)
        self.source = _people_index("source", f.timeline.sources)
        self.ladder = ladder


def _people_index(kind: str, names: list[str]) -> NameIndex[str | None]:
    """Names, the bucket of those not given as "", and the word for everybody as None."""
    buckets = [say(f"bucket.{kind}", lang) for lang in LANGS]
    proper: dict[str, str | None] = {name: name for name in names if name}
    bare = [bucket.strip("()") for bucket in buckets]
    aliases: list[tuple[str, str | None]] = [(word, "") for word in (*buckets, *bare)]
    return NameIndex(kind, proper, [*aliases, *((word, None) for word in ("all", "все", ""))])
