"""The commands ``honest-funnel excel …``; help texts are keys of the catalogue, as in ``addin.cli.app``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from addin.cli.options import Debug, option
from addin.settings import language
from addin.words import say

app = typer.Typer(name="excel", help="excel", no_args_is_help=True, rich_markup_mode="rich")

Folder = Annotated[Path, typer.Argument(help="argument.excel_folder", metavar="[DIR]", show_default=False)]
ExcelLang = Annotated[str | None, option("excel_lang", "--lang", metavar="ru|en")]
Sample = Annotated[bool, option("excel_sample", "--sample")]
WheelUrl = Annotated[str | None, option("wheel_url", "--wheel-url", metavar="URL")]


@app.command("build", help="excel_build")
def _build(
    ctx: typer.Context,
    folder: Folder = Path(),
    lang: ExcelLang = None,
    sample: Sample = False,
    debug: Debug = False,
) -> None:
    from addin.hosts.excel.build import build

    for path in build(folder, language(lang) or ctx.obj, sample):
        typer.echo(say("cli.done.excel_file", ctx.obj, path=path))
    typer.echo(say("cli.done.excel_build", ctx.obj))


@app.command("install", help="excel_install")
def _install(ctx: typer.Context, lang: ExcelLang = None, debug: Debug = False) -> None:
    from addin.hosts.excel.install import install

    path = install(language(lang) or ctx.obj, os.environ)
    typer.echo(say("cli.done.excel_install", ctx.obj, path=path))


@app.command("uninstall", help="excel_uninstall")
def _uninstall(ctx: typer.Context, lang: ExcelLang = None, debug: Debug = False) -> None:
    from addin.hosts.excel.install import uninstall

    typer.echo(say("cli.done.excel_uninstall", ctx.obj, path=uninstall(os.environ)))


@app.command("lite", help="excel_lite")
def _lite(
    ctx: typer.Context,
    folder: Folder = Path("honest-funnel-lite"),
    lang: ExcelLang = None,
    wheel_url: WheelUrl = None,
    debug: Debug = False,
) -> None:
    from addin.hosts.excel.lite import write_lite

    for path in write_lite(folder, language(lang) or ctx.obj, wheel_url):
        typer.echo(say("cli.done.excel_file", ctx.obj, path=path))
    typer.echo(say("cli.done.excel_lite", ctx.obj))
