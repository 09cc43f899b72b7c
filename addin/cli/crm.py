"""The commands ``pull``, ``schedule`` and ``digest``: deals from a CRM, every day, the week in a letter."""

from __future__ import annotations

from pathlib import Path

import typer

from addin.cli.options import (
    AsOf,
    At,
    Crm,
    Currency,
    DateOrder,
    DealsArgument,
    DealsSheet,
    Debug,
    DigestOut,
    Form,
    History,
    LangOption,
    Ledger,
    Login,
    Mapping,
    Out,
    Pipeline,
    Plan,
    PulledCrm,
    Quiet,
    Rates,
    Receivers,
    ScheduleFolder,
    Sender,
    SharedSheet,
    Smtp,
    Stages,
    Store,
    Timezone,
    Whole,
    params,
)
from addin.cli.refusals import naming_the_way_out
from addin.words import Lang

app = typer.Typer()


def _lang(ctx: typer.Context) -> Lang:
    """The language of the words of a command that makes no report."""
    found: Lang = params(ctx)["lang"] or ctx.obj
    return found


@app.command("pull", help="pull")
def _pull(
    ctx: typer.Context,
    crm: Crm,
    store: Store = None,
    login: Login = False,
    whole: Whole = False,
    timezone: Timezone = None,
    lang: LangOption = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    from addin.cli.commands import pull

    if login:
        pull.login(crm, _lang(ctx))
    else:
        pull.run(crm, store, timezone, _lang(ctx), whole=whole, quiet=quiet)


@app.command("schedule", help="schedule")
def _schedule(
    ctx: typer.Context,
    deals: DealsArgument,
    crm: PulledCrm = None,
    out: Out = None,
    sheet: SharedSheet = None,
    at: At = "07:30",
    form: Form = None,
    folder: ScheduleFolder = Path(),
    lang: LangOption = None,
    debug: Debug = False,
) -> None:
    from addin.cli.commands import schedule
    from addin.readers.beside import file_beside

    daily = schedule.DailyRun(crm, deals, out or file_beside(deals, "-report.xlsx"), sheet)
    schedule.run(daily, at, form, folder, _lang(ctx))


@app.command("digest", help="digest")
def _digest(
    ctx: typer.Context,
    deals: DealsArgument,
    deals_sheet: DealsSheet = None,
    out: DigestOut = None,
    smtp: Smtp = None,
    sender: Sender = None,
    receivers: Receivers = None,
    as_of: AsOf = None,
    lang: LangOption = None,
    stages: Stages = None,
    history: History = None,
    plan: Plan = None,
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
    from addin.cli.commands import digest
    from addin.cli.commands.request import request_of

    with naming_the_way_out(ctx, deals):
        mail = digest.Mail(smtp, sender, receivers or [])
        digest.run(request_of(params(ctx), ctx.obj), out, mail, quiet=quiet)
