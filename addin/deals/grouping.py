"""Visits grouped: equal rows become one with a count, whatever data-frame engine holds them.

All keys are whole numbers of a known range, so they are packed into one number, summed by it and unpacked:
one grouping by one integer is what every engine does well. The code is written once on narwhals, so the
same function groups a pandas, Polars, DuckDB or PySpark frame; groups of disjoint parts add up.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import narwhals as nw
import numpy as np
import numpy.typing as npt
import pandas as pd
from narwhals.typing import IntoDataFrameT

from addin.deals.evidence import UNKNOWN
from addin.deals.visits import KEYS, Visits


def group_rows(frame: IntoDataFrameT, keys: Sequence[str]) -> IntoDataFrameT:
    """Rows of equal ``keys`` as one, with the sums of ``n`` and ``amount``; engine in, engine out, no order.

    Args:
        frame: whole-number ``keys`` (or booleans), ``n`` and ``amount`` (a missing amount adds nothing).
        keys: what makes two rows equal.
    """
    rows = nw.from_native(frame)
    return (
        rows.with_columns(nw.col("amount").fill_nan(None))
        .group_by(*keys)
        .agg(nw.col("n").sum(), nw.col("amount").sum())
        .to_native()
    )


def group(visits: Visits) -> Visits:
    """The visits grouped; already grouped ones stay as they are. Rates of both are equal."""
    return replace(visits, tables={pair: _grouped(table) for pair, table in visits.tables.items()})


def combine(parts: Sequence[Visits]) -> Visits:
    """Groups of disjoint sets of deals as the groups of their union; codes are brought to one list.

    Raises:
        ValueError: the parts are of different pipelines or days.
    """
    first = parts[0]
    if any(
        (p.ladder, p.as_of_day, p.evidence) != (first.ladder, first.as_of_day, first.evidence) for p in parts
    ):
        raise ValueError("only visits of one pipeline, one as-of day and one kind of evidence add up")
    managers = sorted({name for part in parts for name in part.managers})
    sources = sorted({name for part in parts for name in part.sources})
    tables = {}
    for pair in first.tables:
        frames = [
            part.of(*pair)[[*KEYS, "n", "amount"]].assign(
                manager=pd.Index(managers).get_indexer(pd.Index(part.managers))[part.of(*pair)["manager"]],
                source=pd.Index(sources).get_indexer(pd.Index(part.sources))[part.of(*pair)["source"]],
            )
            for part in parts
        ]
        tables[pair] = _grouped(pd.concat(frames, ignore_index=True))
    return replace(
        first,
        tables=tables,
        managers=managers,
        sources=sources,
        ids=pd.concat([part.ids for part in parts], ignore_index=True),
    )


def _grouped(table: pd.DataFrame) -> pd.DataFrame:
    digits = [_Digit.of(name, table[name].to_numpy()) for name in KEYS]
    if math.prod(digit.size for digit in digits) >= 2**63:  # too wide a range for one number
        return group_rows(table[[*KEYS, "n", "amount"]], KEYS)
    key = np.zeros(len(table), np.int64)
    for digit in digits:
        digit.push(key, table[digit.name].to_numpy())
    amounts = table["amount"].to_numpy()
    summed = group_rows(
        pd.DataFrame({"key": key, "n": table["n"].to_numpy(), "amount": amounts}, copy=False), ["key"]
    )
    key = summed["key"].to_numpy()
    columns = {}
    for digit in reversed(digits):
        key, values = digit.pop(key)
        columns[digit.name] = values.astype(table[digit.name].to_numpy().dtype)
    ordered = {name: columns[name] for name in KEYS}
    sums = {name: summed[name].to_numpy() for name in ("n", "amount")}
    return pd.DataFrame({**ordered, **sums}, copy=False)


@dataclass(frozen=True)
class _Digit:
    """One key as a digit of the packed number; an ``UNKNOWN`` in it is one below its lowest value."""

    name: str
    low: int
    size: int
    unknown: bool

    @classmethod
    def of(cls, name: str, values: npt.NDArray[np.int64]) -> _Digit:
        if not len(values):
            return cls(name, 0, 1, False)
        low, high = int(values.min()), int(values.max())
        if low >= 0:
            return cls(name, low, high - low + 1, False)
        known = values[values >= 0]
        low = int(known.min()) - 1 if len(known) else UNKNOWN
        return cls(name, low, max(high - low, 0) + 1, True)

    def push(self, key: npt.NDArray[np.int64], values: npt.NDArray[np.int64]) -> None:
        """Append the digit to ``key`` in place; one that has a single value costs nothing."""
        if self.size > 1:
            key *= self.size
            key += (np.where(values < 0, self.low, values) if self.unknown else values) - self.low

    def pop(self, key: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """The rest of the key and the values of this digit."""
        if self.size == 1:
            return key, np.full(len(key), self.low, np.int64)
        rest, digit = np.divmod(key, self.size)
        values = digit + self.low
        return rest, np.where(digit == 0, UNKNOWN, values) if self.unknown else values
