"""The blocks of direction and time: the last months and weeks, and how long deals take."""

from __future__ import annotations

from addin.report.blocks import Block, Column, columns

_TIMES = (
    *columns("days", "days_half half_low half_high days_80 d80_low d80_high", 9),
    *columns("days", "end_half end_80", 9),
    Column("standing", "int", 9),
    Column("longest_days", "days", 9),
    Column("note", "text", 22),
    *columns("int", "followed advanced_h", detail=True),
    Column("skipped_share", "rate", detail=True),
)
_BROUGHT = (*columns("int", "leads taken wins", 9), *columns("money", "revenue average", 12))

TIMES: tuple[Block, ...] = (
    Block("time_in_stage", (Column("stage", "name", 22), Column("visits", "int", 9), *_TIMES)),
    Block(
        "time_in_stage_by_manager",
        (Column("manager", "name", 25), Column("stage", "name", 16), Column("visits", "int", 9), *_TIMES),
    ),
    Block("time_to_win", (Column("visits", "int", 9), *_TIMES), fixed_rows=1),
)
COHORT_BARS = Block(
    "cohort_bars",
    (
        Column("month", "month", 11),
        *columns("int", "leads won", 9),
        *columns("share", "won_share to_come_share", 11),
    ),
    fixed_rows=13,
)
STAGE_TIMES = Block(
    "stage_times",
    (
        Column("stage", "name", 22),
        *columns("days", "days_half days_80", 9),
        Column("standing", "int", 9),
        Column("days_between", "days", detail=True),
    ),
    fixed_rows=9,
)
TREND: tuple[Block, ...] = (
    Block(
        "trend",
        (
            Column("month", "month", 11),
            *_BROUGHT,
            Column("plan", "money", 12),
            Column("so_far_to", "date", 11),
            *columns("int", "leads_so_far taken_so_far wins_so_far", 9),
            *columns("money", "revenue_so_far presale_so_far", 12),
            Column("won_rate_so_far", "rate", 9),
            Column("note", "text", 30),
        ),
        fixed_rows=13,
    ),
    Block(
        "trend_by_week",
        (
            Column("week", "month", 22),
            *columns("date", "date_from date_to", 11),
            *_BROUGHT,
            Column("note", "text", 30),
        ),
        fixed_rows=13,
    ),
    COHORT_BARS,
    STAGE_TIMES,
)
