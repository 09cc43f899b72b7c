"""What the doctor says of CRMs: whether they can be pulled, and which keys are kept where; never a key."""

from __future__ import annotations

from collections.abc import Iterator

from addin.crm.extra import can_pull
from addin.errors import InputError
from addin.hosts.system import Finding, fail, ok, warn
from addin.words import Lang


def crms(lang: Lang) -> Iterator[Finding]:
    """A finding for each CRM whose keys are given or kept; one where there is none."""
    if not can_pull():
        yield warn("crm_extra")
        return
    from addin.crm.connector import connector, connectors
    from addin.crm.credentials import credentials_of

    found = False
    for rules in map(connector, connectors()):
        try:
            keys = credentials_of(rules)
        except InputError as error:
            if error.key != "crm_no_keys":
                yield fail("crm_keys_wrong", crm=rules.name, why=error.text(lang))
        else:
            found = True
            yield ok(f"crm_keys_{keys.place}", crm=rules.name, account=keys.account)
    if not found:
        yield ok("crm_no_keys")
