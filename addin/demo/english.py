"""The sample in English: its sheets, names, statuses, money and dates in the words of another department."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from addin.datafile import load_toml
from addin.demo.sheets import Column, Look, Sheet

_PER_POUND = 100.0
"""Roubles for a pound, roundly: prices stay as far apart as they were."""
_MONEY = ("amount",)
_LOOKS: Mapping[Look, Look] = {"moment": "iso_moment", "day": "iso_day", "month": "iso_month"}
_DATE = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})")
_FIRM = re.compile(r"(\w+) «(\w+)-(\d+)»")
_WORD = re.compile(r"[А-ЯЁа-яё]+")


def in_english(tables: list[tuple[Sheet, pd.DataFrame]]) -> list[tuple[Sheet, pd.DataFrame]]:
    """The sheets and their cells in English, faults and all; the input is not changed."""
    said: dict[str, str] = load_toml("addin.demo", "english.toml")["words"]
    return [(_sheet(sheet, said), _cells(sheet, table, said)) for sheet, table in tables]


def _sheet(sheet: Sheet, said: Mapping[str, str]) -> Sheet:
    columns = tuple(
        replace(column, header=said[column.header], look=_LOOKS.get(column.look, column.look))
        for column in sheet.columns
    )
    return Sheet(said[sheet.name], columns, tuple(said[line] for line in sheet.title))


def _cells(sheet: Sheet, table: pd.DataFrame, said: Mapping[str, str]) -> pd.DataFrame:
    return table.assign(**{column.key: _column(column, table[column.key], said) for column in sheet.columns})


def _column(column: Column, values: pd.Series, said: Mapping[str, str]) -> pd.Series:
    if column.key in _MONEY:
        return values.map(_pounds, na_action="ignore")
    changed = {text: _text(text, said) for text in {cell for cell in values if isinstance(cell, str)}}
    return values.map(lambda cell: changed.get(cell, cell) if isinstance(cell, str) else cell)


def _text(text: str, said: Mapping[str, str]) -> str:
    if text in said:
        return said[text]
    named = _FIRM.sub(lambda firm: f"{firm[2]} {firm[3]} {firm[1].capitalize()}", text)
    dated = _DATE.sub(r"\3-\2-\1", named)
    return _WORD.sub(lambda word: _word(word[0], said), dated)


def _word(word: str, said: Mapping[str, str]) -> str:
    """A word in English, in capitals or small letters where it stood so."""
    found = said[word.capitalize().replace("ё", "е")]
    return found.upper() if len(word) > 1 and word.isupper() else found.lower() if word.islower() else found


def _pounds(amount: object) -> object:
    if isinstance(amount, str):
        number = float(re.sub(r"[^\d,-]", "", amount).replace(",", "."))
        return f"£{number / _PER_POUND:,.0f}" if "₽" in amount else f"{number / _PER_POUND:,.2f}"
    return amount / _PER_POUND if isinstance(amount, (int, float)) else amount
