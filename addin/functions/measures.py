"""What formulas may ask for by name: measures, components of a forecast, blocks; in every language."""

from __future__ import annotations

from functools import cache

from addin.functions.arguments import Scalar
from addin.functions.lookup import NameIndex
from addin.metrics.forecast import COMPONENTS
from addin.report import movement_queries, queries, trend_queries
from addin.report.blocks import Column
from addin.report.cell_values import text_converter
from addin.report.headings import heading
from addin.report.layout import BLOCK
from addin.words import LANGS, Lang, has, say

MEASURES: dict[str, tuple[str, ...]] = {
    "INTAKE": queries.INTAKE,
    "STAGE_CONV": (*queries.CONVERSION, *queries.COMPARED),
    "PRESALE_FORECAST": queries.PRESALE,
    "MOVEMENT": movement_queries.MEASURES,
    "TREND": trend_queries.TREND,
    "TIME_IN_STAGE": trend_queries.TIMES,
}
"""Function → its measures."""
DEFAULT_MEASURE: dict[str, str] = {
    "INTAKE": "leads",
    "STAGE_CONV": "rate",
    "PRESALE_FORECAST": "expected",
    "MOVEMENT": "deals",
    "TREND": "revenue",
    "TIME_IN_STAGE": "days_half",
}
_BLOCK_OF = {
    "INTAKE": ("intake",),
    "STAGE_CONV": ("conversion", "conversion_by_manager"),
    "MOVEMENT": ("movement",),
    "TREND": ("trend",),
    "TIME_IN_STAGE": ("time_in_stage",),
}
"""Function → the blocks whose headings name its measures."""


def measure_names(function: str, measure: str) -> list[str]:
    """What a measure may be called, in every language."""
    own = f"measure.{function}.{measure}"
    if has(own):
        return [say(own, lang) for lang in LANGS]
    block = next(name for name in _BLOCK_OF[function] if measure in BLOCK[name].keys)
    return [heading(block, measure, lang) for lang in LANGS]


@cache
def measures(function: str) -> NameIndex[str]:
    """The measures of a function by whatever they may be called."""
    own = MEASURES[function]
    aliases = [(name, measure) for measure in own for name in measure_names(function, measure)]
    return NameIndex("measure", {measure: measure for measure in own}, aliases)


@cache
def blocks() -> NameIndex[str]:
    """The blocks by key and title."""
    titles = [(say(f"block.{name}", lang), name) for name in BLOCK for lang in LANGS if has(f"block.{name}")]
    return NameIndex("block", {name: name for name in BLOCK}, titles)


@cache
def _columns() -> dict[str, Column]:
    """The columns whose values are codes, by measure."""
    every = (column for name in ("conversion", "conversion_by_manager") for column in BLOCK[name].columns)
    return {column.key: column for column in every if column.kind == "code"}


def display_value(measure: str, value: Scalar, lang: Lang) -> Scalar:
    """A value as its cell shows it: codes in words."""
    column = _columns().get(measure)
    return value if value is None or column is None else text_converter(column, lang)(value)


@cache
def components() -> NameIndex[str]:
    """The components of a forecast by key and word."""
    aliases = [(say(f"code.{name}", lang), name) for name in COMPONENTS for lang in LANGS]
    return NameIndex("component", {name: name for name in COMPONENTS}, aliases)


@cache
def changes() -> NameIndex[str]:
    """The changes of a pipeline by key and word."""
    names = movement_queries.CHANGE_NAMES
    aliases = [(say(f"code.{name}", lang), name) for name in names for lang in LANGS]
    return NameIndex("change", {name: name for name in names}, aliases)
