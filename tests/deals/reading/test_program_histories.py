"""Changes as programs hand them over: dumps of interfaces and databases."""

from __future__ import annotations

import pytest

from tests.deals.sheets import Rows, column, load, refusal

DAYS = ("2026-09-01T08:00:00Z", "2026-09-03T08:00:00Z", "2026-09-07T08:00:00Z")
PATHS = {"41": ("Alpha", "Beta", "Won"), "42": ("Alpha", "Beta"), "43": ("Alpha",)}
CHANGES = [
    (deal, left, entered, day)
    for deal, path in PATHS.items()
    for left, entered, day in zip(("", *path), path, DAYS, strict=False)
]
DEALS: Rows = [["Deal ID", "Created", "Stage"], *[[d, DAYS[0], path[-1]] for d, path in PATHS.items()]]


def dump(heads: list[str], *order: str) -> Rows:
    """The changes under these heads, each cell by its word; any other word stands as it is."""
    rows: list[list[object]] = [list(heads)]
    for number, change in enumerate(CHANGES, 1):
        known = dict(zip(("deal", "left", "entered", "day"), change, strict=True))
        rows.append([known.get(word, str(9000 + number) if word == "own" else word) for word in order])
    return rows


SALESFORCE = [
    "Id",
    "IsDeleted",
    "OpportunityId",
    "CreatedById",
    "CreatedDate",
    "Field",
    "OldValue",
    "NewValue",
]
BITRIX = ["ID", "TYPE_ID", "OWNER_ID", "CREATED_TIME", "CATEGORY_ID", "STAGE_SEMANTIC_ID", "STAGE_ID"]
BITRIX_BI = ["ID", "TYPE_ID", "DEAL_ID", "START_DATE", "END_DATE", "STAGE_SEMANTIC_ID", "STAGE_ID"]
AMO = ["id", "type", "entity_id", "entity_type", "created_by", "created_at"]
AMO += ["value_before.lead_status.id", "value_after.lead_status.id"]
FLOW = ["id", "item_id", "user_id", "field_key", "old_value", "new_value", "log_time"]
STAGES = ["Id", "OpportunityId", "StageName", "Amount", "CloseDate", "CreatedDate", "CreatedById"]
DATABASE = ["id", "deal_id", "old_stage", "new_stage", "changed_at"]
AUDIT = ["id", "deal_id", "field", "old_value", "new_value", "timestamp"]
JOURNAL = ["ID сделки", "Поле", "Было", "Стало", "Когда"]
EVENT = "lead_status_changed"
DUMPS = {
    "salesforce fields": dump(
        SALESFORCE, "own", "false", "deal", "Ann", "day", "StageName", "left", "entered"
    ),
    "salesforce stages": dump(STAGES, "own", "deal", "entered", "10", "2026-10-01", "day", "Ann"),
    "bitrix24": dump(BITRIX, "own", "2", "deal", "day", "0", "P", "entered"),
    "bitrix24 bi": dump(BITRIX_BI, "own", "2", "deal", "day", "", "P", "entered"),
    "amocrm": dump(AMO, "own", EVENT, "deal", "lead", "7", "day", "left", "entered"),
    "pipedrive": dump(FLOW, "own", "deal", "7", "stage_id", "left", "entered", "day"),
    "database": dump(DATABASE, "own", "deal", "left", "entered", "day"),
    "audit": dump(AUDIT, "own", "deal", "stage", "left", "entered", "day"),
    "журнал": dump(JOURNAL, "deal", "Этап", "left", "entered", "day"),
    "rows": dump(["deal_id", "stage", "changed_at"], "deal", "entered", "day"),
}


@pytest.mark.parametrize("name", DUMPS)
def test_a_dump_is_a_history(name: str) -> None:
    data = load(DEALS, history=DUMPS[name])
    assert column(data, "id", "history") == [change[0] for change in CHANGES]
    assert column(data, "to_status", "history") == [change[2] for change in CHANGES]
    assert [str(at)[:10] for at in column(data, "changed_at", "history")] == [c[3][:10] for c in CHANGES]


@pytest.mark.parametrize("name", ["salesforce fields", "salesforce stages", "bitrix24", "pipedrive"])
def test_deals_are_made_of_a_known_dump_alone(name: str) -> None:
    data = load(DUMPS[name])
    assert dict(zip(column(data, "id"), column(data, "status"), strict=True)) == {
        deal: path[-1] for deal, path in PATHS.items()
    }


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("Field", "salesforce fields"),
        ("type", "amocrm"),
        ("field_key", "pipedrive"),
        ("field", "audit"),
        ("Поле", "журнал"),
    ],
)
def test_changes_of_other_fields_are_no_changes_of_the_stage(field: str, name: str) -> None:
    heads, *rows = DUMPS[name]
    other = list(rows[0])
    other[list(heads).index(field)] = "amount"
    data = load(DEALS, history=[heads, *rows, other, other])
    assert len(data.history) == len(CHANGES)


def test_a_history_of_other_fields_alone_is_refused_with_what_they_are() -> None:
    heads, *rows = DUMPS["audit"]
    error = refusal(DEALS, history=[heads, *[[*row[:2], "amount", "1", "2", row[-1]] for row in rows]])
    assert (error.key, error.params["column"], error.params["values"]) == (
        "no_stage_changes",
        "field",
        "«amount»",
    )


@pytest.mark.parametrize("mark", ["hs_date_entered_", "hs_v2_date_entered_"])
def test_columns_of_entries_as_hubspot_dumps_them(mark: str) -> None:
    deals = [["Record ID", "createdate", "dealstage", f"{mark}alpha", f"{mark}987"]]
    deals[0][1:3] = ["Create Date", "Deal Stage"]
    data = load([*deals, ["1", DAYS[0], "987", DAYS[0], DAYS[1]]])
    assert column(data, "status", "entered") == ["alpha", "987"]
