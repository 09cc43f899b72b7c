"""A small department and its settings, as ranges of a sheet."""

from __future__ import annotations

from addin.functions.arguments import Cells
from tests.hosts.live import cells

HEAD = [
    "ID",
    "Дата создания",
    "Статус",
    "Менеджер",
    "Источник",
    "Сумма",
    "Дата закрытия",
    "Следующий контакт",
]


STAGES = cells(
    "Этапы",
    [
        ["Статус", "Порядок", "Роль"],
        ["Новая", 1, "приём"],
        ["Счёт выставлен", 2, "предпродажа"],
        ["Оплата", 3, "оплата"],
        ["Отказ", 4, "отказ"],
    ],
)


AS_OF = ["Дата отчёта", "2026-09-18"]


def deal(
    number: int, day: str, status: str, manager: str, source: str, amount: object, closed: str
) -> list[object]:
    return [number, day, status, manager, source, amount, closed, ""]


def twelve() -> list[list[object]]:
    """Twelve old leads: four won by Алёна Ким; and two of September, one of nobody, one waiting to pay."""
    old = [
        deal(n, "2026-05-01", "Оплата" if n <= 4 else "Отказ", "Алёна Ким", "Сайт", 1000, f"2026-05-{10 + n}")
        for n in range(1, 13)
    ]
    new = [
        deal(13, "2026-09-01", "Новая", "", "Реклама", "", ""),
        deal(14, "2026-09-02", "Счёт выставлен", "Пётр", "", 5000, ""),
    ]
    return [[*HEAD], *old, *new]


def settings(*more: list[str]) -> Cells:
    return cells("Настройки", [["Настройка", "Значение"], AS_OF, ["Горизонт", "30"], ["Окно", "all"], *more])
