"""Roles guessed from the words of statuses, and roles as people write them."""

from __future__ import annotations

import itertools
import tomllib
from importlib.resources import files
from typing import Any

import pandas as pd
import pytest

from addin.deals.reading.roles import guess_roles, parse_role
from addin.deals.stages import Role, Stages

TYPICAL = {
    Role.INTAKE: "Новый|Входящий лид|Неразобранное|Новая заявка|Не обработан|New|Open - Not Contacted",
    Role.WORK: "В работе|Презентация|Озвучена цена|КП отправлено|Недозвон|Думает|Клиент думает|Переговоры|"
    "Qualified|Demo|Proposal|Prospecting|Engaging|Working - Contacted|Тестовый период|Test drive|"
    "Новый в работе|Сравнивает с конкурентами|Возврат в работу|Новосибирск|"
    "Входящий лид в работе|Не доставлено|Без договора",
    Role.PRESALE: "Ожидаем оплату|Счёт выставлен|Договор|Negotiation|Contract sent|Не оплачен|Нет оплаты|"
    "Ждём оплату по договору|Decision maker bought-in|Оплачено частично|Согласование договора|"
    "Оплата",
    Role.WON: "Оплачен|Успешно реализовано|Closed won|Won|Счёт оплачен|Сделка успешна|Closed - Converted|"
    "Продажа",
    Role.LOST: "Отказ|Закрыто и не реализовано|Closed lost|Lost|Отказ после договора|Отказ от оплаты|"
    "Не выиграна|Qualified lead lost|Closed - Not Converted|Not interested|Предложение отклонено|"
    "Закрыто|Ушёл к конкурентам",
    Role.NONTARGET: "Нецелевой|Не целевой|Junk|Junk lead|Unqualified|Не клиент|Некачественный лид|"
    "Not qualified|Квалификация не пройдена",
    Role.IGNORE: "Спам|Тест|Дубль|Test|Тестовая сделка",
}


def _roles(statuses: list[str]) -> dict[str, Role]:
    return Stages(guess_roles(statuses, {})).roles()


@pytest.mark.parametrize(
    ("status", "role"), [(name, role) for role, names in TYPICAL.items() for name in names.split("|")]
)
def test_the_words_of_a_status_tell_its_role(status: str, role: Role) -> None:
    # another status is intake, so that none is made so for want of one
    assert _roles([status, "Необработанные"])[status] is role


@pytest.mark.parametrize(
    "status", ["ОЖИДАЕМ  ОПЛАТУ", "ждем\u00a0оплату", "Ждём оплату (2)", "awaiting_payment"]
)
def test_case_spaces_and_marks_change_nothing(status: str) -> None:
    assert _roles([status, "Новый"])[status] is Role.PRESALE


def test_order_is_by_words_then_usual_place_then_name() -> None:
    names = [
        "Отказ",
        "Оплачен",
        "Тест",
        "Нецелевой",
        "Ожидаем оплату",
        "Демо Б",
        "Демо А",
        "Демо В",
        "В работе",
        "Новый",
    ]
    table = guess_roles(names, {"Демо В": 1.0, "Демо А": 2.0, "Демо Б": 2.0})
    assert table["status"].tolist() == [
        "Новый", "В работе", "Демо В", "Демо А", "Демо Б", "Ожидаем оплату",
        "Оплачен", "Отказ", "Нецелевой", "Тест",
    ]  # fmt: skip
    assert table["order"].tolist() == [float(n) for n in range(1, 11)]
    assert table["probability"].isna().all()
    assert table["guessed"].all()


def test_a_status_of_unknown_words_is_work_and_stands_where_it_usually_does() -> None:
    known = ["Новый", "Презентация", "Договор", "Оплачен"]
    usual = {"Новый": 0.0, "Презентация": 1.0, "Ярлык": 2.5, "Договор": 2.0, "Оплачен": 3.0}
    table = guess_roles([*known, "Ярлык"], usual)
    assert table["status"].tolist() == ["Новый", "Презентация", "Договор", "Ярлык", "Оплачен"]
    assert Stages(table).roles()["Ярлык"] is Role.WORK
    unplaced = guess_roles([*known, "Ярлык"], {})["status"].tolist()
    assert unplaced == ["Новый", "Ярлык", "Презентация", "Договор", "Оплачен"]


def test_without_intake_the_first_open_status_is_intake() -> None:
    table = guess_roles(["Won", "Engaging", "Lost", "Prospecting"], {})
    expected = {"Prospecting": Role.INTAKE, "Engaging": Role.WORK, "Won": Role.WON, "Lost": Role.LOST}
    assert Stages(table).roles() == expected
    assert Stages(table).ladder == ["Prospecting", "Engaging", "Won"]


def test_the_order_of_the_input_changes_nothing() -> None:
    names = ["Ярлык", "Бирка", "Договор", "Отказ", "Оплачен"]
    usual = {"Ярлык": 1.0, "Договор": 1.0}
    first = guess_roles(names, usual)
    for shuffled in itertools.permutations(names):
        pd.testing.assert_frame_equal(guess_roles([*shuffled, "", shuffled[0]], usual), first)


def test_no_statuses_give_an_empty_table_of_the_same_types() -> None:
    pd.testing.assert_series_equal(guess_roles([], {}).dtypes, guess_roles(["Новый"], {}).dtypes)
    assert guess_roles([], {}).empty


def test_only_closed_statuses_get_no_intake() -> None:
    assert set(_roles(["Won", "Lost"]).values()) == {Role.WON, Role.LOST}


def _data() -> dict[str, Any]:
    return tomllib.loads((files("addin.deals.reading") / "roles.toml").read_text(encoding="utf-8"))


def test_every_phrase_means_what_it_stands_under() -> None:
    wrong = [
        (phrase, entry["role"])
        for entry in _data()["status"]
        for phrase in [*entry["words"], *entry.get("weak", [])]
        if _roles([phrase.replace("*", ""), "Необработанные"])[phrase.replace("*", "")] != entry["role"]
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (Role.INTAKE, "intake|Приём|прием|новые|Новый|входящие"),
        (Role.WORK, "work|Работа|в работе"),
        (Role.PRESALE, "presale|pre-sale|Предпродажа|пред-продажа"),
        (Role.WON, "won|успех|Выиграна|продажа|Успешная"),
        (Role.LOST, "lost|Отказ|проиграна"),
        (Role.NONTARGET, "nontarget|non-target|Нецелевой|нецелевая|не клиент"),
        (Role.IGNORE, "ignore|Не учитывать|не  учитывается|тест|игнорировать"),
    ],
)
def test_roles_as_people_write_them(role: Role, names: str) -> None:
    assert [parse_role(name) for name in names.split("|")] == [role] * len(names.split("|"))


@pytest.mark.parametrize("role", list(Role))
def test_our_own_words_are_read(role: Role) -> None:
    assert parse_role(role.value.upper()) is role


@pytest.mark.parametrize("text", ["", "чушь", "продажа отложена", "не успех", "12"])
def test_what_is_no_role_is_none(text: str) -> None:
    assert parse_role(text) is None


def test_no_name_stands_under_two_roles() -> None:
    every = [name for names in _data()["names"].values() for name in names]
    assert len(every) == len(set(every))
