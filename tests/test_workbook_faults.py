"""The look at written workbooks sees what it is there for."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from addin.hosts.excel.build import build_addin
from tests.workbook_faults import own_faults, schema_faults
from tests.written_workbooks import WrittenWorkbooks

SHEET, BOOK, TABLE = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/tables/table1.xml"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "sound.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Deals")
        page.add_table(0, 0, 2, 1, {"columns": [{"header": "deal"}, {"header": "amount"}]})
        page.write_row(1, 0, ["A", 5], book.add_format({"bold": True}))
        page.write_row(2, 0, ["B", 7])
        book.define_name("Total", "=Deals!$B$2:$B$3")
    return path


def changed(source: Path, folder: Path, part: str, old: str, new: str) -> Path:
    path = folder / source.name
    with zipfile.ZipFile(source) as file, zipfile.ZipFile(path, "w") as out:
        for name in file.namelist():
            content = file.read(name).decode()
            assert name != part or old in content, content
            out.writestr(name, content.replace(old, new, 1) if name == part else content)
    return path


def test_a_sound_workbook_has_no_faults(sound: Path) -> None:
    assert own_faults(sound) == set()
    assert schema_faults(sound) == set()


@pytest.mark.parametrize(
    ("part", "old", "new", "fault"),
    [
        (
            BOOK,
            "</definedName>",
            '</definedName><definedName name="TOTAL">Deals!$B$3</definedName>',
            "name total of none there twice",
        ),
        (
            BOOK,
            '<definedName name="Total"',
            '<definedName name="Total" localSheetId="3"',
            "name Total of a sheet",
        ),
        (SHEET, '<c r="B3">', '<c r="A3">', "cell A3 is there twice or out of order"),
        (SHEET, '<c r="A3"', '<c r="A2"', "cell A2 is there twice or out of order"),
        (SHEET, '<row r="3"', '<row r="1"', "row 1 after row 2"),
        (SHEET, 's="1"', 's="2"', "has a style that is not there"),
        (SHEET, "<v>0</v>", "<v>90</v>", "cell A1 has a text that is not there"),
        (TABLE, 'name="amount"', 'name="Deal"', "heading deal there twice"),
    ],
)
def test_what_no_schema_tells_is_seen(
    sound: Path, tmp_path: Path, part: str, old: str, new: str, fault: str
) -> None:
    assert any(fault in found for found in own_faults(changed(sound, tmp_path, part, old, new)))


def test_an_element_out_of_place_is_seen(sound: Path, tmp_path: Path) -> None:
    broken = changed(sound, tmp_path, SHEET, "<sheetData>", '<pageMargins left="1"/><sheetData>')
    assert any("sheet#.xml" in found for found in schema_faults(broken))


def test_a_large_sheet_is_looked_at_in_its_first_rows(tmp_path: Path) -> None:
    path, folder = tmp_path / "large.xlsx", tmp_path / "changed"
    folder.mkdir()
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for row in range(4_000):
            page.write_row(row, 0, [row, row])
    assert schema_faults(path) == set()
    assert own_faults(changed(path, folder, SHEET, 'r="B3900"', 'r="A3900"')) != set()


def test_a_written_workbook_is_looked_at(
    sound: Path, tmp_path: Path, written_workbooks: WrittenWorkbooks
) -> None:
    changed(sound, tmp_path, SHEET, 's="1"', 's="9"').replace(tmp_path / "out.xlsx")
    (fault,) = written_workbooks.faults
    written_workbooks.faults = []
    assert fault == "out.xlsx: xl/worksheets/sheet1.xml: cell A2 has a style that is not there"


def test_a_fill_does_not_answer_for_its_template(sound: Path, tmp_path: Path) -> None:
    written = WrittenWorkbooks(tmp_path)
    broken = changed(sound, tmp_path, SHEET, 's="1"', 's="9"')
    written.remember(tmp_path / "out.xlsx", broken)
    shutil.copy(broken, tmp_path / "out.xlsx")
    written.look_at(tmp_path / "out.xlsx")
    assert written.faults == []


def test_the_addin_is_a_sound_package(tmp_path: Path) -> None:
    addin = build_addin(tmp_path / "HonestFunnel.xlam", "en")
    assert own_faults(addin) | schema_faults(addin) == set()
