"""Exports of CRMs as they lie on a disk, read to typed deals."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pandas as pd
import pytest

from addin.cli.commands import check
from addin.deals.dataset import Dataset
from addin.deals.reading.cells import ReadOptions
from addin.deals.reading.dataset import read
from addin.deals.reading.roles import guess_roles
from addin.deals.tables.columns import ALIASES, entered_status, normalise_header
from addin.deals.tables.exports import RecognisedExport, exports, recognise
from addin.readers.sources import open_sources
from addin.refresh import Request, load, report_of
from tests.deals.sheets import column, issues
from tests.deals.sheets import load as from_rows

CRM = Path(__file__).parents[2] / "fixtures" / "crm"
FILES = sorted(path.name for path in CRM.iterdir())


def given(name: str, options: ReadOptions | None = None, **beside: str) -> Dataset:
    extra = {table: CRM / file for table, file in beside.items()}
    return read(open_sources(CRM / name, extra).tables, options or ReadOptions())


def deal(data: Dataset, name: str) -> dict[str, object]:
    """What is known of one deal, dates as text, without what is not given."""
    row = data.deals[data.deals["id"] == name].iloc[0].drop(["row", "id"])
    return {
        str(key): str(value).removesuffix(" 00:00:00") if isinstance(value, pd.Timestamp) else value
        for key, value in row.items()
        if not pd.isna(value) and value != ""
    }


def reasons(data: Dataset) -> list[tuple[object, ...]]:
    return [issue for issue in issues(data) if issue[3] != "text_amount"]


def roles(data: Dataset) -> dict[str, str]:
    return dict(zip(data.stages["status"], data.stages["role"], strict=True))


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
    assert given(name).exports["deals"].crm == crm


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


# --- amoCRM, Kommo


def test_amocrm_is_read_past_repeated_headers_and_closing_dates_that_are_words() -> None:
    data = given("amocrm.ru.csv")
    assert (len(data.deals), data.rows_read) == (12, 13)
    assert deal(data, "23110001") == {
        "created": "2026-06-01 10:15:00",
        "status": "Успешно реализовано",
        "manager": "Анна Белова",
        "source": "Звонок",  # of the deal, not «Сайт» of the contact
        "amount": 350_000.0,
        "closed": "2026-06-18 12:00:00",
        "pipeline": "Продажи",
    }
    assert deal(data, "23110004")["source"] == "Авито"
    assert deal(data, "23110005")["source"] == "Сайт"  # of the contact, as the deal's is blank
    assert deal(data, "23110002")["next_contact"] == "2026-07-05 10:00:00"
    assert column(data, "closed").count(None) == 7
    assert roles(data) | {"Успешно реализовано": "won", "Закрыто и не реализовано": "lost"} == roles(data)
    assert reasons(data) == [
        (14, "", "Итого", "totals_row", "set_aside"),
        (0, "Ответственный", "анна белова → Анна Белова (1)", "name_variant", "kept"),
        (5, "Бюджет", "0", "zero_amount", "kept"),
    ]
    assert data.exports["deals"].combined_headers == {"source": ("Источник", "Источник")}


def test_amocrm_in_cp1251_reads_alike(tmp_path: Path) -> None:
    text = (CRM / "amocrm.ru.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "amocrm.ru.csv").write_bytes(text.encode("cp1251"))
    other = read(open_sources(tmp_path / "amocrm.ru.csv").tables, ReadOptions())
    pd.testing.assert_frame_equal(other.deals, given("amocrm.ru.csv").deals)


def test_of_repeated_headers_only_those_no_export_settles_are_noted() -> None:
    heads = ["ID", "Название сделки", "Этап сделки", "Дата создания сделки", "Кем создана", "Ответственный"]
    heads += ["Ответственный", "Причина отказа", "Причина отказа"]
    row = ["1", "a", "Новая", "2026-06-01", "Анна", "Анна", "Борис", "дорого", "долго"]
    data = from_rows([heads, row])
    assert column(data, "manager") == ["Анна"]
    assert issues(data) == [(0, "Причина отказа", "I → H", "duplicate_header", "kept")]


def test_kommo_speaks_english() -> None:
    data = given("kommo.en.csv")
    assert deal(data, "503") == {
        "created": "2026-06-13 09:30:00",
        "status": "Closed - lost",
        "manager": "Ann",
        "source": "Ads",
        "amount": 800.5,
        "closed": "2026-06-20 18:40:10",
        "pipeline": "Sales",
    }
    assert (roles(data)["Closed - won"], roles(data)["Closed - lost"]) == ("won", "lost")
    assert reasons(data) == []


# --- Bitrix24


def test_bitrix24_hands_over_a_page_as_xls() -> None:
    data = given("bitrix24.ru.xls")
    assert deal(data, "8") == {
        "created": "2026-06-01 10:00:00",
        "status": "Сделка успешна",
        "manager": "Анна Белова",
        "source": "CRM-форма",
        "amount": 350_000.0,
        "currency": "RUB",
        "closed": "2026-06-20",
        "pipeline": "Общая",
    }
    assert deal(data, "9")["amount"] == 12_500.5
    assert deal(data, "15") == {"created": "2026-06-29 12:00:00", "status": "Новая", "pipeline": "Общая"}
    assert [
        roles(data)[name] for name in ("Сделка успешна", "Сделка провалена", "Анализ причины провала")
    ] == [
        "won",
        "lost",
        "lost",
    ]
    assert reasons(data) == [(2, "Сумма", "0.00", "zero_amount", "kept")]


def test_bitrix24_in_english_with_american_dates_and_a_blank_column() -> None:
    data = given("bitrix24.en.csv")
    assert deal(data, "2") == {
        "created": "2026-06-03 10:00:00",
        "status": "Deal won",
        "manager": "Bob",
        "source": "Call",
        "amount": 250.5,
        "currency": "USD",
        "closed": "2026-06-28",
        "pipeline": "General",
    }
    assert reasons(data) == [(5, "Amount", "0", "zero_amount", "kept")]


# --- HubSpot


def test_hubspot_tells_the_history_in_columns() -> None:
    data = given("hubspot.csv")
    assert deal(data, "9001") == {
        "created": "2026-06-01 09:00:00",
        "status": "Closed Won",
        "manager": "Ann Lee",
        "source": "Paid Search",
        "amount": 3500.0,
        "status_changed": "2026-06-18 12:00:00",
        "closed": "2026-06-18 12:00:00",
        "pipeline": "Sales Pipeline",
    }
    first = data.entered[data.entered["row"] == 2]
    assert list(zip(first["status"], first["at"].astype("str"), strict=True)) == [
        ("Appointment Scheduled", "2026-06-02 10:00:00"),
        ("Contract Sent", "2026-06-10 11:00:00"),
        ("Closed Won", "2026-06-18 12:00:00"),
    ]


def test_stages_of_one_name_in_two_pipelines_do_not_mix() -> None:
    data = given("hubspot.csv")
    sent = data.entered[data.entered["status"] == "Contract Sent"]
    days = dict(zip(sent["row"], sent["at"].dt.day, strict=True))
    assert days == {2: 10, 3: 20, 6: 15, 7: 20, 8: 28, 9: 22, 11: 15}
    # 9007 was moved: its date of the other pipeline is told, not used
    assert reasons(data) == [
        (8, 'Date entered "Contract Sent (Renewals)"', "2026-06-11 10:00", "other_pipeline_entry", "repaired")
    ]
    assert set(data.stages["pipeline"]) == {"Sales Pipeline", "Renewals"}
    assert len(data.stages[data.stages["pipeline"] == "Renewals"]) == 2


def hubspot(headers: list[str], *rows: list[object]) -> Dataset:
    return from_rows([["Record ID", "Deal Name", "Create Date", "Deal Stage", *headers], *rows])


def test_brackets_of_a_stage_are_its_pipeline_only_where_there_is_such_a_one() -> None:
    rows: list[list[object]] = [
        ["1", "a", "2026-06-01", "Closed (paid)", "Sales (EU)", "2026-06-05", "2026-06-02"]
    ]
    data = hubspot(["Pipeline", 'Date entered "Closed (paid)"', 'Date entered "Demo (Sales (EU))"'], *rows)
    assert column(data, "status", "entered") == ["Closed (paid)", "Demo"]
    assert column(data, "status") == ["Closed (paid)"]


def test_without_a_pipeline_column_every_dated_entry_counts() -> None:
    heads = ['Date entered "Demo (A)"', 'Date entered "Demo (B)"', "Date entered «Won»"]
    data = hubspot(
        heads,
        ["1", "a", "2026-06-01", "Demo", "2026-06-02", "", ""],
        ["2", "b", "2026-06-01", "Won", "", "2026-06-03", "2026-06-04"],
    )
    assert list(zip(data.entered["row"], data.entered["status"], strict=True)) == [
        (2, "Demo"),
        (3, "Demo"),
        (3, "Won"),
    ]
    assert data.issues.frame().query("reason != 'guessed_roles'").empty


def test_brackets_that_name_no_pipeline_of_the_deals_keep_no_date_back() -> None:
    data = hubspot(
        ["Pipeline", 'Date entered "Demo (Sales)"'], ["1", "a", "2026-06-01", "Demo", "Продажи", "2026-06-02"]
    )
    assert column(data, "status", "entered") == ["Demo"]


def test_a_stage_that_goes_by_its_pipeline_keeps_its_name() -> None:
    heads = ["ID", "Created", "Stage", "Pipeline", 'Date entered "Demo (EU)"', 'Date entered "Demo (US)"']
    data = from_rows([heads, ["1", "2026-06-01", "Demo (EU)", "EU", "2026-06-02", "2026-06-03"]])
    assert data.exports == {}
    assert list(zip(data.entered["status"], data.entered["at"].dt.day, strict=True)) == [("Demo (EU)", 2)]
    assert [issue[2:4] for issue in issues(data)] == [("2026-06-03", "other_pipeline_entry")]


def test_entered_columns_of_other_programs_keep_their_brackets() -> None:
    data = from_rows(
        [
            ["ID", "Создана", "Статус", "Воронка", "entered: Встреча (Продажи)"],
            ["1", "2026-06-01", "x", "Продажи", "2026-06-02"],
        ]
    )
    assert column(data, "status", "entered") == ["Встреча (Продажи)"]


def test_internal_names_of_hubspot_have_their_roles() -> None:
    names = [
        "appointmentscheduled",
        "qualifiedtobuy",
        "presentationscheduled",
        "decisionmakerboughtin",
        "contractsent",
        "closedwon",
        "closedlost",
    ]
    found = guess_roles(names, {}).set_index("status")["role"]
    assert (found["closedwon"], found["closedlost"], found["contractsent"]) == ("won", "lost", "presale")


# --- Pipedrive


def test_pipedrive_has_outcomes_beside_stages() -> None:
    data = given("pipedrive.csv")
    assert deal(data, "11") == {
        "created": "2026-06-01 09:00:00",
        "status": "Won",
        "manager": "Ann",
        "source": "Web",
        "amount": 3500.0,
        "currency": "EUR",
        "closed": "2026-06-18 12:00:00",
        "pipeline": "Pipeline",
    }
    lost = deal(data, "13")
    assert (lost["status"], lost["lost_from"], lost["lost_reason"]) == ("Lost", "Proposal Made", "Price")
    assert lost["closed"] == "2026-06-25 17:30:00"
    assert deal(data, "12") == {
        "created": "2026-06-02 09:00:00",
        "status": "Qualified",
        "manager": "Bob",
        "source": "Web",
        "amount": 1200.0,
        "currency": "EUR",
        "next_contact": "2026-07-05",
        "pipeline": "Pipeline",
    }
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
    data = given("pipedrive.ru.csv")
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
    data = given("pipedrive.csv", options)
    assert column(data, "status")[:3] == ["Demo Scheduled", "Qualified", "Proposal Made"]
    assert set(column(data, "source")) == {"Hot"}
    assert set(column(data, "lost_from")) == {""}
    assert deal(data, "11")["closed"] == "2026-06-18 12:00:00"
    assert data.matched["deals"]["status"] == "Deal - Stage"
    listed = given(
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


# --- Salesforce


def test_the_history_of_salesforce_is_deals_and_history_at_once() -> None:
    data = given("salesforce.history.csv")
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
    data = given("salesforce.fields.csv")
    assert column(data, "status") == ["Closed Won", "Negotiation", "Closed Lost"]
    assert column(data, "created") == ["2026-06-01 09:00:00", "2026-06-02 09:00:00", "2026-06-03 09:00:00"]
    assert column(data, "closed")[0] == "2026-06-18 12:00:00"
    assert column(data, "to_status", "history") == ["Negotiation", "Closed Won", "Negotiation", "Closed Lost"]


def test_a_list_of_opportunities_with_its_history_beside() -> None:
    data = given("salesforce.list.csv", history="salesforce.fields.csv")
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
    data = given("salesforce.history.csv", history="salesforce.fields.csv")
    assert column(data, "status")[0] == "Closed Won"
    assert set(column(data, "id", "history")) == {"Acme", "Beta", "Gamma"}
    assert data.sheets["history"] == "salesforce.fields.csv"


CHANGES = ["Opportunity Name", "From Stage", "To Stage", "Last Modified"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ([("", "A", "1"), ("A", "B", "2"), ("B", "A", "2")], "A"),  # there and back within a day
        ([("", "A", "1"), ("B", "C", "2"), ("A", "B", "2")], "C"),
        ([("A", "B", "2"), ("B", "A", "2")], "B"),  # a circle, nothing before it: the content decides
        ([("", "A", "1"), ("A", "A", "3")], "A"),
        ([("A", "B", "2"), ("C", "D", "2")], "B"),  # no path at all
    ],
)
def test_where_changes_of_one_day_end(changes: list[tuple[str, str, str]], status: str) -> None:
    rows = [["x", left, entered, f"2026-06-0{day}"] for left, entered, day in changes]
    assert column(from_rows([CHANGES, *rows]), "status") == [status]


def test_changes_that_say_nothing_make_no_deal_or_one_without_a_status() -> None:
    none = from_rows([CHANGES, ["x", "", "A", ""], ["", "", "B", "2026-06-01"]])
    assert (len(none.deals), len(none.history)) == (0, 0)
    assert [issue[3] for issue in issues(none)] == ["no_id", "no_row_date"]
    assert column(from_rows([CHANGES, ["x", "", "", "2026-06-01"]]), "status") == [""]
    assert from_rows([CHANGES]).deals.empty


def test_a_column_of_the_present_stage_goes_before_the_last_change() -> None:
    data = from_rows(
        [[*CHANGES, "Stage"], ["x", "", "A", "2026-06-01", "B"], ["y", "", "A", "2026-06-01", ""]]
    )
    assert column(data, "status") == ["B", "A"]


def test_of_changes_of_one_moment_to_one_status_the_content_decides() -> None:
    rows = [["x", "A", "B", "2026-06-01", "7"], ["x", "B", "B", "2026-06-01", "9"]]
    for part in (rows, rows[::-1]):
        assert column(from_rows([[*CHANGES, "Amount"], *part]), "amount") == [9.0]


def test_an_error_for_a_date_of_creation_is_told_once() -> None:
    data = from_rows([[*CHANGES, "Created Date"], ["x", "", "A", "2026-06-01", "#REF!"]])
    assert column(data, "created") == ["2026-06-01"]
    assert issues(data) == [(2, "Created Date", "#REF!", "error_cell", "repaired")]


def test_a_date_of_creation_that_is_none_is_told_once() -> None:
    rows = [["x", "", "A", "2026-06-01", "soon"], ["x", "A", "B", "2026-06-03", "soon"]]
    data = from_rows([[*CHANGES, "Created Date"], *rows])
    assert column(data, "created") == ["2026-06-01"]
    assert issues(data) == [(3, "Created Date", "soon", "bad_date", "repaired")]


def test_who_says_what_the_status_is_has_deals() -> None:
    rows = [["x", "A", "B", "2026-06-01", "B", "2026-06-01"]]
    mapping = {"id": "Opportunity Name", "status": "State", "created": "Born"}
    data = from_rows([[*CHANGES, "State", "Born"], *rows], ReadOptions(mapping=mapping))
    assert (column(data, "status"), "history" in data.provided, data.exports) == (["B"], False, {})


# --- check


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
