"""A report of few deals, of none in the window or of none in the period says that there is nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from addin.deals.dataset import Dataset
from addin.errors import InputError
from addin.periods import parse_period
from addin.report.build import build
from addin.report.deal_filter import DealFilter
from addin.report.figures import compute_figures
from addin.report.json_export import as_json
from addin.report.queries import CONVERSION, ReportQueries
from addin.settings import resolve
from tests.make import TODAY, dataset
from tests.random_deals import random_dataset

KINDS = [{"history": True}, {"history": False}, {"history": False, "dates": False}]
Choice = Callable[[pd.DataFrame], pd.Series]

SUBSETS: dict[str, Choice] = {
    "one": lambda d: d["id"] == d["id"].iloc[0],
    "two": lambda d: d["id"].isin(d["id"].iloc[:2]),
    "lost": lambda d: d["status"] == "Lost",
    "won": lambda d: d["status"] == "Won",
    "nontarget": lambda d: d["status"] == "Junk",
    "open": lambda d: ~d["status"].isin(["Lost", "Won", "Junk"]),
    "unpriced": lambda d: d["amount"].isna(),
    "nobody's": lambda d: (d["manager"] == "") & (d["source"] == ""),
    "few": lambda d: pd.Series(np.arange(len(d)) % 23 == 0, index=d.index),
}
OPTIONS = [
    {},
    {"window": "2020", "period": "2025-08"},
    {"as_of": "2026-09-29", "horizon": "7", "window": "2026-07"},
    {"period": "2020", "window": "all"},
    {"as_of": "2025-09-02"},
]


def some(data: Dataset, choice: Choice) -> Dataset:
    """Some of the deals, with what is on record of them."""
    deals = data.deals[choice(data.deals)]
    history = data.history[data.history["id"].isin(deals["id"])]
    return replace(data, deals=deals, history=history, rows_read=len(deals))


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("subset", SUBSETS)
def test_every_block_builds_of_any_deals(subset: str, kind: dict[str, bool], options: dict[str, str]) -> None:
    data = some(random_dataset(80, 11, **kind), SUBSETS[subset])
    as_of = pd.Timestamp(options.get("as_of", TODAY)) + pd.Timedelta(days=1)
    if (data.deals["created"] >= as_of).all():
        with pytest.raises(InputError, match="deal"):
            build(data, resolve(options, {}, {}, "en"), TODAY)
    else:
        as_json(build(data, resolve(options, {}, {}, "en"), TODAY))


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_quiet_pipeline_has_nothing_in_the_window(kind: dict[str, bool]) -> None:
    data = random_dataset(200, 12, **kind)
    old = data.deals["created"] < pd.Timestamp("2026-02-01")
    deals = data.deals.assign(pipeline=pd.Series(np.where(old, "Old", "Young"), index=data.deals.index))
    report = build(replace(data, deals=deals), resolve({"pipeline": "Old"}, {}, {}, "en"), TODAY)
    assert report.blocks["header"]["pipeline"].iloc[0] == "Old"


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_an_empty_window_counts_nobody_and_has_no_rate(kind: dict[str, bool]) -> None:
    options = {"window": "2020", "period": "2026-09", "as_of": "2026-09-30"}
    found = build(random_dataset(150, 13, **kind), resolve(options, {}, {}, "en"), TODAY).blocks
    steps = found["conversion"]
    assert (steps["entered"] == 0).all()
    rates = ["rate", "low", "high", "rate_target", "bound_low", "bound_high", "reach_low", "reach_high"]
    assert steps[rates].isna().all(axis=None)
    assert found["conversion_by_manager"].empty
    assert found["intake"]["leads"].iloc[0] == 0
    assert found["intake"]["taken_rate"].isna().all()
    assert "No lead arrived" in " ".join(found["summary"]["text"])


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("where", [DealFilter(), DealFilter(manager="Ann"), DealFilter("Ann", "ads")])
def test_formulas_over_a_window_without_visits(kind: dict[str, bool], where: DealFilter) -> None:
    figures = compute_figures(random_dataset(150, 14, **kind), resolve({}, {}, {}, "en"), TODAY)
    asked = ReportQueries(figures)
    last = len(figures.timeline.ladder) - 1
    for pair in ((0, 1), (1, 3), (0, last)):
        for measure in CONVERSION:
            value = asked.conversion(measure, pair, where, parse_period("2020"), "en")
            assert measure != "entered" or value == 0
            assert measure != "rate" or value is None


def test_one_deal_alone() -> None:
    data = dataset([{"id": "a", "created": "2024-01-01", "status": "Won", "closed": "2024-01-05"}])
    settings = resolve({"as_of": str(dt.date(2026, 9, 1))}, {}, {}, "en")
    found = build(data, settings, TODAY).blocks
    assert found["conversion"]["entered"].sum() == 0
