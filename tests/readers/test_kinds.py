"""What is not what it is called, and what nobody should guess at."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import NoReturn

import fastexcel
import pytest

from addin.deals.grids import TopRow
from addin.readers.sources import open_sources
from tests.readers.old_workbook import PASSWORD, container
from tests.readers.sheets import book, failure, ole, values


def test_the_content_decides_not_the_ending(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", Лист=[["id"], ["7"]])
    for name in ("a.xls", "a.csv", "a.ods"):
        path = path.rename(tmp_path / name)
        grid = open_sources(path).tables["deals"]
        assert grid.top(1) == [TopRow(1, ["id"])]
        assert values(grid.body(1)) == [["7"]]
    text_file = tmp_path / "t.xls"
    text_file.write_bytes("id\tСтатус\n7\tНовая\n".encode("cp1251"))
    assert open_sources(text_file).tables["deals"].top(1) == [TopRow(1, ["id", "Статус"])]


def test_what_is_wrong_with_a_misnamed_workbook_is_told_of_the_file_itself(tmp_path: Path) -> None:
    whole, torn = book(tmp_path / "a.xlsx", S=[["id"], ["7"]]), tmp_path / "torn.xls"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(torn, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, content[: len(content) // 2] if "sheet1" in part else content)
    error = failure(lambda: open_sources(torn).tables["deals"].body(0))
    assert (error.key, error.params["path"]) == ("file_damaged", torn)


def test_an_old_xls_with_a_password_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: object) -> NoReturn:
        raise fastexcel.CalamineError("Xls error: Workbook is password protected")

    monkeypatch.setattr(fastexcel, "read_excel", refused)
    path = container(tmp_path / "a.xls", PASSWORD)
    assert failure(lambda: open_sources(path)).key == "file_encrypted"


def test_forms_nobody_should_guess_are_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text(
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>',
        encoding="utf-8",
    )
    error = failure(lambda: open_sources(path))
    assert (error.key, error.params["form"]) == ("file_foreign", "XML Spreadsheet 2003")
    path.write_text("MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>", encoding="utf-8")
    assert failure(lambda: open_sources(path)).params["form"] == "MHTML"
    path = tmp_path / "a.numbers"
    path.write_bytes(b"PK\x03\x04")
    assert failure(lambda: open_sources(path)).key == "file_kind"
    path.write_bytes(ole("Workbook"))
    assert failure(lambda: open_sources(path)).key == "file_old_xls"
