"""How far the money to come may lie from what is expected: drawn deal by deal, under one common shock."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from addin.deals.evidence import Ints
from addin.metrics.occupancy import Floats, Moment
from addin.metrics.pipeline_value import Part

DRAWS = 2000
LEVEL = 0.80
BLOCK = 500
"""Draws made at a time; a divisor of ``DRAWS`` and a multiple of four."""
CHANCES = 2**16
"""Chances told apart when fates are drawn: numbers of 16 bits take a third of the time of fractions."""
SINGLE = 100
"""So many deals, those that matter most, are drawn one by one; the rest together are as good as a gamma sum:
the limits are as near those of drawing all as 2,000 draws can tell, within 4 % of a standard deviation."""
ENOUGH_ERRORS = 6
DEFAULT_SHOCK = 0.25
"""The shock where fewer than six earlier errors tell it: a forecast out by a quarter is nothing unusual."""
DEFAULT_FREEDOM = 5


@dataclass(frozen=True)
class Shock:
    """What moves all deals together: a relative error of all money to come.

    Args:
        size: its scale, as a fraction of what is expected.
        freedom: degrees of freedom of its t distribution: months whose errors tell the size.
        learnt: whether they do; otherwise it is the default.
    """

    size: float
    freedom: int
    learnt: bool


@dataclass(frozen=True)
class Miss:
    """What came of an earlier forecast.

    Args:
        month: the month forecast, counted from 1970-01.
        error: what came less what was expected of the money then still to come.
        expected: that money.
        variance: of it, by the luck of the draw alone.
    """

    month: int
    error: float
    expected: float
    variance: float


def shock_of(misses: Sequence[Miss]) -> Shock:
    """The shock that makes errors as large as they were: what luck alone does not explain of their squares.

    Errors of one month go together, so the months are counted, not the forecasts.
    """
    expected = sum(miss.expected**2 for miss in misses)
    if len(misses) < ENOUGH_ERRORS or not expected > 0:
        return Shock(DEFAULT_SHOCK, DEFAULT_FREEDOM, False)
    excess = sum(miss.error**2 - miss.variance for miss in misses)
    return Shock(float(np.sqrt(max(excess, 0.0) / expected)), len({miss.month for miss in misses}), True)


def seed_of(moment: Moment) -> int:
    """A number that depends on nothing but the day, the deals open on it and the wins that stood."""
    amount, waiting, wins = moment.course.amount, moment.waiting, moment.wins
    found = hashlib.sha256(str(moment.day).encode())
    for column in (waiting.rung, waiting.age, amount[waiting.deal], wins.ended, wins.amount):
        found.update(np.ascontiguousarray(column).data)
    return int.from_bytes(found.digest()[:8], "big")


@dataclass(frozen=True, eq=False)
class Stakes:
    """What is drawn of one part of the money to come.

    Args:
        chance, amount: of the deals that matter most, drawn one by one, those that matter more first.
        rest: mean and standard deviation of what all other deals with an amount bring.
        unpriced: number of deals without an amount, and their mean chance.
        leads: wins expected of leads still to come.
        price: mean and standard deviation of what an unpriced win brings.
        told: whether there is enough to tell this part.
    """

    chance: Floats
    amount: Floats
    rest: tuple[float, float]
    unpriced: tuple[int, float]
    leads: float
    price: tuple[float, float]
    told: bool

    def digest(self) -> bytes:
        """The same for the same stakes."""
        numbers = (*self.rest, *self.unpriced, self.leads, *self.price, self.told)
        found = hashlib.sha256(np.array(numbers, dtype=np.float64).tobytes())
        found.update(self.chance.tobytes())
        found.update(self.amount.tobytes())
        return found.digest()


def stakes_of(part: Part) -> Stakes:
    """A part without the deals whose fates are not drawn one by one."""
    loose = part.unpriced
    priced = ~loose & (part.chance > 0)
    chance, amount, unsure = part.chance[priced], part.amount[priced], part.chance[loose]
    weight = chance * (1 - chance) * amount**2
    most = _largest(weight, SINGLE)
    rest = np.ones(len(weight), bool)
    rest[most] = False
    return Stakes(
        chance[most],
        amount[most],
        (float(chance[rest] @ amount[rest]), float(np.sqrt(weight[rest].sum()))),
        (len(unsure), min(float(unsure.mean()), 1.0) if len(unsure) else 0.0),
        part.leads,
        part.price,
        part.told,
    )


def intervals(
    closed: float, parts: Mapping[str, Part], shock: Shock, seed: int, level: float = LEVEL
) -> dict[str, tuple[float, float]]:
    """Limits of every part and, as ``total``, of their sum with what is closed already.

    Args:
        closed: money that has come.
        parts: money to come, by component.
        shock: common to all parts.
        seed: of the draws.
        level: the share of futures within the limits.

    Returns:
        Component → low and high; NaN where a part is not told, and then of the total too.
    """
    drawn = futures(closed, {name: stakes_of(part) for name, part in parts.items()}, shock, seed)
    return {name: between(values, level) for name, values in drawn.items()}


def futures(closed: float, stakes: Mapping[str, Stakes], shock: Shock, seed: int) -> dict[str, Floats]:
    """What every part may bring and, as ``total``, their sum with what is closed: one number a draw."""
    rng = np.random.default_rng(seed)
    factor = np.maximum(1 + shock.size * rng.standard_t(shock.freedom, DRAWS), 0.0)
    drawn = {name: _draws(part, rng) * factor for name, part in stakes.items()}
    return drawn | {"total": closed + sum(drawn.values(), np.zeros(DRAWS))}


@dataclass(frozen=True)
class Total:
    """A forecast of which only the limits of the total are asked; equal ones have equal limits.

    Args:
        closed: money that has come.
        stakes: money to come, by component.
        shock: common to all parts.
        seed: of the draws.
    """

    closed: float
    stakes: Mapping[str, Stakes] = field(compare=False)
    shock: Shock
    seed: int
    digests: tuple[tuple[str, bytes], ...]

    @classmethod
    def of(cls, closed: float, stakes: Mapping[str, Stakes], shock: Shock, seed: int) -> Total:
        """The forecast with what tells it from others."""
        digests = tuple((name, each.digest()) for name, each in stakes.items())
        return cls(closed, stakes, shock, seed, digests)


@lru_cache(maxsize=256)
def limits(total: Total) -> tuple[float, float]:
    """The limits of a total: kept, as those of past days stay the same from one report to the next."""
    return between(futures(total.closed, total.stakes, total.shock, total.seed)["total"])


def between(values: Floats, level: float = LEVEL) -> tuple[float, float]:
    """The limits that hold this share of some futures."""
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _draws(part: Stakes, rng: np.random.Generator) -> Floats:
    """Futures of one part, one a draw."""
    if not part.told:
        return np.full(DRAWS, np.nan)
    count, chance = part.unpriced
    # chances of unpriced deals that differ only a little less spread than their mean's
    wins = rng.binomial(count, chance, DRAWS).astype(float) if count else np.zeros(DRAWS)
    wins = wins + rng.poisson(part.leads, DRAWS)
    priced = _singly(part.chance, part.amount, rng) + _rest(*part.rest, rng)
    return np.asarray(priced + _sums(wins, *part.price, rng))


def _largest(weight: Floats, count: int) -> Ints:
    """Positions of the ``count`` largest, the largest first; of equal ones the first."""
    if len(weight) <= count:
        return np.argsort(-weight, kind="stable")
    least = np.partition(weight, -count)[-count]
    above, equal = np.flatnonzero(weight > least), np.flatnonzero(weight == least)
    found = np.sort(np.concatenate([above, equal[: count - len(above)]]))
    return found[np.argsort(-weight[found], kind="stable")]


def _singly(chance: Floats, amount: Floats, rng: np.random.Generator) -> Floats:
    """Sums of the deals won, each drawn by itself.

    A block of draws fits a core's cache. A product of numbers is many times faster than one of flags.

    Args:
        chance: above 0, to 1.
        amount: what a win brings.
        rng: to draw from.
    """
    if not len(chance):
        return np.zeros(DRAWS)
    last_won = (np.clip(np.rint(chance * CHANCES), 1, CHANCES) - 1).astype(np.uint16)
    sums = np.empty(DRAWS)
    for first in range(0, DRAWS, BLOCK):
        won = _sixteens(BLOCK * len(chance), rng).reshape(-1, BLOCK) <= last_won[:, None]
        sums[first : first + BLOCK] = amount @ won.astype(np.float64)
    return sums


def _sixteens(count: int, rng: np.random.Generator) -> npt.NDArray[np.uint16]:
    """So many numbers of 16 bits, a multiple of four: four of them at a time are drawn twice as fast."""
    fours = rng.integers(0, 2**64 - 1, count // 4, np.uint64, endpoint=True)
    return fours.view(np.uint16)


def _rest(mean: float, spread: float, rng: np.random.Generator) -> Floats:
    """Sums of many deals put together: gamma of their mean and spread, near normal where they are many."""
    if not spread > 0:
        return np.full(DRAWS, mean)
    return rng.standard_gamma((mean / spread) ** 2, DRAWS) * (spread**2 / mean)


def _sums(wins: Floats, mean: float, spread: float, rng: np.random.Generator) -> Floats:
    """What so many wins bring: a gamma sum with the mean and spread of the amounts of wins."""
    if not (mean > 0 and wins.any()):
        return np.zeros(DRAWS)
    if not spread > 0:
        return wins * mean
    shape = wins * (mean / spread) ** 2
    return np.asarray(np.where(wins > 0, rng.standard_gamma(np.maximum(shape, 1e-9)), 0.0) * spread**2 / mean)
