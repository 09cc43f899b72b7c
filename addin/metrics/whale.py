"""The whale: one open deal that makes so much of a month's money that it is told with and without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from addin.metrics.forecast import MonthForecast
from addin.metrics.intervals import component_intervals
from addin.metrics.occupancy import Floats
from addin.metrics.pipeline_value import Component
from addin.metrics.shock import Calibration

LARGE = 0.25
"""A deal that makes more than this share of the money expected of a month is shown apart."""


@dataclass(frozen=True)
class Whale:
    """One open deal and the month without it.

    Args:
        deal: its position.
        amount: what it would bring.
        chance: to be won in the month, 0 to 1.
        share: of the month's money expected.
        without: money expected without it, and the 80 % limits.
        with_it: money expected if it is won.
    """

    deal: int
    amount: float
    chance: float
    share: float
    without: tuple[float, float, float]
    with_it: float


def whale(of: MonthForecast, calibration: Calibration, seed: int) -> Whale | None:
    """The deal that brings most of a month's expected money, where it is more than a quarter of it."""
    total = of.closed + calibration.factor * of.to_come
    parts = {name: part for name, part in of.components.items() if len(part.deal)}
    if not (total > 0 and parts):
        return None
    worth = {name: _worth(part) for name, part in parts.items()}
    name = max(worth, key=lambda each: float(worth[each].max()))
    place = int(worth[name].argmax())
    share = calibration.factor * float(worth[name][place]) / total
    if not share > LARGE:
        return None
    found = parts[name]
    rest: Mapping[str, Component] = {**of.components, name: _without(found, place)}
    mean = of.closed + calibration.factor * sum(part.mean for part in rest.values())
    limits = component_intervals(of.closed, rest, calibration, seed)["total"]
    amount, chance = float(found.amount[place]), float(found.chance[place])
    return Whale(int(found.deal[place]), amount, chance, share, (mean, *limits), mean + amount)


def _worth(part: Component) -> Floats:
    """Money expected of each deal of a known amount; of the others nothing can be told apart."""
    return np.where(part.unpriced, 0.0, part.recorded_chance * np.nan_to_num(part.amount))


def _without(part: Component, place: int) -> Component:
    deal, chance, amount = (np.delete(each, place) for each in (part.deal, part.chance, part.amount))
    return replace(part, deal=deal, chance=chance, amount=amount)
