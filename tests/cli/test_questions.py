"""In a terminal ``check`` asks what is open; in a pipe and on a build server it never does."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.cli.sample import Run
from tests.cli.test_propose import untold

pty = pytest.importorskip("pty")  # terminals of this kind are there on Unix only


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch, run: Run) -> Run:
    """Runs a command at a terminal; the first argument holds the answers, one a line."""

    def call(answers: str, *args: object) -> tuple[int, str, str]:
        monkeypatch.setattr("addin.cli.commands.check.is_interactive", lambda: True)
        monkeypatch.setattr(sys, "stdin", io.StringIO(answers))
        return run(*args)

    return call


def test_proposed_columns_are_confirmed_and_found_by_the_report(answering: Run, tmp_path: Path) -> None:
    path = untold(tmp_path / "deals.csv")
    code, said, err = answering("\n" * 6, "check", path, "--lang", "en")
    assert (code, err) == (0, "")
    assert "Which column is created?" in said
    assert str(tmp_path / "deals-mapping.xlsx") in said
    assert answering("", "report", path)[0] == 0


def test_a_proposal_that_is_declined_is_not_taken(answering: Run, tmp_path: Path) -> None:
    path = untold(tmp_path / "deals.csv")
    code, _, err = answering("\n\n2\n0\n0\n0\n" * 2, "check", path, "--lang", "en")
    rows = list(openpyxl.load_workbook(tmp_path / "deals-mapping.xlsx")["Mapping"].values)
    mapped = {row[0]: row[1] for row in rows}
    assert (code, err) == (0, "")
    assert (mapped["status"], mapped["manager"], mapped["amount"]) == ("F2", None, None)


def test_the_order_of_day_and_month_is_asked_and_kept(answering: Run, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("ID;Created;Status\n1;01/02/2026;New\n2;03/04/2026;Won\n", encoding="utf-8")
    code, said, err = answering("mdy\n", "check", path, "--lang", "en")
    assert (code, err) == (0, "")
    assert "later than 2026-03-04" in said
    code, said, _ = answering("", "report", path, "--lang", "en")
    assert code == 0
    assert "As of 2026-03-04" in said


def _workbook(path: Path, settings: dict[str, str], sheet: str = "Deals") -> Path:
    """A workbook of two deals with days that fit both orders, or of settings alone."""
    book = openpyxl.Workbook()
    deals = book.active
    assert deals is not None
    deals.title = sheet
    for row in (["ID", "Created", "Status"], [1, "01/02/2026", "New"], [2, "03/04/2026", "Won"]):
        deals.append(row)
    own = book.create_sheet("Settings")
    for pair in settings.items():
        own.append(list(pair))
    book.save(path)
    return path


def test_an_answer_counts_where_the_workbook_has_settings_of_its_own(answering: Run, tmp_path: Path) -> None:
    path = _workbook(tmp_path / "deals.xlsx", {"Horizon": "30", "Date order": "auto"})
    code, _, err = answering("mdy\n", "check", path, "--lang", "en")
    assert (code, err) == (0, "")
    code, said, _ = answering("", "report", path, "--lang", "en", "--json", tmp_path / "report.json")
    assert code == 0
    assert "As of 2026-03-04" in said
    assert "deals-mapping.xlsx" in said
    rows = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["settings"]
    told = {row["name"]: (row["value"], row["origin"]) for row in rows}
    assert told["date_order"] == ("mdy", "mapping_workbook")
    assert told["horizon"][1] == "workbook"


def test_settings_of_a_workbook_of_the_mapping_are_read(answering: Run, tmp_path: Path) -> None:
    path = _workbook(tmp_path / "deals.xlsx", {"Date order": "mdy"})
    other = openpyxl.load_workbook(_workbook(tmp_path / "other.xlsx", {"Date order": "dmy"}, "Mapping"))
    other["Mapping"].delete_rows(1, 9)
    for row in (["column", "header"], ["created", "Created"]):
        other["Mapping"].append(row)
    other.save(tmp_path / "other.xlsx")
    code, said, err = answering("", "report", path, "--lang", "en", "--map", tmp_path / "other.xlsx")
    assert (code, err) == (0, "")
    assert "As of 2026-04-03" in said
    code, said, _ = answering(
        "", "report", path, "--lang", "en", "--map", tmp_path / "other.xlsx", "--date-order", "mdy"
    )
    assert "As of 2026-03-04" in said


def test_the_status_that_means_won_is_asked_where_none_is_known(answering: Run, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("ID;Created;Status\n1;2026-02-01;New\n2;2026-02-03;In progress\n", encoding="utf-8")
    code, said, err = answering("2\n", "check", path, "--lang", "en")
    assert (code, err) == (0, "")
    assert "Which status means that the client has paid?" in said
    assert answering("", "report", path)[0] == 0


def test_who_answers_nothing_finds_everything_as_it_was(answering: Run, tmp_path: Path) -> None:
    path = untold(tmp_path / "deals.csv")
    code, _, err = answering("", "check", path, "--lang", "en")
    assert code == 2
    assert "--propose" in err
    assert list(tmp_path.iterdir()) == [path]


COMMAND = [sys.executable, "-m", "addin", "check"]


def at_a_terminal(path: Path, answers: bytes, **environment: str) -> str:
    """What a terminal shows of the command."""
    outer, inner = pty.openpty()
    env = {name: value for name, value in os.environ.items() if name != "CI"} | environment
    command = [*COMMAND, str(path), "--lang", "en"]
    with subprocess.Popen(command, stdin=inner, stdout=inner, stderr=inner, env=env) as process:
        os.close(inner)
        os.write(outer, answers)
        shown = b""
        try:
            while part := os.read(outer, 4096):
                shown += part
        except OSError:  # the other end is closed
            pass
        process.wait(60)
    os.close(outer)
    return shown.decode()


def test_a_terminal_is_asked_and_a_build_server_is_not(tmp_path: Path) -> None:
    path = untold(tmp_path / "deals.csv")
    assert "Which column is" not in at_a_terminal(path, b"", CI="true")
    assert not (tmp_path / "deals-mapping.xlsx").exists()
    assert "Which column is created?" in at_a_terminal(path, b"\n" * 6)
    assert (tmp_path / "deals-mapping.xlsx").exists()


def test_a_pipe_is_not_asked(tmp_path: Path) -> None:
    path = untold(tmp_path / "deals.csv")
    done = subprocess.run([*COMMAND, str(path)], input=b"\n" * 9, capture_output=True, check=False)
    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == [path]
