"""BlueSales: customers with the status they stand in, orders with sums, users; no history of any kind."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any, ClassVar

from tests.crm.servers.base import PEOPLE, STATUSES, Answer, Asked, Crm, Deal

LOGIN, PASSWORD = "boss", "secret-word"
_PAGE = 500
_MOSCOW = dt.timezone(dt.timedelta(hours=3))


class BlueSales(Crm):
    """The invented department in BlueSales: a customer is a deal, its sum an order."""

    key = "bluesales"
    keys: ClassVar = {"login": LOGIN, "password": PASSWORD}
    needed = "firstContactDate"
    has_history = has_stages = says_changes = False

    def secrets(self) -> list[str]:
        """With the password as it travels."""
        return [PASSWORD, _digest()]

    def customers(self) -> list[dict[str, Any]]:
        """Every client."""
        return list(map(_customer, self.deals.values()))

    def sold(self) -> list[dict[str, Any]]:
        """Every order."""
        return [_order(deal) for deal in self.deals.values() if deal.amount]

    def people(self) -> list[dict[str, Any]]:
        """Every user."""
        return [_user(number) for number in PEOPLE]

    def answer(self, asked: Asked) -> Answer:
        """The right answer."""
        if (asked.query.get("login"), asked.query.get("password")) != (LOGIN, _digest()):
            return Answer({"isValid": False, "error": "Неверный логин или пароль"})
        held = {"customers.get": self.customers, "orders.get": self.sold, "users.get": self.people}
        command = asked.query.get("command", "")
        if asked.method != "POST" or command not in held:
            return Answer({"isValid": False, "error": "Неизвестная команда"})
        rows = held[command]()
        start, size = asked.body.get("startRowNumber", 0), min(asked.body.get("pageSize", _PAGE), _PAGE)
        page = rows[start : start + size]
        left = max(len(rows) - start - size, 0)
        return Answer({"count": len(page), "notReturnedCount": left, command.split(".")[0]: page})


def _digest() -> str:
    return hashlib.md5(PASSWORD.encode(), usedforsecurity=False).hexdigest().upper()


def _customer(deal: Deal) -> dict[str, Any]:
    return {
        "id": deal.number,
        "fullName": f"Клиент {deal.number}",
        "phone": f"+7 900 000-{deal.number:04d}",
        "city": "Тула",
        "crmStatus": {"id": STATUSES.index(deal.status), "name": deal.status, "type": 1},
        "crmStatusChangedDate": _date(deal.moved, deal.number),
        "firstContactDate": _date(deal.created, deal.number),
        "lastContactDate": _date(deal.moved, deal.number),
        "nextContactDate": None,
        "source": {"id": 7, "name": "Реклама"},
        "salesChannel": None,
        "manager": _user(deal.manager),
        "tags": [{"name": "опт"}],
        "customFields": [],
    }


def _order(deal: Deal) -> dict[str, Any]:
    return {
        "id": deal.number,
        "customer": {"id": deal.number},
        "orderStatus": {"id": 1, "name": "Новый"},
        "totalSumMinusDiscount": deal.amount,
        "date": _date(deal.moved, 0),
    }


def _user(number: int) -> dict[str, Any]:
    return {"id": number, "fullName": PEOPLE[number]}


def _date(moment: dt.datetime, number: int) -> str:
    """Now in one form, now in the other, as the CRM mixes them."""
    return moment.astimezone(_MOSCOW).strftime("%d.%m.%Y %H:%M:%S" if number % 2 else "%Y-%m-%dT%H:%M:%S")
