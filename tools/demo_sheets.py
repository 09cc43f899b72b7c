"""The demo in a shared spreadsheet: published to the loopback service, read back, drawn.

``python -m tools.demo_sheets FOLDER`` leaves there a picture of every visible tab as gspread reads it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import gspread
from google.auth.credentials import AnonymousCredentials

from addin.demo.workbook import write_demo
from addin.hosts.sheets.client import CallRecord, Remote, RetryingClient
from addin.hosts.sheets.layout import init
from addin.hosts.sheets.sync import SyncRequest, sync
from addin.words import LANGS, Lang
from tests.hosts.fakes.book import Book
from tests.hosts.fakes.loopback import mount
from tests.hosts.fakes.server import Service, serving
from tools.google_workbook import workbook
from tools.pictures import draw


def main() -> None:
    """The demo in a shared spreadsheet of the loopback server, in both languages."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "demo-sheets")
    for lang in LANGS:
        for picture in demo(lang, folder):
            sys.stdout.write(f"{picture}\n")


def demo(lang: Lang, folder: Path) -> list[Path]:
    """Publish, read back and draw the demo in one language; the calls are told on the way."""
    service, made = Service(), list[CallRecord]()
    book = service.add(Book("Demo", locale="ru_RU" if lang == "ru" else "en_GB"))
    with tempfile.TemporaryDirectory() as temporary, serving(service) as base:
        deals = Path(temporary) / "deals.xlsx"
        write_demo(deals)
        client = RetryingClient(AnonymousCredentials(), on_call=made.append)
        mount(client.session, base)
        remote = Remote(client, book.id)
        for label, act in (
            ("init", lambda: init(remote, None, "en")),
            ("sync", lambda: sync(remote, SyncRequest(deals))),
            ("sync, nothing new", lambda: sync(remote, SyncRequest(deals))),
        ):
            made.clear()
            act()
            sys.stdout.write(f"{lang} {label}: {calls(made)}\n")
        reader = gspread.authorize(AnonymousCredentials())
        mount(reader.http_client.session, base)
        read = reader.open_by_key(book.id).fetch_sheet_metadata({"includeGridData": "true"})
        for old in folder.glob(f"{lang}-*.png"):  # pages may have become fewer
            old.unlink()
        drawn = Path(temporary) / "report.xlsx"
        workbook(read).save(drawn)
        return draw(drawn, folder, lang)


def calls(made: list[CallRecord]) -> str:
    """How many calls of each kind were made, and how much was sent."""
    reads = sum(one.method == "GET" for one in made)
    return f"{reads} reads, {len(made) - reads} writes, {sum(one.sent for one in made):,} bytes sent"


if __name__ == "__main__":
    main()
