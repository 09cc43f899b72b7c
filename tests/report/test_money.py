"""The blocks of money in a whole report: plan by hand, sentences, what a formula asks."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import numpy as np
import pytest

from addin.deals.dataset import Dataset
from addin.metrics.forecast import COMPONENTS
from addin.report.build import Report, build
from addin.report.deal_filter import DealFilter
from addin.report.figures import compute_figures
from addin.report.findings_money import month_words
from addin.report.json_export import as_json
from addin.report.queries import ReportQueries
from addin.settings import Settings
from tests.make import TODAY, Row, dataset, table
from tests.metrics.examples import steady
from tests.random_deals import random_dataset

T = dt.date(2026, 6, 15)
SETTINGS = Settings(as_of=T)


def planned(data: Dataset, **amounts: float) -> Dataset:
    rows: list[Row] = [
        {"month": "2026-06-01", "manager": name, "amount": amount} for name, amount in amounts.items()
    ]
    return replace(data, plan=table("plan", rows), provided=data.provided | {"plan"})


def held() -> Dataset:
    """A lead a day, won five days on for 200; Ann has the even ones, Bob the odd ones."""
    return dataset([{**row, "manager": ["Ann", "Bob"][k % 2]} for k, row in enumerate(steady(300))])


@pytest.fixture(scope="module")
def report() -> Report:
    return build(planned(held(), Ann=4000.0, Bob=1000.0), SETTINGS, TODAY)


def test_plan_and_fact_by_hand(report: Report) -> None:
    """Wins of 1 to 15 June are of leads of 27 May to 10 June: 8 of Bob's, 7 of Ann's."""
    found = report.blocks["plan_fact"].set_index("manager")
    whole, ann, bob = (found.loc[name] for name in ("All managers", "Ann", "Bob"))
    assert (whole["plan"], ann["plan"], bob["plan"]) == (5000.0, 4000.0, 1000.0)
    assert (whole["fact"], ann["fact"], bob["fact"]) == (3000.0, 1400.0, 1600.0)
    assert whole["done"] == pytest.approx(0.6)
    assert whole["pace"] == pytest.approx(0.6 / 0.5)
    assert bob["share"] == pytest.approx(bob["forecast"] / 1000.0)
    assert whole["forecast"] == pytest.approx(ann["forecast"] + bob["forecast"])
    total = report.blocks["forecast"].set_index(["month", "component"]).loc[("2026-06", "total")]
    assert whole["forecast"] == pytest.approx(total["mean"])
    assert (whole["low"], whole["high"]) == pytest.approx((total["low"], total["high"]))


def test_a_plan_without_managers_is_of_the_whole_department() -> None:
    found = build(planned(held(), **{"": 6000.0}), SETTINGS, TODAY).blocks["plan_fact"].set_index("manager")
    assert found.loc["All managers", "plan"] == 6000.0
    assert found.loc[["Ann", "Bob"], "plan"].isna().all()
    assert (found.loc[["Ann", "Bob"], "note"] == "no plan").all()


def test_without_a_plan_there_is_no_row() -> None:
    assert build(held(), SETTINGS, TODAY).blocks["plan_fact"].empty


def test_the_sentence_tells_the_month_the_plan_and_the_record(report: Report) -> None:
    found = report.blocks["summary"].set_index("topic").loc["forecast"]
    assert found["text"].startswith("June 2026: ")
    assert "of the plan of 5,000\u00a0RUB" in found["text"]
    assert "past forecasts the error was" in found["text"]
    assert len(report.blocks["summary"]) <= 7
    assert month_words("2026-01", "ru") == "Январь 2026"


def test_months_side_by_side_are_the_forecast(report: Report) -> None:
    wide, rows = report.blocks["forecast_months"], report.blocks["forecast"]
    for month in wide.to_dict("records"):
        means = rows[rows["month"] == month["month"]].set_index("component")["mean"]
        assert [month[name] for name in COMPONENTS] == pytest.approx(means[list(COMPONENTS)].tolist())
    assert wide["plan"].tolist()[0] == 5000.0
    assert np.isnan(wide["plan"].tolist()[1])


def test_a_formula_gets_what_the_block_shows(report: Report) -> None:
    f = compute_figures(held(), SETTINGS, TODAY)
    asked, rows = ReportQueries(f), report.blocks["forecast"]
    june = rows[rows["month"] == "2026-06"].set_index("component")
    for component in COMPONENTS:
        told = asked.forecast("expected", component, DealFilter())
        assert told == pytest.approx(june.loc[component, "mean"]), component
    for end in ("low", "high"):
        assert asked.forecast(end, "total", DealFilter()) == pytest.approx(june.loc["total", end])
    parts = [asked.forecast("expected", "total", DealFilter(manager=name)) for name in ("Ann", "Bob")]
    assert sum(float(part or 0) for part in parts) == pytest.approx(june.loc["total", "mean"])
    assert asked.presale("expected", DealFilter()) == asked.forecast("expected", "presale", DealFilter())


def test_the_key_figure_of_pre_sale_has_its_interval() -> None:
    data = random_dataset(1500, 5)
    note = (
        build(data, Settings(as_of=dt.date(2026, 6, 12)), TODAY).blocks["key_figures"]["presale_note"].iloc[0]
    )
    assert re.fullmatch(r"[\d,]+ – [\d,]+ \(80%\), \d+\xa0deals", note)


def test_the_same_deals_in_another_order_give_the_same_bytes() -> None:
    data = planned(held(), Ann=4000.0)
    turned = replace(data, deals=data.deals.iloc[::-1].reset_index(drop=True))
    assert as_json(build(data, SETTINGS, TODAY)) == as_json(build(turned, SETTINGS, TODAY))


def test_reasons_of_loss_by_hand() -> None:
    lost = [
        {
            "id": f"l{k}",
            "created": "2026-05-01",
            "status": "Junk" if k == 4 else "Lost",
            "closed": "2026-05-10",
            "lost_reason": ["dear", "dear", "rival", "", "spam"][k],
            "lost_from": ["Demo", "Demo", "Work", "", ""][k],
            "amount": [100.0, None, 50.0, None, None][k],
        }
        for k in range(5)
    ]
    old = {**lost[0], "id": "old", "created": "2025-01-01", "closed": "2025-01-10"}
    found = (
        build(dataset([*steady(60), *lost, old]), SETTINGS, TODAY).blocks["lost_reasons"].set_index("reason")
    )
    assert list(found["lost"]) == [2, 1, 1, 0]
    assert found.loc["dear", ["share", "amount", "stage", "from_stage"]].tolist() == [0.4, 100.0, "Demo", 2]
    assert (found.loc["spam", "nontarget"], found.loc["", "lost"]) == (1, 1)
    assert np.isnan(found.loc["", "amount"])
