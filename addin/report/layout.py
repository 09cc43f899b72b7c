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
    "rate",  # a fraction from 0 to 1, shown as per cent
    "ratio",  # a bare number near 1, two decimals
    "number",  # a number with one decimal
    "money",  # an amount in the report's currency
    "date",
    "month",  # text 2026-09
    "flag",  # true or false
]


@dataclass(frozen=True)
class Column:
    """One column of a block: its key (also the JSON key), kind and width in characters."""

    key: str
    kind: Kind
    width: float = 11


@dataclass(frozen=True)
class Block:
    """A named table of the report.

    ``fixed`` is the number of rows a block always has room for (1 for a record, 7 for the summary); a block
    without it grows, and then nothing of ours stands below it on its sheet. ``limit`` is the most rows
    shown on a sheet; JSON has all.
    """

    name: str
    columns: tuple[Column, ...]
    fixed: int | None = None
    limit: int | None = None

    @property
    def keys(self) -> list[str]:
        """The keys of the columns, in order."""
        return [column.key for column in self.columns]


def _columns(kind: Kind, keys: str, width: float = 11) -> tuple[Column, ...]:
    return tuple(Column(key, kind, width) for key in keys.split())


_MANAGER = Column("manager", "name", 24)
_SOURCE = Column("source", "name", 20)
_NOTE = Column("note", "text", 60)

_HANDLING = (
    *_columns("int", "leads taken dropped screened untouched unknown processed"),
    *_columns("rate", "taken_rate taken_low taken_high processed_rate processed_low processed_high"),
)
_STANDING = (
    *_columns("int", "in_intake in_work presale won lost nontarget unclassified"),
    *_columns("rate", "nontarget_rate nontarget_coverage"),
)
_TOUCH = (
    *_columns("hours", "hours_to_touch_median hours_to_touch_p90"),
    Column("oldest_untouched_days", "days"),
    Column("overdue", "int"),
)
_INTAKE = (*_HANDLING, *_STANDING, *_TOUCH, _NOTE)

_STEP = (*_columns("name", "from to", 20),)
_CONVERSION = (
    Column("basis", "code", 12),
    Column("horizon_days", "days"),
    *_columns("int", "entered advanced lost nontarget open undated reopened"),
    Column("skipped_share", "rate"),
    *_columns("int", "followed advanced_h"),
    *_columns("rate", "rate low high rate_target bound_low bound_high reach_low reach_high"),
)
_COMPARED = (
    *_columns("rate", "shrunk_rate expected p_weak p_strong"),
    Column("verdict", "code", 14),
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
    Block("conversion", (Column("pipeline", "text", 20), *_STEP, *_CONVERSION, _NOTE)),
    Block("conversion_by_manager", (_MANAGER, *_STEP, *_CONVERSION, *_COMPARED, _NOTE)),
    Block("conversion_by_source", (_SOURCE, *_STEP, *_CONVERSION, *_COMPARED, _NOTE)),
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
    Block(
        "managers",
        (
            _MANAGER,
            *_columns("int", "leads taken"),
            *_columns("number", "taken_per_week"),
            *_columns("ratio", "volume_ratio"),
            *_columns("int", "mature_leads wins"),
            *_columns("number", "wins_expected"),
            *_columns("ratio", "depth depth_low depth_high"),
            Column("style", "code", 16),
            Column("growth_point", "text", 60),
            Column("growth_wins", "number"),
            *_columns("text", "strongest weakest", 60),
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
