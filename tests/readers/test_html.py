"""Pages called .xls, whatever they say of their encoding."""

from __future__ import annotations

from pathlib import Path

import pytest

from addin.deals.grids import TopRow
from addin.deals.reading.cells import ReadOptions
from addin.deals.reading.dataset import read
from addin.readers.html import HtmlGrid
from addin.readers.sources import open_sources
from tests.readers.sheets import failure, values

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}"><style>
td {{ mso-number-format:"\\@"; }}</style>
<script>var a = "<table>";</script></head><body>
<table><tr><td>Выгрузка<td>сделок</table>
<table border=1>
<thead><tr><th rowspan=2>ID</th><th colspan="2">Сделка</th><th rowspan=2>Сумма</th></tr>
<tr><th>Дата создания</th><th>Статус</th></tr></thead>
<tbody><!-- <tr><td>нет</td></tr> -->
<tr><td>1</td><td style="mso-number-format:'dd.mm.yyyy'">03.09.2026 14:05</td>
<td><b>Но</b>вая</td><td>350&nbsp;000,50</td></tr>
<tr><td></td><td>&#160;</td><td> </td><td></td></tr>
<tr><td>2<td>04.09.2026<td>Новая<br>(повтор)<td>=1+1
<tr><td>3</td><td>05.09.2026</td><td>Новая<table><tr><td>внутри</td></tr></table></td><td>&euro;&nbsp;7</td></tr>
</table></body></html>"""


@pytest.mark.parametrize(
    ("told", "encoding"),
    [("utf-8", "utf-8"), ("utf-8", "cp1251"), ("windows-1251", "cp1251"), ("windows-1251", "utf-8"),
     ("utf-8", "utf-8-sig"), ("utf-16", "utf-16"), ("nonsense", "cp1251")],
)  # fmt: skip
def test_a_page_called_xls_is_read_whatever_it_says_of_its_encoding(
    tmp_path: Path, told: str, encoding: str
) -> None:
    path = tmp_path / "deals.xls"
    path.write_bytes(PAGE.format(charset=told).encode(encoding))
    grid = open_sources(path).tables["deals"]
    assert isinstance(grid, HtmlGrid)
    assert grid.name == "deals.xls"
    assert grid.top(2) == [
        TopRow(1, ["ID", "Сделка", "", "Сумма"]),
        TopRow(2, ["", "Дата создания", "Статус"]),
    ]
    body = grid.body(2)
    assert body.rows.tolist() == [3, 5, 6]
    assert values(body) == [
        ["1", "03.09.2026 14:05", "Новая", "350\u00a0000,50"],
        ["2", "04.09.2026", "Новая\n(повтор)", "=1+1"],
        ["3", "05.09.2026", "Новая", "€\u00a07"],
    ]
    deals = read({"deals": grid}, ReadOptions(currency="EUR")).deals
    assert deals["amount"].tolist()[0] == 350_000.5


def test_of_several_tables_the_one_with_our_headers_else_the_largest(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    big = "<table>" + "<tr><td>a</td><td>b</td></tr>" * 9 + "</table>"
    ours = "<table><tr><td>ID</td><td>Created</td><td>Status</td></tr><tr><td>1</td></tr></table>"
    path.write_text(f"<!-- saved --><!DOCTYPE html><title>x</title>{big}{ours}", encoding="utf-8")
    assert HtmlGrid(path).top(1) == [TopRow(1, ["ID", "Created", "Status"])]
    assert HtmlGrid(path, "history").top(1) == [TopRow(1, ["a", "b"])]


def test_odd_markup_is_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    spans = '<td colspan="x">a</td><td rowspan="0">b</td><td colspan="99999999">c</td>'
    path.write_text(f"<table><tr>{spans}</tr><tr><td>{'<b>' * 500}d</td></tr></table>", encoding="utf-8")
    assert values(HtmlGrid(path).body(0)) == [["a", "b", "c"], ["d", None, None]]
    path.write_text(f"<table><tr><td>{'<b>' * 5000}d</td></tr><tr><td>2</table>", encoding="utf-8")
    assert failure(lambda: HtmlGrid(path).top(1)).key == "file_damaged"
