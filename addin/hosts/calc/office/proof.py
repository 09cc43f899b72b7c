"""How two processes of ours know each other: a key that only they have, proven by both and sent by neither.

The key is fresh for each channel and reaches the other process by its standard input. Each side sends 32
random bytes and answers the other's with an HMAC of both, and of which side it is, so that nothing said on
one channel is of use on it again or on another one.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
from multiprocessing.connection import Client, Connection, Listener

SIZE = 32  # bytes of a key, of what is asked and of an answer
PATIENCE = 20.0  # seconds the other side may take to prove itself
CALLER, LISTENER = b"caller", b"listener"


class StrangerError(PermissionError):
    """Who is at the other end, or could be, is not the process that was given the key."""


def call(address: str, key: bytes) -> Connection:
    """Connect to a listener of ours; both have proven themselves when this returns.

    Raises:
        StrangerError: The listener does not have the key, or others could have put it there.
        OSError: Nobody listens.
    """
    require_private(address)
    return _proven(Client(address), key, CALLER, LISTENER)


def accept(listener: Listener, key: bytes) -> Connection:
    """The next connection to a listener, if it is from a process of ours.

    Raises:
        StrangerError: It is not; the listener can go on.
        OSError: The listener was closed.
    """
    return _proven(listener.accept(), key, LISTENER, CALLER)


def require_private(address: str) -> None:
    """Make sure that a socket and its folder are this user's alone; a pipe of Windows is no file.

    Raises:
        StrangerError: They are another's, others may enter, or a link stands in their place.
    """
    if os.name != "posix":
        return
    for path, is_right in ((os.path.dirname(address), stat.S_ISDIR), (address, stat.S_ISSOCK)):
        found = os.lstat(path)
        if not is_right(found.st_mode) or found.st_uid != os.geteuid():
            raise StrangerError(f"{path} is not this user's own")
        if is_right is stat.S_ISDIR and found.st_mode & 0o077:
            raise StrangerError(f"{path} is open to others")


def _proven(channel: Connection, key: bytes, mine: bytes, theirs: bytes) -> Connection:
    try:
        asked = secrets.token_bytes(SIZE)
        channel.send_bytes(asked)
        heard = _heard(channel)
        channel.send_bytes(_answer(key, mine, heard, asked))
        if hmac.compare_digest(_heard(channel), _answer(key, theirs, asked, heard)):
            return channel
        raise StrangerError("the other end does not have the key")
    except (EOFError, OSError) as failure:
        channel.close()
        raise StrangerError(str(failure) or "the other end has left") from failure


def _heard(channel: Connection) -> bytes:
    if not channel.poll(PATIENCE):
        raise StrangerError("the other end does not prove itself")
    return channel.recv_bytes(SIZE)


def _answer(key: bytes, side: bytes, asked: bytes, of_its_own: bytes) -> bytes:
    return hmac.new(key, side + asked + of_its_own, hashlib.sha256).digest()
