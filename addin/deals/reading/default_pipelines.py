"""The pipelines that CRMs ship, recognised by the statuses seen: see pipelines.toml."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from addin.datafile import load_toml
from addin.deals.reading.status_text import words_of
from addin.deals.stages import OPEN, Role
from addin.deals.values.text import fold

SHORT = 4
"""Pipelines of so many open stages at most are short."""
_PREFIX = re.compile(r"C(\d+):")


@dataclass(frozen=True)
class DefaultPipeline:
    """A pipeline as a CRM ships it.

    Args:
        crm: whose.
        roles: the role of each stage, in order.
        names: the words of a name → the place of its stage.
        codes: the CRM's code → the place of its stage.
        names_enough: so many names of open stages are proof, where they are 7 in 10 of the open statuses.
        codes_enough: so many codes are proof.
    """

    crm: str
    roles: tuple[Role, ...]
    names: dict[tuple[str, ...], int]
    codes: dict[str, int]
    names_enough: int
    codes_enough: int

    def place(self, status: str) -> int | None:
        """The place of a status among its stages, from 0."""
        code = self.codes.get(_PREFIX.sub("", status, count=1))
        return self.names.get(tuple(words_of(status))) if code is None else code

    def fit(self, statuses: Collection[str], ends: Collection[str], crm: str) -> tuple[int, int, bool] | None:
        """How well it fits these statuses, more being better; None where it is another pipeline.

        Stages may be missing and others added, so of the open statuses enough and 7 in 10 have to be its own;
        of a short pipeline all of them and 6 in 10 of its own; of an export of this CRM two and half of
        them, or half of all statuses with the ends. Codes count as they stand, ends too: enough of them, or
        two that are half of the statuses.

        Args:
            statuses: those seen.
            ends: those of them that are plainly ends.
            crm: whose export it is, if that is known.
        """
        found = {status: self.place(status) for status in statuses}
        known = [s for s, place in found.items() if place is not None and self.roles[place] in OPEN]
        others = [s for s, place in found.items() if place is None and s not in ends]
        codes = sum(_PREFIX.sub("", status, count=1) in self.codes for status in statuses)
        ours = bool(crm) and fold(self.crm) in fold(crm)
        n, seen = len(known), len(known) + len(others)
        all_known = sum(place is not None for place in found.values())
        size = sum(role in OPEN for role in self.roles)
        fits = (
            (n >= self.names_enough and n >= 0.7 * seen)
            or (size <= SHORT and n >= 2 and n == seen and n >= 0.6 * size)
            or (ours and n >= 2 and n >= 0.5 * seen)
            or (ours and all_known >= self.names_enough and 2 * all_known >= len(statuses))
            or codes >= self.codes_enough
            or (codes >= 2 and 2 * codes >= len(statuses))
        )
        return (codes, n, ours) if fits else None


def pipelines_of_codes(statuses: pd.Series) -> pd.Series:
    """The pipeline that codes of Bitrix24 bear in front: 6 of ``C6:NEW``, 0 of ``NEW``; "" without any."""
    numbers = {status: _PREFIX.match(status) for status in statuses.unique()}
    if not any(numbers.values()):
        return pd.Series("", index=statuses.index, dtype="str")
    names = {status: found[1] if found else "0" for status, found in numbers.items()}
    return statuses.map(names).astype("str")


def default_pipeline(statuses: Collection[str], ends: Collection[str], crm: str) -> DefaultPipeline | None:
    """The shipped pipeline that these statuses are of; None where none fits. See ``fit``."""
    fits = [(pipeline.fit(statuses, ends, crm), pipeline) for pipeline in _pipelines()]
    best = max((fit for fit, _ in fits if fit is not None), default=None)
    return next((pipeline for fit, pipeline in fits if fit is not None and fit == best), None)


@cache
def _pipelines() -> tuple[DefaultPipeline, ...]:
    data = load_toml("addin.deals.reading", "pipelines.toml")
    return tuple(map(_pipeline, data["pipeline"]))


def _pipeline(entry: dict[str, Any]) -> DefaultPipeline:
    names: dict[tuple[str, ...], int] = {}
    codes: dict[str, int] = {}
    for place, stage in enumerate(entry["stages"]):
        codes |= dict.fromkeys(stage.get("code", ()), place)
        shown = [name for lang, some in stage.items() if lang not in ("role", "code") for name in some]
        names |= dict.fromkeys((tuple(words_of(name)) for name in shown), place)
    return DefaultPipeline(
        crm=entry["crm"],
        roles=tuple(Role(stage["role"]) for stage in entry["stages"]),
        names=names,
        codes=codes,
        names_enough=entry.get("names_enough", 3),
        codes_enough=entry.get("codes_enough", 3),
    )
