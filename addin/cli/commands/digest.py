"""``honest-funnel digest``: the week in a letter, in a file or on its way."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from email.policy import SMTP
from pathlib import Path

from addin.cli.console import Voice, print_message, progress
from addin.errors import InputError
from addin.mail import MailServer, letter_of, send
from addin.output_files import OutputFiles
from addin.readers.beside import file_beside
from addin.refresh import Request, load, report_of
from addin.report.digest import digest_of
from addin.web_addresses import LOOPBACK

LOGIN, PASSWORD = "HONEST_FUNNEL_SMTP_LOGIN", "HONEST_FUNNEL_SMTP_PASSWORD"
"""Variables of the environment with what lets us into the mail server; a command line would show it."""
_NOBODY = "honest-funnel@localhost"


@dataclass(frozen=True)
class Mail:
    """Where the letter goes.

    Args:
        smtp: ``HOST`` or ``HOST:PORT``; None: nowhere, it is written to a file.
        sender, receivers: addresses.
    """

    smtp: str | None
    sender: str | None
    receivers: Sequence[str]


def run(request: Request, out: Path | None, mail: Mail, *, quiet: bool = False) -> None:
    """Write the letter to a file, or send it.

    Raises:
        InputError: ``mail_nobody``: a server without a sender or receivers; see also :mod:`addin.mail`.
    """
    if mail.smtp and not (mail.sender and mail.receivers):
        raise InputError("mail_nobody")
    voice = Voice(quiet)
    with progress(request.system_lang, ("reading", "computing"), voice) as step:
        loaded = load(request, step)
        report = report_of(loaded, step)
    sender = mail.sender or _NOBODY
    letter = letter_of(digest_of(report), sender, mail.receivers or [sender])
    if not mail.smtp or out is not None:  # before it is sent: what cannot be written must not go out twice
        path = out or file_beside(request.deals, "-digest.eml")
        with OutputFiles() as outputs:
            outputs.write(path, lambda file: file.write(letter.as_bytes(policy=SMTP)))
        print_message("done.digest", report.lang, voice, path=path)
    if mail.smtp:
        send(letter, server_of(mail.smtp))
        print_message("done.mail", report.lang, voice, to=letter["To"])


def server_of(told: str) -> MailServer:
    """A server by ``HOST`` or ``HOST:PORT``, with the keys of the environment.

    Raises:
        InputError: ``mail_port``.
    """
    host, _, port = told.rpartition(":") if told.count(":") == 1 else (told, "", "587")
    if not port.isdigit():
        raise InputError("mail_port", value=told)
    login, password = os.environ.get(LOGIN, ""), os.environ.get(PASSWORD, "")
    return MailServer(host, int(port), login, password, plain=host in LOOPBACK)
