"""The command line ``honest-funnel``: options in, files out, words on the screen; no arithmetic.

Help texts stand here as keys of the catalogue and are put into the user's language before they are shown.
"""

from __future__ import annotations

import io
import locale
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from addin.cli.calc import calc
from addin.cli.excel import excel
from addin.cli.options import (
    AsOf,
    BacktestOut,
    Currency,
    DateOrder,
    DealsArgument,
    Debug,
    Folder,
    History,
    Horizon,
    Json,
    LangOption,
    Ledger,
    MacroWorkbook,
    Mapping,
    Out,
    PeriodOption,
    Pipeline,
    Plan,
    Rates,
    Spend,
    Stages,
    Template,
    Timezone,
    WindowOption,
    params,
)
from addin.cli.sheets import Credentials, Impersonate, SharedSheet
from addin.cli.sheets import app as sheets_app
from addin.errors import HonestFunnelError
from addin.words import LANGS, Lang, has, say

EXIT_BAD_INPUT = 2
EXIT_DEFECT = 1

app = typer.Typer(
    name="honest-funnel",
    help="app",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(asked: bool) -> None:
    if asked:
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


@app.command("report", help="report")
def _report(
    ctx: typer.Context,
    deals: DealsArgument,
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
    debug: Debug = False,
) -> None:
    from addin.cli.allocator import keep_freed_memory

    keep_freed_memory()
    from addin.cli import commands

    commands.report(commands.request(params(ctx), ctx.obj), out, json)


@app.command("check", help="check")
def _check(
    ctx: typer.Context,
    deals: DealsArgument,
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
    from addin.cli import commands

    commands.check(commands.request(params(ctx), ctx.obj))


@app.command("backtest", help="backtest")
def _backtest(
    ctx: typer.Context,
    deals: DealsArgument,
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
    debug: Debug = False,
) -> None:
    from addin.cli import commands

    commands.backtest(commands.request(params(ctx), ctx.obj), out)


@app.command("demo", help="demo")
def _demo(
    ctx: typer.Context,
    folder: Folder = Path("honest-funnel-demo"),
    lang: LangOption = None,
    debug: Debug = False,
) -> None:
    from addin.cli import commands

    commands.demo(folder, ctx.obj, params(ctx)["lang"])


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
    from addin.cli import commands, commands_sheets

    more = commands_sheets.findings(params(ctx)) if sheet else ()
    if not commands.doctor(workbook, ctx.obj, more):
        raise typer.Exit(EXIT_BAD_INPUT)


app.add_typer(calc)
app.add_typer(excel)
app.add_typer(sheets_app, name="sheets")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns:
        0 done; 2 something the user can mend; 1 a defect of ours. Errors are one line on the error stream;
        with ``--debug`` they are raised.
    """
    args = list(sys.argv[1:] if argv is None else argv)
    lang = language(args)
    try:
        command = typer.main.get_command(app)
        _translate(command, lang)
        code = command.main(args, prog_name="honest-funnel", standalone_mode=False, obj=lang)
    except Exception as error:
        if "--debug" in args and not isinstance(error, (typer.Exit, TyperException)):
            raise
        return _end(error, lang)
    return code if isinstance(code, int) else 0


def _end(error: Exception, lang: Lang) -> int:
    """The exit code of an error, its line shown."""
    if isinstance(error, typer.Exit):
        return error.exit_code
    if isinstance(error, typer.Abort):
        return _complain(say("cli.aborted", lang), EXIT_BAD_INPUT)
    if isinstance(error, TyperException):
        if type(error).__name__ == "NoArgsIsHelpError":
            print(error.format_message(), file=sys.stderr)
            return EXIT_BAD_INPUT
        return _complain(say("cli.usage", lang, message=error.format_message()), EXIT_BAD_INPUT)
    if isinstance(error, HonestFunnelError):
        return _complain(error.text(lang), EXIT_BAD_INPUT)
    return _complain(say("cli.defect", lang, kind=type(error).__name__, message=error), EXIT_DEFECT)


def _complain(text: str, code: int) -> int:
    print(" ".join(text.split()), file=sys.stderr)
    return code


def _translate(command: Any, lang: Lang) -> None:
    """Put the help texts of a command and those below it into the language."""
    if command.help and has(f"cli.{command.help}"):
        command.help = say(f"cli.{command.help}", lang)
    for param in command.params:
        if getattr(param, "help", None) and has(f"cli.{param.help}"):
            param.help = say(f"cli.{param.help}", lang)
    for below in getattr(command, "commands", {}).values():
        _translate(below, lang)


def language(args: Sequence[str]) -> Lang:
    """The language of help and messages: ``--lang``, else the system's, else English."""
    for place, arg in enumerate(args):
        following = args[place + 1] if arg == "--lang" and place + 1 < len(args) else ""
        asked = arg.removeprefix("--lang=") if arg.startswith("--lang=") else following
        for lang in LANGS:
            if asked == lang:
                return lang
    spoken = next((os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), "")
    if not spoken and sys.platform == "win32":
        spoken = locale.getlocale()[0] or ""
    return "ru" if spoken.casefold().startswith("ru") else "en"


def entry() -> None:
    """The console script."""
    # columns live for one step: memory in huge pages costs more to prepare than it saves
    os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")
    # our products are small: more threads than one wait for each other, busily, on cores that have work to do
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a log in cp1251 has no arrow
    sys.exit(main())
