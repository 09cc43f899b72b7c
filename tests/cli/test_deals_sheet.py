"""``--sheet``: the sheet of the deals, of every command that reads a workbook."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.sample import HEADER, ROWS, Run
from tests.readers.sheets import book

COMMANDS = ("report", "check", "backtest")


def _workbook(folder: Path) -> Path:
    rows: list[list[object]] = [list(line.split(";")) for line in (HEADER, *ROWS)]
    return book(folder / "regions.xlsx", North=rows[:2], South=rows)


@pytest.mark.parametrize("command", COMMANDS)
def test_two_sheets_ask_and_a_wrong_name_lists_them(run: Run, tmp_path: Path, command: str) -> None:
    path = _workbook(tmp_path)
    for options in ([], ["--sheet", "West"]):
        code, _, err = run(command, path, *options)
        assert code == 2
        assert "«North», «South»" in err
        assert "--sheet" in err


def test_the_sheet_named_is_read(run: Run, tmp_path: Path) -> None:
    code, out, err = run("check", _workbook(tmp_path), "--sheet", "South")
    assert (code, err) == (0, "")
    assert 'Sheet "South": 4 read' in out
