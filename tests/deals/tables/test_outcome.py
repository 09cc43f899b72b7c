"""Stage and outcome in two columns, ids that are none, headings by rules."""

from __future__ import annotations

import pytest

from addin.deals.tables.columns import column_named
from addin.deals.tables.headings import currency_of, shorter_forms
from tests.deals.sheets import load
from tests.deals.tables.found import table


@pytest.mark.parametrize(
    ("stage", "outcome", "words"),
    [
        ("Stage", "Status", ("Open", "Won", "Lost")),
        ("Deal Stage", "Deal Status", ("On Hold", "Won", "Dead")),
        ("Этап", "Статус", ("в работе", "Выиграна", "Отказ")),
        ("Etapa", "Estado", ("Abierto", "Ganado", "Perdido")),
    ],
)
def test_an_open_deal_stands_in_its_stage_and_an_ended_one_in_its_end(
    stage: str, outcome: str, words: tuple[str, str, str]
) -> None:
    rows = [[i, f"2026-01-0{i}", "Demo", word] for i, word in enumerate(words, 1)]
    data = load([["ID", "Created Date", stage, outcome], *rows])
    assert data.deals["status"].tolist() == ["Demo", words[1], words[2]]
    assert data.deals["lost_from"].tolist() == ["", "", "Demo"]


def test_flags_of_a_stage_leave_its_name_and_an_archived_deal_is_lost() -> None:
    rows: list[list[object]]
    rows = [[1, "2026-01-01", "New", False, False], [2, "2026-01-02", "Signed", True, True]]
    data = load([["ID", "Created Date", "Stage", "IsClosed", "IsWon"], *rows])
    assert data.deals["status"].tolist() == ["New", "Signed"]
    rows = [[1, "2026-01-01", "New", True, 10], [2, "2026-01-02", "New", False, 0]]
    data = load([["ID", "Created Date", "Stage", "Active", "Probability"], *rows])
    assert data.deals["status"].tolist() == ["New", "Lost"]


def test_a_status_alone_is_the_status() -> None:
    data = load([["ID", "Created Date", "Status"], [1, "2026-01-01", "Open"], [2, "2026-01-02", "Won"]])
    assert data.deals["status"].tolist() == ["Open", "Won"]


def test_rows_without_an_id_are_numbered_and_a_number_that_repeats_is_none() -> None:
    found, log = table([["Created Date", "Stage"], ["2026-01-01", "New"], ["2026-01-02", "New"]])
    assert (found.numbered, found.cells("id").tolist()) == (True, [2, 3])
    assert log["reason"].tolist() == ["rows_numbered"]
    rows: list[list[object]] = [["K1", "2026-01-01", "New"], ["K1", "2026-01-02", "New"]]
    found, log = table([["Customer ID", "Created Date", "Stage"], *rows])
    assert (found.numbered, log["reason"].tolist()) == (True, ["id_repeats"])


def test_the_heading_of_a_group_is_no_deal_and_unused_columns_are_kept_in_mind() -> None:
    rows: list[list[object]] = [
        ["Ann", None, None, None],
        ["1", "2026-01-01", "New", "x"],
        ["2", "2026-01-02", "New", "y"],
    ]
    found, log = table([["ID", "Created Date", "Stage", "Tags"], *rows[1:]])
    assert found.unused == ("Tags",)
    found, log = table([["№ п/п", "Created Date", "Stage", "Tags"], *rows])
    assert (log["reason"].tolist().count("group_row"), len(found.rows)) == (1, 2)


@pytest.mark.parametrize(
    ("heading", "left"),
    [
        ("Сумма, руб.", "сумма"),
        ("amount_usd", "amount"),
        ("Deal - Owner", "owner"),
        ("Сумма сделки, руб.", "сумма"),
        ("Montant de la transaction", "montant"),
    ],
)
def test_a_heading_is_known_without_its_unit_and_the_word_for_a_deal(heading: str, left: str) -> None:
    assert left in [key for keys in shorter_forms(heading) for key in keys]


def test_accents_and_case_do_not_matter_and_a_unit_names_a_currency() -> None:
    assert column_named("deals", "DATA DE CRIACAO") == "created"
    assert currency_of("Value, €") == "EUR"


def test_the_currency_of_a_heading_is_that_of_its_amounts() -> None:
    head: list[object] = ["ID", "Created Date", "Stage", "amount_usd"]
    assert load([head, [1, "2026-01-01", "New", 5]]).currency == "USD"


def test_a_closed_deal_with_a_reason_is_lost_only_where_its_stage_also_holds_open_deals() -> None:
    head: list[object] = ["ID", "Created Date", "Stage", "Close Date", "Lost Reason"]
    demo: list[list[object]] = [
        [1, "2026-01-01", "Demo", None, None],
        [2, "2026-01-02", "Demo", "2026-02-01", "Price"],
    ]
    done: list[list[object]] = [
        [3, "2026-01-03", "Handover", "2026-02-02", "Price"],
        [4, "2026-01-04", "Handover", "2026-02-03", None],
    ]
    data = load([head, *demo, *done])
    assert data.deals["status"].tolist() == ["Demo", "Lost", "Handover", "Handover"]
    assert data.deals["lost_from"].tolist() == ["", "Demo", "", ""]


@pytest.mark.parametrize(
    ("heading", "yes", "no"),
    [
        ("IsDeleted", "true", "false"),
        ("Удалена", "да", "нет"),
        ("Gelöscht", "ja", "nein"),
        ("Silindi", "evet", "hayır"),
    ],
)
def test_a_deleted_deal_does_not_count_and_is_listed(heading: str, yes: str, no: str) -> None:
    rows = [[1, "2026-01-01", "New", no], [2, "2026-01-02", "Won", yes], [3, "2026-01-03", "Won", no]]
    found, log = table([["ID", "Created Date", "Stage", heading], *rows])
    assert found.cells("id").tolist() == [1, 3]
    assert log[["row", "column", "reason"]].to_numpy().tolist() == [[3, heading, "deleted_row"]]


def test_a_day_of_deletion_tells_it_too_and_a_marker_of_nothing_does_not() -> None:
    rows: list[list[object]] = [
        ["1", "2026-01-01", "New", None],
        ["2", "2026-01-02", "Won", "2026-02-01"],
        ["3", "2026-01-03", "Won", "\\N"],
    ]
    found, _ = table([["ID", "Created Date", "Stage", "deletedAt"], *rows])
    assert found.cells("id").tolist() == ["1", "3"]


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("Result", ("Positive", "Negative", "In progress")),
        ("Результат", ("Положительный", "Отрицательный", "В работе")),
        ("Sonuç", ("Olumlu", "Olumsuz", "Devam ediyor")),
        ("Ergebnis", ("Auftrag erhalten", "Absage", "offen")),
        ("Esito", ("Positivo", "Negativo", "In corso")),
    ],
)
def test_a_result_may_be_called_positive_or_negative(heading: str, words: tuple[str, str, str]) -> None:
    rows = [[i, f"2026-01-0{i}", "Demo", word] for i, word in enumerate(words, 1)]
    data = load([["ID", "Created Date", "Stage", heading], *rows])
    assert data.deals["status"].tolist() == [words[0], words[1], "Demo"]
    roles = data.stages.set_index("status")["role"]
    assert (roles[words[0]], roles[words[1]], roles["Demo"]) == ("won", "lost", "work")


def test_a_no_beside_won_is_a_loss_where_open_deals_have_neither() -> None:
    head = ["ID", "Created Date", "Stage", "Gagné ?", "Closed date"]
    rows: list[list[object]] = [
        [1, "2026-01-01", "Demo", "Oui", "2026-01-09"],
        [2, "2026-01-02", "Demo", "Non", "2026-01-09"],
        [3, "2026-01-03", "Demo", None, None],
    ]
    assert load([head, *rows]).deals["status"].tolist() == ["Won", "Lost", "Demo"]
    rows[2][3] = "Non"
    assert load([head, *rows]).deals["status"].tolist() == ["Won", "Demo", "Demo"]


def test_a_reason_of_loss_beside_a_no_of_won_is_a_loss() -> None:
    head = ["ID", "Created Date", "Stage", "Won", "Lost reason"]
    rows: list[list[object]] = [
        [1, "2026-01-01", "Demo", "yes", None],
        [2, "2026-01-02", "Demo", "no", "Price"],
        [3, "2026-01-03", "Demo", "no", None],
    ]
    assert load([head, *rows]).deals["status"].tolist() == ["Won", "Lost", "Demo"]


@pytest.mark.parametrize(
    ("won", "lost"),
    [("Won", "Lost - price"), ("Ganado", "Perdido: caro"), ("Выиграна", "Проиграна (дорого)")],
)
def test_an_outcome_may_bear_its_reason(won: str, lost: str) -> None:
    rows: list[list[object]] = [
        [1, "2026-01-01", "Open", None],
        [2, "2026-01-02", "Closed", won],
        [3, "2026-01-03", "Closed", lost],
    ]
    data = load([["ID", "Created Date", "Status", "Close outcome"], *rows])
    assert data.deals["status"].tolist() == ["Open", won, lost]
    roles = data.stages.set_index("status")["role"]
    assert (roles[won], roles[lost]) == ("won", "lost")


@pytest.mark.parametrize("heading", ["Deal $", "Deal (EUR)", "Сделка, руб."])
def test_a_heading_that_names_a_currency_is_no_id(heading: str) -> None:
    found, _ = table([["Created", "Stage", heading], ["2026-01-01", "New", 500], ["2026-01-02", "New", 700]])
    assert found.numbered
    assert found.cells("id").tolist() == [2, 3]


@pytest.mark.parametrize(
    ("active", "reason"),
    [("Aktywne", "Utracony powód"), ("Active", "Lost reason"), ("Activa", "Motivo de pérdida")],
)
def test_an_archived_deal_with_a_reason_is_lost_in_other_words(active: str, reason: str) -> None:
    rows: list[list[object]]
    rows = [[1, "2026-01-01", "New", True, ""], [2, "2026-01-02", "New", False, "price"]]
    data = load([["ID", "Created Date", "Stage", active, reason], *rows])
    assert data.deals["status"].tolist() == ["New", "Lost"]


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Owned By", "manager"),
        ("Nome do dono da oportunidade", "manager"),
        ("Assignée à", "manager"),
        ("Откуда узнал", "source"),
        ("Como conheceu", "source"),
        ("Стоимость курса, руб", "amount"),
        ("Importe de la oferta", "amount"),
        ("Potentiel HT (€)", "amount"),
    ],
)
def test_headings_of_trackers_and_programs_are_known(heading: str, column: str) -> None:
    found, _ = table([["ID", "Created Date", "Stage", heading], [1, "2026-01-01", "New", "5"]])
    assert found.header(column) == heading


@pytest.mark.parametrize(
    ("closed", "day", "yes", "no"),
    [
        ("Deal zamknięty", "Data zakończenia", "tak", "nie"),
        ("Закрыта", "Дата завершения", "да", "нет"),
        ("Closed", "Close date", "Yes", "No"),
        ("Cerrada el", "Fecha de cierre", "sí", "no"),
    ],
)
def test_a_column_of_closing_that_says_yes_and_no_is_no_date(
    closed: str, day: str, yes: str, no: str
) -> None:
    rows = [
        [1, "2026-01-01", "New", no, None],
        [2, "2026-01-02", "Won", yes, "2026-02-01"],
        [3, "2026-01-03", "Lost", yes, "2026-02-03"],
    ]
    data = load([["ID", "Created Date", "Stage", closed, day], *rows])
    assert data.matched["deals"]["closed"] == day
    assert data.deals["status"].tolist() == ["New", "Won", "Lost"]
    assert data.deals["closed"].notna().tolist() == [False, True, True]
