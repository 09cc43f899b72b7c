"""Pipelines as CRMs ship them, recognised by their statuses."""

from __future__ import annotations

import pytest

from addin.deals.reading.default_pipelines import default_pipeline
from addin.deals.reading.roles import guess_roles
from addin.deals.reading.stage_facts import StageFacts
from tests.deals.sheets import load

ENDS = ["Won", "Lost", "Отказ", "Оплачен"]


def crm(statuses: str, export: str = "") -> str:
    names = statuses.split("|")
    found = default_pipeline(names, [name for name in names if name in ENDS], export)
    return found.crm if found else ""


@pytest.mark.parametrize(
    ("statuses", "whose"),
    [
        ("Appointment Scheduled|Qualified To Buy|Contract Sent|Closed Won", "HubSpot"),
        ("appointmentscheduled|closedwon|closedlost", "HubSpot"),
        ("Termin vereinbart|Qualifiziert zum Kauf|Vertrag gesendet", "HubSpot"),
        ("Prospecting|Needs Analysis|Id. Decision Makers|My own stage|Closed Won", "Salesforce"),
        ("Qualified|Contact Made|Demo Scheduled|Proposal Made|Won", "Pipedrive"),
        ("Qualificado|Contato feito|Demonstração agendada|Won", "Pipedrive"),
        ("NEW|C6:UC_1A2B|C6:WON|LOSE|APOLOGY", "Bitrix24"),
        ("Новая|Подготовка документов|Cчет на предоплату|В работе|Сделка успешна", "Bitrix24"),
        ("Первичный контакт|Переговоры|Принимают решение|Успешно реализовано", "amoCRM"),
        ("142|143|7001|7002|7003|7004", "amoCRM"),
        ("New|Qualified|Proposition|Won", "Odoo"),
        ("1-Qualify|2-Develop|3-Propose|4-Close", "Dynamics 365"),
        ("Новая|В работе|Счёт на предоплату|Оплачен|Отказ", ""),
        ("Contact Made|Qualified|Won|Lost", ""),
        ("Prospecting|Demo|Trial|Legal|Won", ""),
        ("", ""),
    ],
)
def test_a_shipped_pipeline_is_known_by_stages_that_fit_it(statuses: str, whose: str) -> None:
    assert crm(statuses) == whose


def test_of_an_export_of_the_crm_fewer_stages_will_do() -> None:
    assert crm("Qualified|Contact Made|Our own", "Pipedrive") == "Pipedrive"
    assert crm("Qualified|Contact Made|Our own") == ""


def test_its_order_goes_before_dates_and_words_and_others_find_their_place_among_it() -> None:
    names = ["Qualified", "Contact Made", "Demo Scheduled", "Proposal Made", "Zorblax", "Won", "Lost"]
    earlier = frozenset(
        {("Contact Made", "Qualified"), ("Demo Scheduled", "Zorblax"), ("Zorblax", "Proposal Made")}
    )
    table = guess_roles(names, StageFacts(earlier=earlier))
    assert table["status"].tolist() == [
        "Qualified", "Contact Made", "Demo Scheduled", "Zorblax", "Proposal Made", "Won", "Lost",
    ]  # fmt: skip
    assert table["evidence"].tolist()[:4] == ["default_pipeline"] * 3 + ["dates"]


def test_codes_of_two_pipelines_of_one_crm_keep_their_roles() -> None:
    table = guess_roles(["C2:NEW", "C2:EXECUTING", "C2:WON", "C2:LOSE", "C2:APOLOGY"])
    assert table["role"].tolist() == ["intake", "presale", "won", "lost", "lost"]


def test_codes_tell_the_pipeline_where_no_column_does() -> None:
    rows = [["ID", "DATE_CREATE", "STAGE_ID"]]
    rows += [[str(n), "2026-08-01", code] for n, code in enumerate(["NEW", "C6:NEW", "C6:WON", "WON"])]
    data = load(rows)
    assert data.deals["pipeline"].tolist() == ["0", "6", "6", "0"]
    assert data.stages[["pipeline", "status", "role"]].to_numpy().tolist() == [
        ["0", "NEW", "intake"], ["0", "WON", "won"], ["6", "C6:NEW", "intake"], ["6", "C6:WON", "won"],
    ]  # fmt: skip
    plain = load([rows[0], ["1", "2026-08-01", "Новая"], ["2", "2026-08-01", "C: звонок"]])
    assert plain.deals["pipeline"].tolist() == ["", ""]


def test_of_an_export_of_the_crm_its_ends_speak_for_the_pipeline_too() -> None:
    names = ["Новый", "Комплектуется", "Выполнен", "Недозвон", "Не устроила цена", "Ждём курьера", "Мера"]
    roles = guess_roles(names, StageFacts(crm="RetailCRM")).set_index("status")["role"]
    assert roles["Недозвон"] == "lost"
    assert guess_roles(names).set_index("status")["role"]["Недозвон"] == "work"
