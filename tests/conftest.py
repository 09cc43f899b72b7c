"""What all tests share: reproducible examples, and the demo written once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.written_workbooks import WrittenWorkbooks

settings.register_profile(
    "here", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("here")


@pytest.fixture(scope="session")
def demo_workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample workbook of raw deals."""
    from addin.demo.workbook import write_demo

    path = tmp_path_factory.mktemp("demo") / "deals.xlsx"
    write_demo(path)
    return path


@pytest.fixture(scope="session")
def written_workbooks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WrittenWorkbooks]:
    """All workbooks that our code writes, from the first test on."""
    written = WrittenWorkbooks(tmp_path_factory.mktemp("templates"))
    with written.watched():
        yield written


@pytest.fixture(autouse=True)
def _no_faults_in_workbooks(written_workbooks: WrittenWorkbooks) -> Iterator[None]:
    """A test fails when a workbook written in it, or for it, has a fault that its template had not."""
    yield
    faults, written_workbooks.faults = written_workbooks.faults, []
    assert not faults, "\n".join(faults)
