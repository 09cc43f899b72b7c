"""First-reach days and how deals stand: skips, returns, revoked ends, late and missing entries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from addin.deals.asof import cut
from addin.deals.evidence import NEVER
from addin.deals.timeline import Timeline, build_timeline, day_number
from tests.make import TODAY, Row, dataset


def timeline(
    deals: Sequence[Row], history: Sequence[Row] = (), as_of: dt.date | None = None, **more: object
) -> Timeline:
    return build_timeline(cut(dataset(deals, history, **more), as_of, "", TODAY))


def moves(deal: str, *steps: tuple[str, str, str], manager: str = "") -> list[Row]:
    return [
        {"id": deal, "changed_at": at, "from_status": start, "to_status": end, "manager": manager}
        for at, start, end in steps
    ]


def days(t: Timeline, deal: int = 0) -> list[str | None]:
    """Reach days as month-day, ``None`` for never, with ? where undated."""
    shown: list[str | None] = []
    for day, dated in zip(t.reach[deal], t.dated[deal], strict=True):
        date = dt.date(1970, 1, 1) + dt.timedelta(days=int(day)) if day < NEVER else None
        shown.append(None if date is None else f"{date:%m-%d}" if dated else "?")
    return shown


def test_skipped_rungs_are_reached_when_a_later_one_is() -> None:
    t = timeline(
        [{"id": "a", "created": "2026-01-01", "status": "Invoice"}],
        moves("a", ("2026-01-03", "New", "Work"), ("2026-01-07", "Work", "Invoice")),
    )
    assert t.ladder == ["New", "Work", "Demo", "Invoice", "Won"]
    assert days(t) == ["01-01", "01-03", "01-07", "01-07", None]
    assert t.own[0].tolist() == [True, True, False, True, False]
    assert t.rung.tolist() == [3]


def test_going_back_keeps_the_first_entry() -> None:
    t = timeline(
        [{"id": "a", "created": "2026-01-01", "status": "Work"}],
        moves(
            "a", ("2026-01-03", "New", "Work"), ("2026-01-05", "Work", "Demo"), ("2026-01-09", "Demo", "Work")
        ),
    )
    assert days(t) == ["01-01", "01-03", "01-05", None, None]
    assert t.rung.tolist() == [1]
    assert t.since.tolist() == [day_number(dt.date(2026, 1, 9))]


def test_a_win_counts_from_its_latest_entry_and_only_while_it_stands() -> None:
    steps = (
        ("2026-01-03", "New", "Won"),
        ("2026-01-05", "Won", "Demo"),
        ("2026-01-09", "Demo", "Won"),
    )
    t = timeline([{"id": "a", "created": "2026-01-01", "status": "Won"}], moves("a", *steps))
    assert days(t) == ["01-01", "01-05", "01-05", "01-09", "01-09"]
    assert t.reopened.tolist() == [True]
    early = timeline(
        [{"id": "a", "created": "2026-01-01", "status": "Won"}], moves("a", *steps), dt.date(2026, 1, 6)
    )
    assert days(early) == ["01-01", "01-05", "01-05", None, None]


def test_a_revoked_loss_does_not_end_anything() -> None:
    t = timeline(
        [
            {"id": "a", "created": "2026-01-01", "status": "Lost"},
            {"id": "b", "created": "2026-01-01", "status": "Work"},
        ],
        [
            *moves(
                "a",
                ("2026-01-03", "New", "Lost"),
                ("2026-01-05", "Lost", "Work"),
                ("2026-01-08", "Work", "Lost"),
            ),
            *moves("b", ("2026-01-03", "New", "Lost"), ("2026-01-06", "Lost", "Work")),
        ],
    )
    assert t.reopened.tolist() == [True, True]
    assert t.ended.tolist() == [day_number(dt.date(2026, 1, 8)), -1]
    assert days(t, 1) == ["01-01", "01-06", None, None, None]


def test_two_won_statuses_are_one_rung_entered_once() -> None:
    roles = {"New": "intake", "Paid": "won", "Shipped": "won", "Lost": "lost"}
    t = timeline(
        [{"id": "a", "created": "2026-01-01", "status": "Shipped"}],
        moves("a", ("2026-01-03", "New", "Paid"), ("2026-01-20", "Paid", "Shipped")),
        roles=roles,
    )
    assert t.ladder == ["New", "Paid"]
    assert days(t) == ["01-01", "01-03"]
    assert t.reopened.tolist() == [False]


def test_a_deal_older_than_its_records_has_unknown_entries() -> None:
    t = timeline(
        [
            {"id": "a", "created": "2026-01-01", "status": "Invoice"},
            {"id": "b", "created": "2026-01-01", "status": "Demo", "status_changed": "2026-01-20"},
            {"id": "c", "created": "2026-03-05", "status": "Demo"},
            {"id": "d", "created": "2026-02-01", "status": "Won", "closed": "2026-02-20"},
        ],
        moves("a", ("2026-03-01", "Demo", "Invoice")),
    )
    assert days(t, 0) == ["01-01", "?", "?", "03-01", None]
    assert days(t, 1) == ["01-01", "?", "01-20", None, None]
    assert days(t, 2) == ["03-05", "03-05", "03-05", None, None]  # created there since records began
    assert days(t, 3) == ["02-01", "?", "?", "?", "02-20"]


def test_the_manager_of_intake_is_who_took_it_and_of_a_stage_who_held_it_on_entry() -> None:
    t = timeline(
        [{"id": "a", "created": "2026-01-01", "status": "Invoice", "manager": "Now"}],
        [
            *moves("a", ("2026-01-03", "New", "Work"), manager="Taker"),
            *moves("a", ("2026-01-05", "Work", "Demo"), manager=""),
            *moves("a", ("2026-01-07", "Demo", "Invoice"), manager="Closer"),
        ],
    )
    assert [t.managers[code] for code in t.manager[0]] == ["Taker", "Taker", "Now", "Closer", "Now"]


def test_entered_columns_are_dated_records() -> None:
    t = timeline(
        [{"id": "a", "created": "2026-01-01", "status": "Won", "closed": "2026-02-01"}],
        entered=[
            {"row": 2, "status": "Work", "at": "2026-01-04"},
            {"row": 2, "status": "Invoice", "at": "2026-01-15"},
        ],
    )
    assert days(t) == ["01-01", "01-04", "01-15", "01-15", "02-01"]
    assert t.dated_stages


def test_a_present_status_without_a_date_is_undated_not_today() -> None:
    t = timeline(
        [{"id": "a", "created": "2026-01-01", "status": "Won"}],
        moves("a", ("2026-01-04", "New", "Work")),
    )
    assert days(t) == ["01-01", "01-04", "?", "?", "?"]


def test_the_ledger_gives_a_history_to_deals_seen_between_refreshes() -> None:
    def seen(deal: str, at: str, status: str, changed: str | None = None) -> Row:
        return {"id": deal, "seen_at": at, "status": status, "status_changed": changed}

    t = timeline(
        [
            {"id": "old", "created": "2026-01-01", "status": "Invoice"},
            {"id": "new", "created": "2026-02-03", "status": "Demo"},
        ],
        ledger=[
            seen("old", "2026-02-01", "Demo", "2026-01-15"),
            seen("old", "2026-02-08", "Invoice"),
            seen("new", "2026-02-05", "Work", "2026-02-04"),
            seen("new", "2026-02-08", "Demo", "2026-01-01"),  # does not lie between the sightings
        ],
    )
    assert t.records_start == day_number(dt.date(2026, 2, 1))
    assert days(t, 1) == ["01-01", "?", "01-15", "02-08", None]
    assert days(t, 0) == ["02-03", "02-04", "02-08", None, None]
    assert t.gap_days == 4.0


def test_tests_are_no_leads_and_unknown_statuses_stay_out_of_conversions() -> None:
    t = timeline(
        [
            {"id": "a", "created": "2026-01-01", "status": "Test"},
            {"id": "b", "created": "2026-01-01", "status": "Whatever"},
            {"id": "c", "created": "2026-01-01", "status": "New"},
        ]
    )
    assert t.is_lead.tolist() == [False, True, True]
    assert t.in_funnel.tolist() == [False, False, True]
