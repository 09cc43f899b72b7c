"""The blocks of the week: what moved the open pipeline, and what the plan still needs."""

from __future__ import annotations

from addin.metrics.movement import CHANGES, HANDOVERS, WITHIN
from addin.report.blocks import Block, Column, columns
from addin.report.layout_managers import CONTACT

_PERIOD = columns("date", "period_from period_to", 11)
TOLD = (*CHANGES, *WITHIN, "slipped")
"""The changes of a movement, a row each."""
WATERFALL = ("chart_base", "chart_whole", "chart_plus", "chart_minus")
"""The parts of a change's bar in a chart, from its foot: what it stands on, the whole, what came, left."""
_OF_MANAGER = (*CHANGES, *WITHIN, *HANDOVERS)
_SHOWN = ("start", "created", "won", "lost", "nontarget", "end", "advanced")
_PRICED = ("start", "won", "end")

WEEK: tuple[Block, ...] = (
    Block(
        "needed",
        (
            Column("period", "month", 11),
            *columns("money", "plan sold to_sell open_expected new_expected expected low high", 13),
            Column("chance", "rate", 10),
            *columns("int", "more_leads more_presale", 11),
            Column("note", "text", 30),
        ),
        fixed_rows=2,
    ),
    Block(
        "movement",
        (
            *_PERIOD,
            Column("change", "code", 26),
            Column("deals", "int", 9),
            Column("money", "money", 15),
            Column("unpriced", "int", 11),
            Column("note", "text", 60),
            *columns("int", " ".join(WATERFALL), detail=True),
        ),
        fixed_rows=2 * len(TOLD),
    ),
    Block(
        "movement_by_manager",
        (
            *_PERIOD,
            Column("manager", "name", 20),
            *(Column(name, "int", 9, detail=name not in _SHOWN) for name in _OF_MANAGER),
            *(Column(f"{name}_money", "money", 11.5, detail=name not in _PRICED) for name in _OF_MANAGER),
            Column("note", "text", 26),
        ),
    ),
    Block(
        "movement_deals",
        (
            *columns("date", "period_from period_to", 10),
            Column("change", "code", 17),
            Column("id", "text", 10),
            *CONTACT[:2],
            Column("manager", "name", 16),
            *columns("name", "stage_from stage_to", 15),
            Column("money", "money", 11),
            CONTACT[2],
        ),
        max_rows=150,
    ),
)
