"""``honest-funnel digest``: a letter in a file, and on its way to a server on this machine."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from addin.cli.app import main
from addin.mail import letter_of
from addin.report.digest import Digest, Part

DEALS = [
    "ID,Created,Status,Manager,Amount,Close date,Client,Phone,Next contact",
    "1,2026-09-01,New,Anna,,,<b>Rope & Knot</b>,+44 20 0000 0001,2026-09-10",
    "2,2026-09-02,Invoice,Anna,150000,,Sail Ltd,+44 20 0000 0002,2026-09-11",
    "3,2026-08-03,Paid,Boris,90000,2026-09-13,Mast Ltd,+44 20 0000 0003,",
]
OPTIONS = ["--as-of", "2026-09-18", "--currency", "GBP", "--lang", "en"]


@pytest.fixture
def deals(tmp_path: Path) -> Path:
    path = tmp_path / "deals.csv"
    path.write_text("\n".join(DEALS), encoding="utf-8")
    return path


def letter_in(path: Path) -> EmailMessage:
    found = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def text_of(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_the_letter_tells_the_month_and_whom_to_call(deals: Path, tmp_path: Path) -> None:
    assert main(["digest", str(deals), *OPTIONS]) == 0
    letter = letter_in(tmp_path / "deals-digest.eml")
    plain, html = text_of(letter, "plain"), text_of(letter, "html")
    assert "18" in letter["Subject"]
    for told in ("90 000", "Sail Ltd", "+44 20 0000 0002"):
        assert told in plain.replace("\u00a0", " ").replace(",", " ")
        assert told in html.replace("\u00a0", " ").replace(",", " ")


def test_no_text_of_the_crm_is_html_and_nothing_is_fetched(deals: Path, tmp_path: Path) -> None:
    assert main(["digest", str(deals), *OPTIONS]) == 0
    html = text_of(letter_in(tmp_path / "deals-digest.eml"), "html")
    assert "&lt;b&gt;Rope &amp; Knot&lt;/b&gt;" in html
    assert not any(word in html for word in ("<b>", "http", "<img", "<script"))


class Receiver(socketserver.StreamRequestHandler):
    """Just so much of a mail server that a letter can be handed over."""

    refuses = False
    letters: list[bytes]

    def handle(self) -> None:
        self.wfile.write(b"220 loopback\r\n")
        for line in self.rfile:
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                self.letters.append(b"".join(lines))
            refused = self.refuses and word == b"RCPT"
            done = b"221 bye\r\n" if word == b"QUIT" else b"250 done\r\n"
            self.wfile.write(b"550 no such box\r\n" if refused else done)
            if word == b"QUIT":
                return


@pytest.fixture(params=[False, True], ids=["takes", "refuses"])
def server(request: pytest.FixtureRequest) -> Iterator[tuple[str, list[bytes], bool]]:
    letters: list[bytes] = []
    handler = type("One", (Receiver,), {"letters": letters, "refuses": request.param})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as found:
        threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"127.0.0.1:{found.server_address[1]}", letters, request.param
        found.shutdown()


def test_it_is_sent_once_or_the_refusal_is_told(
    deals: Path, server: tuple[str, list[bytes], bool], capsys: pytest.CaptureFixture[str]
) -> None:
    address, letters, refuses = server
    options = ["--smtp", address, "--from", "funnel@example.com", "--to", "head@example.com"]
    assert main(["digest", str(deals), *OPTIONS, *options]) == (2 if refuses else 0)
    told = capsys.readouterr()
    assert "no such box" in told.err if refuses else "head@example.com" in told.out
    assert len(letters) == (0 if refuses else 1)
    assert not deals.with_name("deals-digest.eml").exists()


def test_what_cannot_be_written_is_not_sent_either(
    deals: Path, server: tuple[str, list[bytes], bool]
) -> None:
    address, letters, _ = server
    options = ["--smtp", address, "--from", "funnel@example.com", "--to", "head@example.com"]
    out = ["--out", str(deals.parent / "no such folder" / "d.eml")]
    assert main(["digest", str(deals), *OPTIONS, *options, *out]) == 2
    assert letters == []


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--smtp", "127.0.0.1:1"], "--from"),
        (["--smtp", "127.0.0.1:x", "--from", "a@b.c", "--to", "a@b.c"], "587"),
        (["--smtp", "127.0.0.1:1", "--from", "a@b.c", "--to", "nobody"], "nobody"),
        (["--smtp", "127.0.0.1:1", "--from", "a@b.c", "--to", "a@b.c"], "127.0.0.1:1"),
    ],
)
def test_what_keeps_it_from_being_sent_is_told(
    options: list[str], told: str, deals: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["digest", str(deals), *OPTIONS, *options]) == 2
    assert told in capsys.readouterr().err


def test_no_heading_of_a_letter_can_be_slipped_in() -> None:
    digest = Digest("The funnel", [Part("Month", [["sold"]])])
    with pytest.raises(Exception, match="Bcc"):
        letter_of(digest, "a@example.com", ["b@example.com\nBcc: c@example.com"])
