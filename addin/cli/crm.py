"""The commands ``honest-funnel pull`` and ``schedule``: deals straight from a CRM, every day by itself."""

from __future__ import annotations

from pathlib import Path

import typer

from addin.cli.options import (
    At,
    Crm,
    DealsArgument,
    Debug,
    Form,
    LangOption,
    Login,
    Out,
    PulledCrm,
    Quiet,
    ScheduleFolder,
    SharedSheet,
    Store,
    Timezone,
    Whole,
    params,
)

app = typer.Typer()


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

    lang_named = params(ctx)["lang"] or ctx.obj
    if login:
        pull.login(crm, lang_named)
    else:
        pull.run(crm, store, timezone, lang_named, whole=whole, quiet=quiet)


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
    schedule.run(daily, at, form, folder, params(ctx)["lang"] or ctx.obj)
