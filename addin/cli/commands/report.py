"""``honest-funnel report``: the report written, and its summary printed."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from addin.cli.allocator import keep_freed_memory
from addin.cli.commands.outputs import check_outputs, write_outputs
from addin.cli.console import STANDARD, Voice, print_beside, print_message, progress
from addin.ledger_file import append_to_ledger, ledger_lock
from addin.output_files import OutputFiles
from addin.readers.beside import file_beside
from addin.refresh import Request, load, preload, report_of
from addin.words import say

if TYPE_CHECKING:  # loaded beside the reading, see addin.refresh.preload
    from addin.report.build import Report

_STEPS = ("reading", "computing", "writing")


def run(request: Request, out: Path | None, json: Path | None, *, quiet: bool = False) -> None:
    """Write the report and say where it lies.

    Args:
        request: what was asked for.
        out: the report; None: beside the deals.
        json: the same tables; ``STANDARD``: on the standard output, words then go to the error stream.
        quiet: say nothing.
    """
    voice = Voice(quiet, beside=json == STANDARD)
    keep_freed_memory()
    out = out or file_beside(request.deals, f"-report{_suffix(request.template)}")
    file = None if json == STANDARD else json
    check_outputs(request, out, file)
    preload()
    with progress(request.system_lang, _STEPS, voice) as step:
        loaded = load(request, step)
        lang = loaded.settings.lang
        report = report_of(loaded, step)
        step("writing")
        with ledger_lock(request.ledger, step), OutputFiles() as outputs:
            write_outputs(report, request.template, out, file, outputs)
            added = append_to_ledger(request, loaded, outputs)
    print_beside(loaded.beside, lang, voice)
    _print_summary(report, voice.console())
    print_message("done.report", lang, voice, path=out)
    if file is not None:
        print_message("done.json", lang, voice, path=file)
    if request.ledger is not None:
        print_message("done.ledger", lang, voice, path=request.ledger, n=added)
    if json == STANDARD:
        from addin.report.json_export import as_json

        sys.stdout.write(as_json(report))


def _print_summary(report: Report, console: Console) -> None:
    header = report.blocks["header"].iloc[0]
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
