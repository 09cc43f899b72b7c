"""The command line ``honest-funnel``: its commands and their options, and how they are run.

Help texts stand here as keys of the catalogue and are put into the user's language before they are shown.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from addin.cli import calc, crm, excel, sheets
from addin.cli.exit_codes import EXIT_BAD_INPUT, EXIT_STOPPED, report_error
from addin.cli.language import detect_language, translate_help
from addin.cli.options import (
    AsOf,
    BacktestOut,
    By,
    Credentials,
    Currency,
    DateOrder,
    DealsArgument,
    DealsSheet,
    DealUrl,
    Debug,
    Folder,
    History,
    Horizon,
    Impersonate,
    Json,
    LangOption,
    Ledger,
    MacroWorkbook,
    Mapping,
    Out,
    PeriodOption,
    Pipeline,
    Plan,
    Propose,
    Quiet,
    Rates,
    SharedSheet,
    Spend,
    Stages,
    Template,
    Timezone,
    WindowOption,
    params,
)
from addin.cli.refusals import naming_the_way_out

if TYPE_CHECKING:  # for its type alone: help loads no data library
    from addin.refresh import Request

app = typer.Typer(
    name="honest-funnel",
    help="app",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(requested: bool) -> None:
    if requested:
        from addin import __version__

        print(f"honest-funnel {__version__}")
        raise typer.Exit


@app.callback()
def _start(
    lang: LangOption = None,
    version: Annotated[
        bool, typer.Option("--version", help="option.version", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    pass


def _request(ctx: typer.Context) -> Request:
    from addin.cli.commands.request import request_of

    return request_of(params(ctx), ctx.obj)


@app.command("report", help="report")
def _report(
    ctx: typer.Context,
    deals: DealsArgument,
    deals_sheet: DealsSheet = None,
    out: Out = None,
    json: Json = None,
    as_of: AsOf = None,
    period: PeriodOption = None,
    window: WindowOption = None,
    horizon: Horizon = None,
    lang: LangOption = None,
    template: Template = None,
    stages: Stages = None,
    history: History = None,
    spend: Spend = None,
    plan: Plan = None,
    rates: Rates = None,
    mapping: Mapping = None,
    ledger: Ledger = None,
    pipeline: Pipeline = None,
    currency: Currency = None,
    timezone: Timezone = None,
    date_order: DateOrder = None,
    deal_url: DealUrl = None,
    by: By = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    _run_report(ctx, deals, out, json)


def _run_report(ctx: typer.Context, deals: Path, out: Path | None, json: Path | None) -> None:
    from addin.cli.commands import report

    with naming_the_way_out(ctx, deals):
        report.run(_request(ctx), out, json, quiet=ctx.params["quiet"])


@app.command("check", help="check")
def _check(
    ctx: typer.Context,
    deals: DealsArgument,
    deals_sheet: DealsSheet = None,
    propose: Propose = None,
    as_of: AsOf = None,
    lang: LangOption = None,
    stages: Stages = None,
    history: History = None,
    spend: Spend = None,
    plan: Plan = None,
    rates: Rates = None,
    mapping: Mapping = None,
    pipeline: Pipeline = None,
    currency: Currency = None,
    timezone: Timezone = None,
    date_order: DateOrder = None,
    debug: Debug = False,
) -> None:
    from addin.cli.commands import check

    with naming_the_way_out(ctx, deals):
        check.run(_request(ctx), propose)


@app.command("backtest", help="backtest")
def _backtest(
    ctx: typer.Context,
    deals: DealsArgument,
    deals_sheet: DealsSheet = None,
    out: BacktestOut = None,
    as_of: AsOf = None,
    lang: LangOption = None,
    stages: Stages = None,
    history: History = None,
    rates: Rates = None,
    mapping: Mapping = None,
    ledger: Ledger = None,
    pipeline: Pipeline = None,
    currency: Currency = None,
    timezone: Timezone = None,
    date_order: DateOrder = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    from addin.cli.commands import backtest

    with naming_the_way_out(ctx, deals):
        backtest.run(_request(ctx), out, quiet=quiet)


@app.command("demo", help="demo")
def _demo(
    ctx: typer.Context,
    folder: Folder = Path("honest-funnel-demo"),
    lang: LangOption = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    from addin.cli.commands import demo

    demo.run(folder, params(ctx)["lang"], ctx.obj, quiet=quiet)


@app.command("doctor", help="doctor")
def _doctor(
    ctx: typer.Context,
    workbook: MacroWorkbook = None,
    sheet: SharedSheet = None,
    credentials: Credentials = None,
    impersonate: Impersonate = None,
    lang: LangOption = None,
    debug: Debug = False,
) -> None:
    from addin.cli.commands import doctor
    from addin.cli.commands import sheets as shared

    if not doctor.run(workbook, ctx.obj, shared.findings(params(ctx)) if sheet else ()):
        raise typer.Exit(EXIT_BAD_INPUT)


for group in (crm, calc, excel, sheets):
    app.add_typer(group.app)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns:
        0 done; 2 something the user can mend; 130 stopped by the user; 1 a defect of ours. Errors are one
        line on the error stream; with ``--debug`` they are raised.
    """
    args = list(sys.argv[1:] if argv is None else argv)
    lang = detect_language(args)
    try:
        command = typer.main.get_command(app)
        translate_help(command, lang)
        code = command.main(args, prog_name="honest-funnel", standalone_mode=False, obj=lang)
    except Exception as error:
        if "--debug" in args and not isinstance(error, (typer.Exit, TyperException)):
            raise
        return report_error(error, lang)
    if code == EXIT_STOPPED:  # typer's word for Ctrl-C
        return report_error(typer.Abort(), lang)
    return code if isinstance(code, int) else 0
