"""Rows put into workbooks by ourselves and by LibreOffice: the same workbook comes of it."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest
import xlwings as xw

from addin.hosts.calc.engine import CalcError
from addin.output_files import OutputFiles
from addin.xlsx.moving.moves import Move
from addin.xlsx.moving.workbook import move_cells
from addin.xlsx.package import Package
from addin.xlsx.save import save
from tests.xlsx.moving.random_books import OTHER, ROWS, WHOLE, build, seen

SEEDS = int(os.environ.get("HONEST_FUNNEL_WORKBOOKS", "5"))
"""How many workbooks: a few each time, some dozens where one wants to know."""


def by_office(app: xw.App, path: Path, moves: list[Move], out: Path) -> Path:
    """The workbook with rows put in by LibreOffice, as it saves it."""
    book = app.books.open(path)
    try:
        for move in moves:
            first, last = move.area.top, move.area.top + move.by - 1
            book.sheets[move.sheet].range(f"{first}:{last}").insert("down")
        book.save(out)
    except CalcError as error:
        pytest.skip(f"LibreOffice does not put rows in here: {error}")
    finally:
        book.close()
    return out


def put_in(seed: int) -> tuple[list[Move], dict[str, set[int]]]:
    """Rows to put in, and where they are afterwards."""
    draw = Random(seed)  # noqa: S311 - a test
    rows = [row for row in range(2, ROWS + 4) if row not in WHOLE[1:]]
    sheets = draw.choice([["Data"], [OTHER], ["Data", OTHER], [OTHER, "Data"]])
    moves = [Move.insertion(sheet, draw.choice(rows), draw.randrange(1, 30)) for sheet in sheets]
    return moves, {move.sheet: set(range(move.area.top, move.area.top + move.by)) for move in moves}


@pytest.mark.parametrize("seed", range(SEEDS))
def test_rows_put_in_by_us_are_rows_put_in_by_libreoffice(app: xw.App, tmp_path: Path, seed: int) -> None:
    path = build(tmp_path / "t.xlsx", seed)
    moves, inserted = put_in(seed)
    package = move_cells(Package.read(path), moves)
    with OutputFiles() as outputs:
        save(package, {}, frozenset(), {}, tmp_path / "ours.xlsx", outputs)
    theirs = by_office(app, path, moves, tmp_path / "theirs.xlsx")
    ours = by_office(app, tmp_path / "ours.xlsx", [], tmp_path / "again.xlsx")
    expected, found = seen(theirs, inserted), seen(ours, inserted)
    assert {part: found[part] for part in expected if found[part] != expected[part]} == {}, moves
