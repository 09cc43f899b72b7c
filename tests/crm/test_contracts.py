"""What holds of every CRM: all comes, then what is new, once each; refusals are told and store nothing."""

from __future__ import annotations

import datetime as dt
import logging
import stat
from collections.abc import Iterator

import pytest

from addin.crm.pull import Pulled
from addin.errors import InputError
from tests.crm.pulling import MARCH, Puller
from tests.crm.servers import CRMS
from tests.crm.servers.base import PEOPLE, STATUSES, Answer, Crm, serving


@pytest.fixture(scope="module", params=CRMS, ids=lambda crm: crm.key)
def served(request: pytest.FixtureRequest) -> Iterator[tuple[Crm, str]]:
    crm: Crm = request.param()
    with serving(crm) as url:
        yield crm, url


@pytest.fixture(scope="module")
def first(served: tuple[Crm, str], tmp_path_factory: pytest.TempPathFactory) -> tuple[Pulled, bytes]:
    """What a first pull brought, and the store it made."""
    crm, url = served
    crm.begin()
    puller = Puller(crm, url, tmp_path_factory.mktemp("first") / "store.duckdb")
    return puller.pull(), puller.store.read_bytes()


@pytest.fixture
def pulled(puller: Puller, first: tuple[Pulled, bytes]) -> Puller:
    """The store after a first pull."""
    puller.store.write_bytes(first[1])
    return puller


def told(puller: Puller) -> dict[str, tuple[str, str, float, dt.datetime]]:
    """Number of each deal that is read → its status, manager, amount and moment of creation."""
    deals = puller.table("deals")
    created = [moment.to_pydatetime() for moment in deals["created"]]
    return dict(
        zip(
            deals["id"],
            zip(deals["status"], deals["manager"], deals["amount"], created, strict=True),
            strict=True,
        )
    )


def truth(crm: Crm) -> dict[str, tuple[str, str, float, dt.datetime]]:
    """The same of the CRM, by the clock of Moscow."""
    deals = crm.deals.values()
    return {
        str(d.number): (crm.shown(d.status), PEOPLE[d.manager], d.amount, local(d.created)) for d in deals
    }


def local(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.timezone(dt.timedelta(hours=3))).replace(tzinfo=None)


def test_all_comes(crm: Crm, pulled: Puller, first: tuple[Pulled, bytes]) -> None:
    brought, _ = first
    assert told(pulled) == truth(crm)
    assert (brought.whole, brought.rows["deals"], brought.seen) == (True, len(crm.deals), len(crm.deals))


def test_then_what_is_new_comes_and_nothing_twice(crm: Crm, pulled: Puller) -> None:
    crm.move(1, "Цена", MARCH + dt.timedelta(days=1.5))
    second = pulled.pull(days=2)
    assert told(pulled) == truth(crm)
    assert second.seen == 1
    if crm.says_changes:
        assert second.rows["deals"] < len(crm.deals)
    if crm.has_history:
        history = pulled.table("history")
        found = list(zip(history["id"], history["from_status"], history["to_status"], strict=True))
        assert sorted(found) == sorted(crm.history())


def test_a_deal_leads_into_the_crm(crm: Crm, pulled: Puller) -> None:
    deals = pulled.table("deals")
    if crm.link is None:
        pytest.skip("its addresses need more than the number of a deal")
    assert deals["link"].tolist() == [f"{pulled.url}{crm.link}".format(number) for number in deals["id"]]


def test_nothing_new_costs_three_requests_at_most(pulled: Puller) -> None:
    again = pulled.pull(days=1)
    assert (again.seen, again.deleted) == (0, 0)
    assert again.requests <= 3


def test_what_came_as_it_was_is_not_asked_for_by_itself(crm: Crm, pulled: Puller) -> None:
    for number in (1, 4, 8, 9):
        crm.move(number, "Цена", MARCH + dt.timedelta(days=1.5))
    pulled.pull(days=2)
    assert pulled.pull(days=3).requests <= 3


def test_a_deleted_deal_is_noticed_when_all_is_asked_for(crm: Crm, pulled: Puller) -> None:
    del crm.deals[3]
    assert pulled.pull(days=7).deleted == 1
    assert told(pulled) == truth(crm)


def test_a_deal_that_moving_pages_hid_is_not_taken_for_deleted(crm: Crm, pulled: Puller) -> None:
    hidden = crm.deals.pop(3)

    def back(body: object) -> object:
        crm.deals[3] = hidden
        return body

    crm.tamper = back
    assert pulled.pull(days=7).deleted == 0
    assert told(pulled) == truth(crm)


def test_stages_have_the_order_and_the_ends_of_the_crm(crm: Crm, pulled: Puller) -> None:
    if not crm.has_stages:
        pytest.skip("it does not tell of its stages")
    stages = pulled.table("stages")
    roles = dict(zip(stages["status"], stages["role"], strict=True))
    assert list(roles)[:3] == list(STATUSES[:3])
    if crm.has_ends_as_stages:
        assert [roles[status] for status in STATUSES[3:]] == ["won", "lost"]


@pytest.mark.parametrize("status", [429, 503])
def test_a_crm_that_asks_to_wait_is_waited_for(crm: Crm, puller: Puller, status: int) -> None:
    crm.faults = [Answer({}, status, {"Retry-After": "7"})] * 2
    puller.pull()
    assert told(puller) == truth(crm)
    assert len(puller.waits) == 2


def test_a_crm_that_only_ever_asks_to_wait_is_given_up_and_nothing_stored(crm: Crm, puller: Puller) -> None:
    crm.faults = [Answer({}, 503)] * 10_000
    with pytest.raises(InputError) as refused:
        puller.pull()
    assert refused.value.key == "crm_busy"
    assert not puller.store.exists()


def test_keys_that_are_not_taken_are_told_and_in_no_message(
    crm: Crm, puller: Puller, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = next(name for name in crm.keys if name != "login")
    with pytest.raises(InputError) as refused:
        puller.pull(**{secret: "no-key-of-theirs"})
    assert refused.value.key == "crm_login"
    said = "".join((refused.value.text("ru"), caplog.text, str(refused.value.__cause__)))
    assert "no-key-of-theirs" not in said
    assert not puller.store.exists()


def test_no_key_is_in_the_store_or_the_log_and_others_cannot_read_it(
    crm: Crm, puller: Puller, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    puller.pull()
    content = puller.store.read_bytes()
    assert not any(secret.encode() in content for secret in crm.secrets())
    assert not any(secret in caplog.text for secret in crm.secrets())
    assert stat.S_IMODE(puller.store.stat().st_mode) == 0o600


def test_a_field_that_is_gone_is_named_and_nothing_is_stored(crm: Crm, pulled: Puller) -> None:
    before = pulled.store.read_bytes()
    crm.tamper = lambda body: without(body, crm.needed)
    with pytest.raises(InputError) as refused:
        pulled.pull(days=8)
    field = str(refused.value.params["field"]).rpartition(".")[2]
    assert (refused.value.key, field) == ("crm_field_gone", crm.needed)
    assert pulled.store.read_bytes() == before


def without(body: object, name: str) -> object:
    """An answer without a field, however deep."""
    if isinstance(body, dict):
        return {key: without(value, name) for key, value in body.items() if key != name}
    return [without(one, name) for one in body] if isinstance(body, list) else body
