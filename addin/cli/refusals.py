"""The sentence at the end of a refusal: the command that writes a workbook in which to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from addin.errors import HonestFunnelError, InputError
from addin.words import Lang, say

_PROPOSING_IS_NO_HELP = (
    *("file_", "text_", "output_", "template_", "ledger_", "sheets_", "sheet_empty", "sheet_twice"),
    *(
        "no_deals_sheet",
        "deals_sheet_",
        "sheet_not_there",
        "no_table_sheet",
        "no_deals_table",
        "deals_missing",
    ),
)
"""How the keys of refusals begin of which no workbook of columns and statuses is the way out."""


@contextmanager
def naming_the_way_out(deals: Path | None, lang: Lang) -> Iterator[None]:
    """End the refusal of a file of deals with the command that proposes how to mend it."""
    try:
        yield
    except InputError as error:
        if deals is not None and not error.key.startswith(_PROPOSING_IS_NO_HELP):
            error.add_note(say("cli.way_out", lang, command=proposing_command(deals)))
        raise


def proposing_command(deals: Path) -> str:
    """The command that writes the workbook which later commands find beside the deals."""
    from addin.readers.beside import mapping_beside

    return f"honest-funnel check {_quoted(deals)} --propose {_quoted(mapping_beside(deals))}"


def whole_text(error: HonestFunnelError, lang: Lang) -> str:
    """The text of an error with the way out it was given."""
    return " ".join([error.text(lang), *getattr(error, "__notes__", ())])


def _quoted(path: Path) -> str:
    """A path as a shell of any system takes it."""
    text = str(path)
    return text if all(letter.isalnum() or letter in "._-/\\:" for letter in text) else f'"{text}"'
