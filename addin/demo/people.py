"""Who and what the invented department consists of: stages, managers, sources, and how they differ."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

AS_OF = dt.date(2026, 9, 18)
"""T of the sample, a Friday: the last day on which anything in it happened."""
FIRST_DAY = dt.date(2024, 10, 1)
NEWCOMER_SINCE = dt.date(2026, 7, 20)
DEALS = 12_000

RUNGS = ("Новый", "В работе", "Презентация", "Озвучена цена", "Ожидаем оплату")
"""The open statuses in order; a rung is a position here."""
WON, LOST, NONTARGET, TEST = 5, 6, 7, 8
STATUSES = (*RUNGS, "Оплачен", "Отказ", "Нецелевой", "Тест")
"""Status names by code: first the rungs, then the ends; the last one is for tests of the CRM itself."""
ROLES = ("intake", "work", "work", "work", "presale", "won", "lost", "nontarget", "ignore")
PROBABILITIES = (0.05, 0.10, 0.25, 0.40, 0.70, 1.0, 0.0, 0.0, None)
"""What the CRM assumes of each status: round numbers somebody once typed in."""


TEAMS = ("Входящие", "Ключевые клиенты")


@dataclass(frozen=True)
class Manager:
    """A manager of the sample.

    Args:
        name: invented.
        weight: share of new leads he is given while he is there, before scaling.
        strength: shift of the log-odds of advancing, one for each rung.
        pace: his times as a multiple of the usual ones.
        since: first day at work; None: from the beginning.
        team: his, one of ``TEAMS``.
    """

    name: str
    weight: float
    strength: tuple[float, float, float, float, float]
    pace: float = 1.0
    since: dt.date | None = None
    team: str = TEAMS[0]


MANAGERS = (
    # the closer: few leads, most of them brought to a payment
    Manager("Марина Белова", 0.09, (0.3, 0.30, 0.35, 0.75, 0.45), 1.15, team=TEAMS[1]),
    # lives by volume: answers first, sells like everybody
    Manager("Игорь Лапшин", 0.31, (0.4, 0.0, 0.0, -0.05, 0.0), 0.75),
    # as good as the others but for one step: after the presentation the price is not named
    Manager("Семён Журавлёв", 0.19, (0.0, 0.0, -1.15, 0.0, 0.0)),
    Manager("Алёна Воронцова", 0.21, (0.0, 0.0, 0.05, 0.0, 0.0), team=TEAMS[1]),
    Manager("Пётр Соколов", 0.18, (-0.1, 0.0, 0.0, 0.05, 0.0)),
    Manager("Дарья Киселёва", 0.11, (0.0, -0.1, -0.1, -0.1, 0.0), 1.1, NEWCOMER_SINCE),
)
CLOSER, VOLUME, WEAK_STEP, NEWCOMER = 0, 1, 2, 5


@dataclass(frozen=True)
class Source:
    """A source of leads.

    Args:
        name: as in the CRM.
        share: of all leads.
        quality: shift of the log-odds of advancing on every rung after intake.
        nontarget: chance that a lead turns out to be no customer.
        price: median amount, RUB.
        lead_cost: spend for one lead, RUB; 0 for a free source.
        night: share of leads that come at any hour; the rest come in office hours.
        to_weak: share of its leads that go straight to the manager with the weak step.
    """

    name: str
    share: float
    quality: float
    nontarget: float
    price: float
    lead_cost: float
    night: float
    to_weak: float = 0.0


SOURCES = (
    Source("Яндекс Директ", 0.35, 0.0, 0.20, 190_000, 4_500, 0.45),
    Source("Сайт", 0.23, 0.10, 0.14, 210_000, 0, 0.5),
    Source("Рекомендации", 0.09, 0.50, 0.05, 280_000, 0, 0.1),
    # no worse than the others, it only looks so: most of it goes to the manager with the weak step
    Source("Авито", 0.15, 0.0, 0.20, 170_000, 3_200, 0.4, 0.7),
    # truly worse, and dear
    Source("ВКонтакте", 0.18, -0.40, 0.32, 120_000, 10_000, 0.6),
)
LOOKS_WORSE, TRULY_WORSE = 3, 4

LOST_REASONS: tuple[tuple[str, ...], ...] = (
    ("Не дозвонились", "Передумал", "Дубль заявки"),
    ("Не дозвонились", "Нет потребности", "Отложили", "Выбрали конкурента"),
    ("Нет потребности", "Не подошёл продукт", "Отложили", "Выбрали конкурента"),
    ("Дорого", "Дорого", "Выбрали конкурента", "Нет бюджета", "Отложили"),
    ("Нет бюджета", "Не согласовали внутри", "Выбрали конкурента", "Перестал отвечать"),
)
"""Why deals are lost, by the rung they stood on."""
NONTARGET_REASONS = ("Спам", "Ищет работу", "Не наш регион", "Частное лицо", "Предлагает услуги")
