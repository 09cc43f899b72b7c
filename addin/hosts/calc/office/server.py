"""Serves requests to a peer outside that started the office or was told of it.

``service:org.honestfunnel.Serve?FILE`` makes the office connect to the listener that a private file names and
answer its requests, in a thread, until the peer leaves.
"""

from __future__ import annotations

import json
import marshal
import os
import threading
from multiprocessing.connection import Client

import uno
import unohelper
from com.sun.star.lang import XServiceInfo
from com.sun.star.task import XJobExecutor

from .dispatcher import Dispatcher

NAME = "org.honestfunnel.Serve"
VERSION = 2  # of marshal: every Python writes and reads it alike
MAX_MESSAGE = 1 << 29  # bytes of one message


def read_invitation(path):
    """What a file that only its owner can read says: ``address``, ``key``, ``headless``, ``owner``."""
    if os.name == "posix" and os.stat(path).st_mode & 0o077:
        raise PermissionError(f"{path} is readable by others")
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def serve(context, path):
    """Answer the peer that a file names until it leaves; an office that was started for it leaves too."""
    said = read_invitation(path)
    dispatcher = Dispatcher(context, bool(said["headless"]))
    try:
        with Client(said["address"], authkey=bytes.fromhex(said["key"])) as peer:
            _answer_all(dispatcher, peer)
    finally:
        dispatcher.finish()
        if said["owner"] == dispatcher.call("owner", ()):
            dispatcher.answer("quit_office", ())


def _answer_all(dispatcher, peer):
    while True:
        try:
            _, name, args = marshal.loads(peer.recv_bytes(MAX_MESSAGE))  # noqa: S302 - it has our key
            peer.send_bytes(_packed(dispatcher.answer(name, args)))
        except (EOFError, OSError):
            return


def _packed(answer):
    try:
        message = marshal.dumps(answer, VERSION)
    except ValueError:
        return marshal.dumps(("error", f"an answer that cannot be sent: {answer!r}"), VERSION)
    if len(message) > MAX_MESSAGE:
        return marshal.dumps(("error", "the answer is too large: ask for fewer cells at a time"), VERSION)
    return message


class Serve(unohelper.Base, XJobExecutor, XServiceInfo):  # type: ignore[misc]
    """The service by which the office is told whom to serve."""

    def __init__(self, context):
        self.context = context

    def trigger(self, path):
        """Start serving; the office goes on."""
        path = uno.fileUrlToSystemPath(path) if path.startswith("file:") else path
        threading.Thread(target=serve, args=(self.context, path), daemon=True).start()

    def getImplementationName(self):
        """The name of this implementation."""
        return NAME

    def supportsService(self, name):
        """Whether a service is offered."""
        return name == NAME

    def getSupportedServiceNames(self):
        """The services offered."""
        return (NAME,)
