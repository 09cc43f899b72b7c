"""The loopback Google Sheets alone: ``python -m tests.hosts.fakes.sheets --port N``."""

from __future__ import annotations

import argparse
import threading

from tests.hosts.fakes.book import Book
from tests.hosts.fakes.server import Service, serving


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    port = parser.parse_args().port
    service = Service()
    book = service.add(Book("Sample", id="sample"))
    with serving(service, port) as base:
        print(f"{base}/v4/spreadsheets/{book.id}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print("stopped")


if __name__ == "__main__":
    main()
