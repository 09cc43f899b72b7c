"""What the Summary says in words, and that it does not say more than was found."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest

from addin.deals.dataset import Dataset
from addin.report.build import build
from addin.settings import resolve
from tests.make import TODAY, Row, dataset
from tests.metrics.test_managers import team
from tests.random_deals import random_dataset


def said(data: Dataset, topic: str, **options: str) -> list[str]:
    """The sentences on a topic."""
    found = build(data, resolve(options, {}, {}, "en"), TODAY).blocks["summary"]
    return found["text"][found["topic"] == topic].tolist()


def test_managers_who_were_not_compared_are_not_cleared() -> None:
    history, snapshot = "Weak steps of managers cannot be found", random_dataset(400, 3, history=False)
    assert said(snapshot, "growth")[0].startswith(history)
    assert said(random_dataset(400, 3, history=False, dates=False), "growth")[0].startswith(history)
    assert said(random_dataset(30, 3), "growth")[0].startswith("Too early to compare managers")


def test_managers_who_were_compared_are_counted_without_those_who_were_not() -> None:
    deals, history = team({"Ann": 0.5, "Bob": 0.5, "": 0.5}, each=150)
    options = {"as_of": "2026-06-01", "window": "all", "horizon": "30"}
    found = said(dataset(deals, history), "growth", **options)
    assert found == ["No clear growth point: for none of 2\u00a0managers is a weak step proven."]


def test_a_growth_point_is_told_at_length_and_in_few_words() -> None:
    deals, history = team({"Ann": 0.5, "Bob": 0.5, "Cy": 0.2}, each=150)
    options = {"as_of": "2026-06-01", "window": "all", "horizon": "30"}
    found = build(dataset(deals, history), resolve(options, {}, {}, "en"), TODAY).blocks
    long = found["managers"].set_index("manager").loc["Cy", "growth_point"]
    short = found["growth"]["growth_point"].iloc[0]
    start, _, rest = str(long).partition(" → ")
    assert start in found["conversion"]["from"].tolist()
    assert short == f"→ {rest}".replace("where", "instead of").replace(" is expected", "").rstrip(".")


@pytest.mark.parametrize(
    ("open_deals", "words"),
    [
        (0, "New → Won: 33% (3\u00a0leads)."),
        (1, "New → Won: between 25% and 50%; the dates in the data tell no more (4\u00a0leads)."),
    ],
)
def test_bounds_that_meet_are_one_figure(open_deals: int, words: str) -> None:
    statuses = ["Won", "Lost", "Lost", *["Work"] * open_deals]
    deals: list[Row] = [
        {"id": str(i), "created": "2026-01-01", "status": status, "manager": "Ann"}
        for i, status in enumerate(statuses)
    ]
    assert words in said(dataset(deals), "conversion", as_of="2026-09-01", horizon="30", window="all")


def test_dates_passed_over_are_told_first_and_beside_the_day() -> None:
    """The first deals after a long pause look just like slips: who reads the page must see which they are."""
    rows: list[Row] = [
        {"id": f"d{day}", "created": f"2026-01-{day:02}", "status": "New"} for day in range(1, 31)
    ]
    rows.append({"id": "x7", "created": "2026-01-02", "status": "Lost", "closed": "2026-07-05"})
    report = build(dataset(rows), resolve({}, {}, {}, "en"), TODAY).blocks
    told = "later dates stand alone after a long pause and were passed over: deal x7 (2026-07-05)"
    first = report["summary"].iloc[0]
    assert first["topic"] == "data"
    assert told in first["text"]
    notes = report["settings"].set_index("name")["note"]
    assert told in notes["as_of"]


def test_the_counts_beside_a_rate_belong_to_it() -> None:
    """Young leads count for the days they have had: then the rate is no quotient of those followed."""
    young = said(random_dataset(400, 3), "conversion", as_of="2026-06-30", horizon="60", window="all")[0]
    assert "60\u00a0days old" in young
    assert "followed" not in young
    grown = said(random_dataset(400, 3), "conversion", as_of="2026-06-30", horizon="60", window="2025")[0]
    figures = re.search(r"days: (\d+)% .*; (\d+)\D+followed, (\d+)", grown)
    assert figures is not None
    rate, followed, won = (int(found) for found in figures.groups())
    assert rate == round(100 * won / followed)


def dated(wins: dict[str, int], each: int = 107) -> Dataset:
    """Leads of long ago without a history: so many of each manager's won after ten days, the rest lost."""
    rows: list[Row] = [
        {
            "id": f"{name}{k}",
            "created": f"2026-0{1 + k % 3}-{10 + k % 10}",
            "status": "Won" if k < won else "Lost",
            "closed": f"2026-0{1 + k % 3}-{20 + k % 7}",
            "manager": name,
            "source": "ads",
        }
        for name, won in wins.items()
        for k in range(each)
    ]
    return dataset(rows)


ZERO = {"as_of": "2026-06-01", "window": "all", "horizon": "30"}


def test_a_proven_zero_is_a_finding_with_a_name_where_no_growth_point_can_be_told() -> None:
    """Without a history no step is known, but creation and closing tell of the whole way."""
    (found,) = said(dated({"Ann": 0, "Bob": 40, "Cy": 35}), "growth", **ZERO)
    assert found.startswith(
        "Ann: 0 of 107 went New → Won within 30\u00a0days, where the others would get 35%"
    )


def test_a_weak_whole_way_is_named_too_and_even_ones_are_not() -> None:
    (weak,) = said(dated({"Ann": 8, "Bob": 40, "Cy": 35}), "growth", **ZERO)
    assert weak.startswith("Ann is proven weaker: New → Won 7.5% where 35% is expected (107\u00a0deals)")
    (even,) = said(dated({"Ann": 38, "Bob": 40, "Cy": 35}), "growth", **ZERO)
    assert even.startswith("Weak steps of managers cannot be found")


def test_a_zero_that_nobody_can_be_compared_with_has_its_upper_limit() -> None:
    both = [dated({"Ann": 0}).deals, dated({"Bob": 4}, each=8).deals]
    (found,) = said(replace(dated({"Ann": 0}), deals=pd.concat(both), rows_read=115), "growth", **ZERO)
    assert found.startswith("Ann: 0 of 107 went New → Won within 30\u00a0days, so at most 3.5% do")


def test_a_zero_of_few_or_of_all_is_no_finding() -> None:
    assert "0 of" not in said(dated({"Ann": 0, "Bob": 6}, each=12), "growth", **ZERO)[0]
    assert "0 of" not in said(dated({"Ann": 0, "Bob": 0}), "growth", **ZERO)[0]
