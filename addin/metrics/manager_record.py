"""The factors of managers, learnt from what came of the deals and leads each of them held."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from addin.deals.evidence import Ints
from addin.metrics.manager_factors import ManagerFactors, hazard, shrunk_factors
from addin.metrics.occupancy import DaySnapshot, Floats
from addin.metrics.pipeline_value import PipelineValues
from addin.metrics.win_curve import against_curve

LEAD_YEAR = 365
"""Leads created in so many days tell what a manager makes of new ones."""


def manager_factors(
    values: PipelineValues, now: DaySnapshot, held: npt.NDArray[np.integer], holder: Ints, managers: int
) -> ManagerFactors:
    """The factors as known at the end of the last of the days that ``values`` are of.

    Between each two of these days, the wins that came of the deals open on the first are set against their
    chances then, by rung and manager; and the wins of the leads of the last year against their share by age.

    Args:
        values: on past days and on the day itself.
        now: the deals on the day itself.
        held: of every deal and rung, the code of who held it on entry, below 0 where nobody is known.
        holder: of every deal, the code of who holds it now.
        managers: how many codes there are.
    """
    rungs = now.occupancy.rungs
    won, expected = np.zeros(rungs * managers), np.zeros(rungs * managers)
    who = np.where(held >= 0, held, holder[:, None])
    for place, (day, later) in enumerate(pairwise(values.days)):
        chances = values.chances.averaged(place, values.weights[place])
        if chances is None:
            continue
        deals = now.occupancy.at(day).open_deals
        chance = chances.of(deals.rung, deals.age, later - day)
        told = np.flatnonzero(np.isfinite(chance))
        deal, rung = deals.deal[told], deals.rung[told].astype(np.int64)
        came = np.zeros(len(holder))
        came[now.occupancy.won_between(day, later)] = 1.0
        cell = rung * managers + who[deal, rung]
        expected += np.bincount(cell, hazard(chance[told]), len(expected))
        won += np.bincount(cell, came[deal], len(won))
    counts = won.reshape(rungs, managers), expected.reshape(rungs, managers)
    by_rung = np.array([shrunk_factors(*of_rung) for of_rung in zip(*counts, strict=True)])
    if not now.occupancy.by_stage:  # then all open deals of the past stand on the first rung
        by_rung = np.tile(by_rung[:1], (rungs, 1))
    of_leads = _of_leads(values, now, who[:, 0], managers)
    return ManagerFactors(by_rung, of_leads, holder)


def _of_leads(values: PipelineValues, now: DaySnapshot, taker: Ints, managers: int) -> Floats:
    """The factors of leads, by who took them."""
    curve = values.win_curves.averaged(len(values.days) - 1, values.weights[-1])
    if curve is None:
        return np.ones(managers)
    deal = np.flatnonzero(now.created & (now.occupancy.created > now.day - LEAD_YEAR))
    sums = (np.bincount(taker[deal], each, managers) for each in against_curve(now, deal, curve))
    promised, won = (each.astype(float) for each in sums)
    return shrunk_factors(won, promised)
