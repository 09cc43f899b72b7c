"""``honest-funnel doctor``: what may keep a spreadsheet from working with us, printed."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from rich.console import Console

from addin.cli.commands.crm_findings import crms
from addin.hosts.doctor import findings
from addin.hosts.system import Finding, ThisSystem
from addin.words import Lang, say

_STYLES = {"ok": "", "warn": "yellow", "fail": "bold red"}


def run(workbook: Path | None, lang: Lang, more: Iterable[Finding] = ()) -> bool:
    """Print what may keep a spreadsheet from working with us, then ``more``; whether nothing does."""
    console, ok = Console(), True
    for finding in chain(findings(ThisSystem(), workbook), crms(lang), more):
        outcome, text = say(f"cli.doctor_{finding.outcome}", lang), finding.text(lang)
        console.print(f"{outcome}: {text}", style=_STYLES[finding.outcome], markup=False, soft_wrap=True)
        ok = ok and finding.outcome != "fail"
    return ok
