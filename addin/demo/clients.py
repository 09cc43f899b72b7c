"""Clients of the sample: invented names, telephone numbers of a code nobody has, ordinary comments."""

from __future__ import annotations

import numpy as np
import pandas as pd

_FIRST = (
    "Анна",
    "Борис",
    "Вера",
    "Глеб",
    "Диана",
    "Егор",
    "Зоя",
    "Илья",
    "Клара",
    "Лев",
    "Майя",
    "Нина",
    "Олег",
)
_LAST = (
    "Альтенко", "Бергович", "Вишнечук", "Гранатенко", "Дубравко", "Ельниченко", "Жасминюк", "Зарецко",
    "Ирисенко", "Кленович", "Липенко", "Мятченко", "Ореховенко", "Полыненко", "Рябиненко", "Сиренко",
)  # fmt: skip
_FIRMS = ("Вектор", "Горизонт", "Контур", "Меридиан", "Орбита", "Парус", "Ритм", "Спектр", "Темп", "Фарватер")
_FORMS = ("ООО", "АО", "ИП")
_COMMENTS = (
    "Просит перезвонить после обеда", "Нужен договор", "Сравнивает с другими", "Решает директор",
    "Отправлено предложение", "Ждёт скидку", "Есть техническое задание", "Вернуться через месяц",
)  # fmt: skip


def clients(rng: np.random.Generator, count: int) -> pd.DataFrame:
    """``count`` clients: ``client, phone, comment``; two comments of three are empty."""
    return pd.DataFrame(
        {"client": _names(rng, count), "phone": _phones(rng, count), "comment": _comments(rng, count)}
    )


def _names(rng: np.random.Generator, count: int) -> pd.Series:
    people = _some(rng, _FIRST, count) + " " + _some(rng, _LAST, count)
    number = pd.Series(rng.integers(2, 99, count)).astype(str)
    firms = _some(rng, _FORMS, count) + " «" + _some(rng, _FIRMS, count) + "-" + number + "»"
    return people.where(pd.Series(rng.random(count) < 0.6), firms)


def _phones(rng: np.random.Generator, count: int) -> pd.Series:
    digits = pd.Series(rng.integers(0, 10_000_000, count)).astype(str).str.zfill(7)
    # the code 000 is given to nobody
    return "8 (000) " + digits.str[:3] + "-" + digits.str[3:5] + "-" + digits.str[5:]


def _comments(rng: np.random.Generator, count: int) -> pd.Series:
    return _some(rng, _COMMENTS, count).where(pd.Series(rng.random(count) < 0.35), None)


def _some(rng: np.random.Generator, words: tuple[str, ...], count: int) -> pd.Series:
    return pd.Series(rng.choice(np.array(words, dtype=object), count), dtype="object")
