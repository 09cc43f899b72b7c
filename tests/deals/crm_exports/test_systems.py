"""Every system known by name comes in right from a small file of its own form."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from addin.deals.issues import IssueLog
from addin.deals.reading.cells import ReadOptions
from addin.deals.reading.dataset import read
from addin.deals.tables.table import find_table
from addin.readers.sources import open_sources
from addin.refresh import Request, load, report_of
from tests.deals.crm_exports.samples import SYSTEMS

EXPECTED: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("systems.toml").read_text(encoding="utf-8")
)
ENDS = ("won", "lost", "nontarget")


def test_every_file_has_its_expectation() -> None:
    assert sorted(EXPECTED) == sorted(path.name for path in SYSTEMS.iterdir())


@pytest.mark.parametrize("name", EXPECTED)
def test_headings_of_a_system_become_its_columns(name: str) -> None:
    grid = open_sources(SYSTEMS / name, {}).tables["deals"]
    table = find_table("deals", grid, {}, IssueLog())
    assert table is not None
    assert (table.export.crm if table.export else "") == EXPECTED[name]["crm"]
    expected = EXPECTED[name]["columns"]
    assert {column: table.headers.get(column) for column in expected} == expected


@pytest.mark.parametrize("name", EXPECTED)
def test_deals_of_a_system_end_and_count_as_they_did(name: str) -> None:
    expected = EXPECTED[name]
    data = read(open_sources(SYSTEMS / name, {}).tables, ReadOptions())
    deals, stages = data.deals, data.stages
    if "pipeline" in expected:
        deals = deals[deals["pipeline"].eq(expected["pipeline"])]
        stages = stages[stages["pipeline"].eq(expected["pipeline"])]
    roles = deals["status"].map(dict(zip(stages["status"], stages["role"], strict=True)))
    counts = {end: int(roles.eq(end).sum()) for end in ENDS}
    assert counts == {end: expected[end] for end in ENDS}
    assert len(deals) - sum(counts.values()) == expected["open"]
    assert str(deals["created"].min())[:10] == expected["first_created"]
    assert deals["amount"][roles.eq("won")].sum() == pytest.approx(expected["won_amount"])
    assert set(deals["currency"].dropna()) - {""} == {expected["currency"]} - {""}
    assert sorted(deals["manager"].unique()) == sorted(expected["managers"])
    ladder = stages[~stages["role"].isin(ENDS)].sort_values("order")["status"]
    assert not expected["stages"] or list(ladder) == expected["stages"]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_report_is_built_as_a_new_user_would(name: str) -> None:
    header = report_of(load(Request(SYSTEMS / name, options={"lang": "en"}))).blocks["header"].iloc[0]
    assert header["rows_used"] >= 10
