"""What a maker works on: a workbook being made, and a growing table on a sheet of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from addin.report.blocks import Block
from addin.words import Lang, has, say
from sheets_templates import formats

CREATED = dt.datetime(2026, 1, 1)
"""When every workbook says it was made, so that the same words make the same bytes."""


@dataclass(frozen=True)
class Book:
    """A workbook being made, its language, and whether it is live: with raw tables beside the report."""

    file: Workbook
    lang: Lang
    live: bool = False

    def tab(self, block: str) -> str:
        """The name of a block's sheet; in a live workbook raw tables may have the usual one."""
        own = f"sheet_live.{block}"
        return say(own if self.live and has(own) else f"sheet.{block}", self.lang)

    def style(self, *properties: dict[str, Any]) -> Any:
        """A cell format of these properties, later ones first."""
        merged: dict[str, Any] = {"font_name": formats.FONT}
        for some in properties:
            merged |= some
        return self.file.add_format(merged)


@dataclass(frozen=True)
class Table:
    """A growing block on its sheet.

    Args:
        top: the row of its headings, from 0.
        rows: how many there are below the headings.
        labels_above: column → labels of a record above the table, which share its width.
        chart_rows: rows left for a chart between the table's title and its explanation.
    """

    book: Book
    sheet: Worksheet
    block: Block
    top: int
    rows: int
    labels_above: Mapping[int, str]
    chart_rows: int = 0

    @property
    def last(self) -> tuple[int, int]:
        """The last row and column."""
        return self.top + self.rows, len(self.block.columns) - 1
