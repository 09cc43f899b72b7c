"""The blocks of the first page: the month against its plan, managers, whom to call; its sheet gives room."""

from __future__ import annotations

from addin.report.blocks import Block, Column, columns

PEOPLE = 8
"""Managers shown by name, most money at stake first; the others are counted together."""
CALLS = 3
"""Deals to call shown of each of them."""

PLAN_BAR = Block(
    "plan_bar",
    (
        Column("what", "text"),
        Column("amount", "money"),
        Column("range", "text"),
        Column("comment", "text"),
        *columns("money", "above below", detail=True),
    ),
    fixed_rows=3,
)
TILES = Block(
    "tiles",
    (
        Column("leads_so_far", "int"),
        Column("leads_note", "text"),
        Column("taken_so_far", "int"),
        Column("taken_note", "text"),
        Column("conversion", "text"),
        Column("conversion_note", "text"),
        Column("presale_so_far", "money"),
        Column("presale_note", "text"),
    ),
    fixed_rows=1,
)
TOP_SCOREBOARD = Block(
    "top_scoreboard",
    (
        Column("manager", "name"),
        *columns("money", "sold plan"),
        Column("share", "share"),
        Column("forecast", "money"),
        Column("range", "text"),
        Column("leads", "int"),
        Column("taken_rate", "share"),
        Column("weakest", "text"),
        *columns("int", "untouched overdue no_next_step stale"),
        *columns("money", "presale at_stake"),
    ),
    fixed_rows=PEOPLE + 2,
)
TOP_CALLS = Block(
    "top_calls",
    (
        Column("manager", "text"),
        *columns("text", "id client phone"),
        Column("reason", "code"),
        Column("stage", "name"),
        Column("amount", "money"),
        Column("days_overdue", "days"),
        Column("next_step", "code"),
    ),
    fixed_rows=PEOPLE * CALLS,
)
MONDAY = (PLAN_BAR, TILES, TOP_SCOREBOARD, TOP_CALLS)
