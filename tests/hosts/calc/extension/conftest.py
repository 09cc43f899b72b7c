"""One office with the whole extension for all tests of it."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw

from addin.hosts.calc.engine import connect, disconnect
from addin.hosts.calc.extension.build import unpack
from addin.hosts.calc.extension.package import PACKAGE
from addin.hosts.calc.launch import Office
from tests.office import LastingOffice, require_live_office

PROBE = Path(__file__).with_name("probe.py")


@pytest.fixture(scope="session")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of extensions for an office: ours, with the probe laid in."""
    require_live_office()
    folder = tmp_path_factory.mktemp("extensions")
    package = unpack(folder / "honest-funnel", sys.executable) / "pythonpath" / PACKAGE
    (package / PROBE.name).write_text(PROBE.read_text(encoding="utf-8"), encoding="utf-8")
    with (package / "dispatcher.py").open("a", encoding="utf-8") as dispatcher:
        dispatcher.write("\nfrom . import probe\n\nHANDLERS.update(probe.HANDLERS)\n")
    return folder


@pytest.fixture(scope="session")
def offices(extension: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LastingOffice]:
    """Headless offices; their worker keeps sets of deals in a folder of its own; both log to ``log.txt``."""
    folder = tmp_path_factory.mktemp("office")

    def start() -> Office:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_CACHE_HOME", str(folder))
            patch.setenv("HONEST_FUNNEL_LOG", str(folder / "log.txt"))
            return Office(folder / "profile", extensions=extension)

    with contextlib.closing(LastingOffice(start)) as lasting:
        yield lasting


@pytest.fixture
def app(office: Office) -> Iterator[xw.App]:
    """The office through xlwings; workbooks a test leaves open are closed."""
    app = connect(office.client)
    yield app
    for book in list(app.books):
        book.close()
    disconnect(app)
