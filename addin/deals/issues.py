"""The log of everything in the input that was set aside, repaired or worth a word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

Action = Literal["set_aside", "repaired", "kept", "after_asof"]
LISTED = 1_000
"""Of one reason in one sheet at most this many rows are listed; a last record counts the rest."""

COLUMNS = ["sheet", "row", "column", "value", "reason", "action"]
_ORDER: dict[str, int] = {"set_aside": 0, "after_asof": 1, "repaired": 2, "kept": 3}


@dataclass(frozen=True)
class _Part:
    """Issues of one kind: a table of each would cost more than it holds."""

    sheet: str
    rows: npt.NDArray[np.float64]
    column: str
    values: list[str]
    reason: str
    action: Action


@dataclass
class IssueLog:
    """Collects issues while data are read; ``frame`` is the block ``data_issues``.

    ``reason`` is a code whose sentence is the word ``code.<reason>``.
    """

    _parts: list[_Part] = field(default_factory=list)

    def add(
        self,
        sheet: str,
        rows: Iterable[float],
        column: str,
        values: Iterable[object],
        reason: str,
        action: Action,
    ) -> None:
        """Log one issue a row; ``rows`` are sheet rows from 1, NaN where there is none."""
        texts = [display_text(value) for value in values]
        if texts:
            places = np.asarray(list(rows), dtype=float)
            self._parts.append(_Part(sheet, places, column, texts, reason, action))

    def note(self, sheet: str, column: str, value: object, reason: str, action: Action = "kept") -> None:
        """Log what concerns a whole column or sheet and so has no row."""
        self.add(sheet, [np.nan], column, [value], reason, action)

    def extend(self, other: IssueLog) -> None:
        """Add everything another log holds."""
        self._parts += other._parts

    def reasons(self) -> set[str]:
        """The codes of what was logged so far."""
        return {part.reason for part in self._parts}

    def copy(self) -> IssueLog:
        """A log that can grow without this one changing."""
        return IssueLog(list(self._parts))

    def frame(self) -> pd.DataFrame:
        """The block: graver actions first, then by sheet, reason and row, long lists cut and counted."""
        if not self._parts:
            return pd.DataFrame(
                {key: pd.Series(dtype="float64" if key == "row" else "object") for key in COLUMNS}
            )
        every = self._every()
        every["_order"] = every["action"].map(_ORDER)
        every = every.sort_values(
            ["_order", "sheet", "reason", "row", "column", "value"], kind="stable", ignore_index=True
        ).drop(columns="_order")
        key = ["sheet", "reason", "action"]
        rank = every.groupby(key, sort=False).cumcount()
        rest = (
            every[rank >= LISTED]
            .groupby(key, sort=False)
            .agg(column=("column", "first"), value=("column", "size"))
        )
        if rest.empty:
            return every
        tail = rest.reset_index().assign(row=np.nan, value=lambda t: t["value"].astype(str))
        both = pd.concat([every[rank < LISTED], tail[COLUMNS]], ignore_index=True)
        both["_order"] = both["action"].map(_ORDER)
        return both.sort_values(
            ["_order", "sheet", "reason", "row"], kind="stable", ignore_index=True, na_position="last"
        ).drop(columns="_order")

    def _every(self) -> pd.DataFrame:
        """All records in one table, as they came."""
        sizes = [len(part.values) for part in self._parts]

        def repeated(name: str) -> pd.Series:
            texts = pd.Series([getattr(part, name) for part in self._parts], dtype="str")
            return texts.repeat(sizes).reset_index(drop=True)

        columns = {name: repeated(name) for name in ("sheet", "column", "reason", "action")}
        values = pd.Series([text for part in self._parts for text in part.values], dtype="str")
        rows = np.concatenate([part.rows for part in self._parts])
        return pd.DataFrame({**columns, "row": rows, "value": values})[COLUMNS]


def display_text(value: object) -> str:
    """A raw value as text: short, on one line, whole numbers without ``.0``."""
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    text = " ".join(str(value).split())
    return text if len(text) <= 200 else text[:199] + "…"
