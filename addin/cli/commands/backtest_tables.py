"""The past forecasts and their errors as tables on a screen."""

from __future__ import annotations

import pandas as pd
from rich.console import Console
from rich.table import Table

from addin.report.build import Report
from addin.report.cell_values import text_converter
from addin.report.headings import heading
from addin.report.layout import BLOCK
from addin.words import FORMATS, Lang, say

_PRINTED = {
    "backtest": (
        "method wape bias brier covered origins",
        "method wape_next bias_next covered_next origins_next",
    ),
    "forecast_record": (
        "origin came expected low high error",
        "origin came crm closed_rate last3",
        "origin next_month next_came next_expected next_low next_high",
    ),
}
"""The columns of the tables that are printed, so that each fits into a window of 80 letters."""


def print_backtest(console: Console, report: Report) -> None:
    """The errors of every method, every forecast of ours and theirs, and what they lean on."""
    lang, scores = report.lang, report.blocks["backtest"]
    for name in ("backtest", "forecast_record"):
        for keys in _PRINTED[name]:
            console.print(block_table(report.blocks[name][keys.split()], name, lang))
    for row in scores[scores["note"].notna()].to_dict("records"):
        method = say(f"code.{row['method']}", lang)
        console.print(f"{method}: {row['note']}", markup=False, highlight=False)


def block_table(table: pd.DataFrame, name: str, lang: Lang) -> Table:
    """A block as it is printed: headings, numbers short, missing ones as nothing."""
    block = BLOCK[name]
    out = Table(title=say(f"block.{name}", lang), title_justify="left", show_lines=False)
    shown = [column for column in block.columns if column.key in table and table[column.key].notna().any()]
    formats = {"money": "int", "int": "int", "rate": "pct", "ratio": "ratio", "date": "day"}
    for column in shown:
        left = column.kind in ("code", "text", "date", "month")
        out.add_column(heading(name, column.key, lang), justify="left" if left else "right")
    for row in table.to_dict("records"):
        cells = []
        for column in shown:
            value, kind = row[column.key], formats.get(column.kind)
            as_text = text_converter(column, lang)
            text = FORMATS[kind](value, lang) if kind and pd.notna(value) else as_text(value)
            cells.append(text if pd.notna(value) else "")
        out.add_row(*cells)
    return out
