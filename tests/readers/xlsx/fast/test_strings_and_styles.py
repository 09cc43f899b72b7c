"""What shared strings and styles mean is asked of fastexcel, and little else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from addin.readers.xlsx.arrow_cells import ArrowCells
from addin.readers.xlsx.fast import parallel, strings_and_styles
from addin.readers.xlsx.fast.strings_and_styles import CellKind, StringsAndStyles
from addin.readers.xlsx.load import load_xml
from addin.readers.xlsx.package import PackageShell
from tests.readers.xlsx.fast.plain_rows import references, row
from tests.readers.xlsx.raw_workbook import SHEET_PART, book


def test_styles_are_what_fastexcel_says(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book(path, "")
    found = references(path)
    asked = [b"", b' s="0"', b' s="1"', b' s="2"', b' s="1" t="n"', b' t="s" s="1"', b' t="b"', b' t="x"']
    kinds = [found.kind(each) for each in asked]
    number, date, other = CellKind.NUMBER, CellKind.DATE, CellKind.OTHER
    assert kinds == [number, number, date, other, date, CellKind.TEXT, CellKind.BOOL, other]


def test_in_the_1904_system_dates_are_left_to_fastexcel(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book(path, "")
    asked = references(path).shell
    name = "xl/workbook.xml"
    old = asked.others[name].decode()
    with_1904 = old.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    shell = PackageShell("S", SHEET_PART, {**asked.others, name: with_1904.encode()})
    assert StringsAndStyles(shell).kind(b' s="1"') == CellKind.OTHER


def test_a_plain_sheet_costs_fastexcel_nothing_but_its_strings_and_styles(
    tmp_path: Path, chunks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def counted(
        shell: PackageShell, xml: Iterable[bytes], after: int, types: Mapping[int, str], **more: bool
    ) -> ArrowCells | None:
        asked.append(after)
        return load_xml(shell, xml, after, types, **more)

    monkeypatch.setattr(strings_and_styles, "load_xml", counted)
    monkeypatch.setattr(parallel, "load_xml", counted)
    cells = {"A": ' s="1"><v>45000</v>', "B": ' t="s"><v>1</v>', "C": "><v>2.5</v>"}
    grid = book(tmp_path / "book.xlsx", "".join(row(i, cells) for i in range(1, 400)))
    assert len(grid.body(0).rows) == 399
    assert chunks
    assert set(asked) == {0}
    assert len(asked) <= 3  # the texts, and the style perhaps by both
