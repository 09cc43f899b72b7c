"""Odoo: former stages are for administrators, archived opportunities are lost or put away."""

from __future__ import annotations

from typing import Any

from tests.crm.pulling import Puller
from tests.crm.servers.odoo import Odoo

CRM = Odoo


def test_deals_come_without_what_only_administrators_read_and_that_is_told(crm: Odoo, puller: Puller) -> None:
    crm.administrator = False
    pulled = puller.pull()
    assert (len(puller.table("deals")), pulled.rows["changes"]) == (15, 0)
    assert pulled.refused == ("mail.tracking.value",)


def test_an_opportunity_that_is_archived_but_not_lost_is_no_deal(crm: Odoo, puller: Puller) -> None:
    def archived(body: Any) -> Any:
        told = body if isinstance(body, list) else []
        return [{**one, "active": False} if one["id"] == 1 else one for one in told] or body

    crm.tamper = archived
    puller.pull()
    assert "1" not in set(puller.table("deals")["id"])
