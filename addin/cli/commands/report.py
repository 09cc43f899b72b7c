"""``honest-funnel report``: the report written, and its summary printed."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from addin.cli.allocator import keep_freed_memory
from addin.cli.commands.outputs import check_outputs, write_outputs
from addin.cli.console import print_beside, print_message, progress
from addin.ledger_file import append_to_ledger, ledger_lock
from addin.output_files import OutputFiles
from addin.refresh import Request, load, preload, report_of
from addin.words import say

if TYPE_CHECKING:  # loaded beside the reading, see addin.refresh.preload
    from addin.report.build import Report


def run(request: Request, out: Path | None, json: Path | None) -> None:
    """Write the report and say where it lies."""
    keep_freed_memory()
    out = out or request.deals.with_name(f"{request.deals.stem}-report{_suffix(request.template)}")
    check_outputs(request, out, json)
    preload()
    with progress(request.system_lang) as step:
        loaded = load(request, step)
        lang = loaded.settings.lang
        report = report_of(loaded, step)
        step("writing")
        with ledger_lock(request.ledger, step), OutputFiles() as outputs:
            write_outputs(report, request.template, out, json, outputs)
            added = append_to_ledger(request, loaded, outputs)
    print_beside(loaded.beside, lang)
    _print_summary(report)
    print_message("done.report", lang, path=out)
    if json is not None:
        print_message("done.json", lang, path=json)
    if request.ledger is not None:
        print_message("done.ledger", lang, path=request.ledger, n=added)


def _print_summary(report: Report) -> None:
    header, console = report.blocks["header"].iloc[0], Console()
    head = say(
        "cli.done.head",
        report.lang,
        as_of=header["as_of"],
        start=header["period_from"],
        end=header["period_to"],
        horizon=int(header["horizon_days"]),
    )
    console.print(head, style="bold", markup=False)
    for text in report.blocks["summary"]["text"]:
        # unlike rich, textwrap keeps the parts of a number together that a no-break space joins
        lines = textwrap.fill(str(text), console.width, initial_indent="• ", subsequent_indent="  ")
        console.print(lines, markup=False, highlight=False, soft_wrap=True)


def _suffix(template: Path | None) -> str:
    """The ending of a report: that of its template, or of a workbook made from Excel's own templates."""
    ending = template.suffix.lower() if template is not None else ".xlsx"
    return {".xltx": ".xlsx", ".xltm": ".xlsm"}.get(ending, ending)
