"""Web addresses that may become links, and those of deals that are made from their ids."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

from addin.errors import OptionError

ID = "{id}"
"""Where an address of deals takes a deal's id."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""Names of this machine for itself: what is sent there goes over no wire."""
MAX_LENGTH = 2_000
"""Letters of the longest address that every spreadsheet takes for a link."""
_UNFIT = re.compile(r"[\x00-\x20\x7f-\x9f\s\"<>\\^`{|}]")
"""What no address holds as it is."""
_SAFE = "%/:?#@!$&'()*+,;=-._~"


@lru_cache(maxsize=2**15)
def is_web_address(text: str) -> bool:
    """Whether a text may become a link: a whole http or https address, and nothing else beside it."""
    if len(text) > MAX_LENGTH or _UNFIT.search(text):
        return False
    try:
        parts = urlsplit(text)
        named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    return named and parts.scheme in ("http", "https")


def as_uri(address: str) -> str:
    """A web address in the letters that files of workbooks take."""
    parts = urlsplit(address)
    try:
        server = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    except UnicodeError:  # no name of a server: it is left as it is, for the browser to say so
        server = quote(parts.netloc, safe="%:@.-")
    rest = parts._replace(scheme="", netloc="").geturl()
    return f"{parts.scheme}://{server}{quote(rest, safe=_SAFE)}"


def check_deal_url(text: str) -> str:
    """The address of deals that is asked for; "" is none.

    Raises:
        OptionError: it is no http or https address with one ``{id}`` in it, behind the server's name.
    """
    if text and not (text.count(ID) == 1 and is_web_address(text.replace(ID, "1")) and _is_behind(text)):
        raise OptionError("deal_url", value=text, place=ID)
    return text


def _is_behind(text: str) -> bool:
    """Whether the id stands behind the server's name, so that no id leads to another server."""
    return ID not in "/".join(text.split("/")[:3])


def deal_address(deal_url: str, deal: str) -> str:
    """The address of one deal."""
    return deal_url.replace(ID, quote(deal, safe=""))
