"""The commands ``honest-funnel sheets …``: the team's shared Google spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from addin.cli.options import (
    AsOf,
    By,
    Credentials,
    Currency,
    DateOrder,
    DealsSheet,
    DealUrl,
    Debug,
    File,
    Horizon,
    Impersonate,
    LangOption,
    PeriodOption,
    Pipeline,
    Template,
    Timezone,
    WindowOption,
    option,
    params,
)
from addin.cli.refusals import naming_the_way_out
from addin.words import say

app = typer.Typer(name="sheets", help="sheets", no_args_is_help=True, rich_markup_mode="rich")

Sheet = Annotated[
    str, typer.Argument(help="argument.sheet", metavar="KEY|URL", show_default=False, readable=False)
]
Verbose = Annotated[bool, option("verbose", "--verbose", "-v")]
DealsFile = Annotated[File, option("deals_file", "--deals", metavar="FILE")]
DryRun = Annotated[bool, option("dry_run", "--dry-run")]
Every = Annotated[float, typer.Option("--every", help="option.every", metavar="SECONDS", min=2.0)]
Client = Annotated[Path, option("client", "--client", metavar="FILE")]


@app.command("init", help="sheets_init")
def _init(
    ctx: typer.Context,
    sheet: Sheet,
    lang: LangOption = None,
    template: Template = None,
    credentials: Credentials = None,
    impersonate: Impersonate = None,
    verbose: Verbose = False,
    debug: Debug = False,
) -> None:
    from addin.cli.commands import sheets

    sheets.init(params(ctx), ctx.obj)


@app.command("sync", help="sheets_sync")
def _sync(
    ctx: typer.Context,
    sheet: Sheet,
    deals: DealsFile = None,
    deals_sheet: DealsSheet = None,
    dry_run: DryRun = False,
    as_of: AsOf = None,
    period: PeriodOption = None,
    window: WindowOption = None,
    horizon: Horizon = None,
    lang: LangOption = None,
    pipeline: Pipeline = None,
    currency: Currency = None,
    timezone: Timezone = None,
    date_order: DateOrder = None,
    deal_url: DealUrl = None,
    by: By = None,
    credentials: Credentials = None,
    impersonate: Impersonate = None,
    verbose: Verbose = False,
    debug: Debug = False,
) -> None:
    from addin.cli.commands import sheets

    _check_deals_sheet(ctx)
    with naming_the_way_out(ctx, deals):
        sheets.sync(params(ctx), ctx.obj)


@app.command("watch", help="sheets_watch")
def _watch(
    ctx: typer.Context,
    sheet: Sheet,
    every: Every = 10.0,
    deals: DealsFile = None,
    deals_sheet: DealsSheet = None,
    lang: LangOption = None,
    credentials: Credentials = None,
    impersonate: Impersonate = None,
    verbose: Verbose = False,
    debug: Debug = False,
) -> None:
    from addin.cli.commands import sheets

    _check_deals_sheet(ctx)
    with naming_the_way_out(ctx, deals):
        sheets.watch(params(ctx), ctx.obj)


def _check_deals_sheet(ctx: typer.Context) -> None:
    """A sheet is chosen in a file; the spreadsheet's own tab of deals is found by its name."""
    if ctx.params.get("deals_sheet") and not ctx.params.get("deals"):
        raise typer.BadParameter(say("cli.sheet_without_deals", ctx.obj))


@app.command("login", help="sheets_login")
def _login(ctx: typer.Context, client: Client, lang: LangOption = None, debug: Debug = False) -> None:
    from addin.cli.commands import sheets

    sheets.login(params(ctx), ctx.obj)
