"""What happens to every lead of the sample: one change of status after another, in office time."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from addin.demo.chances import BACK, REOPENED, REOPENED_WELL, REVOKED, SKIPS, WON_AGAIN, Chances
from addin.demo.leads import Leads
from addin.demo.office_hours import WORKDAYS, Floats, Ints, to_office
from addin.demo.people import LOST, MANAGERS, NONTARGET, RUNGS, WON

Bools = npt.NDArray[np.bool_]

_STAY = np.array([0.15, 5.0 * WORKDAYS, 6.0 * WORKDAYS, 7.5 * WORKDAYS, 7.5 * WORKDAYS])
"""Median stay on each rung before a move onwards, working days."""
_SPREAD = np.array([1.2, 0.85, 0.75, 0.85, 0.85])
"""Standard deviation of the logarithm of a stay."""
_LOSS_STAY = np.array([4.0, 2.3, 2.2, 2.4, 2.8])
"""How much longer a stay lasts that ends in a loss."""
_FORGOTTEN = 0.35
"""Of the losses straight from intake, those nobody ever called; they are closed in a clean-up."""
_LATE_PACE = 4.0


@dataclass
class _ChangeLog:
    """Changes of status in the order they were found."""

    parts: list[tuple[Ints, Floats, Ints, Ints]] = field(default_factory=list)

    def add(self, deal: Ints, at: Floats, left: Ints | int, entered: Ints | int) -> None:
        """Changes of many deals at once, each from a status to a status."""
        whole = np.ones(len(deal), np.int64)
        self.parts.append((deal, at, whole * left, whole * entered))


@dataclass(frozen=True)
class StatusChanges:
    """Every change of status, also those after T, sorted by deal and time.

    Args:
        deal: position in the leads.
        at: office time.
        left, entered: codes of statuses.
        first_touch: per lead, office time of the first touch; NaN: never.
    """

    deal: Ints
    at: Floats
    left: Ints
    entered: Ints
    first_touch: Floats


@dataclass
class _Simulation:
    """What the simulation carries from rung to rung."""

    rng: np.random.Generator
    chances: Chances
    pace: Floats
    log: _ChangeLog
    arrived: dict[int, list[tuple[Ints, Floats, Ints]]]


def simulate_changes(leads: Leads, chances: Chances, rng: np.random.Generator) -> StatusChanges:
    """Every change of status of every lead."""
    start = to_office(leads.minute)
    pace = np.array([m.pace for m in MANAGERS])[leads.manager]
    pace[:, 0] *= np.where(leads.late, _LATE_PACE, 1.0)
    simulation = _Simulation(rng, chances, pace, _ChangeLog(), {rung: [] for rung in range(WON + 1)})
    touch = _intake(simulation, start)
    for rung in range(1, len(RUNGS)):
        _visit(simulation, rung)
    _win(simulation)
    deal, at, left, entered = (np.concatenate(part) for part in zip(*simulation.log.parts, strict=True))
    order = np.lexsort((at, deal))
    return StatusChanges(deal[order], at[order], left[order], entered[order], touch)


def _intake(simulation: _Simulation, start: Floats) -> Floats:
    """The first rung: who is taken, screened out, dropped or forgotten; gives the time of the first touch."""
    rng, deal = simulation.rng, np.arange(len(start))
    advances, nontarget = _outcome(simulation, 0, deal)
    lost = ~advances & ~nontarget
    forgotten = lost & (rng.random(len(deal)) < _FORGOTTEN)
    stay = _stay_length(simulation, 0, deal, lost)
    stay = np.where(forgotten, rng.uniform(45, 120, len(deal)) * WORKDAYS, stay)
    end = start + stay
    touched = np.where(lost, ~forgotten & (rng.random(len(deal)) < 0.55), True)
    touched &= ~(nontarget & (rng.random(len(deal)) < 0.5))
    sooner = np.where(lost, rng.uniform(0.1, 0.6, len(deal)), rng.uniform(0.75, 1.0, len(deal)))
    simulation.log.add(deal[nontarget], end[nontarget], 0, NONTARGET)
    simulation.log.add(deal[lost], end[lost], 0, LOST)
    _advance(simulation, 0, deal[advances], end[advances])
    # in one lead of thirty nobody wrote the touch down
    noted = touched & (rng.random(len(deal)) > 0.03)
    return np.where(noted, start + stay * sooner, np.nan)


def _visit(simulation: _Simulation, rung: int) -> None:
    """A stay on a rung after intake: its steps back, its end, and losses taken back."""
    deal, start, _ = _arrivals(simulation, rung)
    advances, nontarget = _outcome(simulation, rung, deal)
    lost = ~advances & ~nontarget
    stay = _stay_length(simulation, rung, deal, lost)
    end = start + stay
    left = _step_back(simulation, rung, deal, start, stay, lost)
    simulation.log.add(deal[nontarget], end[nontarget], left[nontarget], NONTARGET)
    simulation.log.add(deal[lost], end[lost], left[lost], LOST)
    _advance(simulation, rung, deal[advances], end[advances])
    _reopen(simulation, rung, deal[lost], end[lost])


def _step_back(
    simulation: _Simulation, rung: int, deal: Ints, start: Floats, stay: Floats, lost: Bools
) -> Ints:
    """Some deals go back a rung and return; half of those to be lost never do. Gives where each ends up."""
    rng = simulation.rng
    back = (rng.random(len(deal)) < BACK) & (rung >= 2)
    stuck = back & lost & (rng.random(len(deal)) < 0.5)
    returns = back & ~stuck
    simulation.log.add(deal[back], (start + 0.4 * stay)[back], rung, rung - 1)
    simulation.log.add(deal[returns], (start + 0.75 * stay)[returns], rung - 1, rung)
    return np.where(stuck, rung - 1, rung)


def _reopen(simulation: _Simulation, rung: int, deal: Ints, end: Floats) -> None:
    """Some losses are taken back; such a deal moves on or is lost once more."""
    rng = simulation.rng
    again = rng.random(len(deal)) < REOPENED
    deal, back = deal[again], end[again] + rng.uniform(4, 40, int(again.sum()))
    simulation.log.add(deal, back, LOST, rung)
    well = rng.random(len(deal)) < REOPENED_WELL
    end = back + _stay_length(simulation, rung, deal, ~well)
    _advance(simulation, rung, deal[well], end[well])
    simulation.log.add(deal[~well], end[~well], rung, LOST)


def _win(simulation: _Simulation) -> None:
    """Payments; some are taken back to the last rung and then paid or lost."""
    rng = simulation.rng
    deal, at, left = _arrivals(simulation, WON)
    simulation.log.add(deal, at, left, WON)
    revoked = rng.random(len(deal)) < REVOKED
    deal, back = deal[revoked], at[revoked] + rng.uniform(0.5, 8, int(revoked.sum()))
    last = WON - 1
    simulation.log.add(deal, back, WON, last)
    again = rng.random(len(deal)) < WON_AGAIN
    end = back + _stay_length(simulation, last, deal, ~again)
    simulation.log.add(deal, end, last, np.where(again, WON, LOST))


def _outcome(simulation: _Simulation, rung: int, deal: Ints) -> tuple[Bools, Bools]:
    """Which deals move on, and which turn out to be no customers."""
    drawn = simulation.rng.random(len(deal))
    advance, nontarget = simulation.chances.advance[deal, rung], simulation.chances.nontarget[deal, rung]
    return drawn < advance, (drawn >= advance) & (drawn < advance + nontarget)


def _stay_length(simulation: _Simulation, rung: int, deal: Ints, lost: Bools) -> Floats:
    """Length of a stay, working days; at least three minutes."""
    drawn = simulation.rng.lognormal(np.log(_STAY[rung]), _SPREAD[rung], len(deal))
    stay = np.maximum(drawn * simulation.pace[deal, rung] * np.where(lost, _LOSS_STAY[rung], 1.0), 0.005)
    return np.asarray(stay, dtype=np.float64)


def _advance(simulation: _Simulation, rung: int, deal: Ints, at: Floats) -> None:
    """Move deals to the next rung, some over one; wins are logged later, all at once."""
    target = rung + 1 + (simulation.rng.random(len(deal)) < SKIPS[rung])
    for to in (rung + 1, rung + 2):
        here = target == to
        if not here.any():
            continue
        simulation.arrived[to].append((deal[here], at[here], np.full(int(here.sum()), rung)))
        if to < WON:
            simulation.log.add(deal[here], at[here], rung, to)


def _arrivals(simulation: _Simulation, rung: int) -> tuple[Ints, Floats, Ints]:
    """Deals that came to stand on a rung: which, when, and from which rung."""
    deal, at, left = (np.concatenate(part) for part in zip(*simulation.arrived[rung], strict=True))
    return deal, at, left
