"""Columns known by parts of their heading together with what they hold."""

from __future__ import annotations

import pytest

from addin.deals.grids import CellsGrid
from addin.deals.tables.headers import find_headers
from addin.deals.tables.heading_parts import with_parts
from tests.deals.sheets import load
from tests.deals.tables.found import table

STAGES = ["New", "Demo", "Won", "Lost"]
HEADINGS = [
    "Date of first enquiry | Job status | Property advisor | Package fee | Channel of referral | Sale date",
    "Дата первого визита | Этап пациента | Консультант | Цена лечения | Канал пациента | Дата отказа/оплаты",
    "Дата звернення клієнта | Етап роботи | Менеджер салону | Вартість авто | Звідки взнали | Дата рішення",
    "Алғашқы өтінім күні | Өтінімнің кезеңі | Кеңесші маман | Тур бағасы | Қайдан естіді | Шешім күні",
    "Datum der Erstanfrage | Bearbeitungsstand | Makler vor Ort | Kaufpreis in € | Portal | erledigt am",
    "Date première demande | Avancement | Négociateur en chef | Prix du bien | Portail | Date de gain",
    "Fecha de consulta | Estado visita | Asesor/a | Importe curso | Cómo nos conoció él | Día de decisión",
    "Data do 1.º pedido | Situação já | Angariador | Valor da obra | Origem do pedido | Data da decisão",
    "Data prima offerta | Avanzamento lead | Agente di zona | Prezzo immobile | Portale | Data rogito",
    "Data zapytania nr 1 | Status zapytania | Doradca A | Cena pojazdu | Skąd trafił | Data decyzji",
    "İlk talep tarihi | Talebin durumu | Satış danışmanı adı | Daire fiyatı | Nereden ulaştı | Karar tarihi",
]


def rows() -> list[list[object]]:
    made: list[list[object]] = []
    for i in range(12):
        stage = STAGES[i % 4]
        closed = f"2026-02-{i + 1:02}" if stage in ("Won", "Lost") else None
        made.append([f"2026-01-{i + 1:02}", stage, ("Ann Lee", "Bob Roy")[i % 2], 1000 + i, "Web", closed])
    return made


@pytest.mark.parametrize("line", HEADINGS)
def test_headings_of_no_list_are_known_by_their_parts_in_any_language(line: str) -> None:
    headings = line.split(" | ")
    data = load([[*headings], *rows()])
    found = data.matched["deals"]
    wanted = ("created", "status", "manager", "amount", "source", "closed")
    assert {column: found.get(column) for column in wanted} == dict(zip(wanted, headings, strict=True))


def test_what_is_taken_by_parts_is_told() -> None:
    _, log = table([["ID", "Created Date", "Stage", "Стоимость лечения"], [1, "2026-01-01", "New", 5]])
    told = log[log["reason"] == "heading_by_parts"]
    assert told[["column", "value"]].to_numpy().tolist() == [["Стоимость лечения", "amount"]]


@pytest.mark.parametrize(
    ("heading", "values", "column"),
    [
        ("Стоимость доставки", [1, 2], "amount"),
        ("Ставка перевозчика", [1, 2], "amount"),
        ("Стоимость лечения", ["дорого", "дёшево"], "amount"),
        ("Статус оплаты", ["оплачен", "нет счёта"], "status"),
        ("Дата рождения клиента, заявка", ["2001-01-01", "2002-01-01"], "created"),
        ("Телефон менеджера", ["Иван", "Олег"], "manager"),
        ("Date of next visit", ["2026-05-01", "2026-05-02"], "created"),
    ],
)
def test_other_things_are_not_taken(heading: str, values: list[object], column: str) -> None:
    base = {"created": "Created Date", "status": "Stage"}
    cells = {"created": ["2026-01-01", "2026-01-02"], "status": ["New", "Won"]}
    kept = [name for name in base if name != column]
    head = ["ID", *(base[name] for name in kept), heading]
    grid = CellsGrid("", [head, *zip(["K1", "K2"], *(cells[name] for name in kept), values, strict=True)])
    found = find_headers("deals", grid.top(5), {})
    assert column not in with_parts(found, grid.body(found.row), ()).columns


def test_of_two_headings_that_say_the_same_none_is_taken() -> None:
    head: list[object] = ["ID", "Created Date", "Stage", "Стоимость тура", "Стоимость визы"]
    found, _ = table([head, [1, "2026-01-01", "New", 5, 6]])
    assert not found.has("amount")
    assert set(found.unused) == {"Стоимость тура", "Стоимость визы"}


def test_the_day_of_a_first_contact_is_the_creation_where_nothing_else_is() -> None:
    rows: list[list[object]] = [["ID", "Data primo contatto", "Stage"], [1, "2026-01-01", "New"]]
    found, log = table(rows)
    assert (found.headers["created"], found.has("first_touch")) == ("Data primo contatto", False)
    assert "heading_by_parts" in log["reason"].tolist()
    rows = [[*rows[0], "Created Date"], [*rows[1], "2026-01-02"]]
    found, _ = table(rows)
    assert found.headers["first_touch"] == "Data primo contatto"


def test_headings_of_nested_records_are_known_by_their_last_part() -> None:
    head: list[object] = ["data.id", "data.attributes.created_at", "data.attributes.stage", "deal.owner.name"]
    found, _ = table([head, [1, "2026-01-01", "New", "Ann"]])
    assert set(found.headers) == {"id", "created", "status", "manager"}


def known(headings: list[str], rows: list[list[object]]) -> dict[str, str]:
    return dict(load([[*headings], *rows]).matched["deals"])


@pytest.mark.parametrize("heading", ["Oluşturulma", "Обращение", "Solicitud", "Anfrage", "Zgłoszenie"])
def test_one_word_of_an_arrival_is_enough_above_full_days(heading: str) -> None:
    assert known([heading, "Stage"], [row[:2] for row in rows()])["created"] == heading


def test_months_above_their_deals_hide_no_column_of_days() -> None:
    some = [row[:2] for row in rows()]
    months = [
        ["JANVIER 2026", None],
        *some[:4],
        ["FÉVRIER 2026", None],
        *some[4:8],
        ["MARS 2026", None],
        *some[8:],
    ]
    assert known(["Date demande", "Stage"], months)["created"] == "Date demande"


@pytest.mark.parametrize(
    "heading", ["Wer", "Кто", "Qui", "Quién", "Recepción", "İlgilenen", "Приёмщик", "Виконавці"]
)
def test_who_it_was_is_the_manager(heading: str) -> None:
    assert known(["Created", "Stage", heading], [row[:3] for row in rows()])["manager"] == heading


def test_a_few_people_over_and_over_are_no_clients() -> None:
    """«Referente» is who asks in one file and who answers in another."""
    some = [[*row[:3], f"Client {i}"] for i, row in enumerate(rows())]
    found = known(["Data", "Stato", "Referente", "Nome"], [[r[0], r[1], r[2], r[3]] for r in some])
    assert found["manager"] == "Referente"
    clients = [[row[0], row[1], f"Client {i}"] for i, row in enumerate(rows())]
    assert known(["Data", "Stato", "Referente"], clients)["client"] == "Referente"


def test_a_commission_is_the_sum_only_where_no_other_is() -> None:
    some = [[*row[:2], row[3], 50] for row in rows()]
    assert known(["Created", "Stage", "Comisión"], [row[:3] for row in some])["amount"] == "Comisión"
    both = known(["Created", "Stage", "Precio del piso", "Comisión"], some)
    assert both["amount"] == "Precio del piso"
