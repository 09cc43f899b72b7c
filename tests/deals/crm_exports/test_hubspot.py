"""HubSpot: the history in columns, stages of several pipelines."""

from __future__ import annotations

from addin.deals.dataset import Dataset
from addin.deals.reading.roles import guess_roles
from tests.deals.crm_exports.samples import deal, read_export, reasons
from tests.deals.sheets import column, issues
from tests.deals.sheets import load as from_rows


def test_hubspot_tells_the_history_in_columns() -> None:
    data = read_export("hubspot.csv")
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
    data = read_export("hubspot.csv")
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
    found = guess_roles(names).set_index("status")["role"]
    assert (found["closedwon"], found["closedlost"], found["contractsent"]) == ("won", "lost", "presale")
