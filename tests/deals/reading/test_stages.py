"""Statuses of every pipeline: as given, or guessed and said so."""

from __future__ import annotations

from addin.deals.dataset import Dataset
from addin.deals.stages import Role
from addin.words import LANGS, say
from tests.deals.sheets import STAGES, Rows, issues, load, refusal

DEALS: Rows = [["ID", "Создана", "Статус"], [1, "2026-09-18", "Новая"]]


def stages(data: Dataset) -> list[tuple[object, ...]]:
    table = data.stages[["pipeline", "status", "order", "role", "guessed"]]
    return list(table.itertuples(index=False, name=None))


def test_a_stages_sheet_is_put_in_order_and_serves_every_pipeline() -> None:
    shuffled = [STAGES[0], *reversed(STAGES[1:])]
    assert stages(load(DEALS, stages=shuffled)) == [
        ("", "Новая", 1.0, "intake", False),
        ("", "Счёт", 2.0, "presale", False),
        ("", "Оплата", 3.0, "won", False),
        ("", "Отказ", 4.0, "lost", False),
    ]


def test_without_an_order_the_sheets_order_counts() -> None:
    rows: Rows = [["Статус", "Роль"], ["Я", "intake"], ["А", "won"]]
    assert [row[1:3] for row in stages(load(DEALS, stages=rows))] == [("Я", 1.0), ("А", 2.0)]


def test_an_unreadable_order_follows_the_stage_above_and_is_listed() -> None:
    rows: Rows = [
        ["Статус", "Порядок", "Роль"],
        ["А", 2, "work"],
        ["Б", "?", "work"],
        ["В", 1, "intake"],
        ["Г", 3, "won"],
    ]
    data = load(DEALS, stages=rows)
    assert [row[1:3] for row in stages(data)] == [("В", 1.0), ("А", 2.0), ("Б", 2.0), ("Г", 3.0)]
    assert issues(data) == [(3, "Порядок", "?", "bad_order", "repaired")]


def test_an_unreadable_role_lists_the_words_that_are_known() -> None:
    error = refusal(DEALS, stages=[*STAGES, ["Архив", 5, "куда-то"]])
    assert str(error) == (
        'Sheet "Этапы", row 6: there is no role "куда-то". '
        "Write one of: intake, work, presale, won, lost, nontarget, ignore."
    )


def test_roles_are_read_as_a_report_shows_them() -> None:
    for lang in LANGS:
        rows = [["Статус", "Роль"], *[[f"S{i}", say(f"code.{r}", lang)] for i, r in enumerate(Role)]]
        assert [row[3] for row in stages(load(DEALS, stages=rows))] == [r.value for r in Role]


def test_blank_roles_are_guessed_and_marked() -> None:
    rows: Rows = [["Статус", "Роль"], ["Новая", None], ["Счёт", "work"], ["Отказ", ""]]
    assert [(row[1], row[3], row[4]) for row in stages(load(DEALS, stages=rows))] == [
        ("Новая", "intake", True),
        ("Счёт", "work", False),
        ("Отказ", "lost", True),
    ]


def test_repeated_and_nameless_stages_are_set_aside() -> None:
    data = load(DEALS, stages=[*STAGES, ["новая ", 9, "won"], [None, 10, "won"]])
    assert len(data.stages) == 4
    assert issues(data) == [
        (7, "Статус", "", "stage_nameless", "set_aside"),
        (6, "Статус", "новая", "stage_repeated", "set_aside"),
    ]


def test_probabilities_are_fractions_however_they_are_written() -> None:
    def given(*values: object) -> list[float]:
        rows = [["Статус", "Роль", "Вероятность"], *[[f"S{i}", "work", v] for i, v in enumerate(values)]]
        return load(DEALS, stages=rows).stages["probability"].fillna(-1).tolist()

    assert given(0.1, 0.5, 1, None) == [0.1, 0.5, 1.0, -1]
    assert given(10, 50, 100, 1) == [0.1, 0.5, 1.0, 0.01]
    assert given("10%", "50 %", "0,7") == [0.1, 0.5, 0.7]
    assert given(10, 500, "часто") == [0.1, -1, -1]


def test_pipelines_of_the_sheet_and_those_it_leaves_out() -> None:
    deals: Rows = [
        ["ID", "Создана", "Статус", "Воронка"],
        [1, "2026-09-18", "Новая", "Опт"],
        [2, "2026-09-18", "Отказ", "розница"],
    ]
    rows: Rows = [["Воронка", "Статус", "Роль"], ["опт", "Новая", "work"], ["Опт", "Оплата", "won"]]
    data = load(deals, stages=rows)
    assert stages(data) == [
        ("Опт", "Новая", 1.0, "work", False),
        ("Опт", "Оплата", 2.0, "won", False),
        ("розница", "Отказ", 1.0, "lost", True),
    ]
    shared: Rows = [*rows, [None, "Отказ", "lost"]]
    assert [row[:2] for row in stages(load(deals, stages=shared))] == [
        ("", "Отказ"),
        ("Опт", "Новая"),
        ("Опт", "Оплата"),
        ("Опт", "Отказ"),
    ]


def test_without_a_sheet_roles_are_guessed_a_pipeline_and_noted() -> None:
    deals: Rows = [
        ["ID", "Создана", "Статус", "Воронка", "вход:Замер"],
        [1, "2026-09-18", "Новая", "Опт", "2026-09-19"],
        [2, "2026-09-18", "Отказ", "Розница", None],
    ]
    data = load(deals)
    assert [(row[0], row[1], row[3]) for row in stages(data)] == [
        ("Опт", "Новая", "intake"),
        ("Опт", "Замер", "work"),
        ("Розница", "Отказ", "lost"),
    ]
    assert data.stages["guessed"].all()
    assert [(value, reason) for _, _, value, reason, _ in issues(data, but="")] == [
        ("Опт: Новая; Замер", "guessed_roles"),
        ("Розница: Отказ", "guessed_roles"),
    ]


def test_the_usual_order_in_time_orders_statuses_whose_words_say_nothing() -> None:
    history: Rows = [
        ["ID", "Когда", "Из статуса", "В статус"],
        [1, "2026-09-01", "", "Янтарь"],
        [1, "2026-09-03", "Янтарь", "Берилл"],
        [1, "2026-09-05", "Берилл", "Агат"],
        [2, "2026-09-02", "", "Янтарь"],
        [2, "2026-09-04", "Янтарь", "Берилл"],
        [2, "2026-09-06", "Берилл", "Янтарь"],
        [2, "2026-09-07", "Янтарь", "Агат"],
        [2, "2026-09-08", "Агат", "Янтарь"],
    ]
    deals: Rows = [["ID", "Создана", "Статус"], [1, "2026-09-01", "Агат"], [2, "2026-09-02", "Янтарь"]]
    data = load(deals, history=history)
    assert [row[1] for row in stages(data)] == ["Янтарь", "Берилл", "Агат"]
