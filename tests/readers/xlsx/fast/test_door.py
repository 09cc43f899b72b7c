"""The folder has one door, and whatever happens behind it the sheet is read."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from addin.readers.xlsx import fast
from tests.readers.xlsx.raw_workbook import body, book, rows_with, whole
from tests.test_layers import imports, modules

FOLDER = "addin.readers.xlsx.fast"


def inside(module: str) -> bool:
    return module.startswith(FOLDER)


def imports_from_outside() -> Iterator[tuple[str, str]]:
    for module in modules():
        if not inside(module):
            yield from ((module, found) for found in imports(module) if inside(found))


def test_nothing_outside_imports_another_module_of_the_folder() -> None:
    assert set(imports_from_outside()) == {("addin.readers.xlsx.grid", FOLDER)}


def test_the_door_is_one_function() -> None:
    assert fast.__all__ == ["load_fast"]
    assert list(inspect.signature(fast.load_fast).parameters) == ["path", "sheet", "after", "types"]


@pytest.mark.parametrize("error", [MemoryError, RecursionError, NotImplementedError, AssertionError])
def test_whatever_fails_inside_the_sheet_is_read_whole(
    tmp_path: Path, chunks: list[int], error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = book(tmp_path / "book.xlsx", rows_with("><v>5</v>", 5))
    wanted = whole(grid)

    def failing(*_: object) -> NoReturn:
        raise error

    monkeypatch.setattr("addin.readers.xlsx.fast.parallel.read_plain", failing)
    assert body(grid) == wanted
    assert not chunks


def test_a_small_sheet_does_not_pass_the_door(tmp_path: Path) -> None:
    grid = book(tmp_path / "book.xlsx", rows_with("><v>5</v>", 5))
    assert fast.load_fast(grid.path, "S", 0, {}) is None
