"""The blocks about managers in the month: how each stands, and whom each is to call."""

from __future__ import annotations

from addin.report.blocks import Block, Column, columns

CONTACT = (Column("client", "text", 17), Column("phone", "text", 17), Column("link", "link", 8))
"""Whom a deal is with, and where it stands in the CRM."""

HANDOUT_ROWS = 36
"""Rows of a manager's page to hand out."""

MANAGERS: tuple[Block, ...] = (
    Block(
        "scoreboard",
        (
            Column("team", "name", 11),
            Column("manager", "name", 17),
            *columns("money", "sold plan", 10),
            Column("share", "share", 8),
            *columns("money", "forecast low high", 10),
            Column("leads", "int", 6),
            Column("taken_rate", "rate", 8),
            Column("weakest", "text", 21),
            *columns("int", "untouched overdue no_next_step stale", 6),
            Column("presale_deals", "int", 9, detail=True),
            *columns("money", "presale at_stake", 10),
        ),
    ),
    Block(
        "to_call",
        (
            Column("manager", "name", 18),
            Column("id", "text", 10),
            *CONTACT[:2],
            Column("reason", "code", 20),
            Column("stage", "name", 17),
            *columns("money", "amount expected", 11),
            Column("chance", "rate", 8),
            Column("days_overdue", "days", 9),
            Column("next_step", "code", 18),
            CONTACT[2],
        ),
        max_rows=1_000,
    ),
    Block(
        "handout",
        (
            Column("manager", "name", 20),
            Column("id", "text", 10),
            Column("client", "text", 24),
            Column("phone", "text", 18),
            Column("reason", "code", 20),
            Column("stage", "name", 18),
            Column("amount", "money", 11),
            Column("days_overdue", "days", 9),
            Column("next_step", "code", 24),
        ),
    ),
)
