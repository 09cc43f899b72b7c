"""A digest as a letter, in plain text and in HTML, and its way to a server."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from html import escape

from addin.errors import InputError
from addin.report.digest import Digest, Part

_TIMEOUT = 60.0
_TLS_PORT = 465
"""TLS is spoken here from the first byte."""
_CELL = "padding:3px 10px 3px 0;text-align:left;vertical-align:top"


@dataclass(frozen=True)
class MailServer:
    """A server that takes letters.

    Args:
        host, port: 465 speaks TLS from the beginning, others after STARTTLS.
        login, password: what lets in; empty where nobody is asked.
        plain: no TLS at all, for a server on this machine.
    """

    host: str
    port: int
    login: str = ""
    password: str = field(default="", repr=False)
    plain: bool = False


def letter_of(digest: Digest, sender: str, receivers: Sequence[str]) -> EmailMessage:
    """The letter; nothing in it is fetched from elsewhere, and no text of the CRM is HTML.

    Raises:
        InputError: ``mail_address``: an address holds a line break or is none.
    """
    for address in (sender, *receivers):
        if "@" not in address or any(letter.isspace() for letter in address):
            raise InputError("mail_address", value=address)
    letter = EmailMessage()
    letter["Subject"] = digest.subject
    letter["From"], letter["To"] = sender, ", ".join(receivers)
    letter["Date"] = formatdate(localtime=True)
    letter["Message-ID"] = make_msgid("honest-funnel", sender.rpartition("@")[2])
    letter.set_content("\n".join(_plain(digest)))
    letter.add_alternative("".join(_html(digest)), subtype="html")
    return letter


def send(letter: EmailMessage, server: MailServer) -> None:
    """Hand a letter over, once.

    Raises:
        InputError: ``mail_server``: the server does not answer, lets us not in or refuses a receiver.
    """
    try:
        connection = _connected(server)
        with closing(connection):
            if not server.plain and server.port != _TLS_PORT:
                connection.starttls(context=ssl.create_default_context())
            if server.login:
                connection.login(server.login, server.password)
            connection.send_message(letter)
            with suppress(OSError, smtplib.SMTPException):  # it is theirs by now, whatever they say to that
                connection.quit()
    except (OSError, smtplib.SMTPException) as error:
        why = type(error).__name__ if isinstance(error, smtplib.SMTPAuthenticationError) else str(error)
        raise InputError("mail_server", host=server.host, port=server.port, why=why) from None


def _connected(server: MailServer) -> smtplib.SMTP:
    if server.port == _TLS_PORT:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, timeout=_TIMEOUT, context=context)
    return smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT)


def _plain(digest: Digest) -> Iterator[str]:
    for part in digest.parts:
        yield from (part.title, "")
        yield from (f"- {line}" for line in (_named(part) if part.headed else (row[0] for row in part.rows)))
        yield ""


def _named(part: Part) -> Iterator[str]:
    """Rows of a table as lines: the first cell, and each other one after its heading."""
    heads, *rows = part.rows
    for first, *others in rows:
        told = (f"{head}: {cell}" for head, cell in zip(heads[1:], others, strict=True) if cell)
        yield " · ".join((first, *told))


def _html(digest: Digest) -> Iterator[str]:
    yield '<html><body style="font-family:sans-serif;font-size:14px;color:#222">'
    for part in digest.parts:
        yield f'<h2 style="font-size:16px;margin:18px 0 6px">{escape(part.title)}</h2>'
        yield from _html_table(part) if part.headed else _html_lines(part)
    yield "</body></html>"


def _html_lines(part: Part) -> Iterator[str]:
    yield from (f'<p style="margin:3px 0">{escape(row[0])}</p>' for row in part.rows)


def _html_table(part: Part) -> Iterator[str]:
    yield '<table style="border-collapse:collapse">'
    for at, row in enumerate(part.rows):
        tag = "td" if at else "th"
        cells = "".join(f'<{tag} style="{_CELL}">{escape(cell)}</{tag}>' for cell in row)
        yield f"<tr>{cells}</tr>"
    yield "</table>"
