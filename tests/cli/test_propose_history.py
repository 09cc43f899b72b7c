"""``check --propose`` of deals with a history: what it leaves open, and what it must not decide."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from tests.cli.sample import Run
from tests.cli.test_propose import blocks, sheet

STATUSES = ("New", "Demo", "Won", "Lost")


def book(path: Path, heads: list[str], prefix: str) -> Path:
    """Forty deals and a change of each; the ids of the changes begin with a prefix."""
    made = openpyxl.Workbook()
    deals, history = made.active, made.create_sheet("History")
    deals.title = "Deals"
    deals.append(["Deal ID", "Created", "Status"])
    history.append(heads)
    for n in range(40):
        day = dt.datetime(2026, 3, 1) + dt.timedelta(days=n)
        deals.append([f"D{n}", day, STATUSES[n % 4]])
        history.append([f"{prefix}{n}", day + dt.timedelta(days=3), "New", STATUSES[n % 4]])
    made.save(path)
    return path


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    return book(tmp_path / "team.xlsx", ["Deal ID", "Changed at", "From", "To"], "X")


def test_a_history_of_other_deals_stays_refused_until_the_user_chooses(run: Run, strange: Path) -> None:
    refused = run("report", strange, "--lang", "en")
    assert refused[0] == 2
    assert "only 0 find their deal" in refused[2]
    out = strange.with_name("team-mapping.xlsx")
    assert run("check", strange, "--propose", out, "--lang", "en")[0] == 0
    rows = {row[0]: row for row in sheet(out, "Mapping")}
    assert rows["History.id"][1] is None
    assert "are not those of the deals" in rows["History.id"][3]
    assert {row[0]: row[2] for row in sheet(out, "Stages")[1:]}["Won"] == "won"
    assert "only 0 find their deal" in run("report", strange, "--lang", "en")[2]


def test_choosing_the_column_takes_the_history_as_it_is(run: Run, strange: Path) -> None:
    out = strange.with_name("team-mapping.xlsx")
    assert run("check", strange, "--propose", out, "--lang", "en")[0] == 0
    told = openpyxl.load_workbook(out)
    row = next(row for row in told["Mapping"].iter_rows() if row[0].value == "History.id")
    row[1].value = "Deal ID"
    told.save(out)
    assert run("report", strange, "--out", strange.with_name("out.xlsx"))[0] == 0


def test_the_moment_of_a_change_is_proposed_by_its_cells(run: Run, tmp_path: Path) -> None:
    path = book(tmp_path / "team.xlsx", ["Deal ID", "Zeta", "From", "To"], "D")
    assert run("report", path, "--lang", "en")[0] == 2
    out = path.with_name("team-mapping.xlsx")
    assert run("check", path, "--propose", out, "--lang", "en")[0] == 0
    assert {row[0]: row[1] for row in sheet(out, "Mapping")}["History.changed_at"] == "Zeta"
    assert len(sheet(out, "Stages")) == 1 + len(STATUSES)
    assert run("report", path, "--out", path.with_name("out.xlsx"))[0] == 0


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%d/%m/%Y"])
def test_a_history_given_as_the_deals_stays_one_with_its_proposal(
    run: Run, tmp_path: Path, form: str
) -> None:
    lines = ["Deal ID,Changed at,From,Stage"]
    for n in range(60):
        ways = (("New",), ("New", "Demo"), ("New", "Demo", "Won" if n % 2 else "Lost"))
        before = ""
        for k, status in enumerate(ways[n % 3]):
            day = dt.date(2026, 3, 1 + n % 8) + dt.timedelta(days=k)
            lines.append(f"D{n},{day:{form}},{before},{status}")
            before = status
    path = tmp_path / "team.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    if form == "%Y-%m-%d":
        wanted = blocks(run, path)
        assert run("check", path, "--propose", tmp_path / "team-mapping.xlsx")[0] == 0
        assert blocks(run, path) == wanted
    else:  # refused: either order would do
        wanted = blocks(run, path, "--date-order", "dmy")
        assert run("check", path, "--propose", tmp_path / "team-mapping.xlsx")[0] == 0
        assert len(sheet(tmp_path / "team-mapping.xlsx", "Stages")) == 5
        assert blocks(run, path, "--date-order", "dmy") == wanted
