"""The lines of a movement: how many deals a change was told of and what they weigh, in all and by manager."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.evidence import Bools, Ints
from addin.metrics.movement import COINS, HANDOVERS, Movement


@dataclass(frozen=True)
class Change:
    """One line of a movement.

    Args:
        name: the change, one of ``CHANGES``, ``WITHIN`` or ``HANDOVERS``.
        deals: how many.
        money: what they weigh, in the report's currency; of what leaves, positive too.
        unpriced: how many of them have no sum.
    """

    name: str
    deals: int
    money: float
    unpriced: int


def changes(of: Movement) -> Iterator[Change]:
    """The lines of a movement."""
    for name in of.told:
        yield change_of(of, name, of.deals(name))


def change_of(of: Movement, name: str, which: Bools) -> Change:
    """One line of a movement, of these deals.

    Args:
        of: the movement.
        name: the change.
        which: of every deal, whether it is one of them.
    """
    money = float(of.coins(name)[which].sum()) / COINS
    return Change(name, int(which.sum()), money, int((of.without_sum(name) & which).sum()))


def by_manager(of: Movement) -> dict[str, dict[str, Change]]:
    """Each manager's part, by name and change; a deal that changed hands leaves one and comes to the other.

    What is there at the start is that of who held it then, all else of who holds it at the end, so that each
    manager's start and changes make his end.
    """
    touched = np.logical_or.reduce(list(of.took_part.values()))
    held = [values.manager[touched] for values in (of.values_before, of.values_after)]
    code, names = pd.factorize(np.concatenate(held), sort=True)
    before, after = code.reshape(2, -1)
    parts = {
        name: _parts(of, name, touched, before if _held_before(name) else after, len(names))
        for name in (*of.told, *HANDOVERS)
    }
    return {str(manager): {name: own[at] for name, own in parts.items()} for at, manager in enumerate(names)}


def _parts(of: Movement, name: str, touched: Bools, holder: Ints, managers: int) -> list[Change]:
    """One line of a movement, of the deals of each manager.

    Args:
        of: the movement.
        name: the change.
        touched: of every deal, whether any change is told of it.
        holder: of these, the code of whose each is.
        managers: how many codes there are.
    """
    which = of.deals(name)[touched]
    unpriced = which & of.without_sum(name)[touched]
    deals, bare = (np.bincount(holder[some], minlength=managers) for some in (which, unpriced))
    coins = np.zeros(managers, np.int64)
    np.add.at(coins, holder[which], of.coins(name)[touched][which])
    each = zip(deals.tolist(), coins.tolist(), bare.tolist(), strict=True)
    return [Change(name, count, sum_ / COINS, lacking) for count, sum_, lacking in each]


def _held_before(change: str) -> bool:
    """Whether a change is told of what was there at the start, by who held it then."""
    return change in ("start", "reassigned_out")


def held_by(of: Movement, change: str) -> npt.NDArray[np.object_]:
    """Whose each deal is in a change: what is there at the start, or handed over, is that of who held it."""
    return of.values_before.manager if _held_before(change) else of.values_after.manager
