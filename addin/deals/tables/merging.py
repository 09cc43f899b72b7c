"""Columns of a recognised export put together into ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from addin.deals.tables.columns import kind_of
from addin.deals.tables.ending import take_outcome
from addin.deals.tables.entered import without_brackets
from addin.deals.tables.exports import Export
from addin.deals.tables.outcome import FLAGS
from addin.deals.tables.table import Table
from addin.deals.values.nothing import is_said, said
from addin.deals.values.text import as_text, fold

_PARTS = {"outcome": "status", "won_at": "closed", "lost_at": "closed"} | {
    f"is_{flag}": "status" for flag in FLAGS
}
"""Columns that are part of another."""

Bools = npt.NDArray[np.bool_]


def merge_columns(table: Table) -> Table:
    """The table of deals, or of an export's changes, with columns put together that are parts of one."""
    export = table.export
    if export is None and table.name != "deals":
        return table
    columns = dict(table.columns)
    parts = _parts(table)
    _fill_up(columns)
    if export is not None:
        _as_exported(columns, export)
    ends = _end(columns, export)
    of = {name: _whole(name) for name in table.columns}
    headers = {name: " + ".join(dict.fromkeys(parts.get(name, (name,)))) for name in columns}
    errors = table.errors.assign(column=table.errors["column"].map(of).astype("str"))
    combined = {name: part for name, part in parts.items() if len(part) > 1}
    return replace(
        table, columns=columns, headers=headers, errors=errors, combined_headers=combined, ends=ends
    )


def _as_exported(columns: dict[str, pd.Series], export: Export) -> None:
    for column, words in export.blank_words.items():
        if column in columns:
            columns[column] = columns[column].mask(_is_one_of(columns[column], words))
    if export.pipeline_in_brackets and {"status", "pipeline"} <= set(columns):
        columns["status"] = _without_pipelines(columns["status"], columns["pipeline"])


def _whole(name: str) -> str:
    """The column that a part belongs to."""
    column = name if name.startswith("entered:") else name.split("+", maxsplit=1)[0]
    return _PARTS.get(column, column)


def _parts(table: Table) -> dict[str, tuple[str, ...]]:
    """Our column → the headers it is made of."""
    parts: dict[str, tuple[str, ...]] = {}
    for name in table.columns:
        parts[_whole(name)] = (*parts.get(_whole(name), ()), table.header(name))
    if any(_PARTS.get(name) == "status" for name in table.columns):
        parts.setdefault("lost_from", (table.header("status"),))
    return parts


def _fill_up(columns: dict[str, pd.Series]) -> None:
    """Take the further cells of a column where the ones before are blank."""
    for name in [name for name in columns if "+" in name and not name.startswith("entered:")]:
        column = name.split("+")[0]
        blank = ~is_said(columns[column], kind_of(column))
        columns[column] = _where(blank, columns.pop(name), columns[column])


def _end(columns: dict[str, pd.Series], export: Export | None) -> Mapping[str, str]:
    """Let the outcome go before the stage: it is the status, and the stage is where a lost deal was lost."""
    won_at, lost_at = (columns.pop(name, None) for name in ("won_at", "lost_at"))
    ending = take_outcome(columns, export) if "status" in columns else None
    if ending is None:
        for at in (won_at, lost_at):
            _date(columns, at, None)
        return {}
    columns["status"] = ending.status
    if "status_changed" in columns:  # it dates the stage, and the stage is not what such a deal stands in
        columns["status_changed"] = columns["status_changed"].mask(ending.ended)
    columns.setdefault("lost_from", ending.lost_from)
    _date(columns, won_at, ending.won)
    _date(columns, lost_at, ending.lost)
    return ending.ends


def _date(columns: dict[str, pd.Series], at: pd.Series | None, which: Bools | None) -> None:
    """Close deals at these dates, where they have one."""
    if at is None:
        return
    dated = is_said(at, "date")
    if which is not None:
        dated = dated & which
    before = columns.get("closed", pd.Series([None] * len(at), dtype="object"))
    columns["closed"] = _where(dated, at, before)


def _where(which: Bools, one: pd.Series, other: pd.Series) -> pd.Series:
    """The cells of ``one`` there, of ``other`` elsewhere; of unlike types as objects."""
    if one.dtype == other.dtype:
        return one.where(which, other)
    cells = np.where(which, one.to_numpy(dtype=object), other.to_numpy(dtype=object))
    return pd.Series(cells, dtype="object")


def _is_one_of(cells: pd.Series, words: frozenset[str]) -> Bools:
    text = as_text(cells)
    return text.isin([word for word in text.unique() if fold(word) in words]).to_numpy(dtype=bool)


def _without_pipelines(status: pd.Series, pipeline: pd.Series) -> pd.Series:
    """Stages without the brackets at their end, where these name a pipeline."""
    known = {fold(name) for name in said(pipeline, "stage").unique() if name}
    text = as_text(status)
    bare = {name: without_brackets(name) for name in text.unique()}
    to = {name: stage for name, (stage, inside) in bare.items() if inside and fold(inside) in known}
    return text.replace(to) if to else status
