"""What a report is made of: its blocks, their columns, and what kind of value each column holds.

The one place for these facts. The JSON keys, the sheets of the templates, the cells written and later the
cell functions are all taken from here; headings are in the catalogue of words as ``column.<key>`` and
``block.<name>``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text",  # as it came, never a formula
    "code",  # a fixed word of ours, shown translated: catalogue key code.<word>
    "name",  # a manager, source or status; "" is the bucket of those not given
    "int",  # a count
    "row",  # a row of a sheet: a number, but nothing to group or to add
    "days",  # whole calendar days
    "hours",  # hours, one decimal
    "rate",  # a fraction from 0 to 1, shown as per cent with one decimal
    "share",  # a fraction from 0 to 1, shown as whole per cent
    "tone",  # −2 to 2: colours another cell, is not shown itself
    "ratio",  # a bare number near 1, two decimals
    "number",  # a number with one decimal
    "money",  # an amount in the report's currency
    "date",
    "month",  # text 2026-09
    "flag",  # true or false
]


@dataclass(frozen=True)
class Column:
    """One column of a block: its key (also the JSON key), kind and width in characters.

    ``detail``: what a second look needs; our templates fold such columns away behind a button.
    """

    key: str
    kind: Kind
    width: float = 11
    detail: bool = False


@dataclass(frozen=True)
class Block:
    """A named table of the report.

    ``fixed`` is the number of rows a block always has room for (1 for a record, 7 for the summary); a block
    without it grows, and then nothing of ours stands below it on its sheet. ``limit`` is the most rows
    shown on a sheet; JSON has all. ``of`` makes it a view: the first rows and some columns of another
    block, shown once more in another place; a view is on sheets only.
    """

    name: str
    columns: tuple[Column, ...]
    fixed: int | None = None
    limit: int | None = None
    of: str | None = None

    @property
    def keys(self) -> list[str]:
        """The keys of the columns, in order."""
        return [column.key for column in self.columns]

    @property
    def source(self) -> str:
        """The block whose rows it shows: itself, or what it is a view of."""
        return self.of or self.name


STEPS = 7
"""The most steps the heat map and the funnel of the Summary show."""


def _columns(kind: Kind, keys: str, width: float = 11, *, detail: bool = False) -> tuple[Column, ...]:
    return tuple(Column(key, kind, width, detail) for key in keys.split())


_MANAGER = Column("manager", "name", 24)
_SOURCE = Column("source", "name", 20)
_NOTE = Column("note", "text", 44)

_INTAKE = (
    *_columns("int", "leads taken dropped screened untouched unknown"),
    Column("taken_rate", "rate"),
    *_columns("int", "in_work presale won lost nontarget"),
    Column("nontarget_rate", "rate"),
    Column("overdue", "int"),
    Column("oldest_untouched_days", "days"),
    Column("hours_to_touch_median", "hours"),
    Column("note", "text", 36),
    *_columns("rate", "taken_low taken_high", detail=True),
    *_columns("int", "processed", detail=True),
    *_columns("rate", "processed_rate processed_low processed_high", detail=True),
    *_columns("int", "in_intake unclassified", detail=True),
    Column("nontarget_coverage", "rate", detail=True),
    Column("hours_to_touch_p90", "hours", detail=True),
)

_STEP = (*_columns("name", "from to", 20),)
_COUNTS = (
    *_columns("int", "entered advanced lost nontarget open followed"),
    *_columns("rate", "rate low high rate_target"),
)
_BOUNDS = _columns("rate", "bound_low bound_high")
_DETAIL = (
    Column("basis", "code", 12, detail=True),
    Column("horizon_days", "days", detail=True),
    *_columns("int", "advanced_h undated reopened", detail=True),
    *_columns("rate", "skipped_share reach_low reach_high", detail=True),
)
_CONVERSION = (*_COUNTS, *_BOUNDS, _NOTE, *_DETAIL)
_COMPARED = (
    *_COUNTS,
    Column("expected", "rate"),
    Column("verdict", "code", 14),
    *_BOUNDS,
    _NOTE,
    *_DETAIL,
    *_columns("rate", "shrunk_rate p_weak p_strong", detail=True),
)


def _heat(step: str) -> tuple[Column, ...]:
    """A step of the heat map: rate, its count, and the tone that colours it."""
    return (Column(f"rate_{step}", "share", 9), Column(f"n_{step}", "int", 6))


_HEAT = (
    _MANAGER,
    Column("leads", "int", 9),
    Column("whole_rate", "rate", 9),
    Column("whole_n", "int", 7),
    *(column for k in range(1, STEPS + 1) for column in _heat(str(k))),
    *_columns("tone", "whole_tone " + " ".join(f"tone_{k}" for k in range(1, STEPS + 1)), 5, detail=True),
)

BLOCKS: tuple[Block, ...] = (
    Block(
        "header",
        (
            *_columns("date", "as_of period_from period_to"),
            Column("horizon_days", "days"),
            Column("pipeline", "text", 20),
            *_columns("int", "rows_read rows_used rows_set_aside rows_after_asof"),
        ),
        fixed=1,
    ),
    Block(
        "summary",
        (Column("text", "text", 110), Column("count", "int"), Column("topic", "code", 14)),
        fixed=7,
    ),
    Block(
        "key_figures",
        (
            Column("leads", "int"),
            Column("leads_note", "text"),
            Column("taken_rate", "rate"),
            Column("taken_note", "text"),
            Column("nontarget_rate", "rate"),
            Column("nontarget_note", "text"),
            Column("conversion", "rate"),
            Column("conversion_note", "text"),
            Column("presale", "money"),
            Column("presale_note", "text"),
            Column("to_act", "int"),
            Column("to_act_note", "text"),
        ),
        fixed=1,
    ),
    Block(
        "funnel",
        (
            Column("step", "row", 5),
            Column("name", "text", 30),
            *_columns("int", "entered advanced open lost nontarget"),
            Column("rate", "rate"),
            Column("range", "text", 26),
            *_columns("name", "from to", 20),
        ),
        fixed=STEPS + 1,
    ),
    Block("top_heatmap", _HEAT, fixed=10, of="heatmap"),
    Block(
        "growth",
        (_MANAGER, Column("growth_point", "text", 60), Column("growth_wins", "number")),
        fixed=10,
    ),
    Block(
        "top_attention",
        (
            Column("id", "text", 14),
            Column("reason", "code", 26),
            Column("stage", "name", 20),
            _MANAGER,
            *_columns("money", "amount expected", 14),
            *_columns("days", "age_days days_overdue"),
        ),
        fixed=10,
        of="attention",
    ),
    Block("intake", _INTAKE, fixed=1),
    Block("intake_by_manager", (_MANAGER, *_INTAKE)),
    Block("intake_by_source", (_SOURCE, *_INTAKE)),
    Block(
        "intake_by_week",
        (Column("week", "text"), *_columns("date", "date_from date_to"), Column("partial", "flag"), *_INTAKE),
    ),
    Block(
        "attention",
        (
            Column("id", "text", 14),
            Column("reason", "code", 26),
            Column("stage", "name", 20),
            _MANAGER,
            _SOURCE,
            *_columns("money", "amount expected", 14),
            Column("chance", "rate"),
            *_columns("days", "age_days days_overdue"),
            *_columns("date", "created next_contact", 12),
        ),
        limit=500,
    ),
    Block("conversion", (*_STEP, *_CONVERSION, Column("pipeline", "text", 20, detail=True))),
    Block("conversion_by_manager", (_MANAGER, *_STEP, *_COMPARED)),
    Block("conversion_by_source", (_SOURCE, *_STEP, *_COMPARED)),
    Block(
        "cohorts",
        (
            Column("month", "month"),
            *_columns("int", "leads won"),
            Column("won_share", "rate"),
            Column("undecided", "int"),
            *_columns("number", "to_come to_come_low to_come_high"),
            Column("wins_in_month", "int"),
            Column("throughput", "rate"),
            _NOTE,
        ),
    ),
    Block("heatmap", _HEAT),
    Block(
        "managers",
        (
            _MANAGER,
            *_columns("int", "leads taken"),
            *_columns("number", "taken_per_week"),
            Column("wins", "int"),
            *_columns("number", "wins_expected"),
            *_columns("ratio", "depth depth_low depth_high"),
            Column("style", "code", 14),
            Column("growth_point", "text", 40),
            Column("growth_wins", "number"),
            *_columns("text", "strongest weakest", 40),
            Column("volume_ratio", "ratio", detail=True),
            Column("mature_leads", "int", detail=True),
        ),
    ),
    Block(
        "presale",
        (
            Column("id", "text", 14),
            Column("stage", "name", 20),
            _MANAGER,
            _SOURCE,
            Column("age_days", "days"),
            Column("amount", "money", 14),
            Column("unpriced", "flag"),
            *_columns("rate", "chance_period chance"),
            *_columns("money", "expected_period expected", 14),
            Column("next_contact", "date", 12),
            Column("days_overdue", "days"),
            Column("next_action", "code", 30),
            _NOTE,
        ),
    ),
    Block(
        "data_issues",
        (
            Column("sheet", "text", 14),
            Column("row", "row", 9),
            Column("column", "text", 18),
            Column("value", "text", 30),
            Column("reason", "code", 70),
            Column("action", "code", 14),
        ),
    ),
    Block(
        "stages",
        (
            Column("pipeline", "text", 20),
            Column("status", "text", 24),
            Column("order", "int"),
            Column("role", "code", 14),
            Column("probability", "rate"),
            Column("guessed", "flag"),
            Column("deals", "int"),
        ),
    ),
    Block(
        "settings",
        (Column("name", "code", 26), Column("value", "text", 30), Column("origin", "code", 24), _NOTE),
    ),
)

BLOCK: dict[str, Block] = {block.name: block for block in BLOCKS}
