"""The commands ``honest-funnel calc …``; help texts are keys of the catalogue, as in ``addin.cli.app``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from addin.cli.options import Debug, LangOption, option
from addin.settings import language
from addin.words import say

app = typer.Typer(name="calc", help="calc", no_args_is_help=True, rich_markup_mode="rich")

Profile = Annotated[Path | None, option("profile", "--profile", metavar="DIR")]
CalcLang = Annotated[str | None, option("calc_lang", "--lang", metavar="ru|en")]
Workbook = Annotated[
    Path | None,
    typer.Argument(help="argument.workbook", metavar="[FILE]", show_default=False, readable=False),
]
Blank = Annotated[bool, option("calc_blank", "--blank")]


@app.command("install", help="calc_install")
def _install(
    ctx: typer.Context, lang: CalcLang = None, profile: Profile = None, debug: Debug = False
) -> None:
    from addin.hosts.calc.extension import install

    install.install(language(lang), profile)
    typer.echo(say("cli.done.calc_install", ctx.obj))


@app.command("uninstall", help="calc_uninstall")
def _uninstall(
    ctx: typer.Context, lang: LangOption = None, profile: Profile = None, debug: Debug = False
) -> None:
    from addin.hosts.calc.extension import install

    install.uninstall(profile)
    typer.echo(say("cli.done.calc_uninstall", ctx.obj))


@app.command("open", help="calc_open")
def _open(
    ctx: typer.Context,
    workbook: Workbook = None,
    blank: Blank = False,
    lang: CalcLang = None,
    profile: Profile = None,
    debug: Debug = False,
) -> None:
    from addin.hosts.calc.extension import install

    chosen = language(lang)
    if workbook is None or blank:
        from addin.hosts.calc.live_workbook import make_workbook

        workbook = workbook or Path("honest-funnel-blank.ods" if blank else "honest-funnel-live.ods")
        typer.echo(say("cli.calc_making", ctx.obj, path=workbook))
        make_workbook(workbook, chosen or ctx.obj, blank=blank)
    install.open_workbook(workbook, chosen, profile)
    typer.echo(say("cli.done.calc_open", ctx.obj, path=workbook))
