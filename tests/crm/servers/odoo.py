"""Odoo: JSON-2, a method of a model a request, rows as a bare list, pages by an offset."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from tests.crm.servers.base import PEOPLE, STATUSES, Answer, Asked, Crm, Deal

TOKEN = "api-key-of-the-department-in-odoo"  # noqa: S105  (invented)
_IDS = {name: number for number, name in enumerate(STATUSES[:4], 1)}
"""A lost lead keeps its stage and is archived."""


class Odoo(Crm):
    """The invented department in Odoo."""

    key = "odoo"
    keys: ClassVar = {"token": TOKEN, "login": "db"}
    link = "odoo/crm/{}"
    needed = "stage_id"
    has_ends_as_stages = False

    def begin(self) -> None:
        """With the key of an administrator."""
        super().begin()
        self.administrator = True

    def history(self) -> list[tuple[str, str, str]]:
        """Changes of the stage; a loss is none."""
        past = ((deal, before, after) for deal in self.deals.values() for _, before, after in deal.past)
        return [(str(deal.number), before, after) for deal, before, after in past if after in _IDS]

    def shown(self, status: str) -> str:
        """A lost lead by our word for it."""
        return {"Отказ": "lost"}.get(status, status)

    def answer(self, asked: Asked) -> Answer:
        """The right answer."""
        if asked.headers.get("authorization") != f"bearer {TOKEN}":
            return Answer({"name": "werkzeug.exceptions.Unauthorized", "message": "Invalid apikey"}, 401)
        if asked.path == "json/2/mail.tracking.value/web_search_read":
            return self._tracked(asked.body)
        model = asked.path.removeprefix("json/2/").removesuffix("/search_read")
        rows = {
            "crm.lead": lambda: [_lead(deal) for deal in self._found(asked.body)],
            "crm.stage": lambda: [_stage(name, number) for name, number in _IDS.items()],
        }
        if model not in rows:
            return Answer({"name": "odoo.exceptions.MissingError", "message": "no such model"}, 404)
        start, size = asked.body.get("offset", 0), asked.body["limit"]
        return Answer(rows[model]()[start : start + size])

    def _found(self, body: Mapping[str, Any]) -> list[Deal]:
        told = [value for name, sign, value in body.get("domain", []) if (name, sign) == ("write_date", ">=")]
        assert ["type", "=", "opportunity"] in body["domain"]
        since = _moment((told or ["1970-01-01 00:00:00"])[0])
        return [deal for deal in self.deals.values() if deal.moved >= since]

    def _tracked(self, body: Mapping[str, Any]) -> Answer:
        """Former stages, with what is linked as it is specified; a loss leaves none."""
        if not self.administrator:
            said = "You are not allowed to access 'Mail Tracking Value' records."
            return Answer({"name": "odoo.exceptions.AccessError", "message": said}, 403)
        asked = {(name, sign): value for name, sign, value in body["domain"]}
        assert (asked["field_id.model", "="], asked["field_id.name", "="]) == ("crm.lead", "stage_id")
        assert body["specification"]["mail_message_id"] == {"fields": {"res_id": {}, "date": {}}}
        since = _moment(asked.get(("create_date", ">="), "1970-01-01 00:00:00"))
        found = [
            {
                "id": deal.number * 100 + step,
                "old_value_integer": _IDS[before],
                "new_value_integer": _IDS[after],
                "create_uid": deal.manager,
                "mail_message_id": {"id": 1, "res_id": deal.number, "date": _date(at)},
            }
            for deal in self.deals.values()
            for step, (at, before, after) in enumerate(deal.past)
            if after in _IDS and at >= since
        ]
        start = body.get("offset", 0)
        return Answer({"length": len(found), "records": found[start : start + body["limit"]]})


def _lead(deal: Deal) -> dict[str, Any]:
    lost = deal.status == "Отказ"
    stage = deal.past[-1][1] if lost else deal.status
    return {
        "id": deal.number,
        "name": f"Сделка {deal.number}",
        "type": "opportunity",
        "active": not lost,
        "stage_id": [_IDS[stage], stage],
        "expected_revenue": deal.amount,
        "company_currency": [1, "RUB"],
        "won_status": "lost" if lost else "won" if deal.status == "Оплачено" else "pending",
        "probability": 0.0 if lost else 100.0 if deal.status == "Оплачено" else 30.0,
        "create_date": _date(deal.created),
        "write_date": _date(deal.moved),
        "date_closed": _date(deal.moved) if lost or deal.status == "Оплачено" else False,
        "date_last_stage_update": _date(deal.moved),
        "user_id": [deal.manager, PEOPLE[deal.manager]],
        "team_id": [1, "Отдел"],
        "source_id": [3, "Реклама"],
        "lost_reason_id": [2, "Дорого"] if lost else False,
        "partner_id": [deal.number + 500, f"Клиент {deal.number}"],
        "partner_name": False,
        "contact_name": False,
        "phone": f"+7900{deal.number:07d}",
        "activity_date_deadline": False,
    }


def _stage(name: str, number: int) -> dict[str, Any]:
    return {"id": number, "name": name, "sequence": number, "is_won": name == "Оплачено"}


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def _date(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")
