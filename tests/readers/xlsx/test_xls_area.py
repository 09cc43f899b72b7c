"""An old .xls whose records name columns that the format has not is refused before room is made for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from addin.errors import InputError
from addin.readers import bounds
from addin.readers.sources import open_sources
from addin.readers.xlsx.xls_area import check_old_workbook
from tests.readers.old_workbook import PASSWORD, book, container, number, numbers


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "_FEW_CELLS", 1000)
    monkeypatch.setattr(bounds, "CELLS_PER_BYTE", 0)


@pytest.mark.parametrize("far", [number(50, 40_000), numbers(50, 0, 40_000), number(60_000, 1)])
def test_a_far_cell_is_found(tmp_path: Path, far: bytes) -> None:
    with pytest.raises(InputError) as caught:
        open_sources(book(tmp_path / "a.xls", number(0, 0), far, name="Сделки"))
    assert caught.value.key == "sheet_too_big"
    assert caught.value.params["sheet"] == "Сделки"


def test_a_table_that_begins_far_below_is_only_as_tall_as_it_is(tmp_path: Path) -> None:
    check_old_workbook(book(tmp_path / "a.xls", number(60_000, 0), number(60_099, 9)))
    with pytest.raises(InputError, match='sheet "Deals": its area in use has 1,010 cells'):
        check_old_workbook(book(tmp_path / "a.xls", number(60_000, 0), number(60_100, 9)))


def test_the_variable_raises_the_bound_to_what_the_message_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book(tmp_path / "a.xls", number(0, 0), number(50, 40))
    with pytest.raises(InputError) as caught:
        check_old_workbook(path)
    monkeypatch.setenv(bounds.VARIABLE, str(caught.value.params["value"]))
    check_old_workbook(path)


def test_a_container_that_is_cut_off_is_told(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xls", number(0, 0))
    path.write_bytes(path.read_bytes()[:700])
    with pytest.raises(InputError) as caught:
        check_old_workbook(path)
    assert caught.value.key == "file_old_xls"


def test_places_behind_a_password_are_none(tmp_path: Path) -> None:
    check_old_workbook(container(tmp_path / "a.xls", PASSWORD + number(0, 0) + number(60_000, 99)))
