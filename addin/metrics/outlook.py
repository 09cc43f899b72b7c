"""The money still to come at the end of a day: from pre-sale, from earlier stages and from new leads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from addin.deals.evidence import NEVER, Bools, Ints
from addin.deals.visits import Outcome
from addin.metrics.chance import Chances, Floats, chances_at
from addin.metrics.course import Moment
from addin.metrics.incidence import aalen_johansen, count_ages
from addin.metrics.revenue import Prices, prices_at

LEAD_DAYS = 56
"""New leads are taken to come as in so many days up to T: whole weeks, so that weekends weigh right."""
ENOUGH_LEADS = 20
"""Of fewer leads no win is foreseen."""
UNTOLD = 0.1
"""More open deals than this share without a chance, and their part of the forecast is not told."""


@dataclass(frozen=True)
class Part:
    """The wins that one group of deals may bring within some days.

    Args:
        deal: positions of the open deals.
        chance: of each to be won in these days, 0 to 1; 0 where nothing tells it.
        amount: what each would bring, NaN where unpriced.
        price: mean and standard deviation of what an unpriced win, or one of a lead to come, brings.
        leads: wins expected of leads still to come.
        told: whether there is enough to tell this part.
    """

    deal: Ints
    chance: Floats
    amount: Floats
    price: tuple[float, float]
    leads: float
    told: bool

    @property
    def unpriced(self) -> Bools:
        """Of each deal, whether it has no amount of its own."""
        return np.isnan(self.amount)

    @property
    def worth(self) -> Floats:
        """What each deal would bring, on average."""
        return np.where(self.unpriced, self.price[0], self.amount)

    @property
    def mean(self) -> float:
        """Money expected; NaN where it is not told."""
        if not self.told:
            return np.nan
        waiting = float((self.chance * self.worth)[self.chance > 0].sum())
        return waiting + (self.leads * self.price[0] if self.leads else 0.0)

    @property
    def variance(self) -> float:
        """Of the money, by the luck of the draw alone."""
        mean, spread = self.price
        p, loose = self.chance, self.unpriced
        own = (p * (1 - p) * np.where(loose, 0.0, self.amount) ** 2)[~loose].sum()
        drawn = (p * (mean**2 + spread**2) - (p * mean) ** 2)[loose & (p > 0)].sum()
        arrivals = self.leads * (mean**2 + spread**2) if self.leads else 0.0
        return float(own + drawn + arrivals) if self.told else np.nan


@dataclass(frozen=True)
class Outlook:
    """What is known at the end of a day of the money to come.

    Args:
        moment: the deals on that day.
        presale: which rungs are pre-sale.
        chances: None where nothing tells them.
        prices: of wins.
        per_day: leads a day.
        curve: share of leads won within 0, 1, … days of creation; None where too few tell.
    """

    moment: Moment
    presale: Bools
    chances: Chances | None
    prices: Prices
    per_day: float
    curve: Floats | None

    def parts(self, after: int, within: int) -> dict[str, Part]:
        """The money of the days ``after`` + 1 to ``within`` from here, by component."""
        m, median, mean = self.moment, self.prices.median, self.prices.mean
        deal = np.flatnonzero(m.rung >= 0)
        chance = self.chance(deal, within)
        if after > 0:
            chance = chance - self.chance(deal, after)
        close = self.presale[m.rung[deal]]
        spread = self.prices.spread
        return {
            # a pre-sale deal without an amount counts as in the list of them, by the median
            "presale": self._open(deal[close], chance[close], (median, spread)),
            "earlier": self._open(deal[~close], chance[~close], (mean, spread)),
            "new": self._new(after, within),
        }

    def chance(self, deal: Ints, within: int) -> Floats:
        """Of open deals, to be won within so many days; NaN where nothing tells."""
        if self.chances is None:
            return np.full(len(deal), np.nan)
        return self.chances.of(self.moment.rung[deal], self.moment.age[deal], within)

    def _open(self, deal: Ints, chance: Floats, price: tuple[float, float]) -> Part:
        known = np.isfinite(chance)
        amount = self.moment.course.amount[deal]
        priced = np.isfinite(price[0]) or not np.isnan(amount).any()
        told = bool((~known).sum() <= UNTOLD * len(deal)) and priced
        # a chance that fell by rounding is none
        return Part(deal, np.where(known, np.maximum(chance, 0.0), 0.0), amount, price, 0.0, told)

    def _new(self, after: int, within: int) -> Part:
        none = np.zeros(0)
        price = (self.prices.mean, self.prices.spread)
        if self.curve is None or not np.isfinite(price[0]):
            return Part(none.astype(np.int64), none, none, price, 0.0, within <= after)
        # of a lead that comes d days from here the last day is within − d days on
        wins = self.curve[:within].sum() - self.curve[:after].sum()
        return Part(none.astype(np.int64), none, none, price, float(self.per_day * wins), True)


def outlook(moment: Moment, presale: Bools, reach: int) -> Outlook:
    """The outlook of a day, up to ``reach`` days on."""
    return Outlook(
        moment, presale, chances_at(moment, reach), prices_at(moment), _per_day(moment), _curve(moment, reach)
    )


def _per_day(m: Moment) -> float:
    born = m.course.created[m.born]
    if not len(born):
        return 0.0
    days = min(LEAD_DAYS, m.day - int(born.min()) + 1)
    return float((born > m.day - days).sum()) / days


def _curve(m: Moment, reach: int) -> Floats | None:
    """The incidence of winning by age, of leads created under record; undated losses stay at risk."""
    c = m.course
    from_start = c.created >= (c.start if c.start != NEVER else 0)
    deal = np.flatnonzero(m.born & from_start & ~(c.vanished & m.won))
    known = m.ended[deal] >= 0
    won, gone = m.won[deal] & known, m.gone[deal] & known
    end = np.where(won | gone, m.ended[deal], m.day)
    outcome = np.where(won, Outcome.ADVANCED, np.where(gone, Outcome.LOST, Outcome.OPEN))
    none, age = np.zeros(len(deal), np.int64), np.maximum(end - c.created[deal], 0)
    if len(deal) < ENOUGH_LEADS or c.undated_wins == 1:
        return None
    counts = count_ages((), none, age, none, outcome, np.ones(len(deal), np.int64), reach)
    return aalen_johansen(counts, curves=True).curve
