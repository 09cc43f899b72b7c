"""Departments that change, or live by the calendar: what forecasts and verdicts are tried on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from addin.deals.dataset import Dataset
from tests.metrics.departments import DAY, LOST, MEDIAN, WON, Changes, Floats, Ints, Market, dataset_of

BEGIN = int(np.datetime64("2024-01-01", "D").astype(np.int64))
MONTHS = 30
"""Of records, from January 2024 on."""
CHANGED = 20
"""The month a change comes in: the twenty months before it are as they had always been."""
_ADVANCE = Market.advance
_HOLIDAYS: tuple[str, ...] = (
    "01-01",
    "01-02",
    "01-03",
    "01-04",
    "01-05",
    "01-06",
    "01-07",
    "01-08",
    "02-23",
    "03-08",
)
_HOLIDAYS += ("05-01", "05-09", "06-12", "11-04")


@dataclass(frozen=True)
class World:
    """How a department lives, and what changes in it.

    Args:
        per_day: leads a day.
        trained: log-odds added to every step from the month of the change on.
        decline: log-odds lost by every step with each month.
        price: factor of the amounts of deals created from the month of the change on.
        burst: factor of the leads of one week in the month of the change.
        push: share of the wins of the second half of a month that wait for its last three days.
        pull: share of the wins of the first ten days of a month that come in the last three days before it.
        working_days: whether leads come and changes happen on working days only.
        discount: share taken off the amount at the moment of winning.
        dearness: log-odds lost by every step after the first with each unit of log amount over the middle.
        season: amplitude of a yearly wave in the logarithm of leads.
        skill: log-odds of each manager's steps after the first; leads are dealt out evenly.
        leaver: the manager who leaves in the month of the change, none by default.
        wobble: standard deviation of what each month adds to the log-odds of each manager.
        source_shift: log-odds of each source, before and from the month of the change on.
        source_wobble: standard deviation of what each month adds to the log-odds of each source.
    """

    per_day: float = 8.0
    trained: float = 0.0
    decline: float = 0.0
    price: float = 1.0
    burst: float = 1.0
    push: float = 0.0
    pull: float = 0.0
    working_days: bool = False
    discount: float = 0.0
    dearness: float = 0.0
    season: float = 0.0
    skill: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    leaver: int = -1
    wobble: float = 0.0
    source_shift: tuple[tuple[float, float], ...] = ((0.0, 0.0),) * 3
    source_wobble: float = 0.0
    months: int = MONTHS
    unpriced: float = 0.1
    edges: Ints = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find the first day of every month."""
        months = np.datetime64("2024-01", "M") + np.arange(self.months + 13)
        object.__setattr__(self, "edges", months.astype("datetime64[D]").astype(np.int64))

    def draw(self, seed: int) -> Dataset:
        """The department as its records stand at the end of the last month."""
        rng = np.random.default_rng(seed)
        created = self._created(rng)
        n = len(created)
        day = created // DAY
        manager, source = rng.integers(0, len(self.skill), n), rng.integers(0, len(self.source_shift), n)
        offered = np.round(rng.lognormal(11.0, 0.7, n), -2)
        offered = np.where(self._month(day) >= CHANGED, offered * self.price, offered)
        changes = self._changes(rng, created, manager, source, offered)
        if self.leaver >= 0:
            manager = self._handed_over(rng, manager, created, changes)
        amount = self._recorded(rng, offered, changes)
        names = replace(
            Market(),
            managers=tuple((f"Manager {k + 1}", 0.0, {}) for k in range(len(self.skill))),
            sources=tuple((f"source {k + 1}", 0.0, 0.0) for k in range(len(self.source_shift))),
        )
        return dataset_of(names, created, (source, manager), amount, changes)

    def _month(self, day: Ints) -> Ints:
        return np.searchsorted(self.edges, day, side="right") - 1

    def _created(self, rng: np.random.Generator) -> Ints:
        days = np.arange(BEGIN, self.edges[self.months])
        rate = np.full(len(days), self.per_day)
        rate *= np.exp(self.season * np.sin(2 * np.pi * (days - BEGIN) / 365.25))
        first = self.edges[min(CHANGED, self.months)]
        rate[(days >= first + 7) & (days < first + 14)] *= self.burst
        at = np.repeat(days, rng.poisson(rate)) * DAY
        at = at + rng.integers(0, DAY, len(at))
        return np.sort(self._on_working_days(at))

    def _on_working_days(self, at: Ints) -> Ints:
        """Moved on to the next working day where the department rests."""
        if not self.working_days:
            return at
        days = np.arange(BEGIN, self.edges[-1] + 800)
        month_day = np.array([str(d)[5:] for d in days.astype("datetime64[D]")])
        rests = ((days + 3) % 7 >= 5) | np.isin(month_day, _HOLIDAYS)
        working = days[~rests]
        day = at // DAY
        return np.asarray(working[np.searchsorted(working, day)] * DAY + at % DAY)

    def _changes(
        self, rng: np.random.Generator, created: Ints, manager: Ints, source: Ints, offered: Floats
    ) -> list[Changes]:
        months = len(self.edges)
        own = np.array(self.skill)[:, None] + rng.normal(0, 1, (len(self.skill), months)) * self.wobble
        late = np.arange(months) >= CHANGED
        shift = np.array(self.source_shift)
        of_source = np.where(late, shift[:, 1:], shift[:, :1])
        of_source = of_source + rng.normal(0, 1, of_source.shape) * self.source_wobble
        common = self.trained * late - self.decline * np.arange(months)
        dear = -self.dearness * (np.log(offered) - 11.0)
        end, deal, at = self.edges[self.months] * DAY, np.arange(len(created)), created
        found: list[Changes] = []
        for stage in range(WON):
            month = np.minimum(self._month(at // DAY), months - 1)
            odds = np.log(_ADVANCE[stage] / (1 - _ADVANCE[stage])) + common[month]
            if stage:
                odds = odds + own[manager[deal], month] + of_source[source[deal], month] + dear[deal]
            onwards = rng.random(len(deal)) < 1 / (1 + np.exp(-odds))
            stay = rng.lognormal(np.log(MEDIAN[stage]), 0.8, len(deal)) * np.where(onwards, 1.0, 2.0)
            entered = at
            at = self._on_working_days(at + np.maximum(stay * DAY, 60).astype(np.int64))
            if stage == WON - 1:
                at = np.where(onwards, self._pushed(rng, self._pulled(rng, at, entered)), at)
            known = at < end
            found.append(Changes(deal[known], at[known], stage, np.where(onwards, stage + 1, LOST)[known]))
            deal, at = deal[known & onwards], at[known & onwards]
        return found

    def _pushed(self, rng: np.random.Generator, at: Ints) -> Ints:
        """Wins of the second half of a month that wait for its last three days."""
        day = at // DAY
        month = np.minimum(self._month(day), len(self.edges) - 2)
        last = self.edges[month + 1]
        half = (day - self.edges[month] >= 15) & (day < last - 3)
        moved = half & (rng.random(len(at)) < self.push)
        return np.where(moved, (last - rng.integers(1, 4, len(at))) * DAY + at % DAY, at)

    def _pulled(self, rng: np.random.Generator, at: Ints, entered: Ints) -> Ints:
        """Wins of the first ten days of a month that are made in the last three of the one before."""
        day = at // DAY
        first = self.edges[np.minimum(self._month(day), len(self.edges) - 2)]
        earlier = (first - rng.integers(1, 4, len(at))) * DAY + at % DAY
        moved = (day < first + 10) & (earlier > entered) & (rng.random(len(at)) < self.pull)
        return np.where(moved, earlier, at)

    def _handed_over(
        self, rng: np.random.Generator, manager: Ints, created: Ints, changes: list[Changes]
    ) -> Ints:
        """Whose the deals are when the leaver's open deals and later leads have gone to the others."""
        left = self.edges[CHANGED] * DAY
        ended = np.full(len(created), np.iinfo(np.int64).max)
        for change in changes:
            over = change.entered >= WON
            ended[change.deal[over]] = change.at[over]
        others = np.array([k for k in range(len(self.skill)) if k != self.leaver])
        handed = (manager == self.leaver) & (ended >= left)
        return np.where(handed, others[rng.integers(0, len(others), len(manager))], manager)

    def _recorded(self, rng: np.random.Generator, offered: Floats, changes: list[Changes]) -> Floats:
        amount = offered.copy()
        won = changes[-1].deal[changes[-1].entered == WON]
        amount[won] = np.round(amount[won] * (1 - self.discount), -2)
        return np.where(rng.random(len(amount)) < self.unpriced, np.nan, amount)


WORLDS: dict[str, World] = {
    "nothing changes": World(),
    "push at month's end": World(push=0.6),
    "months closed in a hurry": World(push=0.6, pull=0.6),
    "best manager leaves": World(skill=(0.7, 0.0, 0.0, -0.2), leaver=0),
    "prices up by half": World(price=1.5),
    "a week of four times the leads": World(burst=4.0),
    "training lifts conversion": World(trained=0.7),
    "slow decline": World(decline=0.04),
    "slower decline": World(decline=0.015),
    "weekends and holidays": World(working_days=True),
    "a fifth off at winning": World(discount=0.2),
    "dear deals are won less often": World(dearness=0.5),
    "push and season": World(push=0.6, season=0.35),
    "managers differ": World(skill=(0.7, 0.2, -0.2, -0.7)),
}
"""What changes → the department."""
