"""Large departments in memory: clean typed deals with their history, made in seconds, for timing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.dataset import SCHEMAS, Dataset, empty
from addin.deals.issues import IssueLog

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

MANAGERS, SOURCES = 200, 20
START, END = np.datetime64("2024-10-01", "s"), np.datetime64("2026-09-19", "s")
"""The first moment of a creation, and the first after T."""
RUNGS = ("New", "In work", "Presentation", "Price named", "Awaiting payment")
STATUSES = (*RUNGS, "Won", "Lost", "Non-target")
ROLES = ("intake", "work", "work", "work", "presale", "won", "lost", "nontarget")
WON, LOST, NONTARGET = 5, 6, 7
_ADVANCE = np.array([0.90, 0.66, 0.72, 0.64, 0.72])
_NONTARGET = np.array([0.06, 0.12, 0.0, 0.0, 0.0])
_MEAN_DAYS = np.array([1.0, 6.0, 7.0, 9.0, 8.0])
_DAY = 86_400
_GIVEN = "id created status manager source amount status_changed closed lost_from first_touch next_contact"


@dataclass(frozen=True)
class _Changes:
    """Changes of status before the end of T, in no order; ``at`` in seconds since 1970."""

    deal: Ints
    at: Ints
    left: Ints
    entered: Ints


def big_frames(n: int, seed: int) -> Dataset:
    """A dataset of ``n`` clean deals with every change of status, in the reader's own schema.

    200 managers and 20 sources of different strength, 24 months up to 2026-09-18, about three changes a
    deal, English names, amounts in RUB. The same for the same arguments.

    Args:
        n: deals.
        seed: of the chance.
    """
    rng = np.random.default_rng(seed)
    created = np.sort(rng.integers(START.astype(np.int64), END.astype(np.int64), n))
    manager, source = rng.integers(0, MANAGERS, n), rng.integers(0, SOURCES, n)
    changes = _walk(rng, created, _shift(rng, manager, source))
    ids = pd.Series(np.arange(n)).astype("str").str.zfill(len(str(n)))
    managers = _text([f"Manager {i + 1:03d}" for i in range(MANAGERS)], manager)
    sources = _text([f"Source {i + 1:02d}" for i in range(SOURCES)], source)
    deals = _deals(rng, created, changes) | {"id": ids, "manager": managers, "source": sources}
    return Dataset(
        deals=_frame("deals", deals, n),
        entered=empty("entered"),
        ledger=empty("ledger"),
        spend=empty("spend"),
        plan=empty("plan"),
        rates=empty("rates"),
        history=_history(ids, managers, changes),
        stages=_stages(),
        provided=frozenset([*_GIVEN.split(), "history", "stages"]),
        sheet="Deals",
        sheets={"history": "History", "stages": "Stages"},
        rows_read=n,
        currency="RUB",
        matched={},
        issues=IssueLog(),
    )


def _shift(rng: np.random.Generator, manager: Ints, source: Ints) -> Floats:
    """Strength of a deal's manager and source: a shift of the log-odds of moving on."""
    shift = rng.normal(0, 0.25, MANAGERS)[manager] + rng.normal(0, 0.25, SOURCES)[source]
    return np.asarray(shift, dtype=np.float64)


def _walk(rng: np.random.Generator, created: Ints, shift: Floats) -> _Changes:
    """Rung by rung: who moves on, who is lost, and when; losses take twice as long."""
    deal, at = np.arange(len(created)), created
    parts: list[tuple[Ints, Ints, Ints, Ints]] = []
    for rung in range(WON):
        odds = _ADVANCE[rung] / (1 - _ADVANCE[rung]) * np.exp(shift[deal])
        drawn, nontarget = rng.random(len(deal)), rng.random(len(deal)) < _NONTARGET[rung]
        onwards = (drawn < odds / (1 + odds)) & ~nontarget
        entered = np.where(onwards, rung + 1, np.where(nontarget, NONTARGET, LOST))
        days = rng.exponential(_MEAN_DAYS[rung], len(deal)) * np.where(entered == LOST, 2.0, 1.0)
        at = at + np.maximum(days * _DAY, 60).astype(np.int64)
        known = at < END.astype(np.int64)
        parts.append((deal[known], at[known], np.full(int(known.sum()), rung), entered[known]))
        deal, at = deal[known & onwards], at[known & onwards]
    return _Changes(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def _deals(rng: np.random.Generator, created: Ints, changes: _Changes) -> dict[str, object]:
    n = len(created)
    status, since, left = np.zeros(n, np.int64), created.copy(), np.zeros(n, np.int64)
    # rungs come in order, so the last assignment of a deal is its last change
    status[changes.deal], since[changes.deal], left[changes.deal] = changes.entered, changes.at, changes.left
    first = (changes.left == 0) & (changes.entered == 1)
    touch = np.full(n, -1, np.int64)
    touch[changes.deal[first]] = changes.at[first]
    ended, day = status >= WON, END.astype(np.int64) - _DAY
    following = np.where(ended, -1, np.maximum(day + rng.integers(-10, 15, n) * _DAY, created))
    return {
        "row": np.arange(2, n + 2),
        "created": _date(created),
        "status": _text(list(STATUSES), status),
        "amount": np.round(rng.lognormal(12.0, 0.7, n), -2),
        "currency": "RUB",
        "status_changed": _date(since),
        "closed": _date(np.where(ended, since, -1)),
        "first_touch": _date(touch),
        "next_contact": _date(following),
        "lost_from": _text([*RUNGS, ""], np.where(status == LOST, left, len(RUNGS))),
        "lost_reason": "",
        "pipeline": "",
        **dict.fromkeys(("client", "phone", "link", "team", "product", "dimension"), ""),
    }


def _history(ids: pd.Series, managers: pd.Series, changes: _Changes) -> pd.DataFrame:
    order = np.argsort(changes.at, kind="stable")
    deal, names = changes.deal[order], list(STATUSES)
    columns: dict[str, object] = {
        "row": np.arange(2, len(order) + 2),
        "id": ids.take(deal).reset_index(drop=True),
        "changed_at": _date(changes.at[order]),
        "from_status": _text(names, changes.left[order]),
        "to_status": _text(names, changes.entered[order]),
        "manager": managers.take(deal).reset_index(drop=True),
    }
    return _frame("history", columns, len(order))


def _stages() -> pd.DataFrame:
    columns = {
        "pipeline": "",
        "status": list(STATUSES),
        "order": np.arange(1.0, len(STATUSES) + 1),
        "role": list(ROLES),
        "probability": np.nan,
        "guessed": False,
        "evidence": "stated",
        "placed_by": "stated",
    }
    return _frame("stages", columns, len(STATUSES))


def _text(names: Sequence[str], codes: Ints) -> pd.Series:
    return pd.Series(names, dtype="str").take(codes).reset_index(drop=True)


def _date(seconds: Ints) -> npt.NDArray[np.datetime64]:
    """Dates of seconds since 1970; negative ones are missing."""
    dates = seconds.astype("datetime64[s]")
    return np.where(seconds < 0, np.datetime64("NaT", "s"), dates).astype("datetime64[us]")


def _frame(table: str, columns: dict[str, object], rows: int) -> pd.DataFrame:
    """The schema's columns in its order."""
    return pd.DataFrame({name: columns[name] for name in SCHEMAS[table]}, index=pd.RangeIndex(rows))
