"""Addresses in the cells of blocks open at a click; nothing else does, and links of the user's stay."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from addin.xlsx.fill import fill
from tests.xlsx.samples import TEMPLATE, Sample, frame, load, parts

ADDRESS = "https://crm.example/deals/{}?from=report#card"


def with_links(rows: int, *odd: str, block: str = "attention") -> Sample:
    table = frame(block, rows)
    links = [ADDRESS.format(k) for k in range(rows)]
    links[: len(odd)] = odd
    return Sample({block: table.assign(link=links)})


def linked(path: Path, sheet: str = "Attention") -> dict[str, str]:
    """Cell → where it leads."""
    cells = (cell for row in load(path)[sheet].iter_rows() for cell in row if cell.hyperlink)
    return {
        cell.coordinate: "#".join(filter(None, (cell.hyperlink.target, cell.hyperlink.location)))
        for cell in cells
        if cell.hyperlink
    }


def column_of_links(path: Path, rows: int) -> list[object]:
    sheet = load(path)["Attention"]
    at = next(cell.column for cell in sheet[4] if cell.value == "Link")
    return [sheet.cell(5 + k, at).value for k in range(rows)]


@pytest.mark.parametrize("block", ["attention", "presale"])
def test_addresses_become_links_and_stay_readable(tmp_path: Path, block: str) -> None:
    out = tmp_path / "report.xlsx"
    fill(TEMPLATE["en"], with_links(4, block=block), out)
    assert sorted(linked(out, {"presale": "Pre-sale"}.get(block, "Attention")).values()) == [
        ADDRESS.format(k) for k in range(4)
    ]


def test_only_http_becomes_a_link_and_no_text_a_formula(tmp_path: Path) -> None:
    odd = ("javascript:alert(1)", '=HYPERLINK("https://crm.example")', "file:///etc/hosts", "crm.example/1")
    out = tmp_path / "report.xlsx"
    fill(TEMPLATE["en"], with_links(6, *odd), out)
    assert len(linked(out)) == 2
    assert column_of_links(out, 6) == [*odd, ADDRESS.format(4), ADDRESS.format(5)]
    assert not any(b"<f>" in xml and b"HYPERLINK" in xml for xml in parts(out).values())


def test_an_address_in_other_letters_is_spelt_as_files_take_it(tmp_path: Path) -> None:
    out = tmp_path / "report.xlsx"
    fill(TEMPLATE["en"], with_links(1, "https://срм.example/сделка/1"), out)
    (target,) = linked(out).values()
    assert target == "https://xn--l1ahc.example/%D1%81%D0%B4%D0%B5%D0%BB%D0%BA%D0%B0/1"


def test_a_shorter_fill_leaves_no_link_of_the_longer_one(tmp_path: Path) -> None:
    out, once = tmp_path / "report.xlsx", tmp_path / "once.xlsx"
    fill(TEMPLATE["en"], with_links(9), out)
    fill(out, with_links(2), out)
    fill(TEMPLATE["en"], with_links(2), once)
    assert parts(out) == parts(once)
    assert len(linked(out)) == 2
    fill(out, Sample({"attention": frame("attention", 3)}), out)
    assert linked(out) == {}


def test_links_of_the_users_stay_and_a_sheet_without_relations_gets_them(tmp_path: Path) -> None:
    path, out = tmp_path / "own.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet("Mine")
        sheet.write_row("A3", ["id", "link", "Mine"])
        file.define_name("hf_attention", "=Mine!$A$3:$C$4")
        file.add_worksheet("Other").write_url("A1", "https://other.example/")
    fill(path, with_links(3), out)
    assert list(linked(out, "Mine")) == ["B4", "B5", "B6"]
    assert linked(out, "Other") == {"A1": "https://other.example/"}
    book = openpyxl.load_workbook(out)
    book["Mine"]["E1"].hyperlink = "https://own.example/"
    book.save(out)
    fill(out, with_links(2), out)
    assert linked(out, "Mine") == {
        "B4": ADDRESS.format(0),
        "B5": ADDRESS.format(1),
        "E1": "https://own.example/",
    }
