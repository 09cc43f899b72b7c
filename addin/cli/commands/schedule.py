"""``honest-funnel schedule``: files that run pull, report and sync every day."""

from __future__ import annotations

import datetime as dt
import shlex
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from addin.cli.console import print_message
from addin.errors import InputError
from addin.output_files import OutputFiles
from addin.schedule import ENCODINGS, FORMS, NAME
from addin.words import Lang

_OURS = (sys.executable, "-m", "addin")
"""How a command of ours is begun wherever its folder may be: by the very Python that runs now."""


@dataclass(frozen=True)
class DailyRun:
    """What is to be done every day.

    Args:
        crm: pulled first; None: nothing is pulled.
        deals: the store, or a file of deals.
        report: the file to write.
        sheet: key or address of a shared spreadsheet to refresh; None: none is.
    """

    crm: str | None
    deals: Path
    report: Path
    sheet: str | None

    def commands(self) -> Iterator[tuple[str, ...]]:
        """The commands in order; no secret is in them, keys come from where ``--login`` kept them."""
        deals = str(self.deals.absolute())
        if self.crm:
            yield (*_OURS, "pull", self.crm, "--store", deals, "--quiet")
        yield (*_OURS, "report", deals, "--out", str(self.report.absolute()), "--quiet")
        if self.sheet:
            yield (*_OURS, "sheets", "sync", self.sheet, "--deals", deals)


def run(daily: DailyRun, at: str, form: str | None, folder: Path, lang: Lang) -> None:
    """Write the files and say which command switches them on.

    Args:
        daily: what is to be done.
        at: the time of day, as ``07:30``.
        form: one of ``FORMS``; None: what this system has.
        folder: where the files go; those there are replaced.
        lang: of the words.

    Raises:
        InputError: ``schedule_time``, ``schedule_form``, or a file cannot be written.
    """
    try:
        time = dt.time.fromisoformat(at)
    except ValueError as error:
        raise InputError("schedule_time", value=at) from error
    form = form or _usual_form()
    if form not in FORMS:
        raise InputError("schedule_form", value=form, known=", ".join(FORMS))
    texts = FORMS[form](list(daily.commands()), time, str(folder.absolute()))
    with OutputFiles() as outputs:
        for name, text in texts.items():
            content = text.encode(ENCODINGS[form])
            outputs.write(folder / name, lambda file, content=content: file.write(content))  # type: ignore[misc]
    for name in texts:
        print_message("schedule.written", lang, path=folder / name)
    place = str(folder.absolute())
    shown = f'"{place}"' if form == "windows" else shlex.quote(place)
    print_message(f"schedule.{form}", lang, folder=shown, name=NAME)


def _usual_form() -> str:
    if sys.platform == "win32":
        return "windows"
    return "systemd" if shutil.which("systemctl") else "cron"
