"""What BlueSales alone does: refusals with HTTP 200, one session a login, two forms of dates, a bare page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from addin.errors import InputError
from tests.crm.pulling import Puller
from tests.crm.servers.base import Answer
from tests.crm.servers.bluesales import BlueSales

CRM = BlueSales


def test_what_is_seen_to_change_becomes_history(crm: BlueSales, puller: Puller) -> None:
    puller.pull()
    before = crm.deals[4].status
    crm.move(4, "Оплачено", crm.deals[4].moved)
    puller.pull(days=1)
    ledger = puller.table("ledger")
    assert ledger[ledger["id"] == "4"]["status"].tolist() == [before, "Оплачено"]


def test_clients_have_names_and_phones(puller: Puller) -> None:
    puller.pull()
    deal = puller.table("deals").set_index("id").loc["2"]
    assert deal[["client", "phone", "source"]].tolist() == ["Клиент 2", "+7 900 000-0002", "Реклама"]


def test_more_than_a_page_comes_whole(crm: BlueSales, puller: Puller) -> None:
    crm.deals |= {number: replace(crm.deals[1], number=number) for number in range(100, 1300)}
    assert puller.pull().rows["deals"] == 1215


@pytest.mark.parametrize(
    "text",
    [
        "Другой пользователь находится онлайн, подождите 20 сек",
        "Уже выполняется одно или несколько других обращений к API",
    ],
)
def test_a_busy_account_is_waited_for_and_told(crm: BlueSales, puller: Puller, text: str) -> None:
    crm.faults = [Answer({"isValid": False, "error": text})] * 2
    assert puller.pull().rows["deals"] == len(crm.deals)
    assert puller.waits == [text, text]


def test_no_account_is_waited_for_without_end(crm: BlueSales, puller: Puller) -> None:
    crm.faults = [Answer({"isValid": False, "error": "Уже выполняется другой вызов"})] * 1000
    with pytest.raises(InputError) as refused:
        puller.pull()
    assert refused.value.key == "crm_busy"
    assert not puller.store.exists()


def test_a_field_of_another_form_is_named_and_nothing_is_stored(crm: BlueSales, puller: Puller) -> None:
    crm.tamper = lambda body: {
        name: [{**row, "firstContactDate": {"day": 1}} for row in rows] if name == "customers" else rows
        for name, rows in body.items()
    }
    with pytest.raises(InputError) as refused:
        puller.pull()
    assert (refused.value.key, refused.value.params["field"]) == ("crm_field_form", "firstContactDate")
    assert not puller.store.exists()


def test_a_list_that_is_gone_is_no_empty_page(crm: BlueSales, puller: Puller) -> None:
    crm.tamper = lambda body: {name: rows for name, rows in body.items() if name != "customers"}
    with pytest.raises(InputError) as refused:
        puller.pull()
    assert (refused.value.key, refused.value.params["field"]) == ("crm_field_gone", "customers")


def test_a_store_of_another_account_is_left_alone(puller: Puller) -> None:
    puller.pull()
    puller.url = puller.url.replace("127.0.0.1", "localhost")
    with pytest.raises(InputError) as refused:
        puller.pull()
    assert refused.value.key == "store_of_other"
