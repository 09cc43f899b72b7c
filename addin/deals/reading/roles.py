"""Roles and order of the statuses of one pipeline, found from evidence, the stronger first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from addin.deals.dataset import SCHEMAS
from addin.deals.reading.default_pipelines import DefaultPipeline, default_pipeline
from addin.deals.reading.phrases import Kind, Match, matches, role_names
from addin.deals.reading.stage_facts import StageFacts
from addin.deals.reading.stage_order import DATES, OrderEvidence, place_stages
from addin.deals.reading.status_text import number_in_front, phrase_words, stated_percent
from addin.deals.stages import OPEN, Role, StageEvidence

_ENDS = (Role.WON, Role.LOST, Role.NONTARGET, Role.IGNORE)
_NO_FACTS = StageFacts()
_BEYOND = 900.0
"""The rank of an end whose words say nothing."""


def parse_role(text: str) -> Role | None:
    """The role that a cell of a Stages sheet names, in any of our languages; None where it names none."""
    words = phrase_words(text.replace("*", ""))
    return next((role for role, name in role_names() if _same(name, words)), None)


def _same(name: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return len(name) == len(words) and all(
        word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted
        for wanted, word in zip(name, words, strict=True)
    )


@dataclass(frozen=True)
class _Found:
    """The role of a status, None where nothing tells, and what it rests on."""

    role: Role | None
    evidence: StageEvidence


def guess_roles(statuses: Iterable[str], facts: StageFacts = _NO_FACTS) -> pd.DataFrame:
    """Roles and order of the statuses of one pipeline.

    Open statuses come first in their order, then those of unknown place, then won, lost, nontarget and
    ignored ones. A status of which nothing is known is work without a place.

    Args:
        statuses: names, in any order; repeated and empty ones count once and not at all.
        facts: what is known of them beside their names.

    Returns:
        ``status, order`` (from 1, NaN where unknown), ``role, probability, guessed`` (True), ``evidence`` (of
        the role; of the place where the role has none) and ``placed_by`` ("" for ends).
    """
    names = sorted({name for name in statuses if name})
    said = matches(names)
    ends = {name for name, match in said.items() if match and match.kind.role in _ENDS and match.grade}
    pipeline = default_pipeline(names, ends | set(facts.ends), facts.crm)
    probability = _probabilities(names, facts)
    found = {name: _found(name, said[name], pipeline, facts, probability) for name in names}
    found |= _won_by_closing(found, said, facts) | _beside_won(found, said, facts)
    opened = [name for name in names if found[name].role is None or found[name].role in OPEN]
    order = OrderEvidence(_order_values(opened, said, pipeline, probability), facts.earlier)
    placed = place_stages(opened, order, [name for name in opened if found[name].role])
    return _table(names, found, placed, said, probability)


def _probabilities(names: list[str], facts: StageFacts) -> dict[str, float]:
    """Status → what the CRM or its name gives it, 0 to 1."""
    shown = {name: percent / 100 for name in names if (percent := stated_percent(name)) is not None}
    return shown | dict(facts.probability)


def _found(
    name: str,
    match: Match | None,
    pipeline: DefaultPipeline | None,
    facts: StageFacts,
    probability: Mapping[str, float],
) -> _Found:
    """The role by the strongest evidence that tells it."""
    words = match.kind.role if match and match.grade and match.kind.certain else None
    place = pipeline.place(name) if pipeline else None
    if name in facts.ends:
        return _Found(facts.ends[name], StageEvidence.OUTCOME)
    by_probability = _end_by_probability(probability.get(name), words, facts.ended.get(name))
    if by_probability and not facts.ends:  # an outcome column leaves only open deals in their stages
        return _Found(by_probability, StageEvidence.PROBABILITY)
    if pipeline and place is not None:
        return _Found(pipeline.roles[place], StageEvidence.DEFAULT_PIPELINE)
    if match and match.kind.dropped and facts.ended.get(name):
        return _Found(Role.LOST, StageEvidence.CLOSING)
    if words:
        return _Found(words, StageEvidence.WORDS)
    if facts.reasons.get(name) and facts.ended.get(name) is not False:
        return _Found(Role.LOST, StageEvidence.CLOSING)
    return _Found(match.kind.role, StageEvidence.WEAK_WORDS) if match else _Found(None, StageEvidence.NONE)


def _end_by_probability(value: float | None, words: Role | None, ended: bool | None) -> Role | None:
    """The end that 0 or 1 tells; plain words of another end go first, of an open stage unless deals ended."""
    if value not in (0, 1):
        return None
    end = Role.WON if value == 1 else Role.LOST
    if words is None:
        return None if ended is False else end
    if words in OPEN:
        return end if ended else None
    return words if (words is Role.WON) == (end is Role.WON) else None


def _won_by_closing(
    found: Mapping[str, _Found], said: Mapping[str, Match | None], facts: StageFacts
) -> dict[str, _Found]:
    """Where no status is won: the one whose deals are closed and bear no reason of loss.

    Others bear one; or no reasons are known at all and its words are those of the last steps to a sale.
    """
    if any(one.role is Role.WON for one in found.values()):
        return {}
    unsure = (StageEvidence.NONE, StageEvidence.WEAK_WORDS)
    closed = [
        name
        for name, one in found.items()
        if one.evidence in unsure and facts.ended.get(name) and _unreasoned(name, said[name], facts)
    ]
    if len(closed) == 1:
        return {closed[0]: _Found(Role.WON, StageEvidence.CLOSING)}
    return _other_end(found, said) if not closed else {}


def _other_end(found: Mapping[str, _Found], said: Mapping[str, Match | None]) -> dict[str, _Found]:
    """The only status that may be the sale where another is plainly lost: "Closed" beside "Lost"."""
    weak = StageEvidence.WEAK_WORDS
    may = {
        name: _Found(match.kind.alone, weak)
        for name, match in said.items()
        if match and match.kind.alone and found[name].evidence is weak
    }
    lost = any(one.role is Role.LOST and one.evidence is not weak for one in found.values())
    return may if lost and len(may) == 1 else {}


def _unreasoned(name: str, match: Match | None, facts: StageFacts) -> bool:
    if facts.reasons:
        return facts.reasons.get(name) is False
    return match is not None and match.kind.role is Role.PRESALE


def _beside_won(
    found: Mapping[str, _Found], said: Mapping[str, Match | None], facts: StageFacts
) -> dict[str, _Found]:
    """Uncertain sales that are none: another status plainly is, or their deals are open by the close dates.

    What comes after a sale ("Delivered") makes no signed contract beside it an open deal; any sale but such
    work makes one of the work that it brings ("In production"), unless a contract is the sale.
    """
    won = {name: match for name, one in found.items() if one.role is Role.WON and (match := said[name])}
    sure = {name for name in won if found[name].evidence is not StageEvidence.WEAK_WORDS}
    sure |= {name for name, one in found.items() if one.role is Role.WON and not said[name]}
    sales = {name for name in sure if not ((match := said[name]) and match.kind.after)}
    contract = any(match.kind.beside_won and not match.kind.under_way for match in won.values())
    done = any(not match.kind.under_way for match in won.values()) and not contract

    def is_none(name: str, kind: Kind) -> bool:
        return bool(sales) or facts.ended.get(name) is False or (kind.under_way and done)

    return {
        name: _Found(match.kind.beside_won, StageEvidence.WEAK_WORDS)
        for name, match in said.items()
        if match
        and match.kind.beside_won
        and found[name].evidence is StageEvidence.WEAK_WORDS
        and is_none(name, match.kind)
    }


def _order_values(
    opened: list[str],
    said: Mapping[str, Match | None],
    pipeline: DefaultPipeline | None,
    probability: Mapping[str, float],
) -> dict[str, dict[str, float]]:
    """StageEvidence of order, the strongest first → status → a number that grows along the way."""
    given = {name: probability[name] for name in opened if probability.get(name, 1) < 1}
    numbers = {name: number for name in opened if (number := number_in_front(name)) is not None}
    telling = len(set(numbers.values())) == len(numbers) and 2 * len(numbers) >= len(opened)
    shipped = {name: pipeline.place(name) for name in opened} if pipeline else {}
    return {
        StageEvidence.PROBABILITY: given if len(set(given.values())) > 1 else {},
        StageEvidence.NUMBERS: numbers if len(numbers) > 1 and telling else {},
        StageEvidence.DEFAULT_PIPELINE: {name: place for name, place in shipped.items() if place is not None},
        DATES: {},
        StageEvidence.WORDS: {
            name: rank for name in opened if (m := said[name]) and (rank := m.open_rank) is not None
        },
    }


def _table(
    names: list[str],
    found: Mapping[str, _Found],
    placed: Mapping[str, str],
    said: Mapping[str, Match | None],
    probability: Mapping[str, float],
) -> pd.DataFrame:
    roles = {name: one.role or Role.WORK for name, one in found.items()}
    unplaced = [name for name in names if roles[name] in OPEN and name not in placed]
    ends = sorted(
        (name for name in names if roles[name] in _ENDS),
        key=lambda name: (_ENDS.index(roles[name]), match.rank if (match := said[name]) else _BEYOND, name),
    )
    places = {name: float(place) for place, name in enumerate([*placed, *ends], 1)}
    rows = [
        {
            "status": name,
            "order": places.get(name),
            "role": roles[name].value,
            "probability": probability.get(name),
            "guessed": True,
            "evidence": str(
                found[name].evidence if found[name].role else placed.get(name) or StageEvidence.NONE
            ),
            "placed_by": placed.get(name, ""),
        }
        for name in (*placed, *unplaced, *ends)
    ]
    types = {name: dtype for name, dtype in SCHEMAS["stages"].items() if name != "pipeline"}
    return pd.DataFrame(rows, columns=list(types)).astype(types)
