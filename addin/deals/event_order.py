"""The order of changes that bear one time, whatever the order of their rows.

Exports often give days without hours, newest first: several changes of a deal then share a moment. What they
left and what they entered tells their order.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def sort_key(deal: Ints, at: Ints) -> Ints:
    """One number that orders by deal and then by time (seconds)."""
    return (deal << 34) + at


def argsort_events(
    deal: Ints, at: Ints, left: Ints, entered: Ints, manager: Ints, status_order: Ints
) -> Ints:
    """Positions of changes ordered by deal and time; of one moment so that each leaves what was entered.

    Args:
        deal, at: of each change.
        left, entered: codes of the status it left and entered, −1 unknown.
        manager: code of who made it; only to tell equal changes apart.
        status_order: place of each status code on the way, with one more at the end for −1.
    """
    key = sort_key(deal, at)
    order = np.argsort(key, kind="stable")
    same = np.diff(key[order]) == 0
    if not same.any():
        return order
    run = np.cumsum(np.r_[True, ~same])
    size = np.bincount(run)
    tied = np.flatnonzero(size[run] > 1)
    rows = order[tied]
    canonical = np.lexsort((manager[rows], status_order[entered[rows]], status_order[left[rows]], run[tied]))
    order[tied] = rows[canonical]
    for first, last in _bounds(run, tied):
        _chain(order, first, last, deal, left, entered)
    return order


def _bounds(run: Ints, tied: Ints) -> list[tuple[int, int]]:
    """First and one-past-last position of every run of tied changes."""
    starts = tied[np.r_[True, np.diff(run[tied]) != 0]]
    ends = np.searchsorted(run, run[starts], side="right")
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def _chain(order: Ints, first: int, last: int, deal: Ints, left: Ints, entered: Ints) -> None:
    """Reorder one run in place so that each change leaves what the one before entered, where it can."""
    before = order[first - 1] if first else -1
    begun = first > 0 and deal[before] == deal[order[first]]
    now = int(entered[before]) if begun else int(left[order[first]])
    waiting = order[first:last].tolist()
    if all(left[b] == entered[a] for a, b in pairwise(waiting)) and (not begun or left[waiting[0]] == now):
        return
    placed: list[int] = []
    while waiting:
        following = next((row for row in waiting if left[row] == now), waiting[0])
        waiting.remove(following)
        placed.append(following)
        now = int(entered[following])
    order[first:last] = placed
