"""Deals put into the stage they ended in, where a column beside the stage tells that they ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.tables.exports import Export
from addin.deals.tables.outcome import FLAGS, end_of, outcome_words, told_end, yes_no
from addin.deals.values.nothing import is_said, said
from addin.deals.values.spelling import NameColumn
from addin.deals.values.text import as_text, fold

Bools = npt.NDArray[np.bool_]
_OF_STAGE = frozenset({"s", "f", "p"})
"""What Bitrix24 says of a stage itself, not of a deal in it."""
_CYRILLIC = ("\u0400", "\u04ff")
_ENDS = {"won": ("Won", "Выиграна"), "lost": ("Lost", "Проиграна")}
_PART = 0.9
"""Of the closed deals of a stage so many must bear a reason of loss."""


@dataclass(frozen=True)
class Ending:
    """How deals ended.

    Args:
        status: the stage of an open deal, the end of one that ended.
        ended: which deals stand in another status than their stage.
        lost: which deals were lost, as far as the outcome tells.
        won: which may have been won.
        lost_from: the stage that a lost deal was lost in, missing on the others.
        ends: status → ``won`` or ``lost``, as the outcome has it.
    """

    status: pd.Series
    ended: Bools
    lost: Bools
    won: Bools
    lost_from: pd.Series
    ends: Mapping[str, str]


def take_outcome(columns: dict[str, pd.Series], export: Export | None) -> Ending | None:
    """Take the columns of the outcome out of ``columns``; None where nothing tells an end.

    Words of an outcome become the status as they are written. What is a property of the stage (IsWon,
    STAGE_SEMANTIC_ID) leaves the stage where all its deals ended alike. An archived deal is lost where its
    probability is nothing or a reason is given; so is a closed one with a reason, in a stage where others
    are open.
    """
    outcome = columns.pop("outcome", None)
    asked = {flag: columns.pop(f"is_{flag}") for flag in FLAGS if f"is_{flag}" in columns}
    flags = {flag: _yes(cells) for flag, cells in asked.items()}
    if "won" in flags and not {"lost", "closed"} & set(flags):
        flags |= _not_won(columns, asked["won"], flags["won"])
    stage = said(columns["status"], "stage")
    if outcome is not None and not _is_of_stage(outcome):
        return _by_words(columns["status"], outcome, export)
    codes = _codes_of(outcome) if outcome is not None else _by_flags(flags, len(stage))
    if codes is not None:
        return _by_stage(stage, codes)
    lost = _archived(columns, flags["active"]) if "active" in flags else _with_reason(columns, stage)
    if lost is None or not lost.any():
        return None
    return _moved(stage, np.where(lost, "lost", "won"), lost, {})


def _by_words(stage: pd.Series, outcome: pd.Series, export: Export | None) -> Ending:
    text = said(outcome, "stage")
    meant = {word: _end(word, export) for word in text.unique()}
    codes = text.map(meant).to_numpy(dtype=object)
    ended = (text != "").to_numpy(dtype=bool) & (codes != "open")
    lost, won = ended & (codes == "lost"), ended & (codes == "won")
    status = pd.Series(np.where(ended, outcome.to_numpy(object), stage.to_numpy(object)), dtype="object")
    if outcome.dtype == stage.dtype:
        status = outcome.where(ended, stage)
    standing = said(stage, "stage")
    last = {name: end_of(name) for name in standing.unique()}
    inside = lost & (standing.map(last) == "").to_numpy(dtype=bool)
    ends = {word: end for word, end in meant.items() if end in _ENDS}
    return Ending(status, ended, lost, won, stage.where(inside, None), ends)


def _end(word: str, export: Export | None) -> str:
    folded = fold(word)
    if export is not None:
        for end, words in export.outcome_words.items():
            if folded in words:
                return end
    return told_end(word)


def _is_of_stage(outcome: pd.Series) -> bool:
    return {fold(text) for text in said(outcome, "stage").unique() if text} <= _OF_STAGE


def _codes_of(outcome: pd.Series) -> npt.NDArray[np.object_]:
    text = said(outcome, "stage")
    meant = {word: outcome_words().get(fold(word), "") for word in text.unique()}
    codes = text.map(meant).to_numpy(dtype=object)
    return np.where(codes == "open", "", codes)


def _by_flags(flags: Mapping[str, Bools], length: int) -> npt.NDArray[np.object_] | None:
    """``won``, ``lost`` or "" by columns of yes and no; None where they tell no end."""
    nowhere = np.zeros(length, dtype=bool)
    won = flags.get("won", nowhere)
    lost = flags.get("lost", nowhere)
    if "won" in flags and "closed" in flags:
        lost = lost | (flags["closed"] & ~won)
    if "won" not in flags and "lost" in flags and "closed" in flags:
        won = flags["closed"] & ~lost
    if not (won | lost).any():
        return None
    return np.where(won, "won", np.where(lost, "lost", ""))


def _not_won(columns: Mapping[str, pd.Series], cells: pd.Series, won: Bools) -> dict[str, Bools]:
    """The lost deals where a column of yes and no tells the won ones only.

    Those with a reason of loss; and those with a no, where open ones have an empty cell and no close date.
    """
    lost = np.zeros(len(won), dtype=bool)
    if "lost_reason" in columns:
        lost |= is_said(columns["lost_reason"]) & ~won
    empty = ~is_said(cells, "stage")
    refused = ~won & ~empty
    if "closed" in columns and empty.any() and won.any():
        closed = is_said(columns["closed"], "date")
        if closed[refused].all() and not closed[empty].any():
            lost |= refused
    return {"lost": lost} if lost.any() else {}


def _by_stage(stage: pd.Series, codes: npt.NDArray[np.object_]) -> Ending:
    """Stages whose deals all ended alike are ends; in the others deals leave them for an end."""
    counts = pd.crosstab(stage.to_numpy(), codes).reindex(columns=["won", "lost", ""], fill_value=0)
    sizes = counts.sum(axis="columns")
    ends = {
        str(name): end
        for end in ("won", "lost")
        for name in counts.index[(counts[end] == sizes) & (counts.index != "")]
    }
    staying = stage.isin(list(ends)).to_numpy(dtype=bool)
    return _moved(stage, codes, ~staying & (codes != ""), ends)


def _moved(stage: pd.Series, codes: npt.NDArray[np.object_], moved: Bools, ends: Mapping[str, str]) -> Ending:
    cyrillic = any(_CYRILLIC[0] <= letter <= _CYRILLIC[1] for name in stage.unique() for letter in name)
    names = {end: spelt[cyrillic] for end, spelt in _ENDS.items() if (moved & (codes == end)).any()}
    lost, won = codes == "lost", codes == "won"
    status = stage.mask(moved, pd.Series(codes).map(names).astype("str"))
    own = {name: end_of(name) for name in stage.unique()}
    inside = moved & lost & (stage.map(own) == "").to_numpy(dtype=bool)
    named = {**ends, **{name: end for end, name in names.items()}}
    return Ending(status, moved, lost, won, stage.where(inside, None), named)


def _archived(columns: Mapping[str, pd.Series], active: Bools) -> Bools:
    nothing = np.zeros(len(active), dtype=bool)
    hopeless, reasoned = nothing, nothing
    if "probability" in columns:
        text = as_text(columns["probability"]).str.rstrip("% ")
        hopeless = pd.to_numeric(text.str.replace(",", "."), errors="coerce").eq(0).to_numpy(dtype=bool)
    if "lost_reason" in columns:
        reasoned = is_said(columns["lost_reason"])
    return ~active & (hopeless | reasoned)


def _with_reason(columns: Mapping[str, pd.Series], stage: pd.Series) -> Bools | None:
    """Closed deals with a reason of loss, in stages that hold open deals and hardly any closed without."""
    if not {"lost_reason", "closed"} <= set(columns):
        return None
    reasoned = is_said(columns["lost_reason"])
    if not reasoned.any():
        return None
    closed = is_said(columns["closed"], "date")
    stages = NameColumn.of(stage)
    ended, lost, still = (
        np.bincount(stages.code[which], minlength=len(stages.distinct))
        for which in (closed, closed & reasoned, ~closed & ~reasoned)
    )
    mixed = (still > 0) & (lost > 0) & (lost >= _PART * ended)
    leaving = [
        so and name != "" and not end_of(name) for name, so in zip(stages.distinct, mixed, strict=True)
    ]
    return np.asarray(closed & reasoned & np.array(leaving, dtype=bool)[stages.code], dtype=bool)


def _yes(cells: pd.Series) -> Bools:
    text = as_text(cells)
    return text.isin([t for t in text.unique() if yes_no().get(fold(t), False)]).to_numpy(dtype=bool)
