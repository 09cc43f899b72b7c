"""Names of columns and the headers they go by."""

from __future__ import annotations

import pytest

from addin.deals.tables.columns import (
    ALIASES,
    REQUIRED,
    SETTINGS,
    SHEETS,
    column_named,
)
from addin.deals.tables.entered import entered_status
from addin.deals.tables.headings import normalise_header
from addin.deals.tables.table import column_letter
from tests.deals.tables.found import table


def test_no_alias_of_a_table_means_two_columns_unless_meant() -> None:
    shared = {normalise_header("firstContactDate"), normalise_header("Дата первого контакта")}
    for name, columns in ALIASES.items():
        keys = [alias for names in columns.values() for alias in {normalise_header(n) for n in names}]
        twice = {k for k in keys if keys.count(k) > 1}
        assert twice == (shared if name == "deals" else set()), name
        assert all(keys), name


def test_the_catalogue_of_columns_is_whole() -> None:
    for name, needed in REQUIRED.items():
        assert {c for one in needed for c in one.split("|")} <= set(ALIASES[name])
    assert set(SHEETS) == {*REQUIRED, "settings"}
    names = [
        normalise_header(alias)
        for aliases in SETTINGS.values()
        for alias in set(map(normalise_header, aliases))
    ]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("entered:Invoice", "Invoice"),
        ("Вход: Счёт выставлен ", "Счёт выставлен"),
        ('Date entered "Demo (Sales)"', "Demo"),
        ("Дата входа: Договор", "Договор"),
        ("Entered", None),
        ("properties.hs_v2_date_entered_contractsent", "contractsent"),
        ("hs_v2_date_entered_current_stage", None),
        ("Дата входу на етап «Договір»", "Договір"),
        ("Кезеңге кірген күні: Шарт", "Шарт"),
        ("«Шарт» кезеңіне кірген күні", "Шарт"),
        ("Datum des Eintritts in „Vertrag (Vertrieb)“", "Vertrag"),
        ("Eintrittsdatum: Angebot", "Angebot"),
        ("Date d’entrée dans « Contrat »", "Contrat"),
        ('Fecha de entrada en "Contrato (Ventas)"', "Contrato"),
        ('Fecha introducida "Cita"', "Cita"),
        ("Data de entrada em “Contrato”", "Contrato"),
        ("Data di ingresso in «Contratto»", "Contratto"),
        ("Data wejścia w etap „Umowa”", "Umowa"),
        ("Giriş tarihi: Sözleşme", "Sözleşme"),
        ('"Sözleşme" aşamasına giriş tarihi', "Sözleşme"),
        ("Date d'entrée", None),
        ("Giriş tarihi", None),
        ("Вход в систему", None),
    ],
)
def test_entered_status(header: str, status: str | None) -> None:
    assert entered_status(header) == status


def test_column_named_and_letters() -> None:
    assert column_named("deals", "МЕНЕДЖЕР") == "manager"
    assert column_named("deals", "вход:Счёт") == "entered:Счёт"
    assert column_named("deals", "нечто") is None
    assert column_named("deals", "--") is None
    assert [column_letter(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("Валюта сделки", "currency"),
        ("Deal - Currency of Value", "currency"),
        ("Дата и время создания", "created"),
        ("Created time", "created"),
        ("ИД", "id"),
        ("Сделка ID", "id"),
        ("#", "id"),
        ("Deal - ID", "id"),
        ("Deal - Deal created", "created"),
        ("Deal - Won time", "won_at"),
        ("Deal - Lost time", "lost_at"),
    ],
)
def test_headers_that_crms_write(header: str, named: str) -> None:
    assert column_named("deals", header) == named


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Zugewiesener Benutzer", "manager"),
        ("Utente assegnato", "manager"),
        ("User Responsible", "manager"),
        ("Номер заказа", "id"),
        ("Дата оформления", "created"),
        ("Сумма покупок", "amount"),
        ("Monto cotizado ($)", "amount"),
        ("Ricavi stimati", "amount"),
        ("Quote value", "amount"),
        ("Est. value", "amount"),
        ("How did they hear about us?", "source"),
        ("Источник рекламы", "source"),
        ("Fuente original del tráfico", "source"),
        ("Win %", "probability"),
    ],
)
def test_headings_as_people_and_programs_write_them(heading: str, column: str) -> None:
    rows: list[list[object]] = [["Created", "Stage", heading], ["2026-01-01", "New", "7"]]
    if column == "created":
        rows[0][0] = "ID"
    found, _ = table(rows)
    assert found.headers[column] == heading
