"""Errors as cells show them, told from names and statuses."""

from __future__ import annotations

import pytest

from addin.deals.tables.error_texts import is_error_text
from tests.deals.tables.found import table

ERRORS = {
    "en": "#REF! #N/A #NAME? #NULL! #NUM! #VALUE! #DIV/0! #SPILL! #CALC! #GETTING_DATA #FIELD! #BLOCKED! "
    "#BUSY! #UNKNOWN! #CONNECT! #PYTHON! #EXTERNAL! #ERROR! #TIMEOUT! #ref! Err:502 Err:519",
    "ru": "#ССЫЛКА! #Н/Д #ИМЯ? #ПУСТО! #ЧИСЛО! #ЗНАЧ! #ДЕЛ/0! #ПЕРЕНОС! #ВЫЧИСЛ! #ПОЛЕ! #ЗАНЯТО!",
    "uk": "#ПОСИЛАННЯ! #ІМ'Я? #ЗНАЧЕННЯ! #ДІЛ/0!",
    "de": "#BEZUG! #NV #WERT! #ZAHL! #ÜBERLAUF! #KALK! #BESCHÄFTIGT!",
    "fr": "#NOM? #NUL! #NOMBRE! #VALEUR! #PROPAGATION!",
    "es": "#¡REF! #N/D #¿NOMBRE? #¡NULO! #¡NUM! #¡VALOR! #¡DIV/0! #¡DESBORDAMIENTO!",
    "pt": "#NOME? #NÚM! #DESPEJAR!",
    "it": "#RIF! #VALORE! #NULLO! #ESPANSIONE!",
    "pl": "#ADR! #NAZWA? #ARG! #LICZBA! #DZIEL/0!",
    "tr": "#BAŞV! #YOK #AD? #SAYI! #DEĞER! #SAYI/0! #TAŞMA!",
}
NAMES = [
    "",
    "#",
    "#1",
    "#12!",
    "# 5",
    "#vip!",
    "#Hot!",
    "#hot?",
    "N/A",
    "Ann!",
    "ERROR!",
    "Err: 5",
    "#!",
    "#REF",
    "Error",
]


@pytest.mark.parametrize("text", [text for texts in ERRORS.values() for text in texts.split()])
def test_an_error_of_any_language_is_no_value(text: str) -> None:
    assert is_error_text(text)
    assert is_error_text(f" {text} ")
    found, _ = table([["ID", "Created", "Status", "Manager"], ["1", "2026-01-01", "New", text]])
    assert found.errors[["at", "column", "text"]].to_numpy().tolist() == [[0, "manager", text]]


@pytest.mark.parametrize("text", NAMES)
def test_names_are_no_errors(text: str) -> None:
    assert not is_error_text(text)
