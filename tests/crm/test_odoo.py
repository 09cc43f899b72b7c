"""Odoo: former stages are for administrators, archived opportunities are lost or put away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.crm.pulling import Puller
from tests.crm.servers.base import serving
from tests.crm.servers.odoo import Odoo


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Odoo, str]]:
    crm = Odoo()
    with serving(crm) as url:
        yield crm, url


@pytest.fixture
def puller(served: tuple[Odoo, str], tmp_path: Path) -> Puller:
    served[0].begin()
    return Puller(*served, tmp_path / "store.duckdb")


def test_deals_come_without_what_only_administrators_read_and_that_is_told(
    served: tuple[Odoo, str], puller: Puller
) -> None:
    served[0].administrator = False
    pulled = puller.pull()
    assert (len(puller.table("deals")), pulled.rows["changes"]) == (15, 0)
    assert pulled.refused == ("mail.tracking.value",)


def test_an_opportunity_that_is_archived_but_not_lost_is_no_deal(
    served: tuple[Odoo, str], puller: Puller
) -> None:
    def archived(body: Any) -> Any:
        told = body if isinstance(body, list) else []
        return [{**one, "active": False} if one["id"] == 1 else one for one in told] or body

    served[0].tamper = archived
    puller.pull()
    assert "1" not in set(puller.table("deals")["id"])
