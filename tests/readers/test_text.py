"""Text files as people have them: encodings, delimiters, quotation marks, row numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from addin.deals.grids import TopRow
from addin.readers.text import TextGrid, sniff
from tests.readers.sheets import failure, values

TEXT = "Имя;Сумма;Дата\nАнна;1 500,5;01.02.2026\n;;\nБорис;2,5;03.02.2026\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_text_is_read_in_its_encoding_and_by_its_delimiter(tmp_path: Path, encoding: str, mark: str) -> None:
    text = TEXT if mark == ";" else TEXT.replace(",", ".").replace(";", mark)
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    grid = TextGrid(path)
    assert grid.name == "a.csv"
    assert grid.top(1) == [TopRow(1, ["Имя", "Сумма", "Дата"])]
    body = grid.body(1)
    assert body.rows.tolist() == [2, 4]
    decimal = "," if mark == ";" else "."
    assert values(body) == [
        ["Анна", f"1 500{decimal}5", "01.02.2026"],
        ["Борис", f"2{decimal}5", "03.02.2026"],
    ]


def test_text_with_titles_quotes_and_uneven_rows_keeps_its_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Отчёт\n\nid,note\n1,"a, ""b""\nc",y,z\n2\n3,x,extra\n', encoding="utf-8")
    grid = TextGrid(path)
    assert [row.row for row in grid.top(9)] == [1, 3, 4, 5, 6]
    body = grid.body(3)
    assert body.rows.tolist() == [4, 5, 6]
    assert values(body) == [["1", 'a, "b"\nc', "y", "z"], ["2", None, None, None], ["3", "x", "extra", None]]
    assert grid.body(60).rows.tolist() == []


def test_text_that_names_its_delimiter_is_believed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=|\r\na,b|c\r\n1|2\r\n", encoding="utf-8")
    assert TextGrid(path).top(1) == [TopRow(1, ["a,b", "c"])]


def test_text_with_a_quotation_mark_never_closed_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id;note\n1;"open\n2;x\n', encoding="utf-8")
    assert failure(lambda: TextGrid(path).body(1)).key == "text_broken"
    path.write_text("a" + ";" * 20_000, encoding="utf-8")
    assert failure(lambda: TextGrid(path).body(0)).key == "text_broken"


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("a;b\n1,5;2,5\n3;4\n", ";"),
        ("a,b\n1;2,3\n", ","),
        ("a\tb\nx, y\tz\n", "\t"),
        ("one\ntwo\n", ","),
        ("", ","),
    ],
)
def test_sniff(text: str, mark: str) -> None:
    assert sniff(text) == mark
