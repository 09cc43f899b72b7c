"""The sample in English is the same department: no Russian word is left, and the report says the same."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from addin.demo.english import in_english
from addin.demo.workbook import raw_tables, write_demo
from addin.refresh import Request, load


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("english") / "deals.xlsx"
    write_demo(path, "en")
    return path


def test_no_russian_word_is_left() -> None:
    made = in_english(raw_tables())
    assert [sheet.name for sheet, _ in made] == ["Deals", "Stages", "History", "Spend", "Plan", "Settings"]
    looks = {column.look for sheet, _ in made for column in sheet.columns}
    headings = {text for sheet, _ in made for text in [*sheet.title, *(one.header for one in sheet.columns)]}
    cells = {cell for _, table in made for column in table for cell in table[column].astype(str).unique()}
    assert {text for text in headings | cells if re.search("[А-Яа-яЁё₽«]", str(text))} == set()
    assert not looks & {"moment", "day", "month"}


def test_it_is_read_as_the_russian_one_with_its_own_zone_and_money(
    english: Path, demo_workbook: Path
) -> None:
    ours, theirs = (load(Request(path)) for path in (english, demo_workbook))
    assert (ours.settings.timezone, ours.data.currency) == ("Europe/London", "GBP")
    assert ours.data.matched == {
        name: {column: ours.data.matched[name][column] for column in columns}
        for name, columns in theirs.data.matched.items()
    }
    for column in ("id", "created", "closed", "next_contact"):
        pd.testing.assert_series_equal(ours.data.deals[column], theirs.data.deals[column])
    amounts = theirs.data.deals["amount"] / 100
    pd.testing.assert_series_equal(ours.data.deals["amount"], amounts, check_exact=False, atol=0.51)
    assert ours.data.deals["manager"].nunique() == theirs.data.deals["manager"].nunique()
    assert ours.data.stages["role"].tolist() == theirs.data.stages["role"].tolist()


def test_the_input_stays_in_russian() -> None:
    assert next(sheet.name for sheet, _ in raw_tables()) == "Сделки"
