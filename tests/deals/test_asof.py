"""The cut at T: which rows are used, which status stood, and what later data may not change."""

from __future__ import annotations

import datetime as dt

import pytest

from addin.deals.asof import Deals, cut
from addin.errors import InputError, OptionError
from tests.make import TODAY, Row, dataset


def statuses(deals: Deals) -> dict[str, str]:
    names = [*deals.stages.table["status"], "?"]
    return dict(zip(deals.frame["id"], (names[code] for code in deals.status_at.status), strict=True))


def test_every_row_read_is_accounted_for() -> None:
    data = dataset(
        [
            {"id": "a", "created": "2026-01-01", "status": "New", "pipeline": "B2B"},
            {"id": "b", "created": "2026-01-02", "status": "Won", "pipeline": "B2B"},
            {"id": "b", "created": "2026-01-02", "status": "New", "pipeline": "B2B"},
            {"id": "c", "created": "2026-01-03", "status": "New", "pipeline": "Retail"},
            {"id": "d", "created": "2026-05-03", "status": "New", "pipeline": "B2B"},
        ]
    )
    deals = cut(data, dt.date(2026, 2, 1), "", TODAY)
    assert deals.rows == {"read": 5, "used": 2, "set_aside": 2, "after_asof": 1}
    assert deals.pipeline == "B2B"
    assert deals.pipelines == {"B2B": 3, "Retail": 1}
    assert list(deals.issues.frame()["reason"]) == ["other_pipeline", "repeated_id"]


def test_rows_after_T_are_listed_only_when_T_was_not_given() -> None:
    data = dataset(
        [
            {"id": "a", "created": "2026-01-01", "status": "Won"},
            {"id": "b", "created": "2027-01-01", "status": "New"},
        ]
    )
    assert cut(data, None, "", TODAY).issues.frame()["action"].tolist() == ["after_asof"]
    assert cut(data, dt.date(2026, 6, 1), "", TODAY).issues.frame().empty


def test_default_T_is_the_last_day_anything_happened_and_no_plan() -> None:
    data = dataset(
        [
            {
                "id": "a",
                "created": "2026-01-01",
                "status": "New",
                "closed": "2026-08-01",
                "next_contact": "2026-07-01",
            },
            {"id": "b", "created": "2026-01-02", "status": "Won", "closed": "2026-03-04 18:00"},
        ]
    )
    assert cut(data, None, "", TODAY).as_of == dt.date(2026, 3, 4)


def test_a_date_in_the_future_has_not_happened_and_is_named() -> None:
    data = dataset([{"id": "a", "created": "2026-01-01", "status": "New", "first_touch": "2031-01-01"}])
    deals = cut(data, None, "", TODAY)
    assert deals.as_of == dt.date(2026, 1, 1)
    assert deals.issues.frame()[["row", "column", "reason"]].to_numpy().tolist() == [
        [2, "first_touch", "in_future"]
    ]


def test_of_a_repeated_id_the_latest_change_known_at_T_is_kept() -> None:
    rows = [
        {"id": "a", "created": "2026-01-01", "status": "New", "status_changed": "2026-01-01"},
        {"id": "a", "created": "2026-01-01", "status": "Won", "status_changed": "2026-03-01"},
        {"id": "a", "created": "2026-01-01", "status": "Demo", "status_changed": "2026-02-01"},
    ]
    assert statuses(cut(dataset(rows), dt.date(2026, 4, 1), "", TODAY)) == {"a": "Won"}
    assert statuses(cut(dataset(rows), dt.date(2026, 2, 15), "", TODAY)) == {"a": "Demo"}
    assert statuses(cut(dataset(rows), dt.date(2026, 1, 15), "", TODAY)) == {"a": "New"}


def test_status_at_T_comes_from_the_last_record_before_it() -> None:
    data = dataset(
        [{"id": "a", "created": "2026-01-01", "status": "Won"}],
        [
            {"id": "a", "changed_at": "2026-01-05", "from_status": "New", "to_status": "Work"},
            {"id": "a", "changed_at": "2026-01-09", "from_status": "Work", "to_status": "Won"},
        ],
    )
    assert statuses(cut(data, dt.date(2026, 1, 3), "", TODAY)) == {"a": "New"}
    assert statuses(cut(data, dt.date(2026, 1, 8), "", TODAY)) == {"a": "Work"}
    assert statuses(cut(data, dt.date(2026, 1, 9), "", TODAY)) == {"a": "Won"}


def test_without_records_a_status_set_after_T_was_not_known_at_T() -> None:
    data = dataset([{"id": "a", "created": "2026-01-01", "status": "Demo", "status_changed": "2026-03-01"}])
    early = cut(data, dt.date(2026, 2, 1), "", TODAY)
    assert statuses(early) == {"a": "?"}
    assert early.status_at.unknown_at_cutoff.tolist() == [True]
    assert statuses(cut(data, dt.date(2026, 3, 1), "", TODAY)) == {"a": "Demo"}


def test_a_win_closed_by_T_stands_though_the_deal_was_edited_later() -> None:
    row = {
        "id": "a",
        "created": "2026-01-01",
        "status": "Won",
        "closed": "2026-01-20",
        "status_changed": "2026-05-01",
    }
    assert statuses(cut(dataset([row]), dt.date(2026, 2, 1), "", TODAY)) == {"a": "Won"}
    assert statuses(cut(dataset([row]), dt.date(2026, 1, 10), "", TODAY)) == {"a": "?"}


def test_a_status_that_disagrees_with_its_history_counts_and_is_named() -> None:
    data = dataset(
        [{"id": "a", "created": "2026-01-01", "status": "Won", "closed": "2026-01-20"}],
        [{"id": "a", "changed_at": "2026-01-05", "from_status": "New", "to_status": "Work"}],
    )
    deals = cut(data, None, "", TODAY)
    assert statuses(deals) == {"a": "Won"}
    issue = deals.issues.frame().iloc[0]
    assert (issue["reason"], issue["value"], issue["row"]) == ("history_disagrees", "Won ≠ Work", 2)


def test_history_of_ids_nobody_knows_is_set_aside_and_of_later_deals_is_not() -> None:
    data = dataset(
        [
            {"id": "a", "created": "2026-01-01", "status": "New"},
            {"id": "z", "created": "2026-08-01", "status": "Work"},
        ],
        [
            {"id": "q", "changed_at": "2026-01-05", "from_status": "New", "to_status": "Work"},
            {"id": "z", "changed_at": "2026-08-05", "from_status": "New", "to_status": "Work"},
        ],
    )
    frame = cut(data, dt.date(2026, 2, 1), "", TODAY).issues.frame()
    assert frame[["sheet", "row", "value", "reason"]].to_numpy().tolist() == [
        ["History", 2.0, "q", "history_unknown_id"]
    ]


def test_history_before_creation_is_moved_to_creation_and_named() -> None:
    data = dataset(
        [{"id": "a", "created": "2026-01-10", "status": "Work"}],
        [{"id": "a", "changed_at": "2026-01-05", "from_status": "New", "to_status": "Work"}],
    )
    deals = cut(data, None, "", TODAY)
    assert deals.issues.frame()["reason"].tolist() == ["history_before_created"]
    assert deals.events.at.tolist() == [int(dt.datetime(2026, 1, 10, tzinfo=dt.UTC).timestamp())]


def test_unknown_statuses_are_named_with_the_nearest_known() -> None:
    data = dataset([{"id": "a", "created": "2026-01-01", "status": "Invioce"}])
    assert cut(data, None, "", TODAY).issues.frame()["value"].tolist() == ["Invioce → Invoice?"]


def test_errors_say_what_there_is() -> None:
    data = dataset([{"id": "a", "created": "2026-01-01", "status": "New", "pipeline": "B2B"}])
    with pytest.raises(OptionError, match=r'^There is no pipeline "Retail" in the data. There are: «B2B»\.$'):
        cut(data, None, "Retail", TODAY)
    with pytest.raises(
        InputError, match=r"no deal is left as of 2025-01-01\. Rows read: 1, set aside: 0, later than that: 1"
    ):
        cut(data, dt.date(2025, 1, 1), "", TODAY)
    nothing_won = dataset(
        [{"id": "a", "created": "2026-01-01", "status": "New"}], roles={"New": "intake", "Lost": "lost"}
    )
    with pytest.raises(InputError, match=r"«New», «Lost».*none has the role \"won\""):
        cut(nothing_won, None, "", TODAY)


def test_a_ledger_shows_at_an_earlier_day_what_was_seen_then() -> None:
    seen = [("2026-09-01", "New"), ("2026-09-03", "New"), ("2026-09-10", "Won")]
    data = dataset(
        [{"id": "a", "created": "2026-08-30", "status": "Won"}],
        ledger=[{"id": "a", "seen_at": at, "status": status} for at, status in seen],
    )
    assert statuses(cut(data, dt.date(2026, 9, 5), "", TODAY)) == {"a": "New"}
    assert statuses(cut(data, dt.date(2026, 9, 10), "", TODAY)) == {"a": "Won"}


def test_where_a_deal_was_lost_later_is_not_known_before() -> None:
    row = {
        "id": "a",
        "created": "2026-01-01",
        "status": "Lost",
        "closed": "2026-03-01",
        "lost_from": "Invoice",
    }
    assert cut(dataset([row]), dt.date(2026, 2, 1), "", TODAY).frame["lost_from"].tolist() == [""]
    assert cut(dataset([row]), dt.date(2026, 3, 1), "", TODAY).frame["lost_from"].tolist() == ["Invoice"]


def test_a_closing_date_after_T_does_not_date_a_win_known_before() -> None:
    row = {
        "id": "a",
        "created": "2026-01-01",
        "status": "Won",
        "closed": "2026-10-20",
        "status_changed": "2026-05-10",
    }
    deals = cut(dataset([row]), dt.date(2026, 8, 31), "", TODAY)
    assert deals.status_at.since.tolist() == [int(dt.datetime(2026, 5, 10, tzinfo=dt.UTC).timestamp())]


def test_deals_are_counted_in_the_status_they_had_at_T() -> None:
    changes: list[Row] = [
        {"id": "a", "changed_at": "2026-01-05", "from_status": "New", "to_status": "Work"},
        {"id": "a", "changed_at": "2026-03-05", "from_status": "Work", "to_status": "Won"},
        {"id": "b", "changed_at": "2026-03-06", "from_status": "New", "to_status": "Lost"},
    ]
    data = dataset(
        [
            {"id": "a", "created": "2026-01-01", "status": "Won", "closed": "2026-03-05"},
            {"id": "b", "created": "2026-01-02", "status": "Lost", "closed": "2026-03-06"},
        ],
        changes,
    )
    deals = cut(data, dt.date(2026, 2, 1), "", TODAY)
    counts = dict(zip(deals.stages.table["status"], deals.deals_by_status.tolist(), strict=True))
    assert {status: n for status, n in counts.items() if n} == {"New": 1, "Work": 1}
