"""Texts of eleven languages in every code page that can hold them are read as they were written."""

from __future__ import annotations

from pathlib import Path

import pytest

from addin.readers.encoding import text_of
from addin.readers.text import TextGrid

CYRILLIC = ("cp1251", "koi8_u", "cp866", "mac_cyrillic", "iso8859_5")
WESTERN = ("cp1252", "iso8859_15", "mac_roman", "cp850", "cp1254")
CENTRAL = ("cp1250", "iso8859_2")
TURKISH = ("cp1254", "iso8859_9")
SAMPLES: dict[str, tuple[tuple[str, ...], str]] = {
    "en": (
        ("cp1252",),
        "Deal;Stage;Amount\n1;Won;£1,500\n2;Client’s budget – on hold;€300\n",
    ),
    "ru": (
        CYRILLIC,
        "Сделка;Этап;Сумма\n1;Новая заявка;Ёлкин Пётр\n2;Отказ;ООО «Ромашка»\n3;Won;Съёмка объекта\n",
    ),
    "ru-short": (
        ("cp1251", "koi8_u", "cp866"),
        "id;статус\n1;новый\n",
    ),
    "uk": (
        ("cp1251", "koi8_u"),
        "Угода;Етап;Відповідальний\n1;Новий;Ївга Щербак\n2;Виграно;Ґедзь Олексій\n",
    ),
    "kk": (
        ("kz1048",),
        "Мәміле;Кезең;Жауапты\n1;Жаңа өтінім;Әлия Қасымқызы\n2;Ұтылды;Нұрлан Өтеғұлұлы\n",
    ),
    "de": (
        WESTERN,
        "Geschäft;Phase;Zuständig\n1;Angebot geprüft;Jürgen Groß\n2;Verloren;Käthe Öztürk-Weiß\n",
    ),
    "fr": (
        WESTERN,
        "Affaire;Étape;Créée le\n1;Gagnée;Hélène Lefèvre\n2;Perdue à l’étude;François Noël\n",
    ),
    "es": (
        WESTERN,
        "Negocio;Etapa;Dueño\n1;Cotización enviada;José Peña\n2;Perdida por licitación;Íñigo Núñez\n",
    ),
    "pt": (
        WESTERN,
        "Negócio;Estágio;Responsável\n1;Prospecção;João Conceição\n2;Não qualificado;Inês Araújo\n",
    ),
    "it": (
        WESTERN,
        "Trattativa;Fase;Priorità\n1;Già vinta;Niccolò\n2;Perché persa;Città di Forlì\n",
    ),
    "pl": (
        CENTRAL,
        "Szansa;Etap;Właściciel\n1;Wysłano ofertę;Łukasz Żółć\n2;Utracona w październiku;Świętosława Gęś\n",
    ),
    "tr": (
        TURKISH,
        "Fırsat;Aşama;Sorumlu\n1;Kazanıldı;Şule Yıldız\n2;Teklif gönderildi;İğdır Çağrı Öz\n",
    ),
}


def can_hold(name: str, text: str) -> bool:
    return text.encode(name, "replace").decode(name) == text


CASES = [(lang, name) for lang, (names, text) in SAMPLES.items() for name in names if can_hold(name, text)]


def test_most_code_pages_are_tried() -> None:
    assert len(CASES) >= 30


@pytest.mark.parametrize(("language", "name"), CASES, ids=[f"{a}-{b}" for a, b in CASES])
@pytest.mark.parametrize("times", [1, 300])
def test_a_text_is_read_as_it_was_written(language: str, name: str, times: int) -> None:
    head, _, rows = SAMPLES[language][1].partition("\n")
    text = head + "\n" + rows * times
    assert text_of(text.encode(name)) == text


@pytest.mark.parametrize("language", SAMPLES)
@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_needs_no_guess(language: str, name: str) -> None:
    text = SAMPLES[language][1]
    assert text_of(text.encode(name)) == text


def test_what_is_no_text_is_none() -> None:
    assert text_of(bytes(range(256)) * 4) is None


def test_a_file_of_western_names_has_no_cyrillic_letter(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes("id;Etapa;Dueño\n1;Cotización enviada;José\n".encode("cp1252"))
    assert [row.cells for row in TextGrid(path).top(5)] == [
        ["id", "Etapa", "Dueño"],
        ["1", "Cotización enviada", "José"],
    ]


def test_one_bad_byte_leaves_the_rest_as_it_was() -> None:
    """In UTF-8 with a byte lost the other letters stay; what is no UTF-8 at all is none for that."""
    text = "Менеджер;Статус\nИванова Анна;Новая заявка\nПетров Пётр;Оплачено\n"
    content = text.encode()
    at = content.index("Петров".encode()) + 1
    found = text_of(content[:at] + b"\xff" + content[at + 1 :])
    assert found is not None
    assert found.startswith(text.split("Петров", maxsplit=1)[0])
    assert found.count("\ufffd") in (1, 2)
    assert text_of(text.encode("cp1251")) == text


def test_a_sign_after_a_figure_is_no_letter_of_another_alphabet() -> None:
    rows = "Fecha;Estado;Precio\n" + "".join(f"0{i}/01/2026;Nuevo;{i}3.800 €\n" for i in range(1, 9))
    assert text_of(rows.encode("cp1252")) == rows
