"""The sample department, simulated once."""

from __future__ import annotations

import pandas as pd
import pytest

from addin.demo.department import Department, simulate_department
from addin.demo.people import STATUSES, WON


@pytest.fixture(scope="session")
def department() -> Department:
    return simulate_department()


@pytest.fixture(scope="session")
def deals(department: Department) -> pd.DataFrame:
    return department.deals.assign(won=department.deals["status"] == STATUSES[WON])
