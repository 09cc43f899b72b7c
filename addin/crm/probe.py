"""One small request that shows whether a CRM takes the keys."""

from __future__ import annotations

from urllib.parse import urljoin

from addin.crm.connector import Connector
from addin.crm.credentials import Credentials, SignedRequests
from addin.crm.transport import CrmAdapter, Patience, session_of


def probe(connector: Connector, credentials: Credentials, patience: Patience) -> None:
    """Ask for what costs the CRM least.

    Raises:
        InputError: it does not answer, or lets us not in, in words.
    """
    access = SignedRequests(connector, credentials)
    adapter = CrmAdapter(connector.name, access, connector.answers, connector.per_second, patience)
    asked = connector.probe
    with session_of(adapter) as session:
        session.request(
            asked.get("method", "GET"),
            urljoin(credentials.url, asked["path"]),
            params=asked.get("params"),
            json=asked.get("json"),
        )
