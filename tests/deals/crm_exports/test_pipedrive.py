"""Pipedrive: outcomes beside stages."""

from __future__ import annotations

from addin.deals.reading.cells import ReadOptions
from addin.deals.tables.exports import RecognisedExport
from tests.deals.crm_exports.samples import deal, read_export, reasons, roles
from tests.deals.sheets import column, issues
from tests.deals.sheets import load as from_rows


def test_pipedrive_has_outcomes_beside_stages() -> None:
    data = read_export("pipedrive.csv")
    assert deal(data, "11") == {
        "created": "2026-06-01 09:00:00",
        "status": "Won",
        "manager": "Ann",
        "source": "Web",
        "amount": 3500.0,
        "currency": "EUR",
        "closed": "2026-06-18 12:00:00",
        "pipeline": "Pipeline",
        "client": "Org",
    }
    assert deal(data, "12") == {
        "created": "2026-06-02 09:00:00",
        "status": "Qualified",
        "manager": "Bob",
        "source": "Web",
        "amount": 1200.0,
        "currency": "EUR",
        "next_contact": "2026-07-05",
        "pipeline": "Pipeline",
        "client": "Org",
    }


def test_won_lost_and_deleted_deals_of_pipedrive_are_dated_by_their_outcome() -> None:
    data = read_export("pipedrive.csv")
    lost = deal(data, "13")
    assert (lost["status"], lost["lost_from"], lost["lost_reason"]) == ("Lost", "Proposal Made", "Price")
    assert lost["closed"] == "2026-06-25 17:30:00"
    assert deal(data, "14")["status_changed"] == "2026-06-08 10:00:00"
    assert deal(data, "15")["closed"] == "2026-06-29 10:00:00"  # won at last, whatever was lost before
    assert deal(data, "16")["closed"] == "2026-06-28 10:00:00"
    assert deal(data, "19")["closed"] == "2026-06-22 10:00:00"
    assert {name: roles(data)[name] for name in ("Won", "Lost", "Deleted")} == {
        "Won": "won",
        "Lost": "lost",
        "Deleted": "ignore",
    }
    assert reasons(data) == []
    assert data.matched["deals"]["lost_from"] == "Deal - Stage"
    assert data.exports["deals"] == RecognisedExport(
        "Pipedrive",
        {
            "status": ("Deal - Stage", "Deal - Status"),
            "closed": ("Deal - Won time", "Deal - Lost time", "Deal - Deal closed on"),
        },
    )


def test_pipedrive_in_russian() -> None:
    data = read_export("pipedrive.ru.csv")
    assert column(data, "status") == ["Выиграна", "Квалификация", "Проиграна", "Предложение"]
    assert column(data, "lost_from") == ["", "", "Предложение", ""]
    assert column(data, "closed") == ["2026-06-18 12:00:00", None, "2026-06-20 12:00:00", None]


def test_a_date_expected_closes_no_deal_of_pipedrive() -> None:
    heads = [
        "Deal - ID",
        "Deal - Stage",
        "Deal - Status",
        "Deal - Deal created",
        "Deal - Expected close date",
    ]
    data = from_rows([heads, ["1", "Demo", "Won", "2026-06-01", "2026-06-09"]])
    assert column(data, "closed") == [None]
    assert "closed" not in data.matched["deals"]


def test_a_mapping_goes_before_what_an_export_is_known_to_mean() -> None:
    options = ReadOptions(mapping={"status": "Deal - Stage", "source": "Deal - Label"})
    data = read_export("pipedrive.csv", options)
    assert column(data, "status")[:3] == ["Demo Scheduled", "Qualified", "Proposal Made"]
    assert set(column(data, "source")) == {"Hot"}
    assert set(column(data, "lost_from")) == {""}
    assert deal(data, "11")["closed"] == "2026-06-18 12:00:00"
    assert data.matched["deals"]["status"] == "Deal - Stage"
    listed = read_export(
        "amocrm.ru.csv", ReadOptions(mapping={"source": "Товар", "created": "Дата редактирования"})
    )
    assert listed.matched["deals"]["created"] == "Дата редактирования"


def test_an_error_in_a_part_is_an_error_of_the_whole() -> None:
    heads = [
        "Deal - ID",
        "Deal - Title",
        "Deal - Stage",
        "Deal - Status",
        "Deal - Deal created",
        "Deal - Won time",
    ]
    data = from_rows(
        [
            heads,
            ["1", "a", "Demo", "Won", "2026-06-01", "#REF!"],
            ["2", "b", "Demo", "#N/A", "2026-06-01", ""],
        ]
    )
    assert issues(data) == [
        (2, "Deal - Won time", "#REF!", "error_cell", "repaired"),
        (3, "Deal - Stage + Deal - Status", "#N/A", "error_cell", "repaired"),
    ]
    assert column(data, "status") == ["Won", "Demo"]
