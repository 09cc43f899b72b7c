"""The money still to come at the end of a day: from pre-sale, from earlier stages and from new leads.

The money is what will be on record. Where some wins never get a sum, a deal without one counts with the share
of such deals that will have one when they are won; what the others may bring stands apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
import numpy.typing as npt

from addin.deals.evidence import Bools
from addin.metrics.arrivals import Arrivals, arrivals
from addin.metrics.chance import ChanceCurves, Chances, chance_curves
from addin.metrics.deal_size import DealSize
from addin.metrics.forgetting import averaging_weights
from addin.metrics.manager_factors import ManagerFactors
from addin.metrics.memory_evidence import log_likelihood
from addin.metrics.occupancy import DaySnapshot, Floats, Occupancy
from addin.metrics.offers import won_over_offered
from addin.metrics.win_curve import WinCurves, win_curves
from addin.parallel import run_pair

MAX_UNKNOWN = 0.1
"""More open deals than this share without a chance, and their part of the forecast is not told."""


@dataclass(frozen=True)
class Component:
    """The wins that one group of deals may bring within some days.

    Args:
        deal: positions of the open deals.
        chance: of each to be won in these days, 0 to 1; 0 where nothing tells it.
        amount: what each would bring, NaN where unpriced; what is won of what is offered.
        win_size: mean and standard deviation of what an unpriced win, or one of a lead to come, brings.
        new_wins: wins expected of leads still to come.
        estimable: whether there is enough to tell this component.
        priced_share: share of the unpriced wins, or of those of leads to come, whose sum will be on record.
    """

    deal: npt.NDArray[np.integer]
    chance: Floats
    amount: Floats
    win_size: tuple[float, float]
    new_wins: float
    estimable: bool
    priced_share: float = 1.0

    @property
    def unpriced(self) -> Bools:
        """Of each deal, whether it has no amount of its own."""
        return np.isnan(self.amount)

    @property
    def expected_amount(self) -> Floats:
        """What each deal would bring if won, on average."""
        return np.where(self.unpriced, self.win_size[0], self.amount)

    @property
    def recorded_chance(self) -> Floats:
        """Of each deal, to be won with its sum on record."""
        return np.where(self.unpriced, self.chance * self.priced_share, self.chance)

    @property
    def recorded_new_wins(self) -> float:
        """Wins expected of leads still to come whose sums will be on record."""
        return self.new_wins * self.priced_share if self.new_wins else 0.0

    @property
    def mean(self) -> float:
        """Money expected; NaN where it is not told."""
        if not self.estimable:
            return np.nan
        chance = self.recorded_chance
        of_open = float((chance * self.expected_amount)[chance > 0].sum())
        return of_open + (self.recorded_new_wins * self.win_size[0] if self.recorded_new_wins else 0.0)

    @property
    def unpriced_expected(self) -> float:
        """Money that wins without a sum on record may bring beside it; NaN where it is not told."""
        whole = replace(self, priced_share=1.0).mean
        return whole - self.mean if self.priced_share < 1 else whole * 0.0

    @property
    def variance(self) -> float:
        """Of the money, by the luck of the draw alone."""
        mean, sd = self.win_size
        p, unpriced = self.recorded_chance, self.unpriced
        of_priced = (p * (1 - p) * np.where(unpriced, 0.0, self.amount) ** 2)[~unpriced].sum()
        of_unpriced = (p * (mean**2 + sd**2) - (p * mean) ** 2)[unpriced & (p > 0)].sum()
        of_new = self.recorded_new_wins * (mean**2 + sd**2) if self.recorded_new_wins else 0.0
        return float(of_priced + of_unpriced + of_new) if self.estimable else np.nan


@dataclass(frozen=True)
class PipelineValue:
    """What is known at the end of a day of the money to come.

    Args:
        snapshot: the deals on that day.
        presale: which rungs are pre-sale.
        chances: None where nothing tells them.
        deal_size: of wins.
        arrivals: the leads to come.
        elapsed: usual days that 0, 1, … calendar days ahead amount to.
        win_curve: share of leads won within 0, 1, … days of creation; None where too few tell.
        offer_factor: of the amounts of open deals, what of them is won.
        managers: by which the money of each component is shared out anew; None: all alike.
    """

    snapshot: DaySnapshot
    presale: Bools
    chances: Chances | None
    deal_size: DealSize
    arrivals: Arrivals
    elapsed: Floats
    win_curve: Floats | None
    offer_factor: float = 1.0
    managers: ManagerFactors | None = None
    _chance_within: dict[int, Floats] = field(default_factory=dict, compare=False, repr=False)

    def components(self, after: int, within: int) -> dict[str, Component]:
        """The money of the days ``after`` + 1 to ``within`` from here, by component."""
        chance = self.chance_between(after, within)
        presale = self.presale[self.snapshot.open_deals.rung]
        share = self.priced_share(chance)
        return {
            "presale": self._of_open(presale, chance, share),
            "earlier": self._of_open(~presale, chance, share),
            "new": self._of_new(after, within),
        }

    def priced_share(self, chance: Floats) -> float:
        """Share of the open deals without a sum that will have one on record if they are won.

        The wins to come are taken to have a sum as often as those of the year had: of the wins expected so
        many are of deals that have one already, and the rest must come from those that have none yet. With s
        the share of wins that have a sum and o that of the wins expected, (s − o) / (1 − o), from 0 to 1.

        Args:
            chance: of each open deal to be won, NaN where nothing tells.
        """
        won = self.deal_size.priced_share
        unpriced = np.isnan(self.snapshot.occupancy.amount[self.snapshot.open_deals.deal])
        expected, of_unpriced = np.nansum(chance), np.nansum(chance[unpriced])
        if not (np.isfinite(won) and of_unpriced > 0):
            return 1.0
        open_share = 1 - of_unpriced / expected
        return float(np.clip((won - open_share) / (1 - open_share), 0.0, 1.0))

    def chance_between(self, after: int, within: int) -> Floats:
        """Of each open deal, to be won on the days ``after`` + 1 to ``within``; NaN where nothing tells."""
        return self.chance(within) - self.chance(after) if after > 0 else self.chance(within)

    def chance(self, within: int) -> Floats:
        """Of each open deal, to be won within so many days; NaN where nothing tells."""
        if within not in self._chance_within:  # what this month ends with, the next begins with
            deals = self.snapshot.open_deals
            self._chance_within[within] = (
                np.full(len(deals.deal), np.nan)
                if self.chances is None
                else self.chances.of(deals.rung, deals.age, within)
            )
        return self._chance_within[within]

    def _of_open(self, which: Bools, chances: Floats, priced_share: float) -> Component:
        win_size = (self.deal_size.mean, self.deal_size.sd)
        deal, chance = self.snapshot.open_deals.deal[which], chances[which]
        known = np.isfinite(chance)
        amount = self.offer_factor * self.snapshot.occupancy.amount[deal]
        priced = np.isfinite(win_size[0]) or not np.isnan(amount).any()
        estimable = bool((~known).sum() <= MAX_UNKNOWN * len(deal)) and priced
        if self.managers is not None:
            rung = self.snapshot.open_deals.rung[which]
            chance = self.managers.shared_out(chance, amount, win_size[0], deal, rung)
        # a chance that fell by rounding is none
        chance = np.where(known, np.maximum(chance, 0.0), 0.0)
        return Component(deal, chance, amount, win_size, 0.0, estimable, priced_share)

    def _of_new(self, after: int, within: int) -> Component:
        none = np.zeros(0)
        win_size = (self.deal_size.mean, self.deal_size.sd)
        if self.win_curve is None or not np.isfinite(win_size[0]):
            return Component(none.astype(np.int64), none, none, win_size, 0.0, within <= after)
        new_wins, share = (
            self.arrivals.wins(self.win_curve, self.elapsed, after, within),
            self.deal_size.priced_share,
        )
        return Component(none.astype(np.int64), none, none, win_size, new_wins, True, share)


@dataclass(frozen=True, eq=False)
class PipelineValues:
    """What is known on some days, found in one look at all deals: by day, as in :class:`PipelineValue`.

    Args:
        presale: which rungs are pre-sale.
        days: in order.
        days_ahead: how far to look from each.
        chances, win_curves: learnt with every half-life.
        weights: what each half-life is believed on each day: (days, half-lives).
    """

    presale: Bools
    days: Sequence[int]
    days_ahead: int
    chances: ChanceCurves
    win_curves: WinCurves
    weights: Floats

    @classmethod
    def of(cls, occupancy: Occupancy, days: Sequence[int], presale: Bools, days_ahead: int) -> PipelineValues:
        """Of days in order, at least one, up to ``days_ahead`` days from each."""
        chances, curves = run_pair(
            partial(chance_curves, occupancy, days, days_ahead),
            partial(win_curves, occupancy, days, days_ahead),
            len(occupancy.created),
        )
        weights = averaging_weights(log_likelihood(occupancy, days, chances))
        return cls(presale, days, days_ahead, chances, curves, weights)

    def at(self, snapshot: DaySnapshot) -> PipelineValue:
        """The value of the pipeline on one of the days."""
        place = self.days.index(snapshot.day)
        weights = self.weights[place]
        return PipelineValue(
            snapshot,
            self.presale,
            self.chances.averaged(place, weights),
            snapshot.deal_size,
            arrivals(snapshot.occupancy, snapshot.day, self.days_ahead),
            self.chances.elapsed[place],
            self.win_curves.averaged(place, weights),
            won_over_offered(snapshot),
        )
