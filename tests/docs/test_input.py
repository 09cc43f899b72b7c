"""docs/input.md says what is read: sheets, columns, settings, values, and what is refused."""

from __future__ import annotations

import pandas as pd
import pytest

from addin import words
from addin.deals.reading.roles import parse_role
from addin.deals.stages import Role
from addin.deals.tables.columns import ALIASES, REQUIRED, SETTINGS, SHEETS
from addin.deals.tables.entered import entered_status
from addin.deals.tables.headings import normalise_header
from addin.deals.values.amounts import parse_amounts
from addin.deals.values.dates import parse_dates
from addin.deals.values.nothing import is_nothing
from addin.settings import DEFAULTS, resolve
from tests.docs.markdown import CRM, FUNCTIONS, INPUT, SHARED, section, tables, text, ticked
from tools.systems import refreshed_input


@pytest.mark.parametrize("table", ["deals", "stages", "history", "ledger", "rates", "spend", "plan"])
def test_every_column_read_is_told_with_headings_that_are_recognised(table: str) -> None:
    rows = tables(
        section(INPUT, "Money tables" if table in {"rates", "spend", "plan"} else table.capitalize())
    )
    rows = [row[1:] if row[0] == table else row for row in rows if row[0] == table or len(row) == 4]
    told = {ticked(row[0])[0]: row for row in rows if row[0].startswith("`")}
    assert set(ALIASES[table]) == {name for name in told if name in ALIASES[table]}
    for column, aliases in ALIASES[table].items():
        for heading in ticked(told[column][1] + told[column][2]):
            assert normalise_header(heading) in map(normalise_header, aliases), f"{table}.{column}: {heading}"
    for needed in REQUIRED[table]:
        assert set(needed.split("|")) <= set(told)


def test_sheets_entered_columns_roles_and_settings_are_told_as_they_are_read() -> None:
    sheets = {cells[0]: ticked(cells[1]) for cells in tables(section(INPUT, "Files and sheets"))}
    assert sheets == {name: list(found[:2]) for name, found in SHEETS.items()}
    entered = section(INPUT, " Deals").split("**Entered-columns.**")[1]
    assert [entered_status(header) for header in ticked(entered)] == ["Договор"] * 4
    roles = [row for row in tables(section(INPUT, " Stages")) if ticked(row[0])[0] in list(Role)]
    assert [ticked(row[0])[0] for row in roles] == list(Role)
    for cell, russian, english, _ in roles:
        role = Role(ticked(cell)[0])
        for word in ticked(russian + english):
            assert parse_role(word) is role or word == words.say(f"code.{role}", "ru"), word
    settings = {ticked(row[0])[0]: row for row in tables(section(INPUT, "Settings and options"))}
    assert set(settings) == set(DEFAULTS)
    for name, (_, sheet, _, values, _) in settings.items():
        assert all(
            normalise_header(alias) in map(normalise_header, SETTINGS[name]) for alias in ticked(sheet)
        )
        for value in ticked(values):
            assert resolve({name: value}, {}, {}, "en").origins[name] == "command_line"


def test_dates_and_amounts_are_read_as_told() -> None:
    told = {
        part.split("**")[1]: part
        for part in section(INPUT, "How values are read").split("\n\n")
        if "**" in part
    }
    dates, amounts, nothing = told["Dates"], told["Amounts"], told["Nothing"]
    for shown in [one for one in ticked(dates) if "18" in one]:
        assert (
            parse_dates(pd.Series([shown]), "Europe/Moscow").values[0].date()
            == pd.Timestamp(2026, 9, 18).date()
        )
    shown_amounts = ticked(amounts.split("Whether")[0])
    assert list(parse_amounts(pd.Series(shown_amounts)).values) == [
        *(350_000, 3500, 1500.5, -120, -120, 1500, 1_234_567, 5000),
        *(10_000, 1.2e6, 150_000, 1.5e6, 1.5e6, 150_000, 150_000, 500_000),
    ]
    anywhere, names, dates_only = nothing.split("A bare")[0], *nothing.split("A bare")[1].split("For dates")
    assert is_nothing(ticked(anywhere), "stage").all()
    assert is_nothing(ticked(names.split("is nothing")[0])).all()
    assert not parse_dates(pd.Series(ticked(dates_only)), "Europe/Moscow").bad.any()


def test_every_reason_and_every_refusal_is_told() -> None:
    texts = {key: both["en"] for key, both in words.catalogue().items()}
    codes = {
        key.removeprefix("code.")
        for key, said in texts.items()
        if key.startswith("code.") and said[-1] == "."
    }
    told = [ticked(row[0])[0] for row in tables(section(INPUT, "What Data check says"))]
    assert sorted(told) == sorted(codes | {"after_asof"})
    errors = [key.removeprefix("error.") for key in texts if key.startswith("error.")]
    wrong = (section(page, "When something is wrong") for page in (FUNCTIONS, SHARED, CRM))
    places = section(INPUT, "What is refused"), *wrong
    refused = [name for place in places for row in tables(place) for name in ticked(row[2])]
    assert sorted(refused) == sorted(errors)


def test_the_table_of_systems_is_what_their_files_are_read_as() -> None:
    assert text(INPUT) == refreshed_input(text(INPUT)), "run python -m tools.pages"
