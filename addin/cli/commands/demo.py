"""``honest-funnel demo``: the sample workbook made, and its report."""

from __future__ import annotations

from pathlib import Path

from addin.cli.commands import report
from addin.cli.console import Voice, print_message, progress
from addin.errors import InputError
from addin.refresh import Request
from addin.words import Lang


def run(folder: Path, lang: str | None, system_lang: Lang, *, quiet: bool = False) -> None:
    """Make the sample workbook and its report.

    Args:
        folder: where, made if it is not there.
        lang: of the report, as named on the command line.
        system_lang: the language where nobody names one.
        quiet: say nothing.

    Raises:
        InputError: the workbook cannot be written there.
    """
    from addin.demo.workbook import write_demo

    voice = Voice(quiet)
    deals = folder / "deals.xlsx"
    request = Request(deals, options={"lang": lang}, system_lang=system_lang)
    with progress(system_lang, voice=voice) as step:
        step("sample")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_demo(deals, request.lang)
        except OSError as error:
            raise InputError("output_not_writable", file=deals) from error
    print_message("done.deals", system_lang, voice, path=deals)
    report.run(request, None, folder / "report.json", quiet=quiet)
