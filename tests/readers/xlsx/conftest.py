"""Small sheets read the way of large ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from addin.readers.xlsx import unzip
from addin.readers.xlsx.arrow_cells import ArrowCells
from addin.readers.xlsx.fast import parallel


@pytest.fixture
def chunks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Split into chunks of a few rows from here on; of every sheet that was, the list tells how many."""
    made: list[int] = []
    joined = parallel._joined

    def counted(found: Sequence[ArrowCells], types: Mapping[int, str]) -> ArrowCells:
        made.append(len(found))
        return joined(found, types)

    monkeypatch.setattr(parallel, "CHUNK_SIZE", 3000)
    monkeypatch.setattr(parallel, "_OVERHEAD", 0)
    monkeypatch.setattr(unzip, "_PIECE", 50)
    monkeypatch.setattr(parallel, "_joined", counted)
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    return made
