"""The faults of real exports in a few per cent of the sample's rows: one kind a row, every kind counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.demo.people import STATUSES, TEST, WON

NBSP = "\u00a0"
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class ErrorCell:
    """A formula whose cached value is an error.

    Args:
        formula: as in the cell, in US form.
        shown: the error shown.
    """

    formula: str
    shown: str


@dataclass(frozen=True)
class Fault:
    """One kind of fault in one column.

    Args:
        kind: its name in the counts.
        count: how many rows get it.
        column: whose cells are changed.
        fits: which rows can have it.
        change: the cell as the export shows it, from the i-th clean one.
    """

    kind: str
    count: int
    column: str
    fits: Callable[[pd.DataFrame], pd.Series]
    change: Callable[[object, int], object]


def _all(rows: pd.DataFrame) -> pd.Series:
    return rows["id"].notna()


def _given(column: str) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda rows: rows[column].notna()


def _has_yo(rows: pd.DataFrame) -> pd.Series:
    return rows["manager"].str.contains("ё")


def _ended_later(rows: pd.DataFrame) -> pd.Series:
    """Closed on another day than created, so that the day alone still comes after."""
    later: pd.Series = rows["closed"].dt.normalize() > rows["created"]
    return later


def _open_at(status: str) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda rows: rows["status"] == status


def _case(name: object, i: int) -> str:
    return str(name).upper() if i % 2 else str(name).lower()


def _spaces(name: object, i: int) -> str:
    text = str(name)
    return (f"{text} ", text.replace(" ", "  "), text.replace(" ", NBSP), f" {text}")[i % 4]


def _rubles(amount: object, _: int) -> str:
    return f"{float(str(amount)):,.0f}".replace(",", NBSP) + f"{NBSP}₽"


def _halves(amount: object, _: int) -> str:
    return f"{float(str(amount)) + 0.5:,.1f}".replace(",", " ").replace(".", ",")


def _day(date: object, _: int) -> str:
    return f"{pd.Timestamp(str(date)):%d.%m.%Y}"


def _pick(*values: object) -> Callable[[object, int], object]:
    return lambda _, i: values[i % len(values)]


def _before(_: object, i: int) -> pd.Timestamp:
    """A closing date before the department's first deal."""
    return pd.Timestamp(2024, 9, 1 + i)


_TEXT_DATE = "text_date"
FAULTS: tuple[Fault, ...] = (
    # the kinds that few rows fit come first
    Fault("status_typo", 4, "status", _open_at("Презентация"), _pick("Презинтация")),
    Fault(_TEXT_DATE, 15, "next_contact", _given("next_contact"), _day),
    Fault(_TEXT_DATE, 30, "created", _all, _day),
    Fault(_TEXT_DATE, 15, "closed", _ended_later, _day),
    Fault("unreadable_created", 5, "created", _open_at("Отказ"), _pick("вчера", "31.02.2026", "нет даты")),
    Fault("closed_before_created", 10, "closed", _given("closed"), _before),
    Fault("error_cell", 1, "amount", _given("amount"), lambda _, __: ErrorCell("=#REF!*1", "#REF!")),
    Fault("amount_zero", 20, "amount", _open_at("Отказ"), _pick(0.0)),
    Fault("amount_negative", 3, "amount", _open_at("Отказ"), _pick(-15_000.0)),
    Fault("amount_rubles", 60, "amount", _given("amount"), _rubles),
    Fault("amount_comma", 30, "amount", _given("amount"), _halves),
    Fault("manager_case", 40, "manager", _all, _case),
    Fault("manager_spaces", 60, "manager", _all, _spaces),
    Fault("manager_yo", 40, "manager", _has_yo, lambda name, _: str(name).replace("ё", "е")),
    Fault("no_manager", 80, "manager", _all, _pick(None)),
    Fault("no_source", 110, "source", _all, _pick(None)),
    Fault("no_id", 6, "id", _open_at("Отказ"), _pick(None)),
    Fault("formula_client", 12, "client", _all, _pick("=СУММ(A1)", "=1+1", "@Ромашка", "-Тёплый дом-")),
    Fault(
        "formula_comment",
        30,
        "comment",
        _all,
        _pick("+7 916 000-00-00", '=IMPORTXML("https://example.com";"//a")', "-5 % к цене", "=HYPERLINK(A1)"),
    ),
)
REPEATED, TESTS = 15, 1


@dataclass(frozen=True)
class FaultyRows:
    """The rows of the export.

    Args:
        rows: the deals sheet below its headers, cells as they are to stand there (objects).
        counts: kind of fault → rows that have it.
    """

    rows: pd.DataFrame
    counts: dict[str, int]


def add_faults(deals: pd.DataFrame, rng: np.random.Generator) -> FaultyRows:
    """The rows with their faults; the input is not changed.

    Args:
        deals: clean rows with ``client, phone, comment``, by time of creation.
        rng: the source of chance.
    """
    rows = deals.astype(object).where(deals.notna(), None)
    taken = np.zeros(len(deals), bool)
    counts: dict[str, int] = {}
    for fault in FAULTS:
        chosen = _choose(rng, fault.fits(deals).fillna(False).to_numpy(dtype=bool) & ~taken, fault.count)
        taken[chosen] = True
        cells = rows[fault.column].to_numpy(dtype=object, copy=True)
        cells[chosen] = [fault.change(cells[at], i) for i, at in enumerate(chosen)]
        rows[fault.column] = pd.Series(cells, index=rows.index, dtype=object)
        counts[fault.kind] = counts.get(fault.kind, 0) + len(chosen)
    won_later = (deals["status"] == STATUSES[WON]).to_numpy(dtype=bool)
    repeated = _choose(rng, won_later & ~taken, REPEATED)
    rows = pd.concat([rows, _older(rows.iloc[repeated]), _test_deal(deals)], ignore_index=True)
    # an older state stands near its deal, above or below
    place = np.r_[np.arange(len(deals)), repeated + rng.choice([-3.5, 5.5], REPEATED), len(deals) / 2 + 0.5]
    rows = rows.iloc[np.argsort(place, kind="stable")].reset_index(drop=True)
    counts |= {"repeated_id": REPEATED, "test_deal": TESTS, "totals_row": 1}
    total = float(deals["amount"].sum())
    return FaultyRows(pd.concat([rows, _row(rows, id="Итого", amount=total)], ignore_index=True), counts)


def _choose(rng: np.random.Generator, fits: Bools, count: int) -> npt.NDArray[np.int64]:
    return np.sort(rng.choice(np.flatnonzero(fits), count, replace=False))


def _older(rows: pd.DataFrame) -> pd.DataFrame:
    """The same deals as they stood when they were created."""
    unset = dict.fromkeys(["amount", "first_touch", "next_contact", "closed", "lost_from", "lost_reason"])
    return rows.assign(status=STATUSES[0], status_changed=rows["created"], **unset)


def _test_deal(deals: pd.DataFrame) -> pd.DataFrame:
    """A deal somebody made to try the CRM."""
    middle = deals.iloc[len(deals) // 2]
    return _row(
        deals,
        id=int(deals["id"].max()) + 1,
        created=middle["created"],
        client="Тест Тестов",
        status=STATUSES[TEST],
        manager=middle["manager"],
        amount=1.0,
        status_changed=middle["created"],
        comment="не удалять!!!",
    )


def _row(like: pd.DataFrame, **cells: object) -> pd.DataFrame:
    return pd.DataFrame([[cells.get(str(c)) for c in like.columns]], columns=like.columns, dtype=object)
