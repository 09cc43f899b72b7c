"""Which sheet of a workbook holds the deals, and the choice of it on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from addin.readers.sources import open_sources
from tests.readers.sheets import book, failure

DEALS: list[list[object]] = [["Deal ID", "Created Date", "Stage"], [1, "2026-01-01", "New"]]
COVER: list[list[object]] = [["Sales, third quarter"], ["Region", "Total"], ["North", 5]]


@pytest.mark.parametrize("title", [[], [["Export of 1 October"], []]])
def test_the_only_sheet_with_the_columns_of_deals_is_taken(tmp_path: Path, title: list[list[object]]) -> None:
    path = book(tmp_path / "a.xlsx", Cover=COVER, Export=[*title, *DEALS], Plan=[["Month", "Amount"]])
    tables = open_sources(path).tables
    assert {table: grid.name for table, grid in tables.items()} == {"deals": "Export", "plan": "Plan"}


def test_two_sheets_with_the_columns_of_deals_ask_and_one_is_likely(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", North=DEALS, South=DEALS, Cover=COVER)
    error = failure(lambda: open_sources(path))
    assert error.key == "deals_sheet_of_several"
    assert error.params["sheets"] == "«North», «South»"
    assert error.params["likely"] == "North"


@pytest.mark.parametrize("named", ["South", "south", " SOUTH "])
def test_a_named_sheet_is_the_deals(tmp_path: Path, named: str) -> None:
    path = book(tmp_path / "a.xlsx", North=DEALS, South=DEALS)
    assert open_sources(path, sheet=named).tables["deals"].name == "South"


def test_a_named_sheet_goes_before_one_called_deals_and_is_no_other_table(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", Deals=DEALS, Сделки=DEALS, Plan=DEALS)
    tables = open_sources(path, sheet="Plan").tables
    assert {table: grid.name for table, grid in tables.items()} == {"deals": "Plan"}
    assert open_sources(path, sheet="Сделки").tables["deals"].name == "Сделки"


def test_a_sheet_that_is_not_there_lists_those_that_are(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", North=DEALS, South=DEALS)
    error = failure(lambda: open_sources(path, sheet="West"))
    assert (error.key, error.params["sheets"]) == ("sheet_not_there", "«North», «South»")
    text = tmp_path / "deals.csv"
    text.write_text("Deal ID,Created Date,Stage\n1,2026-01-01,New\n", encoding="utf-8")
    assert failure(lambda: open_sources(text, sheet="West")).params["sheets"] == "«deals.csv»"


@pytest.mark.parametrize(
    ("deals", "stages", "history", "mapping", "settings"),
    [
        ("Угоди", "Етапи", "Історія", "Відповідність", "Налаштування"),
        ("Мәмілелер", "Кезеңдер", "Тарихы", "Сәйкестік", "Баптаулар"),
        ("Verkaufschancen", "Phasen", "Verlauf", "Zuordnung", "Einstellungen"),
        ("Affaires", "Étapes", "Historique", "Correspondance", "Paramètres"),
        ("Negocios", "Etapas", "Historial", "Asignación", "Configuración"),
        ("Negócios", "Fases", "Histórico", "Mapeamento", "Configurações"),
        ("Trattative", "Fasi", "Storico", "Mappatura", "Impostazioni"),
        ("Transakcje", "Etapy", "Historia", "Mapowanie", "Ustawienia"),
        ("Fırsatlar", "Aşamalar", "Geçmiş", "Eşleştirme", "Ayarlar"),
    ],
)
def test_sheets_go_by_their_names_in_every_language(
    tmp_path: Path, deals: str, stages: str, history: str, mapping: str, settings: str
) -> None:
    names = {"deals": deals, "stages": stages, "history": history, "mapping": mapping, "settings": settings}
    path = book(tmp_path / "a.xlsx", **dict.fromkeys(names.values(), DEALS))
    tables = open_sources(path).tables
    assert {table: grid.name for table, grid in tables.items()} == names
