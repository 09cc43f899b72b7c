"""HubSpot: deals with the history of their stage, a search for what has changed, pipelines, people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar

from tests.crm.servers.base import PEOPLE, STATUSES, Answer, Asked, Crm, Deal

TOKEN = "pat-of-the-private-app-of-the-department"  # noqa: S105  (invented)
_IDS = dict(zip(STATUSES, ("appointmentscheduled", "71", "72", "closedwon", "closedlost"), strict=True))
_CLOSED = {"Оплачено": "1.0", "Отказ": "0.0"}


class HubSpot(Crm):
    """The invented department in HubSpot."""

    key = "hubspot"
    keys: ClassVar = {"token": TOKEN}
    needed = "dealstage"

    def history(self) -> list[tuple[str, str, str]]:
        """Where each deal came to stand, its first stage with it; not where it had stood."""
        first = [(str(number), "", STATUSES[0]) for number in self.deals]
        return first + [(number, "", after) for number, _, after in super().history()]

    def answer(self, asked: Asked) -> Answer:
        """The right answer."""
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            said = {"status": "error", "message": "Authentication credentials not found"}
            return Answer({**said, "category": "INVALID_AUTHENTICATION"}, 401)
        path = asked.path.removeprefix("crm/v3/")
        if path == "objects/deals/search":
            return self._search(asked.body)
        if path.startswith("objects/deals/"):
            deal = self.deals[int(path.rpartition("/")[2])]
            return Answer(_deal(deal, asked.query.get("propertiesWithHistory")))
        if path == "pipelines/deals":
            return Answer({"results": [_pipeline()]})
        rows: dict[str, Sequence[dict[str, Any]]] = {
            "objects/deals": [
                _deal(d, asked.query.get("propertiesWithHistory")) for d in self.deals.values()
            ],
            "objects/contacts": [_contact(deal) for deal in self.deals.values()],
            "owners": [_owner(number, name) for number, name in PEOPLE.items()],
        }
        if path not in rows:
            return Answer({"status": "error", "message": "resource not found"}, 404)
        return _paged(rows[path], int(asked.query.get("limit", 10)), int(asked.query.get("after", 0)))

    def _search(self, body: dict[str, Any]) -> Answer:
        (condition,) = body["filterGroups"][0]["filters"]
        assert (condition["propertyName"], condition["operator"]) == ("hs_lastmodifieddate", "GTE")
        after = dt.datetime.fromtimestamp(int(condition["value"]) / 1000, dt.UTC)
        found = [_deal(deal, None) for deal in self.deals.values() if deal.moved >= after]
        page = _paged(found, body["limit"], int(body.get("after") or 0))
        return Answer({**page.body, "total": len(found)})


def _paged(rows: Sequence[dict[str, Any]], size: int, start: int) -> Answer:
    more = {"paging": {"next": {"after": str(start + size)}}} if start + size < len(rows) else {}
    return Answer({"results": list(rows[start : start + size]), **more})


def _deal(deal: Deal, history: str | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": str(deal.number),
        "createdAt": _iso(deal.created),
        "updatedAt": _iso(deal.moved),
        "archived": False,
        "properties": {
            "hs_object_id": str(deal.number),
            "dealname": f"Сделка {deal.number}",
            "dealstage": _IDS[deal.status],
            "pipeline": "default",
            "amount": str(deal.amount),
            "deal_currency_code": "RUB",
            "createdate": _iso(deal.created),
            "closedate": _iso(deal.moved) if deal.status in _CLOSED else None,
            "hs_lastmodifieddate": _iso(deal.moved),
            "hubspot_owner_id": str(deal.manager),
            "hs_analytics_source": "PAID_SEARCH",
        },
        "associations": {
            "contacts": {"results": [{"id": str(deal.number + 500), "type": "deal_to_contact"}]}
        },
    }
    if history:
        places = [(deal.created, STATUSES[0]), *((at, after) for at, _, after in deal.past)]
        stages = [
            {"value": _IDS[status], "timestamp": _iso(at), "sourceType": "CRM_UI"} for at, status in places
        ]
        told["propertiesWithHistory"] = {history: stages[::-1]}
    return told


def _contact(deal: Deal) -> dict[str, Any]:
    name = {"firstname": "Клиент", "lastname": str(deal.number), "phone": f"+7900{deal.number:07d}"}
    return {"id": str(deal.number + 500), "properties": name}


def _owner(number: int, name: str) -> dict[str, Any]:
    first, _, last = name.partition(" ")
    return {"id": str(number), "firstName": first, "lastName": last, "email": f"m{number}@example.com"}


def _pipeline() -> dict[str, Any]:
    stages = [
        {"id": _IDS[name], "label": name, "displayOrder": at}
        | {"metadata": {"isClosed": str(name in _CLOSED).lower(), "probability": _CLOSED.get(name, "0.4")}}
        for at, name in enumerate(STATUSES)
    ]
    return {"id": "default", "label": "Продажи", "displayOrder": 0, "stages": stages}


def _iso(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
