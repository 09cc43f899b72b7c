"""A status of unknown words: open, without a place, never called intake or untouched."""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd
import pytest

from addin.deals.asof import Deals, cut
from addin.deals.grouping import group
from addin.deals.timeline import build_timeline
from addin.deals.visits import visits
from addin.metrics.conversion import conversion
from addin.metrics.horizon import Window
from addin.metrics.intake import intake
from addin.metrics.leads import leads_of
from tests.deals.sheets import Rows, load

T = dt.date(2026, 9, 30)
HEAD = ["ID", "Создана", "Статус", "Дата закрытия"]


def deals_of(rows: Rows, history: Rows | None = None) -> Deals:
    more = {"history": history} if history else {}
    return cut(load([HEAD, *rows], **more), T, "", T)


def counts(deals: Deals) -> dict[str, int]:
    row = intake(leads_of(deals, build_timeline(deals))).iloc[0]
    names = ["leads", "taken", "dropped", "screened", "untouched", "unknown"]
    names += ["in_intake", "in_work", "presale", "won", "lost", "nontarget", "unclassified"]
    return {name: int(row[name]) for name in names if row[name]}


def many(status: str, count: int, *, closed: str = "") -> Rows:
    return [[f"{status}{n}", "2026-08-01", status, closed] for n in range(count)]


SNAPSHOT = [
    *many("Новый", 3), *many("Зюзюка", 4), *many("Договор", 5), *many("Оплачен", 6, closed="2026-08-20"),
    *many("Отказ", 2, closed="2026-08-20"),
]  # fmt: skip


def test_it_is_open_work_of_unknown_handling_and_all_adds_up() -> None:
    found = counts(deals_of(SNAPSHOT))
    assert found == {
        "leads": 20, "taken": 11, "untouched": 3, "unknown": 6,
        "in_intake": 3, "in_work": 4, "presale": 5, "won": 6, "lost": 2,
    }  # fmt: skip


def test_nothing_is_untouched_where_no_status_is_intake() -> None:
    found = counts(
        deals_of([*many("Янтарь", 4), *many("Берилл", 4), *many("Оплачен", 2, closed="2026-08-20")])
    )
    assert found == {"leads": 10, "taken": 2, "unknown": 8, "in_work": 8, "won": 2}


def test_it_is_no_step_and_steps_across_it_are_bounds() -> None:
    deals = deals_of(SNAPSHOT)
    assert deals.stages.ladder == ["Новый", "Договор", "Оплачен"]
    table = conversion(visits(build_timeline(deals)), 30, Window(0, 10**6)).set_index(["from", "to"])
    step = table.loc[("Новый", "Договор")]
    assert pd.isna(step["rate"])
    # of 20 leads 11 are known to have gone on; 4 of the unknown status and 2 lost may have
    assert step["bound_low"] == pytest.approx(11 / 20)
    assert step["bound_high"] == 1
    assert table.loc[("Новый", "Оплачен"), "open"] == 12


def moves(name: str, *statuses: str) -> Rows:
    days = [f"2026-08-{2 * n + 1:02d}" for n in range(len(statuses))]
    return [
        [name, day, before, now] for day, before, now in zip(days, ("", *statuses), statuses, strict=False)
    ]


def test_with_history_a_step_across_it_has_bounds_however_few_stand_there() -> None:
    def steps(aside: int) -> pd.DataFrame:
        plain = [(f"a{n}", ["Новый", "Договор"] if n % 2 else ["Новый"]) for n in range(60)]
        # «Зюзюка» comes before the others as often as after them: its place stays unknown
        strange = [
            (f"z{n}", ["Новый", "Зюзюка"] if n % 2 else ["Зюзюка", "Новый", "Зюзюка"]) for n in range(aside)
        ]
        rows: Rows = [[name, "2026-08-01", way[-1], ""] for name, way in (*plain, *strange)]
        rows += many("Оплачен", 3, closed="2026-08-20")
        history: Rows = [["ID", "Когда", "Из статуса", "В статус"]]
        history += [row for name, way in (*plain, *strange) for row in moves(name, *way)]
        deals = deals_of(rows, history)
        assert deals.stages.ladder[:2] == ["Новый", "Договор"]
        table = conversion(visits(build_timeline(deals)), 14, Window(0, 10**6))
        grouped = conversion(group(visits(build_timeline(deals))), 14, Window(0, 10**6))
        pd.testing.assert_frame_equal(table, grouped)
        return table.set_index(["from", "to"])

    for aside in (2, 20):
        found = steps(aside)
        first, second = found.loc[("Новый", "Договор")], found.loc[("Договор", "Оплачен")]
        assert math.isnan(first["rate"])
        assert first["note"] == "across"
        # 33 of all have gone on, those aside may have
        assert first["bound_low"] == pytest.approx(33 / (63 + aside))
        # those aside may have come as far as that, and on from there
        assert math.isnan(second["rate"])
        assert second["bound_low"] == pytest.approx(3 / (33 + aside))
        assert found.loc[("Новый", "Оплачен"), "note"] == ""
    assert steps(0).loc[("Новый", "Договор"), "rate"] == pytest.approx(30 / 63)


def test_open_statuses_none_of_which_has_a_place_are_one_stage_together() -> None:
    rows = [*many("Янтарь", 4), *many("Берилл", 4), *many("Оплачен", 12, closed="2026-08-20")]
    deals = deals_of(rows)
    assert deals.stages.ladder == ["Берилл / Янтарь", "Оплачен"]
    table = conversion(visits(build_timeline(deals)), 30, Window(0, 10**6))
    assert table[["from", "to", "entered", "advanced", "open"]].to_dict("records") == [
        {"from": "Берилл / Янтарь", "to": "Оплачен", "entered": 20, "advanced": 12, "open": 8}
    ]
    assert table["rate"].iloc[0] == pytest.approx(12 / 20)


def test_standing_where_a_shipped_pipeline_begins_is_no_proof_that_somebody_took_the_deal() -> None:
    stages = ["Qualified", "Contact Made", "Demo Scheduled", "Proposal Made"]
    rows = [row for stage in stages for row in many(stage, 3)]
    deals = deals_of([*rows, *many("Won", 2, closed="2026-08-20"), *many("Lost", 1, closed="2026-08-20")])
    assert deals.stages.ladder == [*stages, "Won"]
    found = counts(deals)
    assert found == {"leads": 15, "taken": 11, "unknown": 4, "in_work": 12, "won": 2, "lost": 1}


def test_the_first_touch_is_the_first_step_beyond_where_the_pipeline_begins() -> None:
    begun, moved, day = "Appointment Scheduled", "Qualified To Buy", dt.datetime(2026, 8, 3, 9)
    entered = [f"entered: {stage}" for stage in (begun, moved, "Contract Sent")]
    rows: list[list[object]] = [
        [str(n), day, moved, "", day, day + dt.timedelta(hours=48), None] for n in range(4)
    ]
    won, sent = day + dt.timedelta(days=6), day + dt.timedelta(days=4)
    rows.append(["9", day, "Won", won, day, day + dt.timedelta(hours=48), sent])
    deals = cut(load([[*HEAD, *entered], *rows]), T, "", T)
    assert deals.stages.ladder == [begun, moved, "Contract Sent", "Won"]
    leads = leads_of(deals, build_timeline(deals))
    assert intake(leads).iloc[0]["hours_to_touch_median"] == 48
    assert leads.handled("taken").all()


def test_a_first_stage_whose_words_say_work_is_proof() -> None:
    found = counts(deals_of([*many("В работе", 4), *many("Оплачен", 2, closed="2026-08-20")]))
    assert found == {"leads": 6, "taken": 6, "in_work": 4, "won": 2}
