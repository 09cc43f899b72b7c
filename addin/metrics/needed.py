"""What the plan of a month or a quarter still needs, and whether what is expected will do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from addin.metrics.calendar import last_day, month
from addin.metrics.fiscal import Months
from addin.metrics.intervals import central_interval
from addin.metrics.occupancy import Floats
from addin.metrics.pipeline_value import Component, PipelineValue
from addin.metrics.revenue import monthly_revenue
from addin.metrics.shock import LEVEL, Calibration
from addin.metrics.simulation import inputs_of, simulate

LIKELY = 0.5
"""A chance under this asks for more leads or more deals in pre-sale."""
FEW_TIMES = 10
"""More than so many times the leads or deals that there are, and to ask for more of them is no advice."""


@dataclass(frozen=True)
class Prospect:
    """What some months have brought and may still bring.

    Args:
        months: which.
        sold: on record so far; NaN where no deal has an amount.
        components: what is still to come by their end.
        calibration: what the record makes of it.
        leads_to_come: leads expected by their end.
        seed: of the draws.
    """

    months: Months
    sold: float
    components: Mapping[str, Component]
    calibration: Calibration
    leads_to_come: float
    seed: int

    def expected(self, *names: str) -> float:
        """Money expected of these components; NaN where one is not told."""
        return self.calibration.factor * float(sum(self.components[name].mean for name in names))

    @property
    def total(self) -> float:
        """Sold and expected."""
        return self.sold + self.expected(*self.components)

    @property
    def limits(self) -> tuple[float, float]:
        """80 % limits of the total."""
        if not np.isfinite(self.total):
            return np.nan, np.nan
        return central_interval(self._futures, self.total, self.calibration.level)

    @cached_property
    def _futures(self) -> Floats:
        """What the total may come to, one number a draw."""
        inputs = {name: inputs_of(component) for name, component in self.components.items()}
        return simulate(self.sold, inputs, self.calibration, self.seed)["total"]

    def chance(self, plan: float) -> float:
        """That the total comes to the plan: the share of its futures that do.

        Past limits tell how far futures spread: where the record sets them wider than the draws do, the
        draws are stretched about their middle.
        """
        if not (np.isfinite(self.total) and plan > 0):
            return np.nan
        if self.sold >= plan:
            return 1.0
        return float((_stretched(self._futures, self.calibration.level) >= plan).mean())


def prospect(pipeline: PipelineValue, months: Months, calibration: Calibration, seed: int) -> Prospect:
    """What months with T among them, or at their end, may bring.

    Args:
        pipeline: its value at T, looking ahead to the end of these months.
        months: which.
        calibration: what the record makes of what is to come.
        seed: of the draws.
    """
    snapshot = pipeline.snapshot
    left = max(last_day(months.last) - snapshot.day, 0)
    sold = float(monthly_revenue(snapshot, months.first, min(month(snapshot.day), months.last)).sum())
    leads = float(pipeline.arrivals.per_day[:left].sum())
    return Prospect(months, sold, pipeline.components(0, left), calibration, leads, seed)


def needed(of: Prospect, plan: float) -> dict[str, object]:
    """One row: what the plan needs and what is expected.

    Args:
        of: what has come and may come.
        plan: of these months, NaN where there is none for all of them.

    Returns:
        ``period, plan, sold, to_sell, open_expected`` (of the deals open now), ``new_expected`` (of leads to
        come), ``expected`` (the total), ``low, high`` (80 %), ``chance`` to make the plan and, where that is
        under one half, ``more_leads`` and ``more_presale``: how many more leads of today's quality, or deals
        in pre-sale, would bring what is wanting; NaN where so many could not come. ``note`` (a code).
    """
    low, high = of.limits
    chance = of.chance(plan)
    wanting = plan - of.total if chance < LIKELY else np.nan
    return {
        "period": of.months.name,
        "plan": plan,
        "sold": of.sold,
        "to_sell": max(plan - of.sold, 0.0) if np.isfinite(plan) else np.nan,
        "open_expected": of.expected("presale", "earlier"),
        "new_expected": of.expected("new"),
        "expected": of.total,
        "low": low,
        "high": high,
        "chance": chance,
        "more_leads": _more(wanting, of.expected("new"), of.leads_to_come),
        "more_presale": _more(wanting, of.expected("presale"), len(of.components["presale"].deal)),
        "note": "no_plan" if not plan > 0 else "" if np.isfinite(of.total) else "few_deals",
    }


def _more(wanting: float, expected: float, count: float) -> float:
    """How many more, each worth what these are on average; NaN where so many could not come."""
    if not (wanting > 0 and expected > 0):
        return np.nan
    more = float(np.ceil(wanting / (expected / count)))
    return more if more <= FEW_TIMES * count else np.nan


def _stretched(drawn: Floats, level: float) -> Floats:
    """Futures whose middle 80 % reach as far as their middle ``level`` did."""
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    far_low, far_high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    middle = float(np.median(drawn))
    factor = (far_high - far_low) / (high - low) if high > low else 1.0
    return np.asarray(middle + factor * (drawn - middle))
