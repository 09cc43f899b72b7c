"""Pipedrive: API v2 by cursors, users and the flow of a deal by v1; won and lost are no stages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar

from tests.crm.servers.base import PEOPLE, STATUSES, Answer, Asked, Crm, Deal

TOKEN = "api-token-of-the-department-in-pipedrive"  # noqa: S105  (invented)
_STAGES = {name: number for number, name in enumerate(STATUSES[:3], 11)}
_ENDS = {"Оплачено": "won", "Отказ": "lost"}
_ARCHIVED = (5, 12)
"""Deals put into the archive: the list does not show them, another one does."""


class Pipedrive(Crm):
    """The invented department in Pipedrive."""

    key = "pipedrive"
    keys: ClassVar = {"token": TOKEN}
    link = "deal/{}"
    needed = "stage_id"
    has_ends_as_stages = False

    def shown(self, status: str) -> str:
        """An end by the CRM's own word."""
        return _ENDS.get(status, status)

    def answer(self, asked: Asked) -> Answer:
        """The right answer."""
        if asked.headers.get("x-api-token") != TOKEN:
            return Answer({"success": False, "error": "unauthorized access", "errorCode": 401}, 401)
        if asked.path.startswith("api/v1/deals/"):
            return Answer(_flow(self.deals[int(asked.path.split("/")[3])]))
        since = dt.datetime.fromisoformat(asked.query.get("updated_since", "1970-01-01T00:00:00Z"))
        deals = [_deal(deal) for deal in self.deals.values() if deal.moved >= since]
        rows: dict[str, Sequence[dict[str, Any]]] = {
            "api/v2/deals": [deal for deal in deals if not deal["is_archived"]],
            "api/v2/deals/archived": [deal for deal in deals if deal["is_archived"]],
            "api/v2/stages": [_stage(name, number) for name, number in _STAGES.items()],
            "api/v2/pipelines": [{"id": 1, "name": "Продажи", "order_nr": 0}],
            "api/v2/persons": [_person(deal) for deal in self.deals.values()],
            "api/v1/users": [{"id": number, "name": name} for number, name in PEOPLE.items()],
        }
        if asked.path not in rows:
            return Answer({"success": False, "error": "Unknown method"}, 404)
        size, start = int(asked.query.get("limit", 100)), int(asked.query.get("cursor") or 0)
        found = rows[asked.path]
        cursor = str(start + size) if start + size < len(found) else None
        page = list(found[start : start + size])
        return Answer({"success": True, "data": page, "additional_data": {"next_cursor": cursor}})


def _deal(deal: Deal) -> dict[str, Any]:
    moved, end = deal.moved.strftime("%Y-%m-%dT%H:%M:%SZ"), _ENDS.get(deal.status)
    return {
        "id": deal.number,
        "title": f"Сделка {deal.number}",
        "owner_id": deal.manager,
        "person_id": deal.number + 500,
        "pipeline_id": 1,
        "stage_id": _STAGES[_last_stage(deal)],
        "value": deal.amount,
        "currency": "RUB",
        "add_time": deal.created.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "update_time": moved,
        "stage_change_time": moved,
        "status": end or "open",
        "is_deleted": False,
        "is_archived": deal.number in _ARCHIVED,
        "won_time": moved if end == "won" else None,
        "lost_time": moved if end == "lost" else None,
        "lost_reason": "Дорого" if end == "lost" else None,
        "probability": None,
    }


def _last_stage(deal: Deal) -> str:
    return deal.past[-1][1] if deal.status in _ENDS else deal.status


def _flow(deal: Deal) -> dict[str, Any]:
    """What happened to a deal: here its changes, and a note among them."""
    rows: list[dict[str, Any]] = [
        {"object": "note", "timestamp": "2026-02-01 10:00:00", "data": {"id": 1, "content": "…"}}
    ]
    for step, (at, before, after) in enumerate(deal.past):
        ended = after in _ENDS
        change = {
            "id": deal.number * 100 + step,
            "item_id": deal.number,
            "user_id": deal.manager,
            "field_key": "status" if ended else "stage_id",
            "old_value": "open" if ended else str(_STAGES[before]),
            "new_value": _ENDS[after] if ended else str(_STAGES[after]),
            "log_time": at.strftime("%Y-%m-%d %H:%M:%S"),
        }
        rows.append({"object": "dealChange", "timestamp": change["log_time"], "data": change})
    if deal.number == 1:
        rows.append({"object": "dealChange", "timestamp": "2026-02-01 09:00:00", "data": _reopened(deal)})
    pages = {"start": 0, "limit": 100, "more_items_in_collection": False}
    return {"success": True, "data": rows, "additional_data": {"pagination": pages}}


def _reopened(deal: Deal) -> dict[str, Any]:
    """A deal that had been lost goes on, in the stage where it stood."""
    told = {"id": 1, "item_id": deal.number, "user_id": deal.manager, "log_time": "2026-02-01 09:00:00"}
    return {**told, "field_key": "status", "old_value": "lost", "new_value": "open"}


def _stage(name: str, number: int) -> dict[str, Any]:
    return {"id": number, "name": name, "order_nr": number, "pipeline_id": 1, "deal_probability": 100}


def _person(deal: Deal) -> dict[str, Any]:
    phones = [{"value": f"+7900{deal.number:07d}", "primary": True, "label": "work"}]
    return {"id": deal.number + 500, "name": f"Клиент {deal.number}", "phones": phones}
