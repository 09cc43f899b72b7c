"""Prediction intervals of the money to come: quantiles of its simulated futures, its mean among them.

Of a few unlikely deals most futures bring nothing, and the middle 80 % of them are nothing: the mean lies
beyond. The limits then go on to the nearest future beyond the mean, so that they hold at least 80 %.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from addin.metrics.occupancy import Floats
from addin.metrics.pipeline_value import Component
from addin.metrics.shock import LEVEL, Calibration
from addin.metrics.simulation import SimulationInputs, inputs_of, simulate


def component_intervals(
    closed: float, components: Mapping[str, Component], calibration: Calibration, seed: int
) -> dict[str, tuple[float, float]]:
    """Limits of every component and, as ``total``, of their sum with what is closed already.

    Args:
        closed: money that has come.
        components: money to come.
        calibration: what the record makes of it.
        seed: of the draws.

    Returns:
        Component → low and high; NaN where one is not told, and then of the total too.
    """
    inputs = {name: inputs_of(component) for name, component in components.items()}
    drawn = simulate(closed, inputs, calibration, seed)
    means = {name: calibration.factor * component.mean for name, component in components.items()}
    means["total"] = closed + sum(means.values())
    return {name: central_interval(values, means[name], calibration.level) for name, values in drawn.items()}


def total_median(
    closed: float, components: Mapping[str, Component], calibration: Calibration, seed: int
) -> float:
    """What the total exceeds in half of the futures that :func:`component_intervals` draws; NaN untold."""
    inputs = {name: inputs_of(component) for name, component in components.items()}
    return float(np.median(simulate(closed, inputs, calibration, seed)["total"]))


@dataclass(frozen=True)
class TotalForecast:
    """A forecast of which only the limits of the total are asked; equal ones have equal limits.

    Args:
        closed: money that has come.
        inputs: money to come, by component.
        calibration: what the record makes of it.
        seed: of the draws.
        digests: what tells the inputs from others.
    """

    closed: float
    inputs: Mapping[str, SimulationInputs] = field(compare=False)
    calibration: Calibration
    seed: int
    digests: tuple[tuple[str, bytes], ...]

    @classmethod
    def of(
        cls, closed: float, inputs: Mapping[str, SimulationInputs], calibration: Calibration, seed: int
    ) -> TotalForecast:
        """The forecast with what tells it from others."""
        digests = tuple((name, each.digest()) for name, each in inputs.items())
        return cls(closed, inputs, calibration, seed, digests)


@lru_cache(maxsize=256)
def total_interval(total: TotalForecast) -> tuple[float, float]:
    """The limits of a total: kept, as those of past days stay the same from one report to the next."""
    calibration = total.calibration
    mean = total.closed + calibration.factor * sum(each.mean for each in total.inputs.values())
    drawn = simulate(total.closed, total.inputs, calibration, total.seed)["total"]
    return central_interval(drawn, mean, calibration.level)


def central_interval(values: Floats, mean: float, level: float = LEVEL) -> tuple[float, float]:
    """The limits that hold this share of some futures, or more where their mean would lie beyond them."""
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    if low > mean:
        low = values[values <= mean].max(initial=-np.inf)
    if high < mean:
        high = values[values >= mean].min(initial=np.inf)
    # where no future drawn lies beyond the mean, it is the limit itself
    return float(low if np.isfinite(low) else mean), float(high if np.isfinite(high) else mean)
