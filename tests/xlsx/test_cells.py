"""What single cells of a filled template hold: formats, texts as they came, missing values, dates."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import fastexcel
import numpy as np
import pandas as pd
import pytest

from addin.xlsx.cells import text
from tests.xlsx.filled import HEAD, column_of, filled, opened
from tests.xlsx.samples import frame, parts


def test_formats_come_from_the_model_row(tmp_path: Path) -> None:
    sheet = opened(filled(tmp_path, {"presale": frame("presale", 3)}), "Pre-sale")
    for row in (5, 6, 7):
        assert [sheet.cell(row, n).number_format for n in (6, 8, 12)] == ["#,##0", "0.0%", "yyyy-mm-dd"]
    russian = filled(tmp_path, {"presale": frame("presale", 3)}, "ru")
    assert opened(russian, "Предпродажа").cell(7, 12).number_format == "dd.mm.yyyy"


def test_fastexcel_reads_the_same_types(tmp_path: Path) -> None:
    out = filled(tmp_path, {"presale": frame("presale", 60)})
    read = fastexcel.read_excel(out).load_sheet("Pre-sale", header_row=HEAD - 1).to_pandas()
    assert len(read) == 60
    assert read["Amount"].dtype == np.float64
    assert read["Next contact"].iloc[0] == pd.Timestamp(2026, 9, 1)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "'="])
def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path, start: str) -> None:
    data = frame("presale", 1).assign(manager=[f'{start}HYPERLINK("http://x","<b> & ")'])
    cell = opened(filled(tmp_path, {"presale": data}), "Pre-sale").cell(5, 3)
    assert cell.value == f'{start}HYPERLINK("http://x","<b> & ")'
    assert cell.data_type in ("s", "f")  # openpyxl itself calls any text with = a formula
    xml = b"".join(data for name, data in parts(tmp_path / "report.xlsx").items() if b"HYPERLINK" in data)
    assert b"<f>" not in xml


def test_odd_text_is_kept_as_far_as_a_cell_can(tmp_path: Path) -> None:
    texts = [
        " two  spaces ",
        "line\nbreak",
        "bell\x07\x00 gone",
        "_x0041_",
        "я" * 40_000,
        "😀" * 20_000,
    ]
    data = frame("presale", len(texts)).assign(manager=texts)
    found = column_of(opened(filled(tmp_path, {"presale": data}), "Pre-sale"), 3)
    assert found[:3] == [" two  spaces ", "line\nbreak", "bell gone"]
    assert found[4] == "я" * 32_766 + "…"
    assert found[5] == "😀" * 16_383 + "…"
    assert text("half a pair \ud800!") == text("half a pair !")
    assert b">_x005F_x0041_<" in b"".join(parts(tmp_path / "report.xlsx").values())


def test_missing_names_have_their_bucket_and_missing_numbers_none(tmp_path: Path) -> None:
    data = frame("presale", 3).assign(manager=pd.Series(["", None, "Ann"]), chance=[0.0, np.nan, np.inf])
    sheet = opened(filled(tmp_path, {"presale": data}), "Pre-sale")
    assert column_of(sheet, 3) == ["(not given)", None, "Ann"]
    assert column_of(sheet, 9) == [0, None, None]


def test_a_date_before_any_calendar_of_a_spreadsheet_is_text(tmp_path: Path) -> None:
    data = frame("presale", 2).assign(next_contact=[dt.datetime(1812, 9, 7), dt.datetime(2026, 9, 7, 12)])
    sheet = opened(filled(tmp_path, {"presale": data}), "Pre-sale")
    assert column_of(sheet, 12) == ["1812-09-07", dt.datetime(2026, 9, 7, 12)]


def test_rows_that_wrap_are_high_enough(tmp_path: Path) -> None:
    data = frame("presale", 3).assign(manager=["Ann", "Константинопольская-Преображенская Александра", "Bob"])
    sheet = opened(filled(tmp_path, {"presale": data.assign(note="")}), "Pre-sale")
    heights = [sheet.row_dimensions[row].height for row in (5, 6, 7)]
    assert heights[0] is None
    assert heights[2] is None
    assert heights[1] is not None
    assert 28 < heights[1] < 50
