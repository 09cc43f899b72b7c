"""After any interleaving of two who refresh and one who edits, one more refresh makes everything right."""

from __future__ import annotations

import os

import pytest

from tests.hosts.sheets.conftest import Prepared, _with
from tests.hosts.sheets.interleaving import interleave
from tests.hosts.sheets.readers_view import Shown
from tests.hosts.sheets.team import team

COUNT = int(os.environ.get("INTERLEAVINGS", "30"))
"""``make interleavings`` tries a thousand."""


@pytest.mark.usefixtures("second")
@pytest.mark.parametrize("seed", range(COUNT))
def test_one_more_refresh_makes_everything_right(
    prepared: Prepared, reports: tuple[Shown, Shown], seed: int
) -> None:
    with team() as some:
        assert list(interleave(_with(some, prepared.filled), seed, reports[1])) == []
