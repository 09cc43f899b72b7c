"""A CRM of this machine for a module, and a store to be filled from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crm.pulling import Puller
from tests.crm.servers.base import Crm, serving


@pytest.fixture(scope="module")
def served(request: pytest.FixtureRequest) -> Iterator[tuple[Crm, str]]:
    """The CRM that the module names as ``CRM``, and its address."""
    crm: Crm = request.module.CRM()
    with serving(crm) as url:
        yield crm, url


@pytest.fixture
def crm(served: tuple[Crm, str]) -> Crm:
    """The CRM as it was on the first day."""
    served[0].begin()
    return served[0]


@pytest.fixture
def puller(crm: Crm, served: tuple[Crm, str], tmp_path: Path) -> Puller:
    """Nothing is pulled yet."""
    return Puller(crm, served[1], tmp_path / "сделки.duckdb")
