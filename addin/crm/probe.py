"""One small request that shows whether a CRM takes the keys."""

from __future__ import annotations

from urllib.parse import urljoin

from addin.crm.connector import Connector
from addin.crm.transport import Access, CrmAdapter, Patience, session_of


def probe(connector: Connector, base_url: str, access: Access, patience: Patience) -> None:
    """Ask for what costs the CRM least.

    Raises:
        InputError: it does not answer, or lets us not in, in words.
    """
    adapter = CrmAdapter(connector.name, access, connector.answers, connector.per_second, patience)
    asked = connector.probe
    with session_of(adapter) as session:
        session.request(
            asked.get("method", "GET"),
            urljoin(base_url, asked["path"]),
            params=asked.get("params"),
            json=asked.get("json"),
        )
