"""amoCRM: leads, pipelines, users, contacts and events of its API v4; pages lead to the next, 204 is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode

from tests.crm.servers.base import PEOPLE, STATUSES, Answer, Asked, Crm, Deal

TOKEN = "long-lived-token-of-the-department"  # noqa: S105  (invented)
_PIPELINE = 31
_IDS = {"Новый": 101, "Презентация": 102, "Цена": 103, "Оплачено": 142, "Отказ": 143}
"""142 is won and 143 lost in every pipeline."""
_PAGE = 250


class AmoCrm(Crm):
    """The invented department in amoCRM."""

    key = "amocrm"
    keys: ClassVar = {"token": TOKEN}
    link = "leads/detail/{}"
    needed = "status_id"

    def answer(self, asked: Asked) -> Answer:
        """The right answer."""
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return Answer({"title": "Unauthorized", "status": 401, "detail": "Неверный токен"}, 401)
        parts: dict[str, Callable[[Asked], Sequence[Any]]] = {
            "leads": self._leads,
            "events": self._events,
            "users": lambda _: [{"id": n, "name": name} for n, name in PEOPLE.items()],
            "contacts": lambda _: [_contact(deal) for deal in self.deals.values()],
            "pipelines": lambda _: [_pipeline()],
        }
        name = asked.path.removeprefix("api/v4/").rpartition("/")[2]
        if name not in parts:
            return Answer({"title": "Not Found", "status": 404}, 404)
        return _paged(asked, name, parts[name](asked))

    def _leads(self, asked: Asked) -> list[Any]:
        since = int(asked.query.get("filter[updated_at][from]", 0))
        deals = sorted(self.deals.values(), key=lambda deal: deal.moved)
        return [_lead(deal) for deal in deals if deal.moved.timestamp() >= since]

    def _events(self, asked: Asked) -> list[Any]:
        assert asked.query["filter[type]"] == "lead_status_changed"
        since = int(asked.query.get("filter[created_at][from]", 0))
        return [
            {
                "id": f"{deal.number}-{step}",
                "type": "lead_status_changed",
                "entity_id": deal.number,
                "entity_type": "lead",
                "created_by": deal.manager,
                "created_at": int(at.timestamp()),
                "value_after": [{"lead_status": {"id": _IDS[after], "pipeline_id": _PIPELINE}}],
                "value_before": [{"lead_status": {"id": _IDS[before], "pipeline_id": _PIPELINE}}],
            }
            for deal in self.deals.values()
            for step, (at, before, after) in enumerate(deal.past)
            if at.timestamp() >= since
        ]


def _paged(asked: Asked, name: str, rows: Sequence[Any]) -> Answer:
    if not rows:
        return Answer(status=204)
    page, size = int(asked.query.get("page", 1)), min(int(asked.query.get("limit", _PAGE)), _PAGE)
    links = {"self": {"href": "/"}}
    if len(rows) > page * size:
        query = urlencode({**asked.query, "page": page + 1})
        links["next"] = {"href": f"http://{asked.headers['host']}/{asked.path}?{query}"}
    shown = rows[(page - 1) * size : page * size]
    return Answer({"_page": page, "_links": links, "_embedded": {name: shown}})


def _lead(deal: Deal) -> dict[str, Any]:
    lost = deal.status == "Отказ"
    moved = int(deal.moved.timestamp())
    return {
        "id": deal.number,
        "name": f"Сделка {deal.number}",
        "price": int(deal.amount),
        "responsible_user_id": deal.manager,
        "group_id": 0,
        "status_id": _IDS[deal.status],
        "pipeline_id": _PIPELINE,
        "loss_reason_id": 5 if lost else None,
        "created_at": int(deal.created.timestamp()),
        "updated_at": moved,
        "closed_at": moved if deal.status in ("Оплачено", "Отказ") else None,
        "closest_task_at": None,
        "is_deleted": False,
        "custom_fields_values": [
            {"field_id": 9, "field_name": "Источник", "field_code": None, "values": [{"value": "Реклама"}]}
        ],
        "_embedded": {
            "tags": [],
            "companies": [],
            "contacts": [{"id": deal.number + 500, "is_main": True}],
            "loss_reason": [{"id": 5, "name": "Дорого"}] if lost else [],
        },
    }


def _contact(deal: Deal) -> dict[str, Any]:
    phone = {"field_code": "PHONE", "field_name": "Телефон", "values": [{"value": f"+7900{deal.number:07d}"}]}
    return {"id": deal.number + 500, "name": f"Клиент {deal.number}", "custom_fields_values": [phone]}


def _pipeline() -> dict[str, Any]:
    statuses = [
        {"id": _IDS[name], "name": name, "sort": 10 * at, "type": 0, "pipeline_id": _PIPELINE}
        for at, name in enumerate(STATUSES, 1)
    ]
    return {"id": _PIPELINE, "name": "Продажи", "sort": 1, "_embedded": {"statuses": statuses}}
