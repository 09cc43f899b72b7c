"""What the deals in a status tell of it: its probability, whether and how they have ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.reading.stage_order import Pairs
from addin.deals.stages import Role
from addin.deals.values.amounts import parse_decimals

Floats = npt.NDArray[np.float64]

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
    percent = text.str.endswith("%").to_numpy(dtype=bool)
    values = parse_decimals(text.str.rstrip("% "))
    beyond = np.nan_to_num(values[~percent], nan=0.0)
    hundredths = percent | bool(beyond.size and beyond.max() > 1)
    values = np.where(hundredths, values / 100, values)
    return np.where((values >= 0) & (values <= 1), values, np.nan)


def typical_probabilities(statuses: pd.Series, values: Floats) -> dict[str, float]:
    """Status → the probability that most of its deals bear; none where all bear one, which tells nothing."""
    given = pd.DataFrame({"status": statuses.to_numpy(), "value": values})
    counts = given.groupby(["status", "value"], sort=True).size()
    if counts.empty:
        return {}
    top = counts.groupby(level="status").idxmax()
    every = given["status"].value_counts()
    found = {str(status): value for status, value in top if counts[status, value] >= TYPICAL * every[status]}
    return found if len(set(found.values())) > 1 else {}


def shares_told(statuses: pd.Series, given: pd.Series) -> dict[str, bool]:
    """Status → whether (nearly) all of its deals have a cell or hardly any; {} unless both kinds are there.

    Statuses between the two, or of few deals, are not in it.
    """
    shares = given.groupby(statuses).agg(["mean", "size"])
    shares = shares[(shares["size"] >= FEW) & (shares.index != "")]
    found = {
        str(status): bool(share >= NEARLY_ALL)
        for status, share in shares["mean"].items()
        if not HARDLY_ANY < share < NEARLY_ALL
    }
    return found if len(set(found.values())) > 1 else {}
