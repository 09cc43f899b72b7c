"""The process behind the functions: comes when needed, comes back when it died, leaves with its office."""

from __future__ import annotations

import marshal
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import xlwings as xw

from addin.deals.reading.cells import ReadOptions
from addin.deals.reading.dataset import read
from addin.functions.arguments import Cells
from addin.hosts.calc.engine import connect, disconnect
from addin.hosts.calc.launch import Office
from addin.hosts.calc.office.proof import StrangerError, call
from addin.hosts.calc.worker import QuestionReader, Tables, answer, arguments
from addin.readers.packed_columns import Packer
from tests.hosts.calc.extension.sheets import LOAD, filled, put_block, until, with_deals
from tests.hosts.calc.live_samples import live_file, state

posix = pytest.mark.skipif(os.name != "posix", reason="signals")


def running(pid: int) -> bool:
    """Whether a process is there and not merely waiting to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def sheet(app: xw.App) -> xw.Sheet:
    return with_deals(app)


@posix
def test_a_worker_killed_in_mid_work_is_replaced_and_the_cell_gets_its_value(
    sheet: xw.Sheet, office: Office
) -> None:
    sheet["B1"].formula = "=INTAKE(A1)"
    pid = office.client.call("worker")
    os.kill(pid, signal.SIGSTOP)  # from now on it is in the middle of whatever it is asked
    asking = threading.Thread(target=lambda: sheet["B1"].value)
    asking.start()
    asking.join(0.5)
    assert asking.is_alive(), "Calc waits for the answer"
    os.kill(pid, signal.SIGKILL)
    asking.join(60)
    assert sheet["B1"].value == 4, "the handle outlives the process that made it"
    assert office.client.call("worker") not in {0, pid}
    assert not running(pid)


@posix
def test_a_worker_killed_in_a_command_fails_it_readably_and_the_next_press_works(
    sheet: xw.Sheet, office: Office
) -> None:
    put_block(sheet)
    os.kill(office.client.call("worker"), signal.SIGSTOP)
    url = "org.honestfunnel:refresh"
    pressing = threading.Thread(target=office.client.call, args=("dispatch", url))
    pressing.start()
    pressing.join(0.5)
    assert pressing.is_alive()
    os.kill(worker_of(office), signal.SIGKILL)
    pressing.join(60)
    assert (
        office.client.call("told")
        == "The calculation broke off, the report is not refreshed. Press once more."
    )
    assert sheet["A4"].value == "nothing yet"
    office.client.call("dispatch", url)
    assert sheet["A4"].value == 4


@pytest.mark.parametrize("asked", [3, 10, 18])
def test_a_worker_killed_while_it_fills_the_report_leaves_the_workbook_as_it_was(
    asked: int, app: xw.App, office: Office, tmp_path: Path
) -> None:
    book = app.books.open(str(live_file(tmp_path / "live.xlsx", "ru")))
    refresh = "org.honestfunnel:refresh"
    office.client.call("dispatch", refresh)
    deals = book.sheets["Сделки"]
    status = deals.range("A4:O4").value.index("Статус") + 1
    for row in range(5, 60):  # the tables have to grow and to shrink
        deals.range((row, status)).value = "Отказ" if row % 2 else "Новый"
    before = state(book, "Внимание")
    office.client.call("kill_worker_after", asked)
    office.client.call("dispatch", refresh)
    assert office.client.call("told").startswith("The calculation broke off")
    assert state(book, "Внимание") == before
    assert app.calculation == "automatic"
    office.client.call("dispatch", refresh)
    assert office.client.call("told").startswith("Обновлено")
    assert state(book, "Внимание") != before


def worker_of(office: Office) -> int:
    """The worker, found from outside: the office is busy."""
    children = Path(f"/proc/{office.pid}/task/{office.pid}/children")
    threads = Path(f"/proc/{office.pid}/task").glob("*/children")
    pids = [int(pid) for found in {children, *threads} for pid in found.read_text().split()]
    return next(p for p in pids if b"addin.hosts.calc.worker" in Path(f"/proc/{p}/cmdline").read_bytes())


@posix
@pytest.mark.parametrize("kill", [False, True], ids=["closed", "killed"])
def test_no_worker_is_left_when_the_office_is_gone(
    kill: bool, extension: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with Office(tmp_path / "profile", extensions=extension) as office:
        app = connect(office.client)
        book = filled(app)
        book.sheets["Ф"]["A1"].formula = LOAD
        assert book.sheets["Ф"]["A1"].value
        pid = office.client.call("worker")
        assert running(pid)
        disconnect(app)  # or xlwings would count it among the offices there are
        if kill:
            os.kill(office.pid, signal.SIGKILL)
    assert until(lambda: not running(pid), 20)


def test_a_python_that_is_gone_is_told_in_the_cell_in_both_languages(sheet: xw.Sheet, office: Office) -> None:
    call = office.client.call
    call("environment", "HONEST_FUNNEL_PYTHON", "/gone/python")
    call("end_worker")
    try:
        sheet["B1"].formula = "=INTAKE(A1)"
        assert "/gone/python" in str(sheet["B1"].value)
        assert 'Run "honest-funnel calc install"' in str(sheet["B1"].value)
        call("environment", "HONEST_FUNNEL_LANG", "ru")
        sheet["B1"].formula = '=INTAKE(A1,"leads")'
        assert "Выполните «honest-funnel calc install»" in str(sheet["B1"].value)
    finally:
        call("environment", "HONEST_FUNNEL_PYTHON", None)
        call("environment", "HONEST_FUNNEL_LANG", None)
        call("end_worker")
    sheet["B1"].formula = "=INTAKE(A1)"
    assert sheet["B1"].value == 4


def test_a_python_without_our_package_is_told_in_the_cell(
    sheet: xw.Sheet, office: Office, tmp_path: Path
) -> None:
    stranger = tmp_path / "python"
    starts = tmp_path / "starts"
    stranger.write_text(f'#!/bin/sh\necho >> "{starts}"\nexit 3\n', encoding="utf-8")
    stranger.chmod(0o755)
    office.client.call("environment", "HONEST_FUNNEL_PYTHON", str(stranger))
    office.client.call("end_worker")
    try:
        sheet["B1:B50"].formula = "=INTAKE($A$1)"
        assert all("did not start" in str(value) for value in sheet["B1:B50"].value)
        assert len(starts.read_text(encoding="utf-8")) < 5, "not tried anew for every formula"
    finally:
        office.client.call("environment", "HONEST_FUNNEL_PYTHON", None)
        office.client.call("end_worker")


@posix
def test_only_who_has_the_key_is_answered(tmp_path: Path) -> None:
    address = tmp_path / "s"
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "addin.hosts.calc.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(f"{'ab' * 32} {address}\n".encode())
        child.stdin.flush()
        assert child.stdout.readline() == b"ready\n"
        with pytest.raises(StrangerError, match="does not have the key"):
            call(str(address), b"another")
        assert child.wait(20) != 0, "a worker that was called by a stranger leaves"


def test_an_answer_is_made_of_what_marshal_writes_and_python_reads() -> None:
    asked, head = QuestionReader(), ("cells", "Этапы", 1)
    assert asked.take(("rows", 0, 0, (("Статус", "Порядок"), ("Новый", 1.0)))) is None
    told = asked.take(("question", 0, ("function", "DEALS", (head, *[None] * 6), "en", "1")))
    assert told is not None
    kind, rows = told
    assert kind == "value"
    assert marshal.loads(marshal.dumps((kind, rows), 2)) == (kind, rows)  # noqa: S302
    assert "column" in str(rows[0][0]), "a table without ids is refused in words"


@pytest.mark.parametrize(("since", "day"), [((), "2022-06-30"), ((1462,), "2026-07-01")])
def test_a_table_tells_from_which_day_its_document_counts(since: tuple[int, ...], day: str) -> None:
    cells = Packer()
    cells.add((("Deal ID", "Create Date", "Deal Stage"), (1.0, 44742.0, "New")))
    head = ("cells", "Deals", 1, *since)
    table = arguments("DEALS", (head, *[None] * 6), {0: cells})[0]
    assert isinstance(table, Cells)
    data = read({"deals": table.grid()}, ReadOptions(currency="USD"))
    assert data.deals["created"].dt.strftime("%Y-%m-%d").tolist() == [day]


def test_a_question_between_the_rows_of_another_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[list[int]] = []

    def counted(_question: object, tables: Tables) -> tuple[str, tuple[()]]:
        found.append([tables[place].count for place in sorted(tables)])
        return "value", ()

    monkeypatch.setattr("addin.hosts.calc.worker.answer", counted)
    asked, row = QuestionReader(), ((1.0,),)
    for message in (
        ("rows", 7, 0, row), ("rows", 8, 0, row * 4), ("question", 8, ()), ("rows", 7, 0, row),
        ("rows", 7, 1, row), ("rows", 9, 0, row), ("forget", 9), ("question", 7, ()), ("question", 9, ()),
    ):  # fmt: skip
        assert asked.take(message) == (("value", ()) if message[0] == "question" else None)
    assert found == [[4], [2, 1], []]


def test_a_defect_of_ours_is_a_text_too() -> None:
    assert answer(("function", "NOSUCH", (), "en", "1"), {}) == (
        "value",
        (("A defect of the add-in: StopIteration: ",),),
    )
