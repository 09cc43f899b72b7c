"""A real LibreOffice for the tests of this folder, started once a session."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
import xlwings as xw

from addin.hosts.calc.engine import connect
from addin.hosts.calc.launch import Office
from tests.office import LastingOffice, require_live_office


@pytest.fixture(scope="session")
def offices() -> Iterator[LastingOffice]:
    require_live_office()
    with contextlib.closing(LastingOffice(Office)) as lasting:
        yield lasting


@pytest.fixture
def office(offices: LastingOffice) -> Office:
    return offices.running()


@pytest.fixture
def app(office: Office) -> xw.App:
    return connect(office.client)


@pytest.fixture
def book(app: xw.App) -> Iterator[xw.Book]:
    made = app.books.add()
    yield made
    if made.impl.uid in {each.impl.uid for each in app.books}:
        made.close()


@pytest.fixture
def sheet(book: xw.Book) -> xw.Sheet:
    return book.sheets[0]
