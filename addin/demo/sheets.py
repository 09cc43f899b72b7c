"""How the sample's sheets look: headers, widths and formats of a tidy export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Look = Literal[
    "id", "text", "moment", "day", "month", "money", "share", "count", "iso_moment", "iso_day", "iso_month"
]

FORMATS: dict[Look, dict[str, object]] = {
    "id": {"num_format": "0", "align": "left"},
    "text": {},
    "moment": {"num_format": "dd.mm.yyyy hh:mm", "align": "left"},
    "day": {"num_format": "dd.mm.yyyy", "align": "left"},
    "month": {"num_format": "mm.yyyy", "align": "left"},
    "money": {"num_format": "#,##0"},
    "share": {"num_format": "0%"},
    "count": {"num_format": "0"},
    "iso_moment": {"num_format": "yyyy-mm-dd hh:mm", "align": "left"},
    "iso_day": {"num_format": "yyyy-mm-dd", "align": "left"},
    "iso_month": {"num_format": "yyyy-mm", "align": "left"},
}


@dataclass(frozen=True)
class Column:
    """A column of a sheet: the key in our table, its header, how its cells look, its width in characters."""

    key: str
    header: str
    look: Look = "text"
    width: float = 18


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its columns, and lines of text above the headers."""

    name: str
    columns: tuple[Column, ...]
    title: tuple[str, ...] = ()

    @property
    def top(self) -> int:
        """The row of its headings, from 0."""
        return len(self.title) + bool(self.title)


DEALS = Sheet(
    "Сделки",
    (
        Column("id", "ID", "id", 9),
        Column("created", "Дата создания", "moment", 17),
        Column("client", "Клиент", width=24),
        Column("phone", "Телефон", width=18),
        Column("status", "Статус", width=17),
        Column("manager", "Менеджер", width=19),
        Column("source", "Источник", width=16),
        Column("amount", "Сумма", "money", 14),
        Column("first_touch", "Первое касание", "moment", 17),
        Column("status_changed", "Дата смены статуса", "moment", 19),
        Column("next_contact", "Следующий контакт", "day", 18),
        Column("closed", "Дата закрытия", "moment", 17),
        Column("lost_from", "Этап потери", width=17),
        Column("lost_reason", "Причина отказа", width=24),
        Column("comment", "Комментарий", width=34),
        Column("team", "Отдел", width=17),
    ),
    ("Выгрузка сделок из CRM", "ООО «Образец», отдел продаж. Все сделки по 18.09.2026"),
)
STAGES = Sheet(
    "Этапы",
    (
        Column("status", "Статус", width=20),
        Column("order", "Порядок", "count", 10),
        Column("role", "Роль", width=14),
        Column("probability", "Вероятность", "share", 13),
    ),
)
HISTORY = Sheet(
    "История",
    (
        Column("id", "ID", "id", 9),
        Column("changed_at", "Дата изменения", "moment", 17),
        Column("from_status", "Из статуса", width=18),
        Column("to_status", "В статус", width=18),
        Column("manager", "Менеджер", width=20),
    ),
)
SPEND = Sheet(
    "Расходы",
    (
        Column("month", "Месяц", "month", 11),
        Column("source", "Источник", width=18),
        Column("amount", "Сумма", "money", 14),
    ),
)
PLAN = Sheet(
    "План",
    (
        Column("month", "Месяц", "month", 11),
        Column("manager", "Менеджер", width=20),
        Column("amount", "План", "money", 14),
    ),
)
SETTINGS = Sheet("Настройки", (Column("name", "Настройка", width=22), Column("value", "Значение", width=18)))

SETTING_ROWS: tuple[tuple[str, str | None], ...] = (
    ("Дата отчёта", None),
    ("Период", None),
    ("Горизонт", "auto"),
    ("Валюта", "RUB"),
    ("Часовой пояс", "Europe/Moscow"),
    ("Адрес сделки", "https://crm.example/deals/{id}"),
)
"""The settings as they stand in the sample; the report's day is left to the data."""
