"""Templates that will not do, and saves that fail: the former file stays whole."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlsxwriter

from addin.errors import InputError
from addin.xlsx import save
from addin.xlsx.fill import fill
from tests.xlsx.samples import TEMPLATE, Sample, frame


def test_what_is_no_workbook_or_has_no_place_is_named(tmp_path: Path) -> None:
    bad, out = tmp_path / "bad.xlsx", tmp_path / "out.xlsx"
    unreadable = (
        'The template "bad.xlsx" cannot be opened: it is missing, in use, protected by a password, '
        "or no .xlsx or .xlsm workbook."
    )
    for content in (None, b"", b"text", b"PK\x03\x04broken"):
        if content is not None:
            bad.write_bytes(content)
        with pytest.raises(InputError, match=f"^{re.escape(unreadable)}$"):
            fill(bad, Sample({}), out)
    with xlsxwriter.Workbook(bad) as book:
        book.add_worksheet()
    with pytest.raises(InputError) as caught:
        fill(bad, Sample({}), out)
    assert caught.value.key == "template_without_blocks"
    with xlsxwriter.Workbook(bad) as book:
        book.add_worksheet("S")
        book.define_name("hf_presale", "=S!$A:$B")
    with pytest.raises(InputError) as caught:
        fill(bad, Sample({}), out)
    assert (caught.value.key, caught.value.params["target"]) == ("template_name", "S!$A:$B")
    assert not out.exists()


def test_the_name_of_the_report_has_to_suit_the_template(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        fill(TEMPLATE["en"], Sample({}), tmp_path / "out.xlsm")
    assert str(caught.value) == (
        'The template "report.en.xlsx" is .xlsx but the report is called "out.xlsm". '
        "Give the report a name that ends in .xlsx."
    )


def test_a_failed_save_leaves_the_former_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.xlsx"
    out.write_bytes(b"former")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(InputError) as caught:
            fill(TEMPLATE["en"], Sample({}), out)
    assert caught.value.key == "output_disk_full"
    assert out.read_bytes() == b"former"
    assert [path.name for path in tmp_path.iterdir()] == ["out.xlsx"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        fill(TEMPLATE["en"], Sample({}), tmp_path / "no" / "out.xlsx")
    assert caught.value.key == "output_not_writable"


def test_a_part_that_would_change_unasked_stops_the_save(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = save._write

    def harmful(package: Any, changed: dict[str, bytes], dropped: frozenset[str], file: object) -> None:
        write(package, changed | {"xl/styles.xml": b"<x/>"}, dropped, file)

    monkeypatch.setattr(save, "_write", harmful)
    with pytest.raises(InputError) as caught:
        fill(TEMPLATE["en"], Sample({}), tmp_path / "out.xlsx")
    assert (caught.value.key, caught.value.params["part"]) == ("output_would_lose", "xl/styles.xml")
    assert list(tmp_path.iterdir()) == []


def test_a_number_column_that_holds_words_is_a_defect_not_an_empty_cell(tmp_path: Path) -> None:
    data = frame("presale", 2).assign(amount=pd.Series(["many", None], dtype="object"))
    with pytest.raises(ValueError, match="many"):
        fill(TEMPLATE["en"], Sample({"presale": data}), tmp_path / "out.xlsx")
