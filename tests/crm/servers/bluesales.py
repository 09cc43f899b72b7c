"""BlueSales: customers with the status they stand in, orders with sums, users; no history of any kind."""

from __future__ import annotations

import hashlib
from typing import Any

from tests.crm.servers.base import Answer, Asked, Crm

LOGIN, PASSWORD = "boss", "secret-word"
_PAGE = 500
_STATUSES = ("Новый", "В работе", "Презентация", "Цена", "Оплачено", "Отказ")


class BlueSales(Crm):
    """Customers by id."""

    def __init__(self) -> None:
        super().__init__()
        self.customers: dict[int, dict[str, Any]] = {}
        self.orders: dict[int, dict[str, Any]] = {}
        self.users = {1: {"id": 1, "fullName": "Анна Ким"}, 2: {"id": 2, "fullName": "Олег Ли"}}

    def add(self, number: int, status: str, created: str, moved: str, manager: int = 1) -> None:
        """A customer; dates as ``dd.mm.yyyy`` or ISO, as the CRM mixes them."""
        self.customers[number] = {
            "id": number,
            "fullName": f"Клиент {number}",
            "phone": f"+7 900 000-{number:04d}",
            "city": "Тула",
            "crmStatus": {"id": _STATUSES.index(status), "name": status, "type": 1},
            "crmStatusChangedDate": moved,
            "firstContactDate": created,
            "lastContactDate": moved,
            "nextContactDate": None,
            "source": {"id": 7, "name": "Реклама"},
            "salesChannel": None,
            "manager": self.users[manager],
            "tags": [{"name": "опт"}],
            "customFields": [],
        }

    def move(self, number: int, status: str, moved: str) -> None:
        """A customer goes on to another status."""
        self.customers[number]["crmStatus"] = {"id": _STATUSES.index(status), "name": status, "type": 1}
        self.customers[number]["crmStatusChangedDate"] = moved

    def sell(self, number: int, customer: int, amount: float) -> None:
        """An order of a customer."""
        self.orders[number] = {
            "id": number,
            "customer": {"id": customer},
            "orderStatus": {"id": 1, "name": "Новый"},
            "totalSumMinusDiscount": amount,
            "date": "2026-03-01T00:00:00",
        }

    def answer(self, asked: Asked) -> Answer:
        digest = hashlib.md5(PASSWORD.encode(), usedforsecurity=False).hexdigest().upper()
        if (asked.query.get("login"), asked.query.get("password")) != (LOGIN, digest):
            return Answer({"isValid": False, "error": "Неверный логин или пароль"})
        held = {"customers.get": self.customers, "orders.get": self.orders, "users.get": self.users}
        if asked.method != "POST" or asked.query.get("command") not in held:
            return Answer({"isValid": False, "error": "Неизвестная команда"})
        command = asked.query["command"]
        rows = list(held[command].values())
        start, size = asked.body.get("startRowNumber", 0), min(asked.body.get("pageSize", _PAGE), _PAGE)
        page = rows[start : start + size]
        left = max(len(rows) - start - size, 0)
        return Answer({"count": len(page), "notReturnedCount": left, command.split(".")[0]: page})
