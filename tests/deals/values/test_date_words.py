"""Dates with the words of eleven languages, as CRMs, spreadsheets and people write them."""

from __future__ import annotations

import pandas as pd
import pytest

from addin.deals.values.dates import parse_dates
from addin.deals.values.months import parse_month
from addin.deals.values.vocabulary import MONTHS, bare, table

WRITTEN = {
    "en": "29 January 2025|29 Feb 2024|29 Mar 2025|29-Apr-25|May 29, 2025|Jun. 29, 2025|29JUL2025|"
    "Aug 29 2025|29 Sept. 2025|October 29th, 2025|29/Nov/2025|2025 Dec 29",
    "ru": "29 января 2025 г.|29 февр. 2024 г.|29 марта 2025|29.апр.2025|29 мая 2025г|29-июн-2025|"
    "29 июля 2025 г.|29 авг. 2025|29 сент. 2025 г.|29 окт 25|29 нояб. 2025 года|29 Декабря 2025",
    "uk": "29 січня 2025 р.|29 лют. 2024 р.|29 бер. 2025|29 квітня 2025|29 трав. 2025 р.|"
    "29 червня 2025 року|29 липня 2025|29 серп. 2025|29 вересня 2025|29 жовт. 2025|"
    "29 листопада 2025|29 груд. 2025",
    "kk": "2025 ж. 29 қаңтар|2024 ж. 29 ақп.|29 наурыз 2025 ж.|29 сәу. 2025|29 мамыр 2025|"
    "2025 ж. 29 маусым|29 шіл. 2025|29 тамыз 2025|29 қыр. 2025|29 қазан 2025|29 қараша 2025|"
    "29 желтоқсан 2025",
    "de": "29. Januar 2025|29. Febr. 2024|29. Mär. 2025|29. April 2025|29. Mai 2025|29. Jun 2025|"
    "29. Juli 2025|29. Aug. 2025|29. Sept. 2025|29. Okt. 2025|29. November 2025|29. Dez 2025",
    "fr": "29 janv. 2025|29 févr. 2024|29 mars 2025|29 avr. 2025|29 mai 2025|29 juin 2025|"
    "29 juillet 2025|29 août 2025|29 SEPT. 2025|29 oct. 2025|29 nov. 2025|29 déc. 2025",
    "es": "29-ene-2025|29 de febrero de 2024|29 mar 2025|29 abr. 2025|29/may/2025|29 de junio del 2025|"
    "29 jul 2025|29 ago 2025|29 de septiembre de 2025|29-oct-25|29 nov 2025|29 dic 2025",
    "pt": "29/jan/2025|29 de fev. de 2024|29 de março de 2025|29/abr/2025|29 de maio de 2025|"
    "29 jun 2025|29 de jul. de 2025|29 ago 2025|29/set/2025|29 out. 2025|29 nov 2025|"
    "29 de dezembro de 2025",
    "it": "29 gennaio 2025|29 feb 2024|29 mar 2025|29 aprile 2025|29 mag 2025|29-giu-2025|29 lug 2025|"
    "29 ago 2025|29 settembre 2025|29 ott 2025|29 nov 2025|29 dicembre 2025",
    "pl": "29 stycznia 2025|29 lut 2024|29 marca 2025 r.|29 kwi 2025|29 maja 2025|29 cze 2025|"
    "29 lipca 2025 roku|29 sie 2025|29 września 2025|29 paź 2025|29 listopada 2025|"
    "29 grudnia 2025",
    "tr": "29 Ocak 2025|29 Şub 2024|29 Mart 2025|29 Nis 2025|29 Mayıs 2025|29 Haz 2025|29 Temmuz 2025|"
    "29 Ağustos 2025|29 Eyl 2025|29 EKİM 2025|29 KASIM 2025|29 Ara 2025",
}


def _read(*texts: str, timezone: str = "Europe/Moscow") -> list[str]:
    parsed = parse_dates(pd.Series(texts, dtype="str"), timezone)
    marks = zip(parsed.values, parsed.bad, strict=True)
    return ["!" if bad else "-" if pd.isna(value) else str(value) for value, bad in marks]


@pytest.mark.parametrize("lang", WRITTEN)
def test_months_of_a_language(lang: str) -> None:
    months = [f"{2024 if month == 2 else 2025}-{month:02}-29 00:00:00" for month in range(1, 13)]
    assert _read(*WRITTEN[lang].split("|")) == months


@pytest.mark.parametrize(
    "text",
    [
        "Tue, 29 Jul 2025 10:00", "вт, 29 июля 2025 г., 10:00", "Вторник, 29 июля 2025 в 10:00",
        "вівторок, 29 липня 2025 р. о 10:00", "2025 ж. 29 шілде, сейсенбі 10:00",
        "Dienstag, 29. Juli 2025 um 10:00 Uhr", "mar. 29 juil. 2025 à 10:00",
        "mardi 29 juillet 2025 à 10h00", "martes, 29 de julio de 2025, 10:00", "29 jul 2025, 10:00 a. m.",
        "terça-feira, 29 de julho de 2025 às 10:00", "martedì 29 luglio 2025 alle ore 10:00",
        "wt., 29 lip 2025, godz. 10:00", "29 Temmuz 2025 Salı 10:00", "29.07.2025 (вт) 10:00",
        "29. 7. 2025 10:00", "29/07/2025 10.00", "2025. 07. 29. 10:00", "Jul 29, 2025 10:00 AM",
        "Jul 29, 2025, 10:00:00\u202fAM", "20250729T100000", "20250729 1000", "2025-07-29T100000",
        "20250729100000", "202507291000", "2025-07-29 10:00:00.000", "2025-07-29 - 10:00",
    ],
)  # fmt: skip
def test_days_of_the_week_and_words_around_the_time(text: str) -> None:
    assert _read(text) == ["2025-07-29 10:00:00"]


@pytest.mark.parametrize(
    "text",
    [
        "2025-07-29 07:00:00.000 +0000 UTC", "2025-07-29T10:00:00+03:00", "2025-07-29T07:00:00Z",
        "2025-07-29 10:00 GMT+3", "2025-07-29 10:00 (UTC+03:00)", "2025-07-29 10:00 +0300 MSK",
        "29.07.2025 10:00 МСК", "Tue Jul 29 2025 10:00:00 GMT+0300 (Moscow Standard Time)",
        "Tue Jul 29 07:00:00 UTC 2025", "2025-07-29T07:00:00.123456789Z"[:23] + "Z",
        "2025-07-29 09:00 CEST", "20250729T070000Z", "7/29/2025 7:00 AM GMT", "1753772400",
        "1753772400000", "1753772400.0", "1753772400000000", "1753772400000000000",
    ],
)  # fmt: skip
def test_moments_with_a_zone_become_local(text: str) -> None:
    assert _read(text)[0][:19] == "2025-07-29 10:00:00"
    assert _read(text, timezone="UTC")[0][:19] == "2025-07-29 07:00:00"


@pytest.mark.parametrize(
    "text",
    [
        "29 июля, 10:30", "вт, 29 июля", "29 Julember 2025", "abc, 29 Jul 2025", "2025-07-29 10:00 XYZ",
        "2025-07-29 10:00 CST", "2025-07-29+03:00", "20251329", "99999999", "2507291000",
        "29 июля 2025 перезвонить", "29.07.2025 12345", "Q3 2025", "31. 2. 2025", "29 de 2025",
        "7916123456",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_bad(text: str) -> None:
    assert _read(text) == ["!"]


@pytest.mark.parametrize(
    "text",
    [
        "0000-00-00 00:00:00", "01.01.0001 0:00:00", "0001-01-01T00:00:00Z", "1900-01-01",
        "1970-01-01 03:00:00", "0", "30.12.1899", "NULL", r"\N", "n/a", "-", "—", "не закрыта", "Open",
        "нет", "NaT", "yok",
    ],
)  # fmt: skip
def test_what_stands_for_no_date_is_neither_a_date_nor_bad(text: str) -> None:
    assert _read(text, "2025-07-29") == ["-", "2025-07-29 00:00:00"]


def _numbers(*numbers: float) -> list[str]:
    parsed = parse_dates(pd.Series(numbers, dtype="float64"), "UTC")
    return ["!" if bad else str(value)[:10] for value, bad in zip(parsed.values, parsed.bad, strict=True)]


def test_bare_numbers_of_a_column_are_of_one_kind() -> None:
    assert _numbers(45_867, 45_868) == ["2025-07-29", "2025-07-30"]
    assert _numbers(20250729, 20250730) == ["2025-07-29", "2025-07-30"]
    assert _numbers(1753772400, 1753858800) == ["2025-07-29", "2025-07-30"]
    assert _numbers(1753772400000, 1753858800000, 45_867) == ["2025-07-29", "2025-07-30", "!"]
    assert _numbers(45_867, 45_868, 20250729) == ["2025-07-29", "2025-07-30", "!"]


def test_eight_digits_are_days_only_where_all_of_the_column_are() -> None:
    assert _numbers(20250729, 20250730, 20251330) == ["!", "!", "!"]


def test_text_and_numbers_of_one_column_are_decided_together() -> None:
    cells = pd.Series(["20250729", 20250730, "45867", None], dtype="object")
    assert parse_dates(cells, "UTC").bad.tolist() == [False, False, True, False]


def test_a_name_of_a_month_means_one_month_in_all_languages() -> None:
    words = [
        (bare(word), number)
        for months in table("values.toml")["months"].values()
        for number, line in enumerate(months, start=1)
        for word in line.split()
    ]
    assert dict(words) == MONTHS
    assert len(set(words)) == len(MONTHS)


@pytest.mark.parametrize(
    "text",
    [
        "липень 2025", "шілде 2025 ж.", "Juli 2025", "juil. 2025", "julio de 2025", "julho/2025",
        "luglio 2025", "lipiec 2025", "Temmuz 2025", "2025 july", "Jul-25",
    ],
)  # fmt: skip
def test_months_alone(text: str) -> None:
    assert parse_month(text) == pd.Timestamp("2025-07-01")
