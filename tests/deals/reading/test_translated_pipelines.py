"""Shipped pipelines in the user's language stand in the shipped order, whatever order the rows have."""

from __future__ import annotations

import pytest

from tests.deals.sheets import load

PIPELINES = {
    "Pipedrive it": "Qualificato|Contatto stabilito|Demo programmata|Proposta inviata|Trattative avviate",
    "Pipedrive pl": "Zakwalifikowano|Nawiązano kontakt|Demo zaplanowane|Złożono ofertę|Rozpoczęto negocjacje",
    "Pipedrive tr": "Nitelikli|İletişim kuruldu|Demo planlandı|Teklif yapıldı|Müzakereler başladı",
    "Pipedrive es": "Calificado|Contacto realizado|Demo programada|Propuesta realizada",
    "Pipedrive ru": "Квалифицирован|Контакт установлен|Демонстрация назначена|Предложение сделано",
    "HubSpot it": "Appuntamento fissato|Qualificato per l'acquisto|Presentazione programmata",
    "HubSpot ru": "Встреча назначена|Готов к покупке|Презентация назначена|Договор отправлен",
    "Salesforce fr": "Prospection|Qualification|Analyse des besoins|Négociation/Révision",
    "Salesforce pt": "Prospecção|Qualificação|Análise de necessidades|Proposta de valor|Proposta/Cotação",
    "Zoho ru": "Квалификация|Анализ потребностей|Ценностное предложение|Переговоры/Рассмотрение",
    "Dynamics fr": "Qualifier|Développer|Proposer|Conclure",
    "Bitrix24 de": "Neu|Dokumente vorbereiten|Vorauszahlungsrechnung|In Bearbeitung|Abschlussrechnung",
    "Bitrix24 pl": "Nowy|Przygotowanie dokumentów|Faktura zaliczkowa|W toku|Faktura końcowa",
    "Kommo es": "Leads entrantes|Contacto inicial|Discusiones|Toma de decisión|Discusión del contrato",
    "1С": "На согласовании|К обеспечению|В резерве|К отгрузке",
}


@pytest.mark.parametrize("name", PIPELINES)
def test_stages_stand_in_the_shipped_order(name: str) -> None:
    stages = PIPELINES[name].split("|")
    rows = [[str(at), "2026-09-01", stage] for at, stage in enumerate(sorted(stages), 1)]
    data = load([["ID", "Created", "Stage"], *rows, ["99", "2026-09-01", "Won"]])
    own = data.stages[data.stages["status"] != "Won"].sort_values("order")
    assert list(own["status"]) == stages
    assert set(own["evidence"]) == {"default_pipeline"}
