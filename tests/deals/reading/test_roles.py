"""Roles and order of statuses found from evidence, and roles as people write them."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

from addin.deals.reading.roles import guess_roles, parse_role
from addin.deals.reading.stage_facts import StageFacts
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


def told(names: list[str], **facts: object) -> list[tuple[object, ...]]:
    """``status, role, place, evidence`` of each, places None where unknown."""
    table = guess_roles(names, StageFacts(**facts))
    places = [None if pd.isna(order) else int(order) for order in table["order"]]
    return list(zip(table["status"], table["role"], places, table["evidence"], strict=True))


def roles(names: list[str], **facts: object) -> dict[object, object]:
    return {status: role for status, role, _, _ in told(names, **facts)}


@pytest.mark.parametrize(
    ("status", "role"), [(name, role) for role, names in TYPICAL.items() for name in names.split("|")]
)
def test_the_words_of_a_status_tell_its_role(status: str, role: Role) -> None:
    assert roles([status, "Необработанные"])[status] == role


def test_order_is_by_the_sense_of_the_words_then_by_name_and_says_so() -> None:
    names = [
        "Отказ",
        "Оплачен",
        "Тест",
        "Нецелевой",
        "Ожидаем оплату",
        "Демо Б",
        "Демо А",
        "В работе",
        "Новый",
    ]
    table = guess_roles(names)
    assert table["status"].tolist() == [
        "Новый", "В работе", "Демо А", "Демо Б", "Ожидаем оплату", "Оплачен", "Отказ", "Нецелевой", "Тест",
    ]  # fmt: skip
    assert table["order"].tolist() == [float(n) for n in range(1, 10)]
    assert table["placed_by"].tolist() == ["words", "words", "name", "name", "words", "", "", "", ""]
    assert table["probability"].isna().all()
    assert table["guessed"].all()


def test_the_order_of_dates_goes_before_words() -> None:
    before = frozenset({("Договор", "Презентация"), ("Новый", "Договор"), ("Новый", "Презентация")})
    assert told(["Новый", "Презентация", "Договор", "Оплачен"], earlier=before) == [
        ("Новый", "intake", 1, "words"),
        ("Договор", "presale", 2, "words"),
        ("Презентация", "work", 3, "words"),
        ("Оплачен", "won", 4, "words"),
    ]


def test_a_status_of_unknown_words_has_a_place_where_dates_tell_one_and_is_work() -> None:
    names = ["Новый", "Ярлык", "Договор", "Оплачен"]
    assert told(names, earlier=frozenset({("Новый", "Ярлык"), ("Ярлык", "Договор")})) == [
        ("Новый", "intake", 1, "words"),
        ("Ярлык", "work", 2, "dates"),
        ("Договор", "presale", 3, "words"),
        ("Оплачен", "won", 4, "words"),
    ]
    assert told(names) == [
        ("Новый", "intake", 1, "words"),
        ("Договор", "presale", 2, "words"),
        ("Ярлык", "work", None, "none"),
        ("Оплачен", "won", 3, "words"),
    ]


@pytest.mark.parametrize("first", ["Proposal", "Engaging", "Счёт", "Zorblax"])
def test_nothing_is_intake_but_by_statement_or_words(first: str) -> None:
    assert "intake" not in roles([first, "Won", "Lost"]).values()


def test_one_open_status_alone_needs_no_order() -> None:
    assert told(["Zorblax", "Won"]) == [("Zorblax", "work", 1, "none"), ("Won", "won", 2, "words")]


def test_unknown_open_statuses_alone_have_no_order_and_are_one_rung_together() -> None:
    table = guess_roles(["Zorblax", "Blorp", "Won"])
    assert table["order"].isna().tolist() == [True, True, False]
    stages = Stages(table.assign(pipeline=""))
    assert stages.ladder == ["Blorp / Zorblax", "Won"]
    assert stages.rungs == {"Blorp": 0, "Zorblax": 0}
    assert stages.unplaced == set()
    assert stages.unproven == {"Blorp", "Zorblax"}


def test_the_crms_probabilities_tell_order_and_ends() -> None:
    probability = {"Alpha": 0.5, "Gamma": 0.25, "Qualification": 0.1, "Omega": 1.0, "Psi": 0.0}
    assert told(list(probability), probability=probability) == [
        ("Qualification", "work", 1, "words"),
        ("Gamma", "work", 2, "probability"),
        ("Alpha", "work", 3, "probability"),
        ("Omega", "won", 4, "probability"),
        ("Psi", "lost", 5, "probability"),
    ]


def test_probabilities_that_contradict_words_or_closing_are_no_ends() -> None:
    probability = {"New": 0.0, "Contract sent": 1.0, "Wait": 0.0, "Junk": 0.0, "Won": 1.0}
    found = roles(list(probability), probability=probability, ended={"Wait": False, "Won": True})
    assert found == {
        "New": "intake",
        "Contract sent": "presale",
        "Wait": "work",
        "Junk": "nontarget",
        "Won": "won",
    }
    closed = roles(["Contract sent", "Demo"], probability={"Contract sent": 1}, ended={"Contract sent": True})
    assert closed["Contract sent"] == "won"


def test_percentages_and_numbers_in_names_tell_the_order() -> None:
    shown = told(["Zeta (10%)", "Alpha (60%)", "Gamma (30%)", "Won"])
    assert [(status, place) for status, _, place, _ in shown] == [
        ("Zeta (10%)", 1), ("Gamma (30%)", 2), ("Alpha (60%)", 3), ("Won", 4),
    ]  # fmt: skip
    numbered = told(["3. Alpha", "1. Zeta", "2. Gamma", "Won"])
    assert [(status, evidence) for status, _, _, evidence in numbered] == [
        ("1. Zeta", "numbers"), ("2. Gamma", "numbers"), ("3. Alpha", "numbers"), ("Won", "words"),
    ]  # fmt: skip


def test_the_outcome_column_goes_before_everything() -> None:
    found = told(
        ["Fini", "Contact", "Qualified"], ends={"Fini": Role.WON}, probability={"Contact": 1.0, "Fini": 0.0}
    )
    assert found[-1] == ("Fini", "won", 3, "outcome")
    assert {status: role for status, role, _, _ in found}["Contact"] == "work"  # it holds open deals


def test_close_dates_and_reasons_tell_ends_of_unknown_words() -> None:
    names = ["New", "Zorblax", "Blorp", "Demo"]
    ended = {"New": False, "Demo": False, "Zorblax": True, "Blorp": True}
    reasons = {"New": False, "Demo": False, "Zorblax": True, "Blorp": False}
    assert told(names, ended=ended, reasons=reasons)[-2:] == [
        ("Blorp", "won", 3, "closing"),
        ("Zorblax", "lost", 4, "closing"),
    ]
    # beside a known sale a closed deal without a reason may be anything
    assert told([*names, "Won"], ended=ended, reasons=reasons)[2] == ("Blorp", "work", None, "none")


def test_a_prepayment_received_is_a_sale_only_where_no_other_status_is() -> None:
    assert roles(["Новый", "Предоплата получена"])["Предоплата получена"] == "won"
    assert roles(["Новый", "Предоплата получена", "Оплачен"])["Предоплата получена"] == "presale"


def test_the_order_of_the_input_changes_nothing() -> None:
    names = ["Ярлык", "Бирка", "Договор", "Отказ", "Оплачен"]
    facts = StageFacts(earlier=frozenset({("Ярлык", "Договор")}))
    first = guess_roles(names, facts)
    for shuffled in itertools.permutations(names):
        pd.testing.assert_frame_equal(guess_roles([*shuffled, "", shuffled[0]], facts), first)


def test_no_statuses_give_an_empty_table_of_the_same_types() -> None:
    pd.testing.assert_series_equal(guess_roles([]).dtypes, guess_roles(["Новый"]).dtypes)
    assert guess_roles([]).empty


def test_only_closed_statuses_get_no_intake() -> None:
    assert set(roles(["Won", "Lost"]).values()) == {Role.WON, Role.LOST}


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (Role.INTAKE, "intake|Приём|прием|новые|Новый|входящие|nuevo|neu|yeni"),
        (Role.WORK, "work|Работа|в работе|in Arbeit|en cours"),
        (Role.PRESALE, "presale|pre-sale|Предпродажа|пред-продажа"),
        (Role.WON, "won|успех|Выиграна|продажа|Успешная|gewonnen|ganado|gagné"),
        (Role.LOST, "lost|Отказ|проиграна|perdida|verloren"),
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


@pytest.mark.parametrize("silent", ["Не дозвонились", "Sem resposta", "No answer", "Keine Antwort"])
def test_nobody_reached_is_lost_where_its_deals_are_closed_and_others_open(silent: str) -> None:
    names = [silent, "Встреча назначена", "Оплачено"]
    assert roles(names)[silent] == Role.WORK
    closed = {silent: True, "Встреча назначена": False, "Оплачено": True}
    assert roles(names, ended=closed)[silent] == Role.LOST
    assert roles(names, ended=closed | {silent: False})[silent] == Role.WORK


@pytest.mark.parametrize(("status", "role"), [("No le interesó", Role.LOST), ("Сөйлестік", Role.WORK)])
def test_words_of_trackers_are_known(status: str, role: Role) -> None:
    (found,) = [row for row in told([status, "Nuevo"]) if row[0] == status]
    assert found[1] == role
    assert found[3] == "words"


@pytest.mark.parametrize(
    "names",
    [
        "Calificación|Análisis de las necesidades|Propuesta de valor|Negociación/Revisión",
        "Nowy|Przygotuj dokumenty|Faktura przedpłacona|W toku|Faktura końcowa",
        "Yeni|Belgeler hazırlanıyor|Ön ödeme faturası|Devam ediyor|Son fatura",
    ],
)
def test_a_shipped_pipeline_keeps_its_order_in_its_language(names: str) -> None:
    order = names.split("|")
    rows = told(sorted(order))
    assert [row[0] for row in rows] == order
