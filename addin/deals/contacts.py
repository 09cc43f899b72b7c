"""Whom a deal is with, and where it stands in the CRM: for people to read and click, never to look up by."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from addin.deals.values.text import Objects
from addin.web_addresses import deal_address, is_web_address


def contacts_of(frame: pd.DataFrame, deal_url: str) -> dict[str, Objects]:
    """The columns ``client, phone, link`` of deals; None where nothing is known.

    A deal's own link goes first where it is an address, then the one that ``deal_url`` makes, then its text.

    Args:
        frame: rows of deals.
        deal_url: the address of a deal with ``{id}`` in it; "" for none.
    """
    links = (_link(str(own), str(of), deal_url) for own, of in zip(frame["link"], frame["id"], strict=True))
    return {
        "client": _texts(map(str, frame["client"])),
        "phone": _texts(map(str, frame["phone"])),
        "link": _texts(links),
    }


def _link(own: str, deal: str, deal_url: str) -> str:
    made = deal_address(deal_url, deal) if deal_url and not is_web_address(own) else own
    return made if is_web_address(made) else own


def _texts(values: Iterable[str]) -> Objects:
    return np.array([value or None for value in values], dtype=object)
