"""Commands and options of the pages exist, are all told, and run as written."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import typer

from addin.cli.app import app, main
from tests.docs.markdown import CRM, INPUT, README, ROOT, SHARED, text, ticked


def options(commands: dict[str, Any]) -> set[str]:
    return {name for c in commands.values() for p in c.params for name in p.opts if name.startswith("--")}


def options_told(*pages: Path) -> set[str]:
    of_ours = re.sub("^.* pip install .*$", "", "".join(map(text, pages)), flags=re.MULTILINE)
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", of_ours)) - {"--help"}


def test_every_option_is_told_and_every_option_told_exists() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    doctor = options({"doctor": commands.pop("doctor")})
    shared = options(commands["sheets"].commands)
    assert options_told(INPUT, README, CRM) == options(commands) | {"--version"}
    assert options_told(SHARED) == shared | doctor


def commands() -> list[str]:
    found = []
    for page in (README, INPUT):
        blocks = re.findall(r"^```sh\n(.*?)^```", text(page), flags=re.MULTILINE | re.DOTALL)
        lines = [line for block in blocks for line in block.splitlines()] + ticked(text(page))
        found += [line for line in lines if line.startswith("honest-funnel ") and "…" not in line]
    # those that install into LibreOffice and open it are run by the tests of the extension
    mine = [line for line in found if not line.startswith("honest-funnel calc ")]
    return sorted({line for line in mine if len(line.split()) > 2 or "--" in line})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files that the commands of the documentation name."""
    deals = [
        ["ID", "Created", "Status", "Manager", "Amount", "Close date"],
        ["1", "2026-09-01", "New", "Anna", "", ""],
        ["2", "2026-09-02", "Invoice", "Anna", "150 000 ₽", ""],
        ["3", "2026-08-03", "Paid", "Boris", "90 000", "2026-09-13"],
    ]
    history = [["ID", "Changed", "From", "To"], ["3", "2026-09-13", "Invoice", "Paid"]]
    files = {
        "deals": deals,
        "history": history,
        "stages": [["Status", "Role"], ["New", "intake"], ["Invoice", "presale"], ["Paid", "won"]],
        "mapping": [["Column", "Header"], ["closed", "Close date"]],
        "rates": [["Date", "Currency", "Rate"], ["2026-01-01", "USD", "92.125"]],
    }
    for name, rows in files.items():
        lines = "\n".join(";".join(row) for row in rows)
        (tmp_path / f"{name}.csv").write_text(lines, encoding="utf-8")
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Deals", 0)
    for row in deals:
        sheet.append(row)
    book.save(tmp_path / "deals.xlsx")
    shutil.copy(ROOT / "sheets_templates/report.en.xlsx", tmp_path / "my-report.xlsx")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", commands())
def test_commands_run_as_written(command: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = set(folder.iterdir())
    code = main(shlex.split(command, comments=True)[1:])
    assert code == 0, capsys.readouterr().err
    made = ("--propose", "excel build")
    writes = ("report " in command and "--help" not in command) or any(word in command for word in made)
    assert writes == bool(set(folder.iterdir()) - before)
