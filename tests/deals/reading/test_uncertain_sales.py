"""Statuses that are a sale in one department and none in another: signatures, customers won back."""

from __future__ import annotations

import pytest

from addin.deals.stages import Role
from tests.deals.reading.test_roles import roles, told

SIGNED = (
    "Contract signed|Signed|Договор подписан|Договор заключён|Договір підписано|Шартқа қол қойылды|"
    "Vertrag unterschrieben|Devis signé|Contrato firmado|contrato_assinado|Contratto firmato|"
    "Umowa podpisana|Sözleşme imzalandı|Accepted|Booked"
)


@pytest.mark.parametrize("signed", SIGNED.split("|"))
def test_a_signed_contract_is_the_sale_where_no_other_status_is(signed: str) -> None:
    alone = ["New", signed, "Lost"]
    assert roles(alone)[signed] == Role.WON
    assert roles([*alone, "Payment received"])[signed] == Role.PRESALE
    assert roles([*alone, "Delivered"])[signed] == Role.WON
    assert roles(alone, ended={"New": False, signed: False, "Lost": True})[signed] == Role.PRESALE


@pytest.mark.parametrize(
    "status",
    ["Договор на подписании", "Waiting for signed contract", "NDA signed", "Договор отправлен", "Not signed"],
)
def test_a_contract_that_is_not_signed_yet_is_no_sale(status: str) -> None:
    assert roles(["New", status, "Lost"])[status] != Role.WON


def test_a_customer_won_back_is_work_where_his_deals_are_open_or_another_status_is_the_sale() -> None:
    assert roles(["New", "Won back", "Lost"])["Won back"] == Role.WON
    assert roles(["New", "Won back", "Paid"])["Won back"] == Role.WORK
    ended = {"New": False, "Won back": False, "Signed": True}
    found = told(["New", "Won back", "Signed"], ended=ended)
    assert [(name, role) for name, role, *_ in found] == [
        ("New", Role.INTAKE),
        ("Won back", Role.WORK),
        ("Signed", Role.WON),
    ]


@pytest.mark.parametrize("paid", ["Оплата", "Payment"])
def test_a_payment_whose_deals_are_closed_is_the_sale_where_no_other_status_is(paid: str) -> None:
    ended = {"New": False, paid: True, "Lost": True}
    assert roles(["New", paid, "Lost"], ended=ended)[paid] == Role.WON
    assert roles(["New", paid, "Lost"])[paid] == Role.PRESALE
    assert roles(["New", "Sliv", "Lost"], ended={"New": False, "Sliv": True})["Sliv"] != Role.WON


@pytest.mark.parametrize("missed", ["Trial expired", "Demo no-show", "Урок отменён", "Probestunde abgesagt"])
def test_an_activity_missed_is_lost_where_its_deals_are_closed_and_others_are_not(missed: str) -> None:
    assert roles(["New", missed, "Paid"])[missed] == Role.WORK
    assert (
        roles(["New", missed, "Paid"], ended={"New": False, missed: True, "Paid": True})[missed] == Role.LOST
    )
