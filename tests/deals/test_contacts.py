"""Whom a deal is with: read as it came, and only true web addresses become links."""

from __future__ import annotations

import pytest

from addin.deals.contacts import contacts_of
from addin.errors import OptionError
from addin.web_addresses import check_deal_url, is_web_address
from tests.deals.sheets import column, issues, load
from tests.make import dataset

HEADINGS = ["ID", "Создана", "Статус", "Клиент", "Телефон", "Ссылка на сделку", "Отдел", "Товар"]


def test_contacts_are_read_as_texts_and_what_says_nothing_is_empty() -> None:
    data = load(
        [
            HEADINGS,
            [1, "2026-09-18", "Новая", "Вера Тихая", 70000000001.0, "https://crm.example/1", "Юг", "Печь"],
            [2, "2026-09-18", "Новая", "=1+1", "+7 000 000-00-02", "нет", "юг ", "печь"],
            [3, "2026-09-18", "Новая", "-", "#Н/Д", None, "Юг", None],
        ]
    )
    assert column(data, "client") == ["Вера Тихая", "=1+1", ""]
    assert column(data, "phone") == ["70000000001", "+7 000 000-00-02", ""]
    assert column(data, "link") == ["https://crm.example/1", "", ""]
    assert column(data, "team") == ["Юг"] * 3
    assert column(data, "product") == ["Печь", "Печь", ""]
    assert {"client", "phone", "link", "team", "product"} <= data.provided
    assert (4, "Телефон", "#Н/Д", "error_cell", "repaired") in issues(data)


def test_a_client_or_a_phone_is_never_the_id() -> None:
    rows = [[f"Клиент {k}", f"8 000 000-00-0{k}", "2026-09-18", "Новая"] for k in range(3)]
    data = load([["Клиент", "Телефон", "Создана", "Статус"], *rows])
    assert column(data, "id") == ["2", "3", "4"]  # the rows are numbered
    assert column(data, "client")[0] == "Клиент 0"


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("https://crm.example/deals/7?tab=1#notes", True),
        ("http://10.0.0.5:8080/deal/7", True),
        ("https://срм.example/сделка/7", True),
        ("HTTPS://crm.example/7", True),
        ("crm.example/7", False),
        ("ftp://crm.example/7", False),
        ("javascript:alert(1)", False),
        ("file:///etc/hosts", False),
        ("https://", False),
        ("https://crm.example/a b", False),
        ("https://crm.example/\n=1+1", False),
        ('https://crm.example/";=1', False),
        ('=HYPERLINK("https://crm.example/7")', False),
        ("https://crm.example:port/7", False),
        ("https://[crm/7", False),
        ("https://crm.example/" + "a" * 2_000, False),
        ("", False),
    ],
)
def test_only_whole_http_addresses_are_links(text: str, fits: bool) -> None:
    assert is_web_address(text) is fits


def test_the_own_link_goes_before_the_made_one_and_that_before_a_text() -> None:
    rows = [
        {
            "id": "a/1",
            "created": "2026-06-01",
            "status": "New",
            "link": "https://own.example/1",
            "client": "Al",
        },
        {"id": "a/2", "created": "2026-06-01", "status": "New", "link": "see the card"},
        {"id": "3&x=1", "created": "2026-06-01", "status": "New"},
    ]
    frame = dataset(rows).deals
    made = contacts_of(frame, "https://crm.example/deals/{id}")
    assert made["link"].tolist() == [
        "https://own.example/1",
        "https://crm.example/deals/a%2F2",
        "https://crm.example/deals/3%26x%3D1",
    ]
    assert made["client"].tolist() == ["Al", None, None]
    assert contacts_of(frame, "")["link"].tolist() == ["https://own.example/1", "see the card", None]


@pytest.mark.parametrize(
    "text",
    [
        "https://crm.example/deals/",
        "crm.example/{id}",
        "javascript:{id}",
        "https://{id}.example/",
        "https://{id}",
        "https://crm.example/{id}/{id}",
    ],
)
def test_an_address_of_deals_that_makes_no_link_is_refused_by_name(text: str) -> None:
    with pytest.raises(OptionError) as caught:
        check_deal_url(text)
    assert text in caught.value.text("ru")
    assert "{id}" in caught.value.text("en")


def test_an_address_of_deals_may_be_left_out() -> None:
    assert check_deal_url("") == ""
    assert check_deal_url("https://crm.example/x?deal={id}&tab=2").endswith("tab=2")
