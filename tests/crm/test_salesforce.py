"""Salesforce: a token is got by the keys of an app, and again when it is no longer taken; currencies."""

from __future__ import annotations

from typing import Any

import pytest

from addin.errors import InputError
from tests.crm.pulling import Puller
from tests.crm.servers.base import Answer
from tests.crm.servers.salesforce import Salesforce

CRM = Salesforce


def test_a_token_that_expires_on_the_way_is_renewed(crm: Salesforce, puller: Puller) -> None:
    expired = Answer([{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}], 401)
    crm.faults = [None, None, expired]
    puller.pull()
    assert len(puller.table("deals")) == len(crm.deals)
    assert crm.issued == 2


def test_a_token_that_is_never_taken_is_told(crm: Salesforce, puller: Puller) -> None:
    expired = Answer([{"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"}], 401)
    crm.faults = [None, *[expired] * 9]
    with pytest.raises(InputError) as refused:
        puller.pull()
    assert refused.value.key == "crm_login"
    assert not puller.store.exists()


def test_amounts_of_several_currencies_are_not_added_up(crm: Salesforce, puller: Puller) -> None:
    def in_euro(body: Any) -> Any:
        for one in body.get("records", []):
            if one.get("Id") == "2":
                one["CurrencyIsoCode"] = "EUR"
        return body

    crm.tamper = in_euro
    puller.pull()
    with pytest.raises(InputError, match="currenc"):
        puller.table("deals")
