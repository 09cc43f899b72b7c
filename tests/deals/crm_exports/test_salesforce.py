"""Salesforce: the history is deals and history at once."""

from __future__ import annotations

import csv

import pandas as pd

from addin.deals.reading.cells import ReadOptions
from tests.deals.crm_exports.samples import CRM, deal, read_export, reasons
from tests.deals.sheets import column, issues
from tests.deals.sheets import load as from_rows


def test_the_history_of_salesforce_is_deals_and_history_at_once() -> None:
    data = read_export("salesforce.history.csv")
    assert column(data, "id") == ["006A1", "006B2", "006C3", "006D4", "006E5"]
    assert deal(data, "006A1") == {
        "created": "2026-06-01",
        "status": "Closed Won",
        "manager": "Ann",
        "source": "Web",
        "amount": 3500.0,
        "status_changed": "2026-06-18 12:00:00",
        "closed": "2026-06-18 12:00:00",
    }
    assert (deal(data, "006D4")["status"], deal(data, "006D4")["amount"]) == ("Proposal/Price Quote", 800.5)
    assert deal(data, "006E5")["status"] == "Closed Won"  # two changes of one minute, whatever their order
    assert len(data.history) == 14
    last = data.history.iloc[0]
    assert (last["id"], last["from_status"], last["to_status"]) == ("006A1", "Negotiation", "Closed Won")
    assert {"deals", "history"} <= data.provided
    assert data.rows_read == 5
    assert [issue[:1] + issue[3:] for issue in issues(data)] == [
        (18, "no_id", "set_aside"),
        (16, "totals_row", "set_aside"),
    ]
    assert data.exports["deals"].from_changes


def test_the_order_of_changes_in_the_file_does_not_matter() -> None:
    lines = (CRM / "salesforce.history.csv").read_text(encoding="utf-8").splitlines()
    heads, *rows = csv.reader(lines[:15])
    one, two = (from_rows([heads, *part]) for part in (rows, rows[::-1]))
    columns = [name for name in one.deals if name != "row"]
    by_id = [data.deals.sort_values("id", ignore_index=True)[columns] for data in (one, two)]
    pd.testing.assert_frame_equal(by_id[0], by_id[1])


def test_changes_of_fields_count_where_they_are_of_the_stage() -> None:
    data = read_export("salesforce.fields.csv")
    assert column(data, "status") == ["Closed Won", "Negotiation", "Closed Lost"]
    assert column(data, "created") == ["2026-06-01 09:00:00", "2026-06-02 09:00:00", "2026-06-03 09:00:00"]
    assert column(data, "closed")[0] == "2026-06-18 12:00:00"
    assert column(data, "to_status", "history") == ["Negotiation", "Closed Won", "Negotiation", "Closed Lost"]


def test_a_list_of_opportunities_with_its_history_beside() -> None:
    data = read_export("salesforce.list.csv", history="salesforce.fields.csv")
    assert column(data, "id") == ["Acme", "Beta", "Gamma"]
    assert deal(data, "Beta") == {
        "created": "2026-06-02",
        "status": "Negotiation",
        "manager": "Bob",
        "source": "Web",
        "amount": 100.0,
        "currency": "USD",
        "closed": "2026-09-30",
    }
    assert len(data.history) == 4
    assert {name: export.from_changes for name, export in data.exports.items()} == {
        "deals": False,
        "history": False,
    }
    assert reasons(data) == []


def test_a_history_given_beside_goes_before_the_changes_the_deals_are_made_of() -> None:
    options = ReadOptions(mapping={"history.id": "Opportunity Name"})
    data = read_export("salesforce.history.csv", history="salesforce.fields.csv", options=options)
    assert column(data, "status")[0] == "Closed Won"
    assert set(column(data, "id", "history")) == {"Acme", "Beta", "Gamma"}
    assert data.sheets["history"] == "salesforce.fields.csv"
