"""Serves requests to the program that started this office for itself, and to nobody else.

No URL, file or document can start it: a job of the office's own start looks, once, whether that program has
set ``HONEST_FUNNEL_CHANNEL``, and if so reads one line from the standard input it was given: a key, where the
program listens, and whether there is a screen. The extension of users does not have this part at all.
"""

from __future__ import annotations

import json
import marshal
import os
import threading

from com.sun.star.task import XJob

from .dispatcher import Dispatcher
from .main_thread import MainThread
from .proof import call
from .service import Service

CHANNEL = "HONEST_FUNNEL_CHANNEL"  # as in launch.py
VERSION = 2  # of marshal: every Python writes and reads it alike
MAX_MESSAGE = 1 << 29  # bytes of one message
MAX_LINE = 4096  # bytes of what the standard input says


def read_line():
    """The first line of the standard input."""
    line = b""
    while not line.endswith(b"\n") and len(line) < MAX_LINE:
        more = os.read(0, MAX_LINE)
        if not more:
            break
        line += more
    return line


def serve(dispatcher, main):
    """Answer the program that started the office until it leaves; then leave too, whatever came of it."""
    try:
        said = json.loads(read_line())
        dispatcher.office.headless = bool(said["headless"])
        with call(said["address"], bytes.fromhex(said["key"])) as peer:
            _answer_all(dispatcher, main, peer)
    finally:
        main.post(lambda: _leave(dispatcher))


def _answer_all(dispatcher, main, peer):
    while True:
        try:
            _, name, args = marshal.loads(peer.recv_bytes(MAX_MESSAGE))  # noqa: S302 - it has our key
            peer.send_bytes(_packed(main.result_of(dispatcher.answer, name, args)))
        except (EOFError, OSError):
            return


def _leave(dispatcher):
    dispatcher.finish()
    dispatcher.answer("quit_office", ())


def _packed(answer):
    try:
        message = marshal.dumps(answer, VERSION)
    except ValueError:
        return marshal.dumps(("error", f"an answer that cannot be sent: {answer!r}"), VERSION)
    if len(message) > MAX_MESSAGE:
        return marshal.dumps(("error", "the answer is too large: ask for fewer cells at a time"), VERSION)
    return message


class Serve(Service, XJob):  # type: ignore[misc]
    """The job of the office's start."""

    SERVICES = ("org.honestfunnel.Serve",)

    def __init__(self, context):
        self.context = context

    def execute(self, _arguments):
        """Start serving if the office was started for that; the office goes on."""
        if os.environ.pop(CHANNEL, None):  # once: whoever runs the job again finds nothing
            given = Dispatcher(self.context, headless=True), MainThread(self.context)
            threading.Thread(target=serve, args=given, daemon=True).start()
