"""``honest-funnel pull``: a store brought up to date with a CRM, or the keys asked for and kept."""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from addin.cli.console import Voice, counter, print_message
from addin.cli.questions import is_interactive
from addin.cli.refusals import command_of
from addin.crm.extra import can_pull
from addin.errors import InputError
from addin.settings import DEFAULTS, check_timezone
from addin.time_zones import time_zone
from addin.words import Lang, say

if TYPE_CHECKING:
    from addin.crm.connector import Connector
    from addin.crm.pull import Pulled
    from addin.crm.transport import Patience

_SEEN_WHEN_TYPED = ("url", "login")
"""Keys that are no secret."""


def run(crm: str, store: Path | None, zone: str | None, lang: Lang, *, whole: bool, quiet: bool) -> None:
    """Pull what a CRM has that the store has not, and say what came.

    Args:
        crm: its key.
        store: the file; None: named after the CRM, in this folder.
        zone: of the business; None: the usual one.
        lang: of the words.
        whole: whether everything is asked for anew.
        quiet: say nothing.
    """
    rules = _connector(crm)
    from addin.crm.credentials import credentials_of
    from addin.crm.pull import PullRequest, pull

    store = store or Path(f"{rules.key}.duckdb")
    keys = credentials_of(rules)
    voice = Voice(quiet)
    now = dt.datetime.now(dt.UTC)
    request = PullRequest(rules, keys, store, time_zone(check_timezone(zone or DEFAULTS["timezone"])), whole)
    with counter(rules.name, lang, voice) as tell:
        pulled = pull(request, _patience(rules, lang, voice), now, tell)
    _print_pulled(rules, pulled, lang, voice)
    print_message("done.pull_store", lang, voice, path=store, command=command_of("report", store))


def login(crm: str, lang: Lang) -> None:
    """Ask for the keys of a CRM in a terminal, try them with one request and keep them.

    Raises:
        InputError: ``crm_not_interactive``; or the CRM does not take them, and nothing is kept.
    """
    rules = _connector(crm)
    from addin.crm.credentials import (
        Credentials,
        checked_url,
        keep,
        kept_file,
        told_address,
        variable,
    )
    from addin.crm.probe import probe

    names = [*([] if told_address(rules) else ["url"]), *rules.keys]
    if not is_interactive():
        variables = ", ".join(variable(rules, name) for name in names)
        raise InputError("crm_not_interactive", variables=variables)
    told = _asked(rules, names, lang)
    keys = Credentials(checked_url(rules, told.pop("url", "") or told_address(rules)), told)
    probe(rules, keys, _patience(rules, lang, Voice()))
    print_message(f"login.kept_{keep(rules, keys)}", lang, crm=rules.name, path=kept_file(rules))


def _connector(crm: str) -> Connector:
    if not can_pull():
        raise InputError("crm_extra_missing")
    from addin.crm.connector import connector_named, connectors

    found = connector_named(crm)
    if found is None:
        raise InputError("crm_unknown", value=crm, known=", ".join(connectors()))
    return found


def _patience(rules: Connector, lang: Lang, voice: Voice) -> Patience:
    from addin.crm.transport import Patience

    def tell(seconds: float, why: str) -> None:
        print_message(
            "pull_waits", lang, Voice(voice.quiet, beside=True), crm=rules.name, seconds=seconds, why=why
        )

    return Patience(tell=tell)


def _asked(rules: Connector, names: Sequence[str], lang: Lang) -> dict[str, str]:
    """What somebody types; a key that stands in the address is not asked for again."""
    from addin.crm.credentials import without_key

    asked: dict[str, str] = {}
    for name in names:
        if name not in asked:
            text = f"{say(f'cli.login.{name}', lang)}: "
            asked[name] = (input if name in _SEEN_WHEN_TYPED else getpass.getpass)(text).strip()
        if name == "url":
            asked |= without_key(rules, asked[name])
    return asked


def _print_pulled(rules: Connector, pulled: Pulled, lang: Lang, voice: Voice) -> None:
    print_message(
        "done.pull",
        lang,
        voice,
        crm=rules.name,
        deals=pulled.rows["deals"],
        changes=pulled.rows["changes"],
        deleted=pulled.deleted,
        seen=pulled.seen,
        requests=pulled.requests,
    )
    if pulled.refused:
        print_message("pull_without", lang, voice, crm=rules.name, what=", ".join(pulled.refused))
