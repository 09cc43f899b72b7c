"""Futures of the money to come: drawn deal by deal, under one common shock."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from addin.deals.evidence import Ints
from addin.metrics.occupancy import DaySnapshot, Floats
from addin.metrics.pipeline_value import Component
from addin.metrics.shock import Calibration

DRAWS = 2000
BLOCK = 500
"""Draws made at a time; a divisor of ``DRAWS`` and a multiple of four."""
CHANCE_LEVELS = 2**16
"""Chances told apart when wins are drawn: numbers of 16 bits take a third of the time of fractions."""
DRAWN_SINGLY = 100
"""So many deals, those that matter most, are drawn one by one; the rest together are as good as a gamma sum:
the limits are as near those of drawing all as 2,000 draws can tell, within 4 % of a standard deviation."""


def seed_of(snapshot: DaySnapshot) -> int:
    """A number that depends on nothing but the day, the deals open on it and the wins that stood."""
    amount, deals, wins = snapshot.occupancy.amount, snapshot.open_deals, snapshot.wins
    found = hashlib.sha256(str(snapshot.day).encode())
    for column in (deals.rung, deals.age, amount[deals.deal], wins.day, wins.amount):
        found.update(np.ascontiguousarray(column).data)
    return int.from_bytes(found.digest()[:8], "big")


@dataclass(frozen=True, eq=False)
class SimulationInputs:
    """What is drawn of one component of the money to come.

    Args:
        chance, amount: of the deals that matter most, drawn one by one, those that matter more first.
        rest: mean and standard deviation of what all other deals with an amount bring.
        unpriced: number of deals without an amount, and their mean chance.
        new_wins: wins expected of leads still to come.
        win_size: mean and standard deviation of what an unpriced win brings.
        estimable: whether there is enough to tell this component.
    """

    chance: Floats
    amount: Floats
    rest: tuple[float, float]
    unpriced: tuple[int, float]
    new_wins: float
    win_size: tuple[float, float]
    estimable: bool

    @property
    def mean(self) -> float:
        """Money expected; NaN where it is not told."""
        if not self.estimable:
            return np.nan
        wins = self.unpriced[0] * self.unpriced[1] + self.new_wins
        return float(self.chance @ self.amount) + self.rest[0] + (wins * self.win_size[0] if wins else 0.0)

    def digest(self) -> bytes:
        """The same for the same inputs."""
        numbers = (*self.rest, *self.unpriced, self.new_wins, *self.win_size, self.estimable)
        found = hashlib.sha256(np.array(numbers, dtype=np.float64).tobytes())
        found.update(self.chance.tobytes())
        found.update(self.amount.tobytes())
        return found.digest()


def inputs_of(component: Component) -> SimulationInputs:
    """A component without the deals that are not drawn one by one."""
    without, recorded = component.unpriced, component.recorded_chance
    priced = ~without & (recorded > 0)
    chance, amount = recorded[priced], component.amount[priced]
    unpriced = recorded[without]
    variance = chance * (1 - chance) * amount**2
    largest = _largest(variance, DRAWN_SINGLY)
    rest = np.ones(len(variance), bool)
    rest[largest] = False
    return SimulationInputs(
        chance[largest],
        amount[largest],
        (float(chance[rest] @ amount[rest]), float(np.sqrt(variance[rest].sum()))),
        (len(unpriced), min(float(unpriced.mean()), 1.0) if len(unpriced) else 0.0),
        component.recorded_new_wins,
        component.win_size,
        component.estimable,
    )


def simulate(
    closed: float, inputs: Mapping[str, SimulationInputs], calibration: Calibration, seed: int
) -> dict[str, Floats]:
    """What every component may bring and, as ``total``, their sum with what is closed: one number a draw."""
    rng = np.random.default_rng(seed)
    shock = calibration.shock
    factor = calibration.factor * np.maximum(1 + shock.size * rng.standard_t(shock.degrees, DRAWS), 0.0)
    drawn = {name: _draws(each, rng) * factor for name, each in inputs.items()}
    return drawn | {"total": closed + sum(drawn.values(), np.zeros(DRAWS))}


def _draws(inputs: SimulationInputs, rng: np.random.Generator) -> Floats:
    """Futures of one component, one a draw."""
    if not inputs.estimable:
        return np.full(DRAWS, np.nan)
    count, chance = inputs.unpriced
    # chances of unpriced deals that differ only a little less spread than their mean's
    wins = rng.binomial(count, chance, DRAWS).astype(float) if count else np.zeros(DRAWS)
    wins = wins + rng.poisson(inputs.new_wins, DRAWS)
    priced = _sums_of_single_deals(inputs.chance, inputs.amount, rng) + _gamma_sums(*inputs.rest, rng)
    return np.asarray(priced + _sums_of_wins(wins, *inputs.win_size, rng))


def _largest(weight: Floats, count: int) -> Ints:
    """Positions of the ``count`` largest, the largest first; of equal ones the first."""
    if len(weight) <= count:
        return np.argsort(-weight, kind="stable")
    least = np.partition(weight, -count)[-count]
    above, equal = np.flatnonzero(weight > least), np.flatnonzero(weight == least)
    found = np.sort(np.concatenate([above, equal[: count - len(above)]]))
    return found[np.argsort(-weight[found], kind="stable")]


def _sums_of_single_deals(chance: Floats, amount: Floats, rng: np.random.Generator) -> Floats:
    """Sums of the deals won, each drawn by itself.

    A block of draws fits a core's cache. A product of numbers is many times faster than one of flags.

    Args:
        chance: above 0, to 1.
        amount: what a win brings.
        rng: to draw from.
    """
    if not len(chance):
        return np.zeros(DRAWS)
    last_won = (np.clip(np.rint(chance * CHANCE_LEVELS), 1, CHANCE_LEVELS) - 1).astype(np.uint16)
    sums = np.empty(DRAWS)
    for first in range(0, DRAWS, BLOCK):
        won = _random_uint16(BLOCK * len(chance), rng).reshape(-1, BLOCK) <= last_won[:, None]
        sums[first : first + BLOCK] = amount @ won.astype(np.float64)
    return sums


def _random_uint16(count: int, rng: np.random.Generator) -> npt.NDArray[np.uint16]:
    """So many numbers of 16 bits, a multiple of four: four of them at a time are drawn twice as fast."""
    fours = rng.integers(0, 2**64 - 1, count // 4, np.uint64, endpoint=True)
    return fours.view(np.uint16)


def _gamma_sums(mean: float, sd: float, rng: np.random.Generator) -> Floats:
    """Sums of many deals put together: gamma of their mean and deviation, near normal where they are many."""
    if not sd > 0:
        return np.full(DRAWS, mean)
    return rng.standard_gamma((mean / sd) ** 2, DRAWS) * (sd**2 / mean)


def _sums_of_wins(wins: Floats, mean: float, sd: float, rng: np.random.Generator) -> Floats:
    """What so many wins bring: a gamma sum with the mean and deviation of the amounts of wins."""
    if not (mean > 0 and wins.any()):
        return np.zeros(DRAWS)
    if not sd > 0:
        return wins * mean
    shape = wins * (mean / sd) ** 2
    return np.asarray(np.where(wins > 0, rng.standard_gamma(np.maximum(shape, 1e-9)), 0.0) * sd**2 / mean)
