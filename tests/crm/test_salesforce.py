"""Salesforce: a token is got by the keys of an app, and again when it is no longer taken; currencies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from addin.errors import InputError
from tests.crm.pulling import Puller
from tests.crm.servers.base import Answer, serving
from tests.crm.servers.salesforce import Salesforce


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Salesforce, str]]:
    crm = Salesforce()
    with serving(crm) as url:
        yield crm, url


@pytest.fixture
def puller(served: tuple[Salesforce, str], tmp_path: Path) -> Puller:
    served[0].begin()
    return Puller(*served, tmp_path / "store.duckdb")


def test_a_token_that_expires_on_the_way_is_renewed(served: tuple[Salesforce, str], puller: Puller) -> None:
    crm = served[0]
    expired = Answer([{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}], 401)
    crm.faults = [None, None, expired]
    puller.pull()
    assert len(puller.table("deals")) == len(crm.deals)
    assert crm.issued == 2


def test_a_token_that_is_never_taken_is_told(served: tuple[Salesforce, str], puller: Puller) -> None:
    expired = Answer([{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}], 401)
    served[0].faults = [None, *[expired] * 9]
    with pytest.raises(InputError) as refused:
        puller.pull()
    assert refused.value.key == "crm_login"
    assert not puller.store.exists()


def test_amounts_of_several_currencies_are_not_added_up(
    served: tuple[Salesforce, str], puller: Puller
) -> None:
    def in_euro(body: Any) -> Any:
        for one in body.get("records", []):
            if one.get("Id") == "2":
                one["CurrencyIsoCode"] = "EUR"
        return body

    served[0].tamper = in_euro
    puller.pull()
    with pytest.raises(InputError, match="currenc"):
        puller.table("deals")
