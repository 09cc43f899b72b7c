"""The command ``honest-funnel pull``: deals straight from a CRM."""

from __future__ import annotations

import typer

from addin.cli.options import Crm, Debug, LangOption, Login, Quiet, Store, Timezone, Whole, params

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
