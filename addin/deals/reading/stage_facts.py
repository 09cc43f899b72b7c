"""What the deals in a status tell of it: its probability, whether and how they have ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.evidence import Ints
from addin.deals.reading.stage_order import Pairs
from addin.deals.stages import Role
from addin.deals.values.amounts import parse_decimals

Floats = npt.NDArray[np.float64]

Coded = tuple[Ints, pd.Index]
"""A status column: the code of each cell, and the statuses by code."""

TYPICAL = 0.8
"""Where this share of a status's deals bear one probability, it is the status's."""
NEARLY_ALL, HARDLY_ANY = 0.9, 0.1
FEW = 3
"""Fewer deals than these prove nothing."""


@dataclass(frozen=True)
class StageFacts:
    """What is known of the statuses of one pipeline beside their names.

    Args:
        ends: status → the end that the outcome column states.
        probability: status → what the CRM gives it, 0 to 1.
        ended: status → whether its deals are closed, where close dates tell ended deals from open ones.
        reasons: status → whether its deals bear a reason of loss, where some statuses' do and others' do not.
        earlier: which statuses dated changes visit before which.
        crm: whose export it is, "" where that is not known.
    """

    ends: Mapping[str, Role] = field(default_factory=dict)
    probability: Mapping[str, float] = field(default_factory=dict)
    ended: Mapping[str, bool] = field(default_factory=dict)
    reasons: Mapping[str, bool] = field(default_factory=dict)
    earlier: Pairs = field(default_factory=frozenset)
    crm: str = ""


def fractions(text: pd.Series) -> Floats:
    """Fractions from 0 to 1, NaN where unreadable; "50 %" and 50 are 0.5 where the column goes beyond 1."""
    codes, distinct = pd.factorize(text)
    shown = pd.Series(distinct, dtype="str")
    percent = shown.str.endswith("%").to_numpy(dtype=bool)
    values = parse_decimals(shown.str.rstrip("% "))
    beyond = np.nan_to_num(values[~percent], nan=0.0)
    hundredths = percent | bool(beyond.size and beyond.max() > 1)
    values = np.where(hundredths, values / 100, values)
    return np.where((values >= 0) & (values <= 1), values, np.nan)[codes]


def typical_probabilities(statuses: Coded, values: Floats) -> dict[str, float]:
    """Status → the probability that most of its deals bear; none where all bear one, which tells nothing."""
    codes, names = statuses
    distinct = np.unique(values[~np.isnan(values)])
    if not len(distinct):
        return {}
    at, given = np.searchsorted(distinct, values), ~np.isnan(values)
    cells = np.bincount(codes[given] * len(distinct) + at[given], minlength=len(names) * len(distinct))
    counts = cells.reshape(len(names), len(distinct))
    most, every = counts.max(axis=1), np.bincount(codes, minlength=len(names))
    found = {
        str(names[row]): float(distinct[counts[row].argmax()])
        for row in np.flatnonzero((most > 0) & (most >= TYPICAL * every)).tolist()
    }
    return found if len(set(found.values())) > 1 else {}


def shares_told(statuses: Coded, given: pd.Series) -> dict[str, bool]:
    """Status → whether (nearly) all of its deals have a cell or hardly any; {} unless both kinds are there.

    Statuses between the two, or of few deals, are not in it.
    """
    if given.all() or not given.any():
        return {}
    codes, names = statuses
    count = np.bincount(codes, minlength=len(names))
    share = np.bincount(codes, given.to_numpy(dtype=float), len(names)) / count
    found = {
        str(name): bool(part >= NEARLY_ALL)
        for name, part, deals in zip(names, share, count, strict=True)
        if name != "" and deals >= FEW and not HARDLY_ANY < part < NEARLY_ALL
    }
    return found if len(set(found.values())) > 1 else {}
