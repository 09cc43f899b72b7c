"""BlueSales pulled from a server on this machine: what comes, what is remembered, what goes wrong."""

from __future__ import annotations

import datetime as dt
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from addin.crm.connector import connector
from addin.crm.credentials import Credentials, SignedRequests
from addin.crm.pull import Pulled, PullRequest, pull
from addin.crm.transport import Patience
from addin.errors import InputError
from addin.refresh import Request, load
from addin.time_zones import time_zone
from tests.crm.servers.base import Answer, serving
from tests.crm.servers.bluesales import LOGIN, PASSWORD, BlueSales

RULES = connector("bluesales")
MARCH = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


class Puller:
    """A store, and the CRM it is filled from."""

    def __init__(self, crm: BlueSales, url: str, store: Path) -> None:
        self.crm, self.url, self.store = crm, url, store
        self.waits: list[str] = []

    def pull(self, now: dt.datetime = MARCH, password: str = PASSWORD, patience: float = 60.0) -> Pulled:
        keys = Credentials(self.url, {"login": LOGIN, "password": password})
        access = SignedRequests(RULES, keys)
        request = PullRequest(
            RULES, keys.url, keys.account, access, self.store, False, time_zone("Europe/Moscow")
        )
        clock = iter(range(10**6))
        waiting = Patience(
            patience,
            sleep=lambda _seconds: None,
            clock=lambda: float(next(clock)),
            tell=lambda _seconds, why: self.waits.append(why),
        )
        return pull(request, waiting, now)


@pytest.fixture
def puller(tmp_path: Path) -> Iterator[Puller]:
    crm = BlueSales()
    crm.add(1, "Новый", "01.03.2026", "01.03.2026")
    crm.add(2, "Цена", "2026-02-20T00:00:00", "2026-02-27T10:15:00", manager=2)
    crm.add(3, "Оплачено", "10.02.2026", "20.02.2026")
    crm.sell(1, 3, 50_000)
    with serving(crm) as url:
        yield Puller(crm, url, tmp_path / "сделки.duckdb")


def test_a_first_pull_brings_everything(puller: Puller) -> None:
    pulled = puller.pull()
    deals = load(Request(puller.store)).data.deals.set_index("id")
    assert (pulled.rows["deals"], pulled.whole, pulled.seen) == (3, True, 3)
    assert deals.loc["2", ["status", "manager", "client", "phone"]].tolist() == [
        "Цена",
        "Олег Ли",
        "Клиент 2",
        "+7 900 000-0002",
    ]
    assert deals.loc["2", "status_changed"] == dt.datetime(2026, 2, 27, 10, 15)
    assert deals.loc["3", "amount"] == 50_000
    assert deals.loc["1", "created"] == dt.datetime(2026, 3, 1)


def test_what_is_seen_to_change_becomes_history(puller: Puller) -> None:
    puller.pull()
    puller.crm.move(1, "Презентация", "03.03.2026")
    again = puller.pull(MARCH + dt.timedelta(days=1))
    ledger = load(Request(puller.store)).data.ledger
    assert again.seen == 1
    assert ledger[ledger["id"] == "1"]["status"].tolist() == ["Новый", "Презентация"]


def test_pulling_the_same_twice_changes_nothing(puller: Puller) -> None:
    puller.pull()
    assert puller.pull(MARCH + dt.timedelta(hours=1)).seen == 0
    assert len(load(Request(puller.store)).data.deals) == 3


def test_a_deal_that_is_gone_is_counted_and_no_longer_read(puller: Puller) -> None:
    puller.pull()
    del puller.crm.customers[2]
    assert puller.pull(MARCH + dt.timedelta(days=1)).deleted == 1
    assert sorted(load(Request(puller.store)).data.deals["id"]) == ["1", "3"]


def test_more_than_a_page_comes_whole(puller: Puller) -> None:
    for number in range(4, 1204):
        puller.crm.add(number, "Новый", "01.03.2026", "01.03.2026")
    assert puller.pull().rows["deals"] == 1203


def test_only_its_owner_reads_the_store_and_no_key_is_in_it(puller: Puller) -> None:
    puller.pull()
    assert stat.S_IMODE(puller.store.stat().st_mode) == 0o600
    content = puller.store.read_bytes()
    digests = {asked.query["password"].encode() for asked in puller.crm.asked}
    assert not any(secret in content for secret in (PASSWORD.encode(), *digests))


@pytest.mark.parametrize(
    "text",
    [
        "Другой пользователь находится онлайн, подождите 20 сек",
        "Уже выполняется одно или несколько других обращений к API",
    ],
)
def test_a_busy_account_is_waited_for_and_told(puller: Puller, text: str) -> None:
    puller.crm.faults = [Answer({"isValid": False, "error": text})] * 2
    assert puller.pull().rows["deals"] == 3
    assert puller.waits == [text, text]


def test_no_account_is_waited_for_without_end(puller: Puller) -> None:
    puller.crm.faults = [Answer({"isValid": False, "error": "Уже выполняется другой вызов"})] * 1000
    with pytest.raises(InputError) as refused:
        puller.pull()
    assert refused.value.key == "crm_busy"
    assert not puller.store.exists()


def test_a_wrong_password_is_told_without_it(puller: Puller) -> None:
    with pytest.raises(InputError) as refused:
        puller.pull(password="another-word")  # noqa: S106
    told = refused.value.text("ru")
    assert refused.value.key == "crm_login"
    assert "another-word" not in told
    assert "login=" not in told


def test_a_field_that_is_gone_is_named_and_nothing_is_stored(puller: Puller) -> None:
    puller.pull()
    before = puller.store.read_bytes()
    del puller.crm.customers[2]["firstContactDate"]
    with pytest.raises(InputError) as refused:
        puller.pull(MARCH + dt.timedelta(days=1))
    assert (refused.value.key, refused.value.params["field"]) == ("crm_field_gone", "firstContactDate")
    assert puller.store.read_bytes() == before


def test_a_field_of_another_form_is_named_and_nothing_is_stored(puller: Puller) -> None:
    puller.crm.customers[1]["firstContactDate"] = {"day": 1}
    with pytest.raises(InputError) as refused:
        puller.pull()
    assert (refused.value.key, refused.value.params["field"]) == ("crm_field_form", "firstContactDate")
    assert not puller.store.exists()


def test_a_list_that_is_gone_is_no_empty_page(puller: Puller) -> None:
    puller.crm.tamper = lambda body: {k: v for k, v in body.items() if k != "customers"}
    with pytest.raises(InputError) as refused:
        puller.pull()
    assert (refused.value.key, refused.value.params["field"]) == ("crm_field_gone", "customers")


def test_a_store_of_another_account_is_left_alone(puller: Puller) -> None:
    puller.pull()
    puller.url = puller.url.replace("127.0.0.1", "localhost")
    with pytest.raises(InputError) as refused:
        puller.pull()
    assert refused.value.key == "store_of_other"
