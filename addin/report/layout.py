"""What a report is made of: its blocks, their columns, and what kind of value each column holds.

With ``layout_summary`` the one place for these facts. The JSON keys, the sheets of the templates, the cells
written and later the cell functions are all taken from here; headings are in the catalogue of words as
``column.<key>`` and ``block.<name>``.

Widths are such that what is shown of a sheet prints on one landscape page in letters that can be read; what
does not fit is folded away (``detail``).
"""

from __future__ import annotations

from addin.report.blocks import Block, Column, columns
from addin.report.layout_managers import CONTACT, MANAGERS
from addin.report.layout_money import MONEY
from addin.report.layout_summary import HEAT, STEPS, SUMMARY
from addin.report.layout_trend import TIMES, TREND
from addin.report.layout_week import WEEK

__all__ = ["BLOCK", "BLOCKS", "STEPS"]

DIMENSIONS = ("team", "dimension")
"""Columns by which deals are told apart beside managers and sources."""
_MANAGER = Column("manager", "name", 20)
_SOURCE = Column("source", "name", 18)


def _note(width: float) -> Column:
    return Column("note", "text", width)


def _intake(note: float = 21, *, presale: bool = True) -> tuple[Column, ...]:
    return (
        *columns("int", "leads taken dropped screened untouched unknown"),
        Column("taken_rate", "rate"),
        Column("in_work", "int"),
        Column("presale", "int", detail=not presale),
        *columns("int", "won lost nontarget"),
        Column("nontarget_rate", "rate"),
        Column("overdue", "int", detail=True),
        Column("oldest_untouched_days", "days", detail=True),
        Column("hours_to_touch_median", "hours"),
        _note(note),
        *columns("rate", "taken_low taken_high", detail=True),
        *columns("int", "processed", detail=True),
        *columns("rate", "processed_rate processed_low processed_high", detail=True),
        *columns("int", "in_intake unclassified", detail=True),
        Column("nontarget_coverage", "rate", detail=True),
        Column("hours_to_touch_p90", "hours", detail=True),
    )


_RATES = columns("rate", "rate low high rate_target")
_BOUNDS = columns("rate", "bound_low bound_high")
_DETAIL = (
    Column("basis", "code", 12, detail=True),
    Column("horizon_days", "days", detail=True),
    *columns("int", "advanced_h undated reopened", detail=True),
    *columns("rate", "skipped_share reach_low reach_high", detail=True),
)
_CONVERSION = (
    *columns("name", "from to", 19),
    *columns("int", "entered advanced lost nontarget open followed"),
    *_RATES,
    *_BOUNDS,
    _note(31),
    *_DETAIL,
    Column("pipeline", "text", 20, detail=True),
)
_COMPARED = (
    *columns("name", "from to", 16),
    *columns("int", "entered advanced"),
    *columns("int", "lost nontarget open", detail=True),
    Column("followed", "int"),
    *_RATES,
    Column("expected", "rate"),
    Column("verdict", "code", 11),
    *_BOUNDS,
    _note(19),
    *_DETAIL,
    *columns("rate", "shrunk_rate p_weak p_strong", detail=True),
)

_TABLES: tuple[Block, ...] = (
    Block("intake", _intake(), fixed_rows=1),
    Block("intake_by_manager", (_MANAGER, *_intake())),
    Block("intake_by_source", (_SOURCE, *_intake())),
    *(Block(f"intake_by_{name}", (Column(name, "name", 20), *_intake())) for name in DIMENSIONS),
    Block(
        "intake_by_week",
        (
            Column("week", "month", 22),
            *columns("date", "date_from date_to", 9.5, detail=True),
            Column("partial", "flag"),
            *_intake(18, presale=False),
        ),
    ),
    Block(
        "attention",
        (
            Column("id", "text", 10),
            Column("reason", "code", 18),
            Column("stage", "name", 16),
            _MANAGER,
            Column("source", "name", 18, detail=True),
            *columns("money", "amount expected", 12),
            Column("chance", "rate"),
            *columns("days", "age_days days_overdue"),
            Column("created", "date", 11, detail=True),
            Column("next_contact", "date", 11),
            *CONTACT,
        ),
        max_rows=500,
    ),
    Block("conversion", _CONVERSION),
    Block("conversion_by_manager", (Column("manager", "name", 23.2), *_COMPARED)),
    Block("conversion_by_source", (_SOURCE, *_COMPARED)),
    *(Block(f"conversion_by_{name}", (Column(name, "name", 20), *_COMPARED)) for name in DIMENSIONS),
    Block(
        "cohorts",
        (
            Column("month", "month", 10),
            *columns("int", "leads won"),
            Column("won_share", "rate", 11),
            Column("undecided", "int"),
            *columns("number", "to_come to_come_low to_come_high"),
            Column("wins_in_month", "int"),
            Column("throughput", "rate"),
            _note(44),
        ),
    ),
    Block("heatmap", HEAT),
    Block(
        "managers",
        (
            _MANAGER,
            Column("leads", "int"),
            Column("taken", "int", detail=True),
            Column("taken_per_week", "number"),
            Column("wins", "int"),
            Column("wins_expected", "number"),
            *columns("ratio", "depth depth_low depth_high"),
            Column("style", "code", 12),
            Column("growth_point", "text", 21),
            Column("growth_wins", "number"),
            *columns("text", "strongest weakest", 25),
            Column("volume_ratio", "ratio", detail=True),
            Column("mature_leads", "int", detail=True),
        ),
    ),
    Block(
        "presale",
        (
            Column("id", "text", 10),
            Column("stage", "name", 14),
            Column("manager", "name", 16),
            Column("source", "name", 18, detail=True),
            Column("age_days", "days"),
            Column("amount", "money", 11),
            Column("unpriced", "flag", detail=True),
            Column("chance_period", "rate", detail=True),
            Column("chance", "rate", 9),
            *columns("money", "expected_period expected", 11),
            Column("next_contact", "date", 10.5),
            Column("days_overdue", "days"),
            Column("next_action", "code", 17),
            Column("note", "text", 26, detail=True),
            *CONTACT,
        ),
    ),
    *TIMES,
    *MONEY,
    *MANAGERS,
    *TREND,
    *WEEK,
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
            Column("status", "text", 30),
            Column("order", "int", 9),
            Column("role", "code", 14),
            Column("probability", "rate", 11),
            Column("guessed", "flag", 9),
            Column("evidence", "text", 34),
            Column("deals", "int", 9),
        ),
    ),
    Block(
        "settings",
        (Column("name", "code", 26), Column("value", "text", 30), Column("origin", "code", 24), _note(44)),
    ),
)

BLOCKS: tuple[Block, ...] = (*SUMMARY, *_TABLES)
BLOCK: dict[str, Block] = {block.name: block for block in BLOCKS}
