"""The money still to come at the end of a day: from pre-sale, from earlier stages and from new leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import numpy.typing as npt

from addin.deals.evidence import NEVER, Bools
from addin.metrics.chance import Chances, chances_on
from addin.metrics.deal_size import Prices
from addin.metrics.follow_up import Days, Followed, counted
from addin.metrics.incidence import advance_curve
from addin.metrics.occupancy import Course, Floats, Moment
from addin.parallel import run_pair

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

    deal: npt.NDArray[np.integer]
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
    _within: dict[int, Floats] = field(default_factory=dict, compare=False, repr=False)

    def parts(self, after: int, within: int) -> dict[str, Part]:
        """The money of the days ``after`` + 1 to ``within`` from here, by component."""
        prices, chance = self.prices, self.chance(within)
        if after > 0:
            chance = chance - self.chance(after)
        close = self.presale[self.moment.waiting.rung]
        return {
            # a pre-sale deal without an amount counts as in the list of them, by the median
            "presale": self._open(close, chance, (prices.median, prices.spread)),
            "earlier": self._open(~close, chance, (prices.mean, prices.spread)),
            "new": self._new(after, within),
        }

    def chance(self, within: int) -> Floats:
        """Of each open deal, to be won within so many days; NaN where nothing tells."""
        if within not in self._within:  # what this month ends with, the next begins with
            waiting = self.moment.waiting
            self._within[within] = (
                np.full(len(waiting.deal), np.nan)
                if self.chances is None
                else self.chances.of(waiting.rung, waiting.age, within)
            )
        return self._within[within]

    def _open(self, which: Bools, chances: Floats, price: tuple[float, float]) -> Part:
        deal, chance = self.moment.waiting.deal[which], chances[which]
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


@dataclass(frozen=True, eq=False)
class Outlooks:
    """What is known on some days, found in one look at all deals: by day, as in :class:`Outlook`."""

    presale: Bools
    chances: dict[int, Chances | None]
    curves: dict[int, Floats | None]

    @classmethod
    def of(cls, course: Course, days: Sequence[int], presale: Bools, reach: int) -> Outlooks:
        """Of days in order, at least one, up to ``reach`` days on from each."""
        chances, curves = run_pair(
            partial(chances_on, course, days, reach),
            partial(_curves, course, days, reach),
            len(course.created),
        )
        return cls(presale, dict(zip(days, chances, strict=True)), dict(zip(days, curves, strict=True)))

    def on(self, moment: Moment) -> Outlook:
        """The outlook of one of the days."""
        day = moment.day
        per_day = _per_day(moment.course, day)
        return Outlook(moment, self.presale, self.chances[day], moment.prices, per_day, self.curves[day])


def outlook(moment: Moment, presale: Bools, reach: int) -> Outlook:
    """The outlook of a day, up to ``reach`` days on."""
    return Outlooks.of(moment.course, [moment.day], presale, reach).on(moment)


def _per_day(course: Course, day: int) -> float:
    born = int(np.searchsorted(course.born, day, side="right"))
    if not born:
        return 0.0
    days = min(LEAD_DAYS, day - int(course.born[0]) + 1)
    return (born - int(np.searchsorted(course.born, day - days, side="right"))) / days


def _curves(c: Course, days: Sequence[int], reach: int) -> list[Floats | None]:
    """The incidence of winning by age, of leads created under record; undated losses stay at risk."""
    axis = Days.of(days)
    deal = np.flatnonzero(c.placed & (c.created >= (c.start if c.start != NEVER else 0)))
    begin = c.created[deal]
    none, first = np.zeros(len(deal), np.int64), axis.since(begin)
    rows = Followed(deal, none, begin, first, np.full(len(deal), len(days)))
    counts = counted(c, axis, rows, 1, reach, NEVER, c.ends.won & c.vanished[c.ends.deal])
    enough = (counts.entered[:, 0] >= ENOUGH_LEADS) & (c.undated_wins < 1)
    return [curve if told else None for curve, told in zip(advance_curve(counts)[:, 0], enough, strict=True)]
