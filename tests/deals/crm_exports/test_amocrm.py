"""amoCRM and Kommo."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from addin.deals.reading.cells import ReadOptions
from addin.deals.reading.dataset import read
from addin.readers.sources import open_sources
from tests.deals.crm_exports.samples import CRM, deal, read_export, reasons, roles
from tests.deals.sheets import column, issues
from tests.deals.sheets import load as from_rows


def test_amocrm_is_read_past_repeated_headers_and_closing_dates_that_are_words() -> None:
    data = read_export("amocrm.ru.csv")
    assert (len(data.deals), data.rows_read) == (12, 13)
    assert deal(data, "23110001") == {
        "created": "2026-06-01 10:15:00",
        "status": "Успешно реализовано",
        "manager": "Анна Белова",
        "source": "Звонок",  # of the deal, not «Сайт» of the contact
        "amount": 350_000.0,
        "closed": "2026-06-18 12:00:00",
        "pipeline": "Продажи",
        "client": "Клиент 1",
        "phone": "+79000000001",
    }
    assert deal(data, "23110004")["source"] == "Авито"
    assert deal(data, "23110005")["source"] == "Сайт"  # of the contact, as the deal's is blank
    assert deal(data, "23110002")["next_contact"] == "2026-07-05 10:00:00"
    assert column(data, "closed").count(None) == 7
    assert roles(data) | {"Успешно реализовано": "won", "Закрыто и не реализовано": "lost"} == roles(data)
    assert reasons(data) == [
        (14, "", "Итого", "totals_row", "set_aside"),
        (0, "Ответственный", "анна белова → Анна Белова (1)", "name_variant", "kept"),
        (5, "Бюджет", "0", "zero_amount", "kept"),
    ]
    assert data.exports["deals"].combined_headers == {"source": ("Источник", "Источник")}


def test_amocrm_in_cp1251_reads_alike(tmp_path: Path) -> None:
    text = (CRM / "amocrm.ru.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "amocrm.ru.csv").write_bytes(text.encode("cp1251"))
    other = read(open_sources(tmp_path / "amocrm.ru.csv").tables, ReadOptions())
    pd.testing.assert_frame_equal(other.deals, read_export("amocrm.ru.csv").deals)


def test_of_repeated_headers_only_those_no_export_settles_are_noted() -> None:
    heads = ["ID", "Название сделки", "Этап сделки", "Дата создания сделки", "Кем создана", "Ответственный"]
    heads += ["Ответственный", "Причина отказа", "Причина отказа"]
    row = ["1", "a", "Новая", "2026-06-01", "Анна", "Анна", "Борис", "дорого", "долго"]
    data = from_rows([heads, row])
    assert column(data, "manager") == ["Анна"]
    assert issues(data) == [(0, "Причина отказа", "I → H", "duplicate_header", "kept")]


def test_kommo_speaks_english() -> None:
    data = read_export("kommo.en.csv")
    assert deal(data, "503") == {
        "created": "2026-06-13 09:30:00",
        "status": "Closed - lost",
        "manager": "Ann",
        "source": "Ads",
        "amount": 800.5,
        "closed": "2026-06-20 18:40:10",
        "pipeline": "Sales",
        "client": "Client",
        "phone": "+100",
    }
    assert (roles(data)["Closed - won"], roles(data)["Closed - lost"]) == ("won", "lost")
    assert reasons(data) == []
