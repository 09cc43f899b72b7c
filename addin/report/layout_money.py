"""The blocks of money: forecast, its record, the plan, sources, reasons of loss."""

from __future__ import annotations

from addin.report.blocks import Block, Column, columns

RUNGS = 7
"""The most stages whose rates the sources show."""

MONEY: tuple[Block, ...] = (
    Block(
        "forecast_months",
        (
            Column("month", "month", 10),
            *columns("money", "closed presale earlier new total low high plan", 13),
            Column("share", "share", 9),
            *columns("money", "above below", 13, detail=True),
        ),
        fixed_rows=2,
    ),
    Block(
        "forecast",
        (
            Column("month", "month", 10),
            Column("component", "code", 22),
            *columns("money", "mean low high", 13),
            Column("deals", "int", 9),
            Column("note", "text", 44),
            Column("unpriced_wins", "int", 9),
            Column("unpriced_expected", "money", 13),
        ),
        fixed_rows=10,
    ),
    Block(
        "backtest",
        (
            Column("method", "code", 22),
            *columns("rate", "wape bias", 9),
            Column("brier", "ratio", 9),
            *columns("int", "covered origins", 9),
            *columns("rate", "wape_next bias_next", 9),
            *columns("int", "covered_next origins_next", 9),
            Column("note", "text", 44),
            *columns("rate", "interval_score interval_score_next", detail=True),
            *columns("ratio", "luck luck_next", detail=True),
        ),
        fixed_rows=5,
    ),
    Block(
        "forecast_record",
        (
            Column("origin", "date", 11),
            Column("month", "month", 10),
            *columns("money", "came expected low high", 11),
            Column("error", "rate", 11),
            *columns("money", "crm closed_rate last3", 11),
            Column("next_month", "month", 10),
            *columns("money", "next_came next_expected next_low next_high", 11),
        ),
    ),
    Block(
        "plan_fact",
        (
            Column("month", "month", 10),
            Column("manager", "name", 20),
            *columns("money", "plan fact", 13),
            Column("done", "rate", 9),
            Column("pace", "ratio", 9),
            *columns("money", "forecast low high", 13),
            *columns("rate", "share share_low share_high", 9),
            Column("note", "text", 34),
            *columns("rate", "above below on_plan", detail=True),
            Column("unpriced_wins", "int", detail=True),
            Column("unpriced_expected", "money", detail=True),
        ),
    ),
    Block(
        "sources",
        (
            Column("source", "name", 15),
            *columns("int", "leads wins", 7),
            Column("revenue", "money", 10),
            Column("mature", "int", 7),
            *columns("rate", "nontarget_rate won_rate", 8),
            *columns("ratio", "crude_ratio adjusted_ratio ratio_low ratio_high", 7),
            Column("spend", "money", 10),
            Column("cost_per_win", "money", 9),
            *columns("rate", "romi romi_low romi_high", 8),
            Column("verdict", "code", 12),
            Column("note", "text", 11),
            *columns("ratio", "above below", detail=True),
            *columns("int", "unpriced comparable_leads comparable_months", detail=True),
            *columns("ratio", "p p_adjusted", detail=True),
            *columns("money", "average cost_per_lead cost_per_presale", 11, detail=True),
            Column("taken_rate", "rate", detail=True),
            Column("hours_to_touch_median", "hours", detail=True),
            Column("presale_deals", "int", detail=True),
            *columns("rate", " ".join(f"rate_{k}" for k in range(1, RUNGS + 1)), detail=True),
        ),
    ),
    Block(
        "lost_reasons",
        (
            Column("reason", "name", 34),
            *columns("int", "lost nontarget", 10),
            Column("share", "rate", 10),
            Column("amount", "money", 15),
            Column("stage", "name", 24),
            Column("from_stage", "int", 12),
        ),
    ),
)
