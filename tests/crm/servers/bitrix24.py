"""Bitrix24: a webhook, batches of commands, stage history without the former stage, stages of invoices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from urllib.parse import parse_qsl

from tests.crm.servers.base import PEOPLE, STATUSES, Answer, Asked, Crm, Deal

TOKEN = "1/webhook0of0the0department"  # noqa: S105  (invented)
_CODES = dict(zip(STATUSES, ("C2:NEW", "C2:UC_SHOWN", "C2:FINAL_INVOICE", "C2:WON", "C2:LOSE"), strict=True))
_SEMANTICS = {"Оплачено": "S", "Отказ": "F"}
_PAGE = 50
_ZONE = dt.timezone(dt.timedelta(hours=3))


class Bitrix24(Crm):
    """The invented department in Bitrix24, in its second pipeline."""

    key = "bitrix24"
    keys: ClassVar = {"token": TOKEN}
    link = "crm/deal/details/{}/"
    needed = "STAGE_ID"

    def history(self) -> list[tuple[str, str, str]]:
        """Where each deal came to stand, its first stage with it; not where it had stood."""
        first = [(str(number), "", STATUSES[0]) for number in self.deals]
        return first + [(number, "", after) for number, _, after in super().history()]

    def answer(self, asked: Asked) -> Answer:
        """The right answer."""
        base = f"rest/{TOKEN}/"
        if not asked.path.startswith(base):
            said = {"error": "INVALID_CREDENTIALS", "error_description": "Invalid request credentials"}
            return Answer(said, 401)
        method = asked.path.removeprefix(base)
        if method == "batch":
            return Answer(self._batch(asked.body["cmd"]))
        return Answer(self._page(method, {name: str(value) for name, value in (asked.body or {}).items()}))

    def _batch(self, commands: Mapping[str, str]) -> dict[str, Any]:
        assert len(commands) <= 50
        pages = {}
        for name, command in commands.items():
            method, _, query = command.partition("?")
            pages[name] = self._page(method, dict(parse_qsl(query)))
        parts: dict[str, Any] = {
            "result": {name: page["result"] for name, page in pages.items()},
            "result_error": [],
            "result_total": {name: page["total"] for name, page in pages.items() if "total" in page},
            "result_next": {name: page["next"] for name, page in pages.items() if "next" in page},
            "result_time": {},
        }
        return {"result": parts, "time": {}}

    def _page(self, method: str, told: Mapping[str, str]) -> dict[str, Any]:
        if method == "crm.category.list":
            categories = [{"id": 0, "name": "Общая"}, {"id": 2, "name": "Продажи"}]
            return {"result": {"categories": categories}, "total": 2}
        rows = self.rows(method, told)
        start = int(told.get("start", 0))
        page = rows[start : start + _PAGE]
        found = {"items": page} if method == "crm.stagehistory.list" else page
        more = {"next": start + _PAGE} if start + _PAGE < len(rows) else {}
        return {"result": found, "total": len(rows), **more}

    def rows(self, method: str, told: Mapping[str, str]) -> list[dict[str, Any]]:
        """Everything that a method lists."""
        since = told.get("filter[>=DATE_MODIFY]", told.get("filter[>=CREATED_TIME]", ""))
        after = dt.datetime.fromisoformat(since or "1970-01-01T00:00:00Z")
        deals = [deal for deal in self.deals.values() if deal.moved >= after]
        lists: dict[str, Callable[[], list[dict[str, Any]]]] = {
            "crm.deal.list": lambda: list(map(_deal, deals)),
            "crm.stagehistory.list": lambda: [row for row in self._history() if _at(row) >= after],
            "crm.status.list": _statuses,
            "crm.contact.list": lambda: list(map(_contact, deals)),
            "user.get": lambda: [{"ID": str(n), **_split(name)} for n, name in PEOPLE.items()],
        }
        return lists[method]()

    def _history(self) -> list[dict[str, Any]]:
        found = []
        for deal in self.deals.values():
            places = [(deal.created, STATUSES[0]), *((at, after) for at, _, after in deal.past)]
            for step, (at, status) in enumerate(places):
                kind = 1 if not step else 3 if status in _SEMANTICS else 2
                number = str(deal.number * 100 + step)
                place = {"CATEGORY_ID": "2", "STAGE_ID": _CODES[status]}
                found.append(
                    {"ID": number, "TYPE_ID": kind, "OWNER_ID": deal.number, "CREATED_TIME": _iso(at)} | place
                )
        return found


def _deal(deal: Deal) -> dict[str, Any]:
    return {
        "ID": str(deal.number),
        "TITLE": f"Сделка {deal.number}",
        "STAGE_ID": _CODES[deal.status],
        "STAGE_SEMANTIC_ID": _SEMANTICS.get(deal.status, "P"),
        "CATEGORY_ID": "2",
        "OPPORTUNITY": f"{deal.amount:.2f}",
        "CURRENCY_ID": "RUB",
        "ASSIGNED_BY_ID": str(deal.manager),
        "SOURCE_ID": "WEB",
        "CONTACT_ID": str(deal.number + 500),
        "CLOSED": "Y" if deal.status in _SEMANTICS else "N",
        "CLOSEDATE": _iso(deal.moved),
        "MOVED_TIME": _iso(deal.moved),
        "DATE_CREATE": _iso(deal.created),
        "DATE_MODIFY": _iso(deal.moved),
        "UF_CRM_1": "Тула",
    }


def _contact(deal: Deal) -> dict[str, Any]:
    phone = [{"ID": "1", "VALUE": f"+7900{deal.number:07d}", "VALUE_TYPE": "WORK", "TYPE_ID": "PHONE"}]
    return {"ID": str(deal.number + 500), **_split(f"Клиент {deal.number}"), "PHONE": phone}


def _statuses() -> list[dict[str, Any]]:
    stages: list[dict[str, Any]] = [
        {"ENTITY_ID": "DEAL_STAGE_2", "STATUS_ID": _CODES[name], "NAME": name, "SORT": str(10 * at)}
        | {"CATEGORY_ID": "2", "SEMANTICS": _SEMANTICS.get(name)}
        for at, name in enumerate(STATUSES, 1)
    ]
    others: list[dict[str, Any]] = [
        {"ENTITY_ID": "SOURCE", "STATUS_ID": "WEB", "NAME": "Реклама", "SORT": "10"},
        {"ENTITY_ID": "SMART_INVOICE_STAGE_1", "STATUS_ID": "DT31_1:N", "NAME": "Новый", "SORT": "10"}
        | {"CATEGORY_ID": "1", "SEMANTICS": None},
    ]
    return stages + others


def _split(name: str) -> dict[str, str]:
    first, _, last = name.partition(" ")
    return {"NAME": first, "LAST_NAME": last}


def _iso(moment: dt.datetime) -> str:
    return moment.astimezone(_ZONE).isoformat(timespec="seconds")


def _at(row: Mapping[str, Any]) -> dt.datetime:
    return dt.datetime.fromisoformat(row["CREATED_TIME"])
