"""The end of a refusal: a command that mends it as it stands, and words that fit every host."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from addin.words import LANGS, catalogue
from tests.cli.sample import HEADER, ROWS, Run
from tests.readers.sheets import book

OF_COMMANDS = ("calc_", "excel_", "sheets_", "lite_", "crm_", "mail_", "store_of_other", "ledger_of_store")
"""Keys of errors of commands that install, sign in, pull and send: they are told in a terminal only."""
DEALS: list[list[object]] = [list(line.split(";")) for line in (HEADER, *ROWS)]
STRANGE: list[list[object]] = [["F1", "F2", "F3"]]
STRANGE += [[f"A-{n}", f"2026-06-{n + 1:02d}", ("Новый", "В работе", "Оплачен")[n % 3]] for n in range(24)]
"""Deals whose headings tell nothing."""


def named_command(err: str) -> list[str]:
    """The arguments of the command that a refusal ends with."""
    return shlex.split(err[err.index("honest-funnel check") :])[1:]


@pytest.mark.parametrize("lang", LANGS)
def test_no_refusal_that_a_spreadsheet_may_show_names_an_option_of_the_terminal(lang: str) -> None:
    shown = {
        key: texts[lang]
        for key, texts in catalogue().items()
        if key.startswith(("error.", "code.", "summary.")) and not key[6:].startswith(OF_COMMANDS)
    }
    assert [key for key, text in shown.items() if re.search(r"(^|\s|\()--[a-z]", text)] == []


@pytest.mark.parametrize("command", ["report", "backtest", "check"])
@pytest.mark.parametrize(
    "sheets",
    [
        {"Север А": DEALS[:2], "Юг": DEALS},
        {"Deals": DEALS, "Сделки": DEALS},
        {"Титул": [["О файле"]], "Выгрузка 1": STRANGE},
    ],
)
def test_a_refusal_over_sheets_is_mended_by_the_command_it_ends_with(
    run: Run, tmp_path: Path, sheets: dict[str, list[list[object]]], command: str
) -> None:
    path = book(tmp_path / "two regions.xlsx", **sheets)
    code, _, err = run(command, path, "--lang", "ru")
    assert code == 2
    assert "--sheet" in err
    told = named_command(err)
    assert told[1] == str(path)
    assert run(*told, "--lang", "ru")[0] == 0
    assert run("report", path, "--lang", "ru")[::2] == (0, "")  # the sheet chosen is kept with the answers


def test_a_wrong_name_of_a_sheet_is_answered_with_the_nearest(run: Run, tmp_path: Path) -> None:
    path = book(tmp_path / "regions.xlsx", North=DEALS, South=DEALS)
    code, _, err = run("report", path, "--sheet", "Soth")
    assert code == 2
    assert named_command(err)[2:4] == ["--sheet", "South"]


def test_the_sheet_asked_for_and_the_files_beside_stand_in_the_command(run: Run, tmp_path: Path) -> None:
    path = book(tmp_path / "deals.xlsx", **{"Янв 26": STRANGE, "Фев": STRANGE})
    history = tmp_path / "all changes.csv"
    history.write_text("F1;F2\n7;8\n", encoding="utf-8")
    _, _, err = run("report", path, "--sheet", "Янв 26", "--history", history, "--lang", "ru")
    told = named_command(err)
    assert told[2:6] == ["--sheet", "Янв 26", "--history", str(history)]
    assert '--sheet "Янв 26"' in err


def test_settings_of_the_workbook_may_name_its_sheet_of_deals(run: Run, tmp_path: Path) -> None:
    path = book(
        tmp_path / "deals.xlsx",
        North=DEALS[:2],
        South=DEALS,
        Settings=[["Deals sheet", "South"], ["Lang", "en"]],
    )
    assert 'Sheet "South": 4 read' in run("check", path, "--lang", "en")[1]


def test_after_a_proposal_the_command_that_goes_on_is_named(run: Run, deals: Path) -> None:
    for name, more in (("deals-mapping.xlsx", []), ("own words.xlsx", ["--map", "--stages"])):
        out = deals.with_name(name)
        said = run("check", deals, "--propose", out, "--lang", "en")[1]
        told = shlex.split(said[said.index("honest-funnel report") :].splitlines()[0])
        assert told[:3] == ["honest-funnel", "report", str(deals)]
        assert told[3:] == [word for option in more for word in (option, str(out))]


def test_an_option_is_hinted_at_only_where_the_command_has_it(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("ID;Created;Status\n1;01/02/2026;New\n2;03/04/2026;Won\n", encoding="utf-8")
    assert "--date-order" in run("report", path)[2]
