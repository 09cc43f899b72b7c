"""What a refusal ends with: the command's own option that mends it, and the command that proposes how to."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from addin.errors import HonestFunnelError, InputError
from addin.words import Lang, say

_PROPOSING_IS_NO_HELP = (
    *("file_", "text_", "output_", "template_", "ledger_", "sheets_", "sheet_empty"),
    *("crm_", "store_", "mail_", "schedule_"),
    *("no_table_sheet", "no_deals_table", "deals_missing"),
)
"""How the keys of refusals begin of which no workbook of columns and statuses is the way out."""
_OF_SHEETS = ("no_deals_sheet", "deals_sheet_of_several", "sheet_not_there", "sheet_twice")
"""Keys of refusals that ask which sheet is that of the deals; ``likely`` is one of the sheets."""
_OPTION = {
    **dict.fromkeys(_OF_SHEETS, "deals_sheet"),
    **dict.fromkeys(("dates_ambiguous", "dates_unread", "dates_mostly_unread"), "date_order"),
    **dict.fromkeys(("currency_unset", "currency_no_rate"), "currency"),
    **dict.fromkeys(("column_missing", "no_ids_for_history", "history_of_other_deals"), "mapping"),
    "period_after": "period",
    "no_deals": "as_of",
    "output_not_writable": "out",
}
"""Key of a refusal → the option that may mend it."""
_REPEATED = {
    "deals_sheet": "--sheet",
    "stages": "--stages",
    "history": "--history",
    "spend": "--spend",
    "plan": "--plan",
    "rates": "--rates",
    "mapping": "--map",
    "pipeline": "--pipeline",
    "currency": "--currency",
    "timezone": "--timezone",
    "date_order": "--date-order",
}
"""Parameter → its option of ``check``: what the next command is to read as this one did."""


@contextmanager
def naming_the_way_out(ctx: typer.Context, deals: Path | None) -> Iterator[None]:
    """End the refusal of a file of deals with the ways out that this command knows of.

    Args:
        ctx: of the command.
        deals: the file of the deals; None where they are read from elsewhere.
    """
    try:
        yield
    except HonestFunnelError as error:
        if deals is not None:
            for text in _ways_out(error, deals, ctx):
                error.add_note(text)
        raise


def _ways_out(error: HonestFunnelError, deals: Path, ctx: typer.Context) -> Iterator[str]:
    lang: Lang = ctx.obj
    of_sheets = error.key in _OF_SHEETS
    likely = str(error.params.get("likely", ""))
    option = _OPTION.get(error.key)
    if option in ctx.params and (likely or not of_sheets):
        yield say(f"cli.way.{option}", lang)
    proposed = ctx.params.get("propose")
    if not isinstance(error, InputError) or error.key.startswith(_PROPOSING_IS_NO_HELP):
        return
    if likely if of_sheets else proposed is None:
        given = {**ctx.params, "deals_sheet": likely} if of_sheets else ctx.params
        yield say("cli.way_out", lang, command=proposing_command(deals, given))


def proposing_command(deals: Path, given: Mapping[str, Any]) -> str:
    """The command that writes the workbook which later commands find beside the deals.

    Args:
        deals: the file of the deals.
        given: the parameters of the command that was refused.
    """
    from addin.readers.beside import mapping_beside

    out = given.get("propose") or mapping_beside(deals)
    return command_of("check", deals, *_options(given, _REPEATED), "--propose", out)


def reporting_command(deals: Path, proposal: Path, given: Mapping[str, Any]) -> str:
    """The command that makes the report once the workbook of a proposal is corrected.

    Args:
        deals: the file of the deals.
        proposal: the workbook, named where it is not found by itself.
        given: table → its file, of those named.
    """
    from addin.readers.beside import mapping_beside

    others = {name: option for name, option in _REPEATED.items() if name not in ("mapping", "stages")}
    named = [] if proposal == mapping_beside(deals) else ["--map", proposal, "--stages", proposal]
    return command_of("report", deals, *_options(given, others), *named)


def whole_text(error: HonestFunnelError, lang: Lang) -> str:
    """The text of an error with the ways out it was given."""
    return " ".join([error.text(lang), *getattr(error, "__notes__", ())])


def _options(given: Mapping[str, Any], options: Mapping[str, str]) -> Iterator[object]:
    for name, option in options.items():
        if given.get(name):
            yield from (option, given[name])


def command_of(*words: object) -> str:
    """A command of ours as the user's shell takes it."""
    return " ".join(["honest-funnel", *(_quoted(str(word)) for word in words)])


def _quoted(text: str) -> str:
    """A word as the shell takes it."""
    if text and all(letter.isalnum() or letter in "._-/\\:" for letter in text):
        return text
    return f'"{text}"' if os.name == "nt" or not set(text) & set('"$`\\!') else shlex.quote(text)
