"""The ledger's file: added to, never written anew; two runs at once; a clock that was ahead; formulas."""

from __future__ import annotations

import csv
import threading
from pathlib import Path

import pandas as pd
import pytest
from filelock import FileLock

from addin import file_lock
from addin.cli.console import progress
from addin.deals.values.formula_texts import guarded, unguarded
from addin.errors import InputError
from addin.ledger_file import append_to_ledger, ledger_lock
from addin.output_files import OutputFiles
from addin.refresh import Request, load

DEALS = "ID;Created;Status;Manager\n"


def deals(path: Path, statuses: list[str], manager: str = "Ann", prefix: str = "D") -> Path:
    """A file of deals, one of each status."""
    lines = [f"{prefix}{k};2026-06-0{1 + k % 9};{status};{manager}" for k, status in enumerate(statuses)]
    path.write_text(DEALS + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def run(path: Path, ledger: Path) -> int:
    """One run's part of the ledger; how many rows it added."""
    request = Request(path, ledger=ledger, options={"lang": "en"})
    loaded = load(request)
    with ledger_lock(ledger), OutputFiles() as outputs:
        return append_to_ledger(request, loaded, outputs)


def rows(ledger: Path, delimiter: str = ",", encoding: str = "utf-8") -> list[list[str]]:
    return list(csv.reader(ledger.read_text(encoding=encoding).splitlines(), delimiter=delimiter))


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "ledger.csv"


def test_only_what_changed_is_added(tmp_path: Path, ledger: Path) -> None:
    path = deals(tmp_path / "deals.csv", ["New", "Won", "Lost"])
    assert run(path, ledger) == 3
    assert run(path, ledger) == 0
    assert run(deals(path, ["Won", "Won", "Lost"]), ledger) == 1
    assert [row[:2] for row in rows(ledger)] == [
        ["id", "status"],
        ["D0", "New"],
        ["D1", "Won"],
        ["D2", "Lost"],
        ["D0", "Won"],
    ]


def test_columns_and_rows_of_the_users_own_stay(tmp_path: Path, ledger: Path) -> None:
    path = deals(tmp_path / "deals.csv", ["New", "Won"])
    run(path, ledger)
    mine = rows(ledger)
    mine[0].insert(1, "my note")
    for row in mine[1:]:
        row.insert(1, "mine, with a comma")
    mine.insert(2, ["D9", "mine too", "Won", "1000", "Ann", "", "", "31.02.2026"])
    with ledger.open("w", newline="") as file:
        csv.writer(file).writerows(mine)
    before = ledger.read_bytes()
    assert run(deals(path, ["Won", "Won"]), ledger) == 1
    assert ledger.read_bytes().startswith(before)
    added = rows(ledger)[-1]
    assert (added[0], added[1], added[2]) == ("D0", "", "Won")


def test_the_row_with_a_bad_date_is_named_and_kept(tmp_path: Path, ledger: Path) -> None:
    path = deals(tmp_path / "deals.csv", ["New"] * 12)
    run(path, ledger)
    ledger.write_text(ledger.read_text() + "D1,Won,,Ann,,,31.02.2026\n")
    loaded = load(Request(path, ledger=ledger, options={"lang": "en"}))
    found = loaded.data.issues.frame()
    bad = found[found["sheet"].str.contains("ledger", case=False)]
    assert bad["row"].tolist() == [14]
    assert bad["value"].tolist() == ["31.02.2026"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_the_files_own_form_stays(tmp_path: Path, ledger: Path, encoding: str) -> None:
    """Semicolons, another order of columns, Russian headings, line ends of Windows, none at last."""
    path = deals(tmp_path / "deals.csv", ["Новая", "Новая"], manager="Аня")
    text = "Статус;Заметка;ID;Дата снимка\r\nНовая;моё;D0;2026-06-10 10:00:00"
    ledger.write_bytes(text.encode(encoding))
    assert run(path, ledger) == 1
    assert ledger.read_bytes().startswith(text.encode(encoding) + b"\r\n")
    assert rows(ledger, ";", encoding)[-1][:3] == ["Новая", "", "D1"]


def test_a_letter_that_the_file_cannot_hold_is_named(tmp_path: Path, ledger: Path) -> None:
    path = deals(tmp_path / "deals.csv", ["Новая ✓"])
    ledger.write_bytes("id;Статус;seen_at\r\nD7;Думает над ценой;2026-06-10 10:00:00\r\n".encode("cp1251"))
    before = ledger.read_bytes()
    with pytest.raises(InputError) as caught:
        run(path, ledger)
    assert (caught.value.key, caught.value.params["letter"]) == ("ledger_encoding", "✓")
    assert ledger.read_bytes() == before


def test_two_runs_at_once_keep_both(tmp_path: Path, ledger: Path) -> None:
    first = deals(tmp_path / "a.csv", ["New"] * 5)
    second = deals(tmp_path / "b.csv", ["New"] * 5, prefix="E")
    request = Request(first, ledger=ledger, options={"lang": "en"})
    loaded = load(request)  # reads no ledger, then another run makes one
    run(second, ledger)
    with ledger_lock(ledger), OutputFiles() as outputs:
        assert append_to_ledger(request, loaded, outputs) == 5
    assert len(rows(ledger)) == 11


def test_a_run_waits_for_another_and_says_so(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = FileLock(ledger.with_name(".ledger.csv.lock"), thread_local=False)
    said: list[str] = []
    other.acquire()

    def told(key: str) -> None:
        said.append(key)
        threading.Thread(target=other.release).start()

    with ledger_lock(ledger, told):
        assert said == ["waiting"]
    other.acquire()
    monkeypatch.setattr(file_lock, "WAIT_SECONDS", 0.05)
    with pytest.raises(InputError) as caught, ledger_lock(ledger):
        pass
    assert caught.value.key == "ledger_busy"
    other.release()


def test_a_clock_that_was_ahead_once_does_not_make_it_grow(tmp_path: Path, ledger: Path) -> None:
    path = deals(tmp_path / "deals.csv", ["New", "Won"])
    run(path, ledger)
    ahead = f"{pd.Timestamp.now() + pd.Timedelta(days=900):%Y-%m-%d %H:%M:%S}"
    lines = [[*row[:-1], ahead] if k else row for k, row in enumerate(rows(ledger))]
    with ledger.open("w", newline="") as file:
        csv.writer(file).writerows(lines)
    assert run(path, ledger) == 0
    deals(path, ["Won", "Won"])
    assert [run(path, ledger) for _ in range(3)] == [1, 0, 0]


@pytest.mark.parametrize(
    "text", ["=1+1", "+7 900", "-", "@home", "\ttab", "\rreturn", "'=1", "''=1", "'quoted'"]
)
def test_texts_that_begin_like_formulas_come_back_as_they_were(text: str) -> None:
    stored = guarded(pd.Series([text], dtype="str"))
    assert not stored[0].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguarded(stored)[0] == text


def test_a_manager_called_like_a_formula_is_stored_as_text(tmp_path: Path, ledger: Path) -> None:
    path = deals(tmp_path / "deals.csv", ["New", "Won"], manager="=1+1")
    run(path, ledger)
    assert {row[3] for row in rows(ledger)[1:]} == {"'=1+1"}
    assert run(path, ledger) == 0


def test_a_run_that_waits_says_so_where_nobody_sees_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("en") as step:
        step("writing")
        step("waiting")
    assert capsys.readouterr().err == "Waiting for another run to let go of the ledger…\n"
