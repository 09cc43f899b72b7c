"""The commands ``honest-funnel calc …``; help texts are keys of the catalogue, as in ``addin.cli``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from addin.words import LANGS, Lang, say

calc = typer.Typer(name="calc", help="calc", no_args_is_help=True, rich_markup_mode="rich")


def _option(key: str, *names: str, metavar: str | None = None) -> Any:
    return typer.Option(*names, help=f"option.{key}", metavar=metavar, show_default=False, readable=False)


Profile = Annotated[Path | None, _option("profile", "--profile", metavar="DIR")]
Language = Annotated[str | None, _option("calc_lang", "--lang", metavar="ru|en")]
Spoken = Annotated[str | None, _option("lang", "--lang", metavar="ru|en")]
Debug = Annotated[bool, _option("debug", "--debug")]
Workbook = Annotated[
    Path | None,
    typer.Argument(help="argument.workbook", metavar="[FILE]", show_default=False, readable=False),
]
Blank = Annotated[bool, _option("calc_blank", "--blank")]


@calc.command("install", help="calc_install")
def _install(
    ctx: typer.Context, lang: Language = None, profile: Profile = None, debug: Debug = False
) -> None:
    from addin.hosts.calc import install

    install.install(_lang(lang), profile)
    typer.echo(say("cli.done.calc_install", ctx.obj))


@calc.command("uninstall", help="calc_uninstall")
def _uninstall(
    ctx: typer.Context, lang: Spoken = None, profile: Profile = None, debug: Debug = False
) -> None:
    from addin.hosts.calc import install

    install.uninstall(profile)
    typer.echo(say("cli.done.calc_uninstall", ctx.obj))


@calc.command("open", help="calc_open")
def _open(
    ctx: typer.Context,
    workbook: Workbook = None,
    blank: Blank = False,
    lang: Language = None,
    profile: Profile = None,
    debug: Debug = False,
) -> None:
    from addin.hosts.calc import install

    chosen = _lang(lang)
    if workbook is None or blank:
        from addin.hosts.calc.live import make

        workbook = workbook or Path("honest-funnel-blank.ods" if blank else "honest-funnel-live.ods")
        typer.echo(say("cli.calc_making", ctx.obj, path=workbook))
        make(workbook, chosen or ctx.obj, blank=blank)
    install.show(workbook, chosen, profile)
    typer.echo(say("cli.done.calc_open", ctx.obj, path=workbook))


def _lang(asked: str | None) -> Lang | None:
    """The language asked for.

    Raises:
        OptionError: there is no such language.
    """
    if asked is None:
        return None
    for lang in LANGS:
        if asked == lang:
            return lang
    from addin.errors import OptionError

    raise OptionError("choice", setting="lang", value=asked, allowed=", ".join(LANGS))
