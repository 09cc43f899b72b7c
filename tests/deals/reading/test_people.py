"""Who holds the deals: no robot, and one person under one name."""

from __future__ import annotations

import pytest

from addin.deals.reading.people import is_robot
from tests.deals.sheets import Rows, column, issues, load

OWNERS = ["Ann", "Bob"] * 6
DEALS: Rows = [
    ["id", "created", "status", "owner"],
    *[[str(i), "2026-09-01", "Won", owner] for i, owner in enumerate(OWNERS)],
]
HEADS = ["deal_id", "changed_at", "to_stage", "changed_by"]


def history(*makers: dict[str, str] | str) -> Rows:
    """A change of every deal by each of these makers, or by whoever stands for its manager."""
    rows: list[list[object]] = [list(HEADS)]
    for day, maker in enumerate(makers, 2):
        for i, owner in enumerate(OWNERS):
            by = maker if isinstance(maker, str) else maker[owner]
            rows.append([str(i), f"2026-09-{day:02}", "Won" if day == len(makers) + 1 else "Talks", by])
    return rows


SELF = {"Ann": "Ann", "Bob": "Bob"}
CODES = {"Ann": "a@firm.example", "Bob": "b@firm.example"}


@pytest.mark.parametrize(
    "name",
    [
        "Робот",
        "ROBOT",
        "Automated Process",
        "OdooBot",
        "Импорт",
        "Система",
        "Automação",
        "Systembenutzer",
        "n8n",
    ],
)
def test_a_robot_holds_nothing(name: str) -> None:
    data = load(DEALS, history=history(name, SELF))
    assert set(column(data, "manager", "history")) == {"", "Ann", "Bob"}
    assert issues(data) == [(0, "changed_by", f"{name} (12)", "robot_manager", "kept")]


def test_what_a_robot_does_after_a_person_is_that_persons() -> None:
    data = load(DEALS, history=history({"Ann": "Bob", "Bob": "Ann"}, "robot", SELF))
    rows = data.history[data.history["id"] == "0"].sort_values("changed_at")
    assert list(rows["manager"]) == ["Bob", "Bob", "Ann"]


def test_a_deal_that_a_robot_owns_has_no_manager() -> None:
    data = load([DEALS[0], ["1", "2026-09-01", "Won", "Import"], ["2", "2026-09-01", "Won", "Ann"]])
    assert column(data, "manager") == ["", "Ann"]
    assert issues(data) == [(0, "owner", "Import (1)", "robot_manager", "kept")]


@pytest.mark.parametrize(
    "name",
    ["Abbott", "Talbot", "Роботов Илья", "Администратор", "Admin", "Сайт", "Make Tanaka"],
)
def test_a_person_is_no_robot(name: str) -> None:
    assert not is_robot(name)


def test_one_person_under_two_names_is_one_where_the_deals_prove_it() -> None:
    data = load(DEALS, history=history(CODES, CODES))
    assert set(column(data, "manager", "history")) == {"Ann", "Bob"}
    assert [issue[2:4] for issue in issues(data)] == [
        ("a@firm.example → Ann (6)", "one_person"),
        ("b@firm.example → Bob (6)", "one_person"),
    ]


def test_likeness_of_letters_proves_nothing() -> None:
    crossed = {"Ann": "bob@firm.example", "Bob": "ann@firm.example"}
    data = load(DEALS, history=history(crossed))
    assert set(zip(column(data, "id", "history"), column(data, "manager", "history"), strict=True)) >= {
        ("0", "Ann"),
        ("1", "Bob"),
    }


def test_who_also_works_under_his_own_name_is_somebody_else() -> None:
    rows = [*history(CODES), ["0", "2026-08-30", "Talks", "Ann"], ["1", "2026-08-30", "Talks", "Bob"]]
    data = load(DEALS, history=rows)
    assert {"a@firm.example", "b@firm.example"} <= set(column(data, "manager", "history"))


def test_what_the_deals_only_suggest_is_asked() -> None:
    rows = [list(row) for row in history(CODES)]
    for row in rows[1:5]:
        row[3] = "assistant"
    data = load(DEALS, history=rows)
    assert {"a@firm.example", "assistant"} <= set(column(data, "manager", "history"))
    assert [issue[2:4] for issue in issues(data)] == []
    rows[1][3], rows[2][3], rows[3][3] = "a@firm.example", "b@firm.example", "a@firm.example"
    asked = load(DEALS, history=rows)
    assert ("b@firm.example = Bob? (5)", "one_person_perhaps") in [i[2:4] for i in issues(asked)]


def test_few_deals_prove_nothing() -> None:
    short: Rows = [*DEALS[:5]]
    data = load(short, history=history(CODES)[:5])
    assert set(column(data, "manager", "history")) == set(CODES.values())
