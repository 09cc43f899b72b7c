"""``honest-funnel backtest``: the past forecasts printed, and their chart saved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from addin.cli.commands.backtest_tables import print_backtest
from addin.cli.commands.outputs import check_outputs
from addin.cli.console import Voice, print_beside, print_message, progress
from addin.readers.beside import file_beside
from addin.refresh import Request, load, report_of
from addin.xlsx.backtest_workbook import write_backtest_workbook


def run(request: Request, out: Path | None, *, quiet: bool = False) -> None:
    """Print the past forecasts and save their chart; where there are none, say why. Quiet: only save it."""
    voice = Voice(quiet)
    out = out or file_beside(request.deals, "-backtest.xlsx")
    request = replace(request, template=None)
    check_outputs(replace(request, ledger=None), out, None)
    with progress(request.system_lang, ("reading", "computing"), voice) as step:
        loaded = load(request, step)
        report = report_of(loaded, step)
    lang = report.lang
    print_beside(loaded.beside, lang, voice)
    if report.blocks["forecast_record"].empty:
        print_message("backtest.none", lang, voice, why=report.blocks["backtest"]["note"].iloc[0])
        return
    print_backtest(voice.console(), report)
    write_backtest_workbook(report, out)
    print_message("done.chart", lang, voice, path=out)
