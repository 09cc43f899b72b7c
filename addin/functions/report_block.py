"""REPORT_BLOCK: a whole table of the report, headings first."""

from __future__ import annotations

from addin.errors import OptionError
from addin.functions import arguments
from addin.functions.function import HANDLE, PERIOD, Argument, Call, Function, Rows
from addin.functions.measures import blocks
from addin.report.cell_values import live_cells
from addin.report.headings import heading
from addin.report.layout import BLOCK


def _report_block(asked: Call) -> Rows:
    found = asked.deals()
    name = asked.text("block")
    if not name:
        raise OptionError("block_missing", known=", ".join(BLOCK))
    block = BLOCK[blocks().find(name)]
    report = found.report(arguments.period(asked.values["period"], "period"), asked.lang)
    table = report.blocks[block.source]
    if block.view_of is not None:
        table = table.head(block.fixed_rows or len(table))
    own = report.headings.get(block.source, {})
    heads = [own.get(column.key, heading(block.name, column.key, asked.lang)) for column in block.columns]
    handle = asked.values["deals"]  # its cell is of the document that asks
    since = handle.since if isinstance(handle, arguments.Cells) else found.since
    columns = [live_cells(column, table[column.key], asked.lang, since) for column in block.columns]
    return (tuple(heads), *zip(*columns, strict=True))


REPORT_BLOCK = Function(
    "REPORT_BLOCK", (Argument("block", "text", required=True), HANDLE, PERIOD), _report_block
)
