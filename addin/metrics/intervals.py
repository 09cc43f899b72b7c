"""Prediction intervals of the money to come: quantiles of its simulated futures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from addin.metrics.occupancy import Floats
from addin.metrics.pipeline_value import Component
from addin.metrics.shock import Shock
from addin.metrics.simulation import SimulationInputs, inputs_of, simulate

LEVEL = 0.80


def component_intervals(
    closed: float, components: Mapping[str, Component], shock: Shock, seed: int, level: float = LEVEL
) -> dict[str, tuple[float, float]]:
    """Limits of every component and, as ``total``, of their sum with what is closed already.

    Args:
        closed: money that has come.
        components: money to come.
        shock: common to all components.
        seed: of the draws.
        level: the share of futures within the limits.

    Returns:
        Component → low and high; NaN where one is not told, and then of the total too.
    """
    inputs = {name: inputs_of(component) for name, component in components.items()}
    drawn = simulate(closed, inputs, shock, seed)
    return {name: central_interval(values, level) for name, values in drawn.items()}


@dataclass(frozen=True)
class TotalForecast:
    """A forecast of which only the limits of the total are asked; equal ones have equal limits.

    Args:
        closed: money that has come.
        inputs: money to come, by component.
        shock: common to all components.
        seed: of the draws.
        digests: what tells the inputs from others.
    """

    closed: float
    inputs: Mapping[str, SimulationInputs] = field(compare=False)
    shock: Shock
    seed: int
    digests: tuple[tuple[str, bytes], ...]

    @classmethod
    def of(
        cls, closed: float, inputs: Mapping[str, SimulationInputs], shock: Shock, seed: int
    ) -> TotalForecast:
        """The forecast with what tells it from others."""
        digests = tuple((name, each.digest()) for name, each in inputs.items())
        return cls(closed, inputs, shock, seed, digests)


@lru_cache(maxsize=256)
def total_interval(total: TotalForecast) -> tuple[float, float]:
    """The limits of a total: kept, as those of past days stay the same from one report to the next."""
    return central_interval(simulate(total.closed, total.inputs, total.shock, total.seed)["total"])


def central_interval(values: Floats, level: float = LEVEL) -> tuple[float, float]:
    """The limits that hold this share of some futures."""
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
