"""What the record of past forecasts makes of a new one: a factor of the money to come, and its limits.

Three steps, each from months that were over by the day of the forecast:

- Self-correction: the money still to come is multiplied by what it came to in the past, relative to what was
  expected; logarithms, weighed by their precision and fading with age, drawn to none as far as they may be
  luck (a spike and a slab: Mitchell & Beauchamp, JASA 83 (1988) 1023–1032).
- Combination: the forecast as it is, corrected, and the simple baselines, each by a power of its past errors
  (Bates & Granger, Operational Research Quarterly 20 (1969) 451–468), the baselines starting behind.
- Limits: the share of futures they hold is set so that past 80 % limits held 80 % (adaptive conformal
  inference: Gibbs & Candès, NeurIPS 34 (2021) 1660–1672).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from addin.metrics.occupancy import Floats
from addin.metrics.shock import LEVEL, Calibration, ForecastError, shock_of

ENOUGH_OUTCOMES = 2
"""Fewer change nothing."""
BIASED = 0.6
CORRECTION_SD = 0.5
"""Chance that forecasts are biased, and the standard deviation of the logarithm of the bias."""
MONTHLY_SD = 0.1
"""That of a month's logarithm of what came over what was expected, beside the luck of the draw."""
CORRECTION_MONTHS = 6.0
"""A correction told so many months before counts for half."""
LEAST_SHARE = 0.05
"""What came counts for no less than this share of what was expected, so that its logarithm is one."""

USUAL_ERROR = 0.2
USUAL_WEIGHT = 2.0
"""Before any error tells, a forecast is taken to be out by so much, as if in so many months."""
BASELINE_HANDICAP = 2.0
"""The same squared error of a baseline, as a multiple of ours."""
OWN = ("ours", "corrected")
PRIOR = {"ours": 0.4, "corrected": 0.6, "trend": 0.6}
BASELINE_PRIOR = 0.1
"""What is believed of each forecast beforehand; the last is that of a baseline not named."""
ERROR_MONTHS = 6.0
"""An error of so many months before counts for half."""
SHARPNESS = 3.0
"""Power of one over the mean squared error by which a forecast is believed."""

STEP = 0.05
"""How far one forecast within or beyond its limits moves the next one's."""
MISSES = (0.02, 0.6)
"""The least and the largest share of futures left beyond the limits."""
FACTORS = (0.2, 5.0)
"""No record moves a forecast further than this."""


@dataclass(frozen=True)
class Expectation:
    """A forecast of a month as it stood on one day, before the record speaks.

    Args:
        made_in: the month of that day; ``month``: the month forecast; both counted from 1970-01.
        closed, to_come: money that had come, and that was expected.
        variance: of the latter, by the luck of the draw alone.
        baselines: method → what it expects of the month; those at hand.
    """

    made_in: int
    month: int
    closed: float
    to_come: float
    variance: float
    baselines: Mapping[str, float] = field(default_factory=dict)

    def candidates(self, correction: float) -> dict[str, float]:
        """Every forecast of the month; no baseline expects less than has come."""
        own = {"ours": self.closed + self.to_come, "corrected": self.closed + correction * self.to_come}
        return own | {name: max(value, self.closed) for name, value in self.baselines.items()}


@dataclass(frozen=True)
class Outcome:
    """What came of an earlier forecast: it, what was made of it, the month's money, and its limits' luck."""

    expectation: Expectation
    calibration: Calibration
    came: float
    held: bool

    @property
    def error(self) -> ForecastError:
        """Of the forecast as it was told."""
        of, factor = self.expectation, self.calibration.factor
        expected = factor * of.to_come
        return ForecastError(of.month, self.came - of.closed - expected, expected, factor**2 * of.variance)


def calibrate(of: Expectation, known: Sequence[Outcome]) -> Calibration:
    """What the outcomes known by its day, oldest first, make of a forecast; too few change nothing."""
    shock = shock_of([outcome.error for outcome in known])
    if len(known) < ENOUGH_OUTCOMES or not of.to_come > 0:
        return Calibration(1.0, shock)
    correction = self_correction(of.made_in, known)
    weights = combination_weights(of, correction, known)
    candidates = of.candidates(correction)
    total = sum(weight * candidates[name] for name, weight in weights.items())
    factor = float(np.clip((total - of.closed) / of.to_come, *FACTORS))
    leaning = 1.0 - weights["ours"] - weights["corrected"]
    return Calibration(factor, shock, 1.0 - _misses(known), correction, leaning)


def self_correction(made_in: int, known: Sequence[Outcome]) -> float:
    """What the money to come has come to, over what was expected of it, in months before ``made_in``."""
    by_month: dict[int, list[Outcome]] = {}
    for outcome in known:
        by_month.setdefault(outcome.expectation.month, []).append(outcome)
    ratio, luck = np.array([_log_ratio(outcomes) for outcomes in by_month.values()]).T
    fading = 0.5 ** ((made_in - 1 - np.array(list(by_month))) / CORRECTION_MONTHS)
    weight = fading / (luck + MONTHLY_SD**2)
    mean = float(weight @ ratio / weight.sum())
    variance = float(weight @ fading / weight.sum() ** 2)
    return float(np.exp(drawn_to_none(mean, variance)))


def drawn_to_none(mean: float, variance: float) -> float:
    """Posterior mean of a bias that is none or, with the chance ``BIASED``, normal around none."""
    wide = variance + CORRECTION_SD**2
    density_ratio = np.sqrt(variance / wide) * np.exp(mean**2 / 2 * (1 / variance - 1 / wide))
    odds = BIASED / (1 - BIASED) * density_ratio
    return float(mean * CORRECTION_SD**2 / wide * odds / (1 + odds))


def _log_ratio(outcomes: Sequence[Outcome]) -> tuple[float, float]:
    """Of the money that came over what was expected of a month, and its variance by the luck of the draw."""
    expected = sum(o.expectation.to_come for o in outcomes)
    came = sum(o.came - o.expectation.closed for o in outcomes)
    luck = sum(np.sqrt(o.expectation.variance) for o in outcomes) ** 2 / expected**2
    return float(np.log(max(came / expected, LEAST_SHARE))), float(luck)


def combination_weights(of: Expectation, correction: float, known: Sequence[Outcome]) -> dict[str, float]:
    """What each forecast of the month is believed, by name; they sum to one.

    One that was not at hand in some months is believed by the share of the record it has, and taken to have
    done in the rest of it as badly as the worst that was at hand: no record is no good record.
    """
    names = list(of.candidates(correction))
    fading = 0.5 ** ((of.made_in - 1 - np.array([o.expectation.month for o in known])) / ERROR_MONTHS)
    square = _square_errors(names, known)
    at_hand = fading @ np.isfinite(square) / fading.sum()
    square = np.where(np.isnan(square), np.nanmax(square, axis=1)[:, None], square)
    usual = USUAL_ERROR**2 * np.array([1.0 if name in OWN else BASELINE_HANDICAP for name in names])
    # the two forecasts of a month go together
    total = fading / 2 @ square + USUAL_WEIGHT * usual
    prior = at_hand * np.array([PRIOR.get(name, BASELINE_PRIOR) for name in names])
    weight = prior * (total / (fading.sum() / 2 + USUAL_WEIGHT)) ** -SHARPNESS
    return dict(zip(names, (weight / weight.sum()).tolist(), strict=True))


def _square_errors(names: Sequence[str], known: Sequence[Outcome]) -> Floats:
    """Squared errors of logarithms: outcomes × forecasts, NaN where one was not at hand."""
    came = np.array([outcome.came for outcome in known])
    floor = LEAST_SHARE * max(float(came.mean()), 1e-9)
    past = [o.expectation.candidates(o.calibration.correction) for o in known]
    expected = np.array([[each.get(name, np.nan) for name in names] for each in past])
    return np.asarray(np.log((expected + floor) / (came + floor)[:, None]) ** 2)


def _misses(known: Sequence[Outcome]) -> float:
    """Share of futures to leave beyond the limits, after each forecast in turn."""
    share = 1.0 - LEVEL
    for outcome in known:
        share = float(np.clip(share + STEP * (1.0 - LEVEL - (not outcome.held)), *MISSES))
    return share
