"""Intake and conversion by team and by a further column: as by manager, where the column is the manager's."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from addin.deals.dataset import Dataset
from addin.report.build import Report, build
from addin.settings import resolve
from tests.random_deals import random_dataset


def report(data: Dataset, **options: str) -> Report:
    given = {
        "as_of": "2026-06-30",
        "horizon": "30",
        "window": "all",
        "period": "all",
        "lang": "en",
        **options,
    }
    return build(data, resolve(given, {}, {}, "en"), dt.date(2026, 6, 30))


@pytest.fixture(scope="module")
def found() -> Report:
    data = random_dataset(700, 3)
    deals = data.deals.assign(
        team=data.deals["manager"], dimension=data.deals["manager"].replace({"Bob": "Ann", "Cy": "Ann"})
    )
    return report(replace(data, deals=deals, provided=data.provided | {"team", "dimension"}), by="Region")


@pytest.mark.parametrize("kind", ["intake", "conversion"])
def test_rows_of_teams_sum_to_all(found: Report, kind: str) -> None:
    by_team, total = found.blocks[f"{kind}_by_team"], found.blocks[kind]
    if kind == "intake":
        for key in ("leads", "taken", "untouched", "won", "lost", "overdue"):
            assert by_team[key].sum() == total[key].iloc[0]
    else:
        whole = by_team[(by_team["from"] == "New") & (by_team["to"] == "Won")]
        for key in ("entered", "advanced", "lost", "nontarget", "open", "followed"):
            assert whole[key].sum() == total[key].iloc[-1]


def test_one_value_for_all_named_has_the_rates_of_all_named_managers_and_no_verdict(found: Report) -> None:
    table = found.blocks["conversion_by_dimension"]
    assert set(table["dimension"]) == {"", "Ann"}
    assert table["verdict"].isna().all()
    by_manager = found.blocks["conversion_by_manager"]
    named = by_manager[by_manager["manager"] != ""]
    own = table[table["dimension"] == "Ann"]
    for key in ("entered", "advanced", "open"):
        assert own[key].tolist() == named.groupby(["from", "to"], sort=False)[key].sum().tolist()


def test_teams_are_judged_as_managers_are(found: Report) -> None:
    table = found.blocks["conversion_by_team"]
    judged = table[table["followed"] >= 20]
    assert judged.loc[judged["team"] != "", "verdict"].notna().any()
    assert table.loc[table["team"] == "", "verdict"].isna().all()


def test_the_heading_is_the_column_asked_for(found: Report) -> None:
    assert found.headings["intake_by_dimension"] == {"dimension": "Region"}
    plain = report(random_dataset(30, 3))
    assert plain.headings["conversion_by_dimension"] == {"dimension": "Split"}
    assert plain.blocks["conversion_by_team"].empty
    assert plain.blocks["intake_by_dimension"].empty
    assert "team" in plain.blocks["intake_by_team"].columns


def test_a_team_that_is_one_manager_each_has_his_intake(found: Report) -> None:
    by_team = found.blocks["intake_by_team"].set_index("team")["leads"]
    held = pd.Series(by_team, dtype=float)
    assert held.sum() == found.blocks["intake"]["leads"].iloc[0]
