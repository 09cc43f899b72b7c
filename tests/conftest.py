"""What all tests share: reproducible examples, and the demo written once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

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
