"""The small file of deals that the tests of the command line read."""

from __future__ import annotations

from collections.abc import Callable

HEADER = "ID;Дата создания;Статус;Менеджер;Источник;Сумма;Дата закрытия"
ROWS = [
    "1;01.06.2026;Новый;Анна;Сайт;;",
    "2;02.06.2026;Ожидаем оплату;Анна;Сайт;150 000;",
    "3;03.06.2026;Оплачен;Борис;Реклама;90 000 ₽;13.06.2026",
    "4;14.06.2026;Отказ;Борис;Реклама;;20.06.2026",
]
Run = Callable[..., tuple[int, str, str]]
"""Runs the command line: arguments → exit code, what was printed, what was said on the error stream."""
