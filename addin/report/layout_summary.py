"""The blocks of the Summary. Its sheet gives each column its room, so no width stands here."""

from __future__ import annotations

from addin.report.blocks import Block, Column, columns
from addin.report.layout_monday import MONDAY

STEPS = 9
"""The most steps the heat map and the funnel of the Summary show."""

HEAT = (
    Column("manager", "name", 23),
    Column("leads", "int"),
    Column("whole_rate", "rate"),
    Column("whole_n", "int", 7),
    *(
        column
        for k in range(1, STEPS + 1)
        for column in (Column(f"rate_{k}", "share", 8), Column(f"n_{k}", "int", 5))
    ),
    *columns("tone", "whole_tone " + " ".join(f"tone_{k}" for k in range(1, STEPS + 1)), 5, detail=True),
)
"""A manager, and for each step rate, its count, and the tone that colours it."""

HEADER = Block(
    "header",
    (
        *columns("date", "as_of period_from period_to"),
        Column("horizon_days", "days"),
        Column("pipeline", "text"),
        *columns("int", "rows_read rows_used rows_set_aside rows_after_asof"),
    ),
    fixed_rows=1,
)
FINDINGS = Block(
    "summary", (Column("text", "text"), Column("count", "int"), Column("topic", "code")), fixed_rows=7
)
KEY_FIGURES = Block(
    "key_figures",
    (
        Column("leads", "int"),
        Column("leads_note", "text"),
        Column("taken_rate", "figure"),
        Column("taken_note", "text"),
        Column("nontarget_rate", "rate"),
        Column("nontarget_note", "text"),
        Column("conversion", "figure"),
        Column("conversion_note", "text"),
        Column("presale", "money"),
        Column("presale_note", "text"),
        Column("to_act", "int"),
        Column("to_act_note", "text"),
    ),
    fixed_rows=1,
)
FUNNEL = Block(
    "funnel",
    (
        Column("step", "row"),
        Column("name", "text"),
        *columns("int", "entered advanced open lost nontarget"),
        Column("rate", "rate"),
        Column("range", "text"),
        *columns("name", "from to"),
    ),
    fixed_rows=STEPS + 1,
)
TOP_HEATMAP = Block("top_heatmap", HEAT, fixed_rows=12, view_of="heatmap")
GROWTH = Block(
    "growth",
    (Column("manager", "name"), Column("growth_point", "text"), Column("growth_wins", "number")),
    fixed_rows=6,
)
SUMMARY = (HEADER, *MONDAY, FINDINGS, KEY_FIGURES, FUNNEL, TOP_HEATMAP, GROWTH)
