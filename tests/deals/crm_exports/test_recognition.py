"""Exports known by their headers, and every one read to a whole report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from addin.cli.commands import check
from addin.deals.tables.columns import ALIASES
from addin.deals.tables.entered import entered_status
from addin.deals.tables.exports import exports, recognise
from addin.deals.tables.headings import normalise_header
from addin.refresh import Request, load, report_of
from tests.deals.crm_exports.samples import CRM, FILES, read_export
from tests.deals.sheets import load as from_rows


@pytest.mark.parametrize(
    ("name", "crm"),
    [
        ("amocrm.ru.csv", "amoCRM (Kommo)"),
        ("kommo.en.csv", "amoCRM (Kommo)"),
        ("bitrix24.ru.xls", "Битрикс24 (Bitrix24)"),
        ("bitrix24.en.csv", "Битрикс24 (Bitrix24)"),
        ("hubspot.csv", "HubSpot"),
        ("pipedrive.csv", "Pipedrive"),
        ("pipedrive.ru.csv", "Pipedrive"),
        ("salesforce.history.csv", "Salesforce"),
        ("salesforce.fields.csv", "Salesforce"),
        ("salesforce.list.csv", "Salesforce"),
    ],
)
def test_an_export_is_known_by_its_headers(name: str, crm: str) -> None:
    assert read_export(name).exports["deals"].crm == crm


@pytest.mark.parametrize("name", FILES)
def test_a_whole_report_is_built_of_every_export(name: str) -> None:
    asked = Request(CRM / name, options={"as_of": "2026-07-01", "period": "2026-06"})
    header = report_of(load(asked)).blocks["header"].iloc[0]
    assert str(header["as_of"])[:10] == "2026-07-01"


def test_one_heading_in_common_makes_no_export() -> None:
    data = from_rows(
        [["ID", "Этап сделки", "Дата создания", "Ответственный"], ["1", "Новая", "2026-06-01", "Анна"]]
    )
    assert data.exports == {}
    assert recognise("plan", {"id"}, ()) is None


def test_every_column_of_every_export_is_one_that_somebody_uses() -> None:
    parts = {"outcome", "won_at", "lost_at", "field"}
    for export in exports():
        known = set(ALIASES["deals"]) | set(ALIASES[export.table]) | parts
        assert set(export.columns) <= known, export.crm
        assert export.prefer_last | set(export.blank_words) <= set(export.columns)
        assert all(header for headers in export.columns.values() for header in headers)


def test_check_names_the_crm_and_what_was_put_together(capsys: pytest.CaptureFixture[str]) -> None:
    check.run(Request(CRM / "pipedrive.csv", options={"lang": "ru"}, system_lang="ru"))
    said = capsys.readouterr().out
    assert "Лист «pipedrive.csv»: похоже на выгрузку Pipedrive." in said
    assert "status: собрано из колонок «Deal - Stage», «Deal - Status»." in said
    check.run(Request(CRM / "salesforce.history.csv", options={"lang": "en"}, system_lang="en"))
    said = capsys.readouterr().out
    assert 'Sheet "salesforce.history.csv": looks like an export of Salesforce.' in said
    assert "both deals and history are taken from them" in said


@pytest.mark.parametrize("crm", ["amoCRM, Kommo", "Bitrix24", "HubSpot", "Pipedrive", "Salesforce"])
def test_the_headings_that_the_page_says_are_read_are_known(crm: str) -> None:
    page = (Path(__file__).parents[3] / "docs" / "input.md").read_text(encoding="utf-8")
    told = re.search(r"- \*\*Read\.\*\*(.*?)- \*\*Lost", page.split(f"### {crm}\n")[1], re.DOTALL)
    assert told is not None
    headings = re.findall(r"[«`]([^»`]+)[»`]", " ".join(told[1].split()))
    mine = [one for one in exports() if one.crm.split()[0] in crm or crm in one.crm]
    known = {header for one in mine for headers in one.columns.values() for header in headers}
    blanks = {word for one in mine for words in one.blank_words.values() for word in words}
    assert len(headings) + len(mine) > 2
    for heading in headings:
        bare = heading if heading.startswith(("Deal - ", "Сделка - ")) else f"Deal - {heading}"
        found = {normalise_header(heading), normalise_header(bare)} & known
        assert found or heading in blanks or entered_status(heading) or heading.startswith("--"), heading
