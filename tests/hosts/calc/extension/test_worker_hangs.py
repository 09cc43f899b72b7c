"""A worker that gives no sign of life is ended: neither a press nor a sheet of formulas waits for it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest
import xlwings as xw

from addin.hosts.calc.launch import Office
from tests.hosts.calc.extension.sheets import put_block, with_deals

posix = pytest.mark.skipif(os.name != "posix", reason="signals")


@pytest.fixture
def sheet(app: xw.App) -> xw.Sheet:
    return with_deals(app)


@pytest.fixture
def impatient(office: Office) -> Iterator[None]:
    """An office that gives up a worker after two seconds without a sign of life; the worker starts anew."""
    office.client.call("missed_beats", 2)
    yield
    office.client.call("missed_beats", 30)
    office.client.call("end_worker")


@posix
@pytest.mark.usefixtures("impatient")
def test_a_worker_that_hangs_is_ended_and_said_so_and_the_next_press_works(
    sheet: xw.Sheet, office: Office
) -> None:
    put_block(sheet)
    os.kill(office.client.call("worker"), signal.SIGSTOP)
    url = "org.honestfunnel:refresh"
    office.client.call("dispatch", url)
    said = "The calculation stopped responding and was ended, the report is not refreshed. Press once more."
    assert office.client.call("told") == said
    assert sheet["A4"].value == "nothing yet"
    office.client.call("dispatch", url)
    assert sheet["A4"].value == 4


@posix
@pytest.mark.usefixtures("impatient")
def test_formulas_do_not_wait_one_after_another_for_a_worker_that_hangs(
    sheet: xw.Sheet, office: Office
) -> None:
    os.kill(office.client.call("worker"), signal.SIGSTOP)
    began = time.monotonic()
    sheet["B1:B40"].formula = "=INTAKE($A$1)"
    assert all("stopped responding" in str(value) for value in sheet["B1:B40"].value)
    assert time.monotonic() - began < 15
