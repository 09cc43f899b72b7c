"""``honest-funnel sheets …``: a shared Google spreadsheet laid out, refreshed, watched, signed in to."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Mapping
from typing import Any

from addin.cli.commands.request import setting_options
from addin.cli.console import print_beside, print_line, print_message, progress
from addin.hosts.sheets.api_errors import spreadsheet_key
from addin.hosts.sheets.auth import access
from addin.hosts.sheets.auth import login as sign_in
from addin.hosts.sheets.client import CallRecord, Remote, RetryingClient
from addin.hosts.sheets.doctor import spreadsheet
from addin.hosts.sheets.layout import init as lay_out
from addin.hosts.sheets.retry import RetryPolicy
from addin.hosts.sheets.steps import Plan
from addin.hosts.sheets.sync import SyncRequest
from addin.hosts.sheets.sync import sync as refresh
from addin.hosts.sheets.watch import watch as look_on
from addin.hosts.system import Finding
from addin.words import Lang, say

_SHORT = 20.0
"""Seconds that somebody who asks what is wrong is kept waiting for a network that is down."""


def init(params: Mapping[str, Any], lang: Lang) -> None:
    """Lay the report out in a spreadsheet."""
    remote = _remote(params)
    added = lay_out(remote, params.get("lang"), lang, params.get("template"))
    print_message("sheets.init" if added else "sheets.init_nothing", lang, titles=", ".join(added))


def sync(params: Mapping[str, Any], lang: Lang) -> None:
    """Refresh the report in a spreadsheet once, or tell what that would change."""
    remote, dry = _remote(params), params["dry_run"]
    with progress(lang, ("reading", "computing", "publishing")) as step:
        done = refresh(remote, _request(params, lang, dry=dry), step)
    report_lang = done.report.lang
    print_beside(done.beside, report_lang)
    _print_plan(done.plan, report_lang)
    print_message("sheets.dry" if dry else "sheets.synced", report_lang, text=done.text)


def watch(params: Mapping[str, Any], lang: Lang) -> None:
    """Refresh whenever somebody ticks the box, until the program is told to stop."""
    remote, stop = _remote(params), threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    print_message("sheets.watching", lang, every=round(params["every"]))
    look_on(remote, _request(params, lang), params["every"], stop.wait, print_line)
    print_message("sheets.stopped", lang)


def login(params: Mapping[str, Any], lang: Lang) -> None:
    """Sign in with the browser."""
    print_message("sheets.browser", lang)
    print_message("sheets.signed_in", lang, path=sign_in(params["client"]))


def findings(params: Mapping[str, Any]) -> Iterator[Finding]:
    """What may keep a spreadsheet from being refreshed."""
    return spreadsheet(lambda: _remote(params, RetryPolicy(total=_SHORT)))


def _remote(params: Mapping[str, Any], retry: RetryPolicy | None = None) -> Remote:
    key = spreadsheet_key(params["sheet"])
    allowed = access(params.get("credentials"), params.get("impersonate"))
    on_call = _print_call if params.get("verbose") else lambda _: None
    client = RetryingClient(allowed.credentials, retry, account=allowed.account, on_call=on_call)
    return Remote(client, key)


def _request(params: Mapping[str, Any], lang: Lang, *, dry: bool = False) -> SyncRequest:
    return SyncRequest(params.get("deals"), setting_options(params), lang, dry, params.get("deals_sheet"))


def _print_plan(plan: Plan, lang: Lang) -> None:
    for change in plan.changes:
        block = say(f"block.{change.block}", lang)
        print_message("sheets.change", lang, block=block, cells=change.cells, rows=change.rows)
        if change.notes:
            print_message("sheets.change_notes", lang, notes=change.notes)
    if plan.insert is not None:
        print_message("sheets.ledger", lang, rows=plan.insert.rows)
    if plan.is_empty:
        print_message("sheets.no_change", lang)


def _print_call(call: CallRecord) -> None:
    """One call on the error stream; never what it carried."""
    line = f"{call.method:5}{call.path:32} {call.outcome:>9} {call.seconds:6.2f} s {call.sent:>9,} B"
    print_line(line, stderr=True)
